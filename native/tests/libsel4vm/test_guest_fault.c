/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Stage-2 faults: from the message to the registers. */
#include "machine.h"

TEST(loads_of_every_width_reach_their_register)
{
    static const struct {
        uint32_t syndrome;
        uint64_t answer;
        uint64_t expected;
    } rows[] = {
        {ESR_LOAD(0, 1u), 0x1ff, 0xff},
        {ESR_LOAD(0, 1u) | ESR_SIGNED, 0x80, 0xffffff80},
        {ESR_LOAD(0, 1u) | ESR_SIGNED | ESR_WIDE, 0x80, 0xffffffffffffff80},
        {ESR_LOAD(1, 1u), 0x12345, 0x2345},
        {ESR_LOAD(1, 1u) | ESR_SIGNED | ESR_WIDE, 0x8000, 0xffffffffffff8000},
        {ESR_LOAD(2, 1u), 0x123456789, 0x23456789},
        {ESR_LOAD(2, 1u) | ESR_SIGNED | ESR_WIDE, 0x80000000, 0xffffffff80000000},
        {ESR_LOAD(3, 1u) | ESR_WIDE, 0x8123456789abcdef, 0x8123456789abcdef},
    };
    machine_t *m = machine_start();
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        seL4_Word *r = registers(m, 0);
        r[PC] = CODE;
        r[SP] = 77;
        r[X0] = 78;
        r[X1] = ~0ul;
        r[X2] = 79;
        device.calls = 0;
        device.answer[0] = rows[i].answer;
        CHECK_EQ(touch(m, 0, DEVICE + 8, rows[i].syndrome), 0);
        CHECK_EQ(r[X1], rows[i].expected);
        CHECK(r[PC] == CODE + 4 && r[SP] == 77 && r[X0] == 78 && r[X2] == 79);
    }
    machine_end(m);
}

TEST(every_register_can_be_loaded_and_stored)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    for (unsigned reg = 0; reg < 32; reg++) {
        seL4_Word before[36];
        for (unsigned i = 0; i < 36; i++) {
            r[i] = 1000 + i;
        }
        r[PC] = CODE;
        memcpy(before, r, sizeof(before));
        device.calls = 0;
        device.answer[0] = 0xabcd;
        CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(3, reg) | ESR_WIDE), 0);
        unsigned changed = 0;
        for (unsigned i = 1; i < 36; i++) {
            changed += r[i] != before[i];
        }
        CHECK_EQ(changed, reg == 31 ? 0 : 1);
        CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(3, reg) | ESR_WIDE), 0);
        CHECK_EQ(device.value[1], reg == 31 ? 0 : 0xabcd);
        CHECK_EQ(r[PC], CODE + 8);
    }
    machine_end(m);
}

TEST(stores_deliver_the_low_bytes)
{
    machine_t *m = machine_start();
    registers(m, 0)[X28] = 0x1122334455667788;
    for (unsigned log2 = 0; log2 < 4; log2++) {
        device.calls = 0;
        CHECK_EQ(touch(m, 0, DEVICE + 0x10, ESR_STORE(log2, 28u)), 0);
        CHECK(device.write[0]);
        CHECK_EQ(device.size[0], 1ul << log2);
        CHECK_EQ(device.value[0], 0x1122334455667788 & (~0ul >> (64 - (8u << log2))));
    }
    machine_end(m);
}

TEST(no_register_is_fetched_that_nobody_asks_for)
{
    machine_t *m = machine_start();
    device.result = FAULT_IGNORE;
    unsigned long calls = fake_counts().calls;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 28u)), 0);
    /* One call writes the pc; resuming the vCPU at the start and suspending it at the test's stop
     * takes the others. */
    CHECK(fake_counts().calls - calls <= 3);
    machine_end(m);
}

