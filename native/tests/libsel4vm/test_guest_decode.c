/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Accesses that the syndrome does not describe: the instruction is read. */
#include <sel4vm/guest_memory_util.h>

#include "machine.h"

TEST(accesses_without_syndrome_are_decoded)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    /* ldp x0, x1, [x2] */
    r[X2] = DEVICE + 0x10;
    device.answer[0] = 11;
    device.answer[1] = 22;
    CHECK_EQ(execute(m, 0, 0xa9400440, DEVICE + 0x10, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 11 && r[X1] == 22 && r[PC] == CODE + 4);
    CHECK(device.address[0] == DEVICE + 0x10 && device.address[1] == DEVICE + 0x18);
    /* stp w0, w1, [x2, #8]! */
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0x29810440, DEVICE + 0x18, ESR_STORE_BLIND), 0);
    CHECK(device.value[0] == 11 && device.value[1] == 22 && device.size[1] == 4);
    CHECK_EQ(r[X2], DEVICE + 0x18);
    /* ldr w0, [x2], #4 */
    device.calls = 0;
    device.answer[0] = 33;
    CHECK_EQ(execute(m, 0, 0xb8404440, DEVICE + 0x18, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 33 && r[X2] == DEVICE + 0x1c);
    /* str x0, [sp, #-16]! with SP_EL1, and with SP_EL0 */
    r[SPSR] = 0x3c5;
    system_registers(m, 0)[seL4_VCPUReg_SP_EL1] = DEVICE + 0x40;
    CHECK_EQ(execute(m, 0, 0xf81f0fe0, DEVICE + 0x30, ESR_STORE_BLIND), 0);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_SP_EL1], DEVICE + 0x30);
    r[SPSR] = 0x3c4;
    r[SP] = DEVICE + 0x40;
    CHECK_EQ(execute(m, 0, 0xf81f0fe0, DEVICE + 0x30, ESR_STORE_BLIND), 0);
    CHECK_EQ(r[SP], DEVICE + 0x30);
    /* prfm pldl1keep, [x2] */
    unsigned calls = device.calls;
    CHECK_EQ(execute(m, 0, 0xf9800040, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(device.calls == calls && r[PC] == CODE + 4);
    CHECK_EQ(vm_get_counters(&m->vm)->decoded_instructions, 6);
    machine_end(m);
}

/* RAM ends where the device begins: the hardware reports the first byte that it cannot reach. */
TEST(an_access_that_begins_in_the_page_before_is_refused)
{
    static const struct {
        uint32_t instruction;
        uint64_t base;
        bool write;
        bool refused;
    } rows[] = {
        {0xa9000440 /* stp x0, x1, [x2] */, DEVICE - 8, true, true},
        {0xa9400440 /* ldp x0, x1, [x2] */, DEVICE - 8, false, true},
        {0xa9000440 /* stp x0, x1, [x2] */, DEVICE, true, false},
        {0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, DEVICE + 8, true, true},
        {0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, DEVICE + 16, true, false},
        {0xa8c10440 /* ldp x0, x1, [x2], #16 */, DEVICE - 16, false, true},
        {0xa8c10440 /* ldp x0, x1, [x2], #16 */, DEVICE, false, false},
        {0xf8408440 /* ldr x0, [x2], #8 */, DEVICE - 4, false, true},
        {0xf8636840 /* ldr x0, [x2, x3] */, DEVICE - 4, false, true},
        {0xf8636840 /* ldr x0, [x2, x3] */, DEVICE - 0x123, false, false},
    };
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        device.calls = 0;
        r[X0] = r[X1] = 7;
        r[X2] = rows[i].base;
        r[X2 + 1] = 0x123;
        CHECK_EQ(execute(m, 0, rows[i].instruction, DEVICE,
                         rows[i].write ? ESR_STORE_BLIND : ESR_LOAD_BLIND),
                 rows[i].refused ? -1 : 0);
        CHECK_EQ(device.calls != 0, !rows[i].refused);
        if (rows[i].refused) {
            CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
            CHECK_EQ(vm_get_stop(&m->vm)->value, rows[i].instruction);
            CHECK(r[X0] == 7 && r[X1] == 7 && r[X2] == rows[i].base && r[PC] == CODE);
        }
    }
    /* ldr x1, . - 4: the base is the pc. */
    put_code(m, CODE + 4, 0x58ffffe1);
    r[PC] = CODE + 4;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), 0);
    r[PC] = CODE + 4;
    CHECK_EQ(touch(m, 0, DEVICE + 4, ESR_LOAD_BLIND), -1);
    machine_end(m);
}