static memory_fault_result_t positions(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                       void *cookie)
{
    uint32_t *word = cookie;
    (void)vm;
    CHECK_EQ(get_vcpu_fault_address(vcpu), addr);
    CHECK_EQ(get_vcpu_fault_ip(vcpu), CODE);
    CHECK_EQ(get_vcpu_fault_size(vcpu), length);
    CHECK_EQ(get_vcpu_fault_data_mask(vcpu), (~0ul >> (64 - 8 * length)) << (8 * (addr & 3)));
    if (!is_vcpu_read_fault(vcpu)) {
        CHECK_EQ(set_vcpu_fault_data(vcpu, 1), -1);
        CHECK_EQ(vm_set_access_value(vcpu, 1), -1);
    }
    *word = (uint32_t)emulate_vcpu_fault(vcpu, *word);
    vm_access_t access;
    CHECK_EQ(vm_get_access(vcpu, &access), 0);
    CHECK_EQ(vm_get_access(vcpu, NULL), -1);
    CHECK(access.address == addr && access.size == length && access.pc == CODE && access.reg == 1);
    return FAULT_HANDLED;
}

TEST(data_sits_where_it_does_in_its_word)
{
    machine_t *m = machine_start();
    uint32_t word = 0x11223344;
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, positions, &word) != NULL);
    seL4_Word *r = registers(m, 0);
    for (unsigned byte = 0; byte < 4; byte++) {
        r[PC] = CODE;
        CHECK_EQ(touch(m, 0, DEVICE + 0x1000 + byte, ESR_LOAD(0, 1u)), 0);
        CHECK_EQ(r[X1], (0x11223344 >> (8 * byte)) & 0xff);
    }
    r[PC] = CODE;
    r[X1] = 0xaabb;
    CHECK_EQ(touch(m, 0, DEVICE + 0x1002, ESR_STORE(1, 1u)), 0);
    CHECK_EQ(word, 0xaabb3344);
    machine_end(m);
}

TEST(results_say_how_the_guest_goes_on)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    r[X1] = 5;
    device.answer[0] = 9;
    device.result = FAULT_IGNORE;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    CHECK(r[X1] == 5 && r[PC] == CODE + 4);
    device.result = FAULT_RESTART;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    CHECK(r[X1] == 5 && r[PC] == CODE + 4);
    device.result = FAULT_UNHANDLED;
    CHECK_EQ(touch(m, 0, DEVICE + 0x20, ESR_LOAD(2, 1u)), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNHANDLED_MEMORY_FAULT);
    CHECK_EQ(vm_get_stop(&m->vm)->address, DEVICE + 0x20);
    CHECK_EQ(vm_get_stop(&m->vm)->pc, CODE + 4);
    CHECK_EQ(m->vm.run.exit_reason, VM_GUEST_ERROR_EXIT);
    device.result = FAULT_ERROR;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_CALLBACK_ERROR);
    device.result = (memory_fault_result_t)99;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_CALLBACK_ERROR);
    device.result = FAULT_HANDLED;
    device.calls = 0;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(r[X1], 9);
    machine_end(m);
}

static memory_fault_result_t advance(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                     void *cookie)
{
    (void)vm;
    (void)addr;
    (void)length;
    (void)cookie;
    set_vcpu_fault_data(vcpu, 0x55);
    advance_vcpu_fault(vcpu);
    advance_vcpu_fault(vcpu);
    restart_vcpu_fault(vcpu);
    return FAULT_HANDLED;
}

static memory_fault_result_t restart(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                     void *cookie)
{
    (void)vm;
    (void)addr;
    (void)length;
    (void)cookie;
    restart_vcpu_fault(vcpu);
    return FAULT_HANDLED;
}

TEST(callbacks_may_advance_and_restart_by_hand)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, advance, NULL) != NULL);
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x2000, 0x1000, restart, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u)), 0);
    CHECK(r[X1] == 0x55 && r[PC] == CODE + 4);
    CHECK_EQ(touch(m, 0, DEVICE + 0x2000, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(r[PC], CODE + 4);
    machine_end(m);
}

static unsigned page_state;

static int look(vm_t *vm, uintptr_t addr, size_t size, unsigned state, void *cookie)
{
    (void)vm;
    (void)addr;
    (void)size;
    (void)cookie;
    page_state = state;
    return 0;
}

TEST(cache_maintenance_reads)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    seL4_CPtr root = m->vm.mem.vm_vspace.root;
    const uint32_t maintenance = ESR_STORE_BLIND | 1u << 8;
    vm_memory_reservation_t *ram = vm_reserve_memory_at(&m->vm, RAM + MIB, 0x2000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(&m->vm, ram, NULL, NULL, 12), 0);
    CHECK_EQ(touch(m, 0, RAM + MIB, maintenance), 0);
    CHECK(fake_translate(root, RAM + MIB).mapped && r[PC] == CODE);
    /* A page that is away comes back, but is not dirty, whether it may be written or not. */
    for (unsigned i = 0; i < 2; i++) {
        seL4_CapRights_t rights = i == 0 ? seL4_AllRights : seL4_CanRead;
        CHECK_EQ(vm_set_reservation_rights(&m->vm, ram, RAM + MIB, 0x1000, rights), 0);
        CHECK_EQ(vm_set_tracking(&m->vm, ram, VM_TRACK_ACCESSED), 0);
        CHECK_EQ(touch(m, 0, RAM + MIB, maintenance), 0);
        CHECK(fake_translate(root, RAM + MIB).read && r[PC] == CODE);
        CHECK_EQ(vm_collect_pages(&m->vm, ram, look, NULL, true), 1);
        CHECK_EQ(page_state, VM_PAGE_ACCESSED);
    }
    /* What faults on a page that can be read, over and over, needs to write. */
    CHECK_EQ(vm_set_reservation_rights(&m->vm, ram, RAM + MIB, 0x1000, seL4_AllRights), 0);
    CHECK_EQ(vm_set_tracking(&m->vm, ram, VM_TRACK_DIRTY), 0);
    unsigned repeats = 0;
    while (!fake_translate(root, RAM + MIB).write && repeats++ < 1000) {
        CHECK_EQ(touch(m, 0, RAM + MIB, maintenance), 0);
        CHECK_EQ(r[PC], CODE);
    }
    CHECK(repeats > 1 && repeats < 100);
    CHECK_EQ(vm_collect_pages(&m->vm, ram, look, NULL, true), 1);
    CHECK((page_state & VM_PAGE_DIRTY) != 0);
    /* Where it may not, it is skipped. */
    CHECK_EQ(vm_set_reservation_rights(&m->vm, ram, RAM + MIB, 0x1000, seL4_CanRead), 0);
    for (repeats = 0; r[PC] == CODE && repeats < 1000; repeats++) {
        CHECK_EQ(touch(m, 0, RAM + MIB, maintenance), 0);
    }
    CHECK(repeats < 100);
    CHECK_EQ(vm_set_reservation_rights(&m->vm, ram, RAM + MIB, 0x1000, seL4_NoRights), 0);
    CHECK_EQ(touch(m, 0, RAM + MIB, maintenance), 0);
    CHECK_EQ(r[PC], CODE + 8);
    machine_end(m);
}

TEST(what_cannot_be_emulated_stops_the_vm_with_the_instruction)
{
    static const uint32_t instructions[] = {
        0x3dc00040, /* ldr q0, [x2] */
        0xad400440, /* ldp q0, q1, [x2] */
        0xc85f7c40, /* ldxr x0, [x2] */
        0xd503201f, /* nop */
        0x00000000, /* udf */
        0x4c407040, /* ld1 */
    };
    machine_t *m = machine_start();
    for (unsigned i = 0; i < sizeof(instructions) / sizeof(instructions[0]); i++) {
        CHECK_EQ(execute(m, 0, instructions[i], DEVICE, ESR_LOAD_BLIND), -1);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
        CHECK_EQ(vm_get_stop(&m->vm)->value, instructions[i]);
    }
    /* The instruction is gone: nothing is at the pc, or its table walk leads nowhere. */
    registers(m, 0)[PC] = 0x1000;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
    /* A store where the syndrome says load. */
    CHECK_EQ(execute(m, 0, 0xa9000440, DEVICE, ESR_LOAD_BLIND), -1);
    /* A pair that leaves the page. */
    CHECK_EQ(execute(m, 0, 0xa9400440, DEVICE + 0xff8, ESR_LOAD_BLIND), -1);
    CHECK_EQ(device.calls, 0);
    /* Cache maintenance: nothing to do. */
    CHECK_EQ(execute(m, 0, 0xd50b7b20, DEVICE, ESR_STORE_BLIND | 1u << 8), 0);
    CHECK_EQ(registers(m, 0)[PC], CODE + 4);
    machine_end(m);
}