/* Code of a 32-bit program at EL0. */
TEST(aarch32_instructions_are_skipped_but_not_decoded)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    r[PC] = CODE;
    r[SPSR] = 0x30; /* T32, user mode */
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(2, 1u) & ~(1u << 25)), 0);
    CHECK_EQ(r[PC], CODE + 2);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(2, 1u)), 0);
    CHECK_EQ(r[PC], CODE + 6);
    CHECK_EQ(device.calls, 2);
    /* What would be ldp x0, x1, [x2] as A64. */
    r[X2] = DEVICE;
    CHECK_EQ(execute(m, 0, 0xa9400440, DEVICE, ESR_LOAD_BLIND), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
    CHECK_EQ(vm_get_stop(&m->vm)->value, ESR_LOAD_BLIND);
    CHECK_EQ(device.calls, 2);
    CHECK_EQ(vm_get_counters(&m->vm)->decoded_instructions, 0);
    machine_end(m);
}

TEST(the_instruction_is_found_through_the_guests_tables)
{
    machine_t *m = machine_start();
    seL4_Word *s = system_registers(m, 0);
    /* T0SZ 25: a table of 1 GiB blocks; virtual 0 is physical RAM. */
    uint64_t block = RAM | 1;
    CHECK_EQ(vm_guest_write(&m->vm, RAM + 0x4000, &block, sizeof(block)), 0);
    s[seL4_VCPUReg_SCTLR] = 1;
    s[seL4_VCPUReg_TCR] = 25;
    s[seL4_VCPUReg_TTBR0] = RAM + 0x4000;
    put_code(m, CODE, 0xa9400440);
    registers(m, 0)[PC] = CODE - RAM;
    device.answer[1] = 6;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK_EQ(registers(m, 0)[X1], 6);
    s[seL4_VCPUReg_TTBR0] = DEVICE;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
    machine_end(m);
}

static memory_fault_result_t unexpected(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                        void *cookie)
{
    (void)vm, (void)vcpu, (void)addr, (void)length, (void)cookie;
    CHECK(false);
    return FAULT_ERROR;
}

/* Reading a device of the machine may have effects: not for tables or code that the guest says are
 * there. */
TEST(neither_tables_nor_instructions_are_read_from_a_device)
{
    enum { WINDOW = 0x10000 };
    machine_t *m = machine_start();
    vm_memory_reservation_t *window =
        vm_reserve_memory_at(&m->vm, WINDOW, 0x1000, unexpected, NULL);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(&m->vm, FAKE_DEVICE_BASE, window), 0);
    uint64_t *physical = (uint64_t *)fake_physical(FAKE_DEVICE_BASE);
    physical[0] = RAM | 1;
    physical[1] = 0xa9400440; /* ldp x0, x1, [x2] */
    registers(m, 0)[X2] = DEVICE;
    registers(m, 0)[PC] = WINDOW + 8;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
    system_registers(m, 0)[seL4_VCPUReg_SCTLR] = 1;
    system_registers(m, 0)[seL4_VCPUReg_TCR] = 25;
    system_registers(m, 0)[seL4_VCPUReg_TTBR0] = WINDOW;
    put_code(m, CODE, 0xa9400440);
    registers(m, 0)[PC] = CODE - RAM;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNSUPPORTED_ACCESS);
    CHECK_EQ(device.calls, 0);
    machine_end(m);
}