static memory_fault_result_t inject(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                    void *cookie)
{
    (void)vm;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_inject_abort(vcpu, addr + 1, false), 0);
    return FAULT_HANDLED;
}

TEST(a_callback_may_answer_with_an_abort)
{
    machine_t *m = machine_start();
    seL4_Word *s = system_registers(m, 0);
    s[seL4_VCPUReg_VBAR] = RAM + 0x800;
    registers(m, 0)[SPSR] = 0x3c5;
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, inject, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1008, ESR_STORE(2, 1u)), 0);
    CHECK_EQ(registers(m, 0)[PC], RAM + 0x800 + 0x200);
    CHECK_EQ(s[seL4_VCPUReg_FAR], DEVICE + 0x1009);
    CHECK_EQ(s[seL4_VCPUReg_ESR], 0x25ul << 26 | 1u << 25 | 1u << 6 | 0x10);
    /* Outside of a fault: registers, VBAR and SCTLR read, then ESR, FAR, ELR and SPSR written. */
    for (unsigned long n = 1; n <= 8; n++) {
        bool fails = n <= 7;
        vm_clear_error(&m->vm);
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(vm_inject_abort(m->vcpu[0], 1, true), fails ? -1 : 0);
        CHECK_EQ(fake_failed(), fails);
        CHECK_EQ(vm_last_error(&m->vm)->kernel_error, fails ? seL4_IllegalOperation : seL4_NoError);
    }
    fake_fail_call(0, seL4_NoError);
    machine_end(m);
}

TEST(deferred_memory_is_mapped_and_the_access_repeated)
{
    machine_t *m = machine_start();
    vm_memory_reservation_t *r = vm_reserve_memory_at(&m->vm, RAM + MIB, 0x4000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(&m->vm, r, NULL, NULL, 12), 0);
    CHECK_EQ(touch(m, 0, RAM + MIB + 0x1008, ESR_STORE(3, 1u)), 0);
    CHECK_EQ(registers(m, 0)[PC], CODE);
    CHECK(fake_translate(m->vm.mem.vm_vspace.root, RAM + MIB + 0x1008).write);
    /* The instruction's own page may be deferred too. */
    CHECK_EQ(touch(m, 0, RAM + MIB + 0x2000, 0x20u << 26 | 1u << 25 | 6), 0);
    CHECK_EQ(vm_get_counters(&m->vm)->deferred_maps, 2);
    machine_end(m);
}

TEST(a_fault_that_nothing_explains_ends_at_the_callback)
{
    machine_t *m = machine_start();
    recorder_t recorder = {.result = FAULT_IGNORE};
    vm_memory_reservation_t *r = vm_reserve_memory_at(&m->vm, RAM + MIB, 0x1000, record, &recorder);
    CHECK_EQ(vm_map_reservation_ram(&m->vm, r, seL4_AllRights, 12), 0);
    unsigned repeats = 0;
    while (recorder.calls == 0 && repeats++ < 1000) {
        CHECK_EQ(touch(m, 0, RAM + MIB, ESR_STORE(2, 0u)), 0);
    }
    CHECK(repeats > 2 && repeats < 100);
    CHECK_EQ(registers(m, 0)[PC], CODE + 4);
    machine_end(m);
}

TEST(fault_questions_without_a_fault_have_no_answer)
{
    machine_t *m = machine_start();
    vm_vcpu_t *vcpu = m->vcpu[0];
    vm_access_t access;
    CHECK_EQ(get_vcpu_fault_address(vcpu), 0);
    CHECK_EQ(get_vcpu_fault_ip(vcpu), 0);
    CHECK_EQ(get_vcpu_fault_data(vcpu), 0);
    CHECK_EQ(get_vcpu_fault_data_mask(vcpu), 0);
    CHECK_EQ(get_vcpu_fault_size(vcpu), 0);
    CHECK(!is_vcpu_read_fault(vcpu) && !is_vcpu_read_fault(NULL));
    CHECK_EQ(set_vcpu_fault_data(vcpu, 1), -1);
    CHECK_EQ(set_vcpu_fault_data(NULL, 1), -1);
    CHECK_EQ(emulate_vcpu_fault(vcpu, 17), 17);
    CHECK_EQ(vm_get_access(vcpu, &access), -1);
    CHECK_EQ(vm_get_access_value(vcpu), 0);
    CHECK_EQ(vm_set_access_value(vcpu, 1), -1);
    advance_vcpu_fault(vcpu);
    restart_vcpu_fault(NULL);
    machine_end(m);
}

/* INSTRUCTION takes CALLS calls, each of which may fail and end as EXPECTED. */
static void check_lost_registers(uint32_t instruction, uint32_t syndrome,
                                 const vm_stop_reason_t *expected, unsigned long calls)
{
    for (unsigned long n = 1; n <= calls + 1; n++) {
        bool fails = n <= calls;
        machine_t *m = machine_start();
        registers(m, 0)[X2] = DEVICE;
        registers(m, 0)[X9] = DEVICE;
        registers(m, 0)[SPSR] = 0x3c5;
        put_code(m, CODE, instruction);
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(touch(m, 0, DEVICE, syndrome), fails ? -1 : 0);
        CHECK_EQ(fake_failed(), fails);
        fake_fail_call(0, seL4_NoError);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, fails ? expected[n - 1] : VM_STOP_REQUESTED);
        CHECK_EQ(vm_last_error(&m->vm)->kernel_error, fails ? seL4_IllegalOperation : seL4_NoError);
        machine_end(m);
    }
}

TEST(registers_that_cannot_be_had_stop_the_vm)
{
    /* PSTATE with x0 to x8, SCTLR_EL1 to find the instruction, and the registers that it names. */
    static const vm_stop_reason_t expected[] = {
        VM_STOP_KERNEL_ERROR,
        VM_STOP_UNSUPPORTED_ACCESS,
        VM_STOP_KERNEL_ERROR,
        VM_STOP_KERNEL_ERROR,
    };
    /* ldr w0, [x2], #4 */
    check_lost_registers(0xb8404440, ESR_LOAD_BLIND, expected, 2);
    /* ldr w0, [x9], #4: x9 */
    check_lost_registers(0xb8404520, ESR_LOAD_BLIND, expected, 3);
    /* ldr w0, [x9, x19]: x9 and x19 */
    check_lost_registers(0xb8736920, ESR_LOAD_BLIND, expected, 4);
    /* ldr w0, [sp], #4: SP_EL1 read and written */
    check_lost_registers(0xb84047e0, ESR_LOAD_BLIND, expected, 4);
}

/* Where registers have been read first, the write has no answer, as it cannot fail. */
TEST(a_pc_that_cannot_be_written_stops_the_vm)
{
    machine_t *m = machine_start();
    device.result = FAULT_IGNORE;
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 28u)), -1);
    CHECK(fake_failed());
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    fake_fail_call(0, seL4_NoError);
    machine_end(m);
}

TEST(an_instruction_that_cannot_be_skipped_stops_the_vm)
{
    machine_t *m = machine_start();
    fake_fail_call(1, seL4_IllegalOperation);
    /* As by dc cvac: cache maintenance. */
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE_BLIND | 1u << 8), -1);
    CHECK(fake_failed());
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    fake_fail_call(0, seL4_NoError);
    CHECK_EQ(device.calls, 0);
    machine_end(m);
}
