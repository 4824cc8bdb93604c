/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The exception that a guest gets for an access that nothing answers (Arm DDI 0487, D17.2.37 and
 * D1.3.2). */
#include "machine.h"

#define VBAR      (RAM + 0x800)
#define TABLES    (RAM + 0x4000)
#define NOWHERE   0x1000ul
#define ESR_FNV   (1u << 10)
#define S1PTW     (1u << 7)
#define ESR_FETCH (0x20u << 26 | 1u << 25 | 6)
#define SPAN      (1ul << 23)
#define FSC(esr)  ((esr)&0x3f)
/* What FAR_EL1 is when nobody has written it. */
#define STALE 0x5a5a

static machine_t *start(void)
{
    machine_t *m = machine_start();
    CHECK_EQ(vm_set_unhandled_policy(&m->vm, VM_UNHANDLED_ABORT), 0);
    system_registers(m, 0)[seL4_VCPUReg_VBAR] = VBAR;
    system_registers(m, 0)[seL4_VCPUReg_SCTLR] = SPAN;
    system_registers(m, 0)[seL4_VCPUReg_FAR] = STALE;
    registers(m, 0)[SPSR] = 0x3c5;
    return m;
}

TEST(each_exception_level_has_its_vector)
{
    machine_t *m = start();
    seL4_Word *r = registers(m, 0);
    seL4_Word *s = system_registers(m, 0);
    CHECK_EQ(vm_set_unhandled_policy(&m->vm, (vm_unhandled_policy_t)7), -1);
    CHECK_EQ(vm_set_unhandled_policy(NULL, VM_UNHANDLED_STOP), -1);
    static const struct {
        seL4_Word pstate;
        uintptr_t vector;
        unsigned data_class;
        unsigned fetch_class;
    } rows[] = {{0x3c5, 0x200, 0x25, 0x21},
                {0x3c4, 0x000, 0x25, 0x21},
                {0x3c0, 0x400, 0x24, 0x20},
                {0x1d0, 0x600, 0x24, 0x20}};
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (unsigned fetch = 0; fetch < 2; fetch++) {
            r[SPSR] = rows[i].pstate;
            r[X2] = NOWHERE;
            if (fetch) {
                r[PC] = NOWHERE;
                CHECK_EQ(touch(m, 0, NOWHERE, ESR_FETCH), 0);
            } else {
                CHECK_EQ(execute(m, 0, 0xb9000040 /* str w0, [x2] */, NOWHERE, ESR_STORE(2, 0u)),
                         0);
            }
            CHECK_EQ(r[PC], VBAR + rows[i].vector);
            CHECK_EQ(r[SPSR], 0x3c5);
            CHECK_EQ(s[seL4_VCPUReg_ELR_EL1], fetch ? NOWHERE : CODE);
            CHECK_EQ(s[seL4_VCPUReg_SPSR_EL1], rows[i].pstate);
            bool known = fetch || (rows[i].pstate & 0x10) == 0; /* A32 is not decoded */
            CHECK_EQ(s[seL4_VCPUReg_ESR],
                     (fetch ? rows[i].fetch_class : rows[i].data_class | 0ul) << 26 | 1u << 25 |
                         (fetch ? 0 : 1u << 6) | (known ? 0 : ESR_FNV) | 0x10);
            CHECK_EQ(s[seL4_VCPUReg_FAR], known ? NOWHERE : STALE);
            s[seL4_VCPUReg_FAR] = STALE;
        }
    }
    CHECK_EQ(vm_get_counters(&m->vm)->injected_aborts, 8);
    machine_end(m);
}

TEST(pstate_of_the_handler)
{
    static const struct {
        seL4_Word before, sctlr, after;
    } rows[] = {
        {0xf00003c5, SPAN, 0xf00003c5},             /* flags stay */
        {0x00400005, SPAN, 0x004003c5},             /* PAN stays */
        {0x00000005, 0, 0x004003c5},                /* SPAN clear: PAN is set */
        {0x00300c05, SPAN, 0x000003c5},             /* SS, IL and BTYPE are cleared */
        {0x00801005, SPAN, 0x000003c5},             /* UAO and SSBS are cleared */
        {0x00000005, SPAN | 1ul << 44, 0x000013c5}, /* DSSBS becomes SSBS */
        {0x01000005, SPAN, 0x010003c5},             /* DIT stays */
        {0x01000010, SPAN, 0x000003c5},             /* in AArch32 that bit is another */
    };
    machine_t *m = start();
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        registers(m, 0)[PC] = NOWHERE;
        registers(m, 0)[SPSR] = rows[i].before;
        system_registers(m, 0)[seL4_VCPUReg_SCTLR] = rows[i].sctlr;
        CHECK_EQ(touch(m, 0, NOWHERE, ESR_FETCH), 0);
        CHECK_EQ(registers(m, 0)[SPSR], rows[i].after);
        CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_SPSR_EL1], rows[i].before);
    }
    machine_end(m);
}

/* With the MMU off: x2 is the base, x3 the index. FAR_EL1 0: not valid. */
TEST(far_is_the_first_byte_out_of_reach)
{
    static const struct {
        uint32_t instruction;
        uint64_t base, index, fault;
        uint32_t syndrome;
        uint64_t far;
    } rows[] = {
        {0xb9400040 /* ldr w0, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD(2, 0u), NOWHERE},
        {0xb9400440 /* ldr w0, [x2, #4] */, NOWHERE, 0, NOWHERE + 4, ESR_LOAD(2, 0u), NOWHERE + 4},
        {0xb8636840 /* ldr w0, [x2, x3] */, 0, NOWHERE, NOWHERE, ESR_LOAD(2, 0u), NOWHERE},
        {0xb9000040 /* str w0, [x2] */, NOWHERE, 0, NOWHERE, ESR_STORE(2, 0u), NOWHERE},
        {0xb8004440 /* str w0, [x2], #4 */, NOWHERE, 0, NOWHERE, ESR_STORE_BLIND, NOWHERE},
        {0xb8004c40 /* str w0, [x2, #4]! */, NOWHERE - 4, 0, NOWHERE, ESR_STORE_BLIND, NOWHERE},
        {0xa9400440 /* ldp x0, x1, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD_BLIND, NOWHERE},
        /* It begins in the page before. */
        {0xa9000440 /* stp x0, x1, [x2] */, NOWHERE - 8, 0, NOWHERE, ESR_STORE_BLIND, NOWHERE},
        {0xf8400040 /* ldur x0, [x2] */, NOWHERE - 1, 0, NOWHERE, ESR_LOAD(3, 0u), NOWHERE},
        /* What cannot be emulated has an address all the same. */
        {0x3dc00040 /* ldr q0, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD_BLIND, NOWHERE},
        {0xc85f7c40 /* ldxr x0, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD_BLIND, NOWHERE},
        {0x4c407040 /* ld1 {v0.16b}, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD_BLIND, NOWHERE},
        {0xf8230040 /* ldadd x3, x0, [x2] */, NOWHERE, 0, NOWHERE, ESR_LOAD_BLIND, NOWHERE},
        {0xd50b7422 /* dc zva, x2 */, NOWHERE + 0x85, 0, NOWHERE + 0x80, ESR_STORE_BLIND,
         NOWHERE + 0x80},
        /* The instruction does not explain the fault: another vCPU has changed it, say. */
        {0xb9400040 /* ldr w0, [x2] */, NOWHERE + 4, 0, NOWHERE, ESR_LOAD(2, 0u), 0},
        {0xb9400040 /* ldr w0, [x2] */, NOWHERE + 0x1000, 0, NOWHERE, ESR_LOAD(2, 0u), 0},
        {0xd503201f /* nop */, NOWHERE, 0, NOWHERE, ESR_LOAD(2, 0u), 0},
    };
    machine_t *m = start();
    seL4_Word *r = registers(m, 0);
    seL4_Word *s = system_registers(m, 0);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        r[SPSR] = 0x3c5;
        r[X2] = rows[i].base;
        r[X2 + 1] = rows[i].index;
        s[seL4_VCPUReg_FAR] = STALE;
        CHECK_EQ(execute(m, 0, rows[i].instruction, rows[i].fault, rows[i].syndrome), 0);
        bool known = rows[i].far != 0;
        CHECK_EQ(r[PC], VBAR + 0x200);
        CHECK_EQ(s[seL4_VCPUReg_FAR], known ? rows[i].far : STALE);
        CHECK_EQ(s[seL4_VCPUReg_ESR], 0x25ul << 26 | 1u << 25 | (known ? 0 : ESR_FNV) |
                                          (rows[i].syndrome & 1u << 6) | 0x10);
        CHECK(r[X2] == rows[i].base && s[seL4_VCPUReg_ELR_EL1] == CODE);
    }
    machine_end(m);
}

static void write_descriptor(machine_t *m, uintptr_t address, uint64_t value)
{
    CHECK_EQ(vm_guest_write(&m->vm, address, &value, sizeof(value)), 0);
}

/* T0SZ 25: a table of level 1 at TABLES, of level 2 behind it. Virtual 0 to 1 GiB is RAM, and
 * 1 GiB to 2 MiB more is physical 0. */
static machine_t *start_with_mmu(void)
{
    machine_t *m = start();
    seL4_Word *s = system_registers(m, 0);
    write_descriptor(m, TABLES, RAM | 1);
    write_descriptor(m, TABLES + 8, (TABLES + 0x1000) | 3);
    write_descriptor(m, TABLES + 0x1000, 0 | 1);
    s[seL4_VCPUReg_SCTLR] = SPAN | 1;
    s[seL4_VCPUReg_TCR] = 25;
    s[seL4_VCPUReg_TTBR0] = TABLES;
    registers(m, 0)[PC] = CODE - RAM;
    return m;
}

TEST(far_is_a_virtual_address)
{
    machine_t *m = start_with_mmu();
    seL4_Word *r = registers(m, 0);
    seL4_Word *s = system_registers(m, 0);
    put_code(m, CODE, 0xb9400040 /* ldr w0, [x2] */);
    r[X2] = 0x40000000 + NOWHERE;
    CHECK_EQ(touch(m, 0, NOWHERE, ESR_LOAD(2, 0u)), 0);
    CHECK_EQ(s[seL4_VCPUReg_FAR], 0x40000000 + NOWHERE);
    CHECK_EQ(s[seL4_VCPUReg_ELR_EL1], CODE - RAM);
    /* A fetch. */
    r[PC] = 0x40000000 + NOWHERE;
    CHECK_EQ(touch(m, 0, NOWHERE, ESR_FETCH), 0);
    CHECK_EQ(s[seL4_VCPUReg_FAR], 0x40000000 + NOWHERE);
    CHECK_EQ(s[seL4_VCPUReg_ESR], 0x21ul << 26 | 1u << 25 | 0x10);
    machine_end(m);
}

/* DFSC 0x14 and the level of the table that is not there; FAR_EL1 is the address that was asked
 * for. */
TEST(a_table_walk_into_nothing)
{
    for (unsigned fetch = 0; fetch < 2; fetch++) {
        for (unsigned level = 1; level <= 3; level++) {
            machine_t *m = start_with_mmu();
            seL4_Word *r = registers(m, 0);
            seL4_Word *s = system_registers(m, 0);
            uint64_t va = 0x40000000 + NOWHERE;
            put_code(m, CODE, 0xb9000040 /* str w0, [x2] */);
            if (level == 1) {
                /* The pc's half still has its tables. */
                va = ~0ull << 39 | NOWHERE;
                s[seL4_VCPUReg_TCR] |= 25ul << 16 | 2ul << 30;
                s[seL4_VCPUReg_TTBR1] = NOWHERE;
            } else {
                write_descriptor(m, level == 2 ? TABLES + 8 : TABLES + 0x1000, NOWHERE | 3);
            }
            r[X2] = va;
            r[PC] = fetch ? va : CODE - RAM;
            CHECK_EQ(touch(m, 0, NOWHERE, (fetch ? ESR_FETCH : ESR_STORE_BLIND) | S1PTW), 0);
            CHECK_EQ(r[PC], VBAR + 0x200);
            CHECK_EQ(s[seL4_VCPUReg_ESR], (fetch ? 0x21ul : 0x25ul) << 26 | 1u << 25 |
                                              (fetch ? 0 : 1u << 6) | (0x14 + level));
            CHECK_EQ(s[seL4_VCPUReg_FAR], va);
            CHECK_EQ(device.calls, 0);
            machine_end(m);
        }
    }
}

/* Tables in an emulated device are none, and nobody is asked for them. */
TEST(a_table_walk_into_a_device)
{
    for (unsigned policy = 0; policy < 2; policy++) {
        for (unsigned fetch = 0; fetch < 2; fetch++) {
            machine_t *m = start_with_mmu();
            CHECK_EQ(vm_set_unhandled_policy(&m->vm, (vm_unhandled_policy_t)policy), 0);
            bool stops = policy == VM_UNHANDLED_STOP;
            uint64_t va = 0x40000000 + NOWHERE;
            put_code(m, CODE, 0xb9400040 /* ldr w0, [x2] */);
            write_descriptor(m, TABLES + 8, DEVICE | 3);
            registers(m, 0)[X2] = va;
            registers(m, 0)[PC] = fetch ? va : CODE - RAM;
            CHECK_EQ(touch(m, 0, DEVICE, (fetch ? ESR_FETCH : ESR_LOAD_BLIND) | S1PTW),
                     stops ? -1 : 0);
            CHECK_EQ(device.calls, 0);
            if (stops) {
                CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNHANDLED_MEMORY_FAULT);
                CHECK_EQ(vm_get_stop(&m->vm)->address, DEVICE);
            } else {
                CHECK_EQ(FSC(system_registers(m, 0)[seL4_VCPUReg_ESR]), 0x16);
            }
            machine_end(m);
        }
    }
}

/* The walk for the second page of an access. */
TEST(a_table_walk_for_the_second_half)
{
    machine_t *m = start_with_mmu();
    put_code(m, CODE, 0xa9400440 /* ldp x0, x1, [x2] */);
    write_descriptor(m, TABLES + 0x1008, NOWHERE | 3);
    write_descriptor(m, TABLES + 0x1000, RAM | 1);
    registers(m, 0)[X2] = 0x40200000 - 8;
    CHECK_EQ(touch(m, 0, NOWHERE, ESR_LOAD_BLIND | S1PTW), 0);
    CHECK_EQ(FSC(system_registers(m, 0)[seL4_VCPUReg_ESR]), 0x17);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], 0x40200000);
    /* No table is missing any more: it is tried again, but not for ever. */
    write_descriptor(m, TABLES + 0x1008, RAM | 1);
    system_registers(m, 0)[seL4_VCPUReg_FAR] = STALE;
    registers(m, 0)[PC] = CODE - RAM;
    unsigned repeats = 0;
    while (registers(m, 0)[PC] == CODE - RAM && repeats++ < 1000) {
        CHECK_EQ(touch(m, 0, NOWHERE, ESR_LOAD_BLIND | S1PTW), 0);
    }
    CHECK(repeats > 2 && repeats < 100);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_ESR] & 0x7ff, ESR_FNV | 0x10);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], STALE);
    machine_end(m);
}

/* The last bytes of the address space, where addresses wrap. */
TEST(table_walks_at_the_end_of_the_address_space)
{
    for (unsigned beyond = 0; beyond < 2; beyond++) {
        machine_t *m = start_with_mmu();
        system_registers(m, 0)[seL4_VCPUReg_TCR] |= 25ul << 16 | 2ul << 30;
        system_registers(m, 0)[seL4_VCPUReg_TTBR1] = NOWHERE;
        put_code(m, CODE, 0xa9000440 /* stp x0, x1, [x2] */);
        registers(m, 0)[X2] = beyond ? ~7ul : ~15ul;
        CHECK_EQ(touch(m, 0, NOWHERE, ESR_STORE_BLIND | S1PTW), 0);
        CHECK_EQ(FSC(system_registers(m, 0)[seL4_VCPUReg_ESR]), 0x15);
        CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], registers(m, 0)[X2]);
        machine_end(m);
    }
}

/* Tables in memory that the guest has not touched yet, or that is tracked. seL4 does not say where
 * the table is: its address is of no use. A walk reads, also for a store. */
TEST(tables_in_deferred_and_tracked_memory)
{
    const uintptr_t table = RAM + MIB, useless = 0x458;
    machine_t *m = start_with_mmu();
    seL4_Word *r = registers(m, 0);
    vm_memory_reservation_t *late = vm_reserve_memory_at(&m->vm, table, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(&m->vm, late, NULL, NULL, 12), 0);
    write_descriptor(m, TABLES + 8, table | 3);
    put_code(m, CODE, 0xb9000040 /* str w0, [x2] */);
    r[X2] = 0x40000000 + NOWHERE;
    CHECK_EQ(touch(m, 0, useless, ESR_STORE_BLIND | S1PTW), 0);
    CHECK_EQ(r[PC], CODE - RAM);
    CHECK(fake_translate(m->vm.mem.vm_vspace.root, table).mapped);
    CHECK_EQ(vm_get_counters(&m->vm)->deferred_maps, 1);
    CHECK_EQ(vm_set_reservation_rights(&m->vm, late, table, 0x1000, seL4_CanRead), 0);
    CHECK_EQ(vm_set_tracking(&m->vm, late, VM_TRACK_ACCESSED), 0);
    CHECK(!fake_translate(m->vm.mem.vm_vspace.root, table).mapped);
    CHECK_EQ(touch(m, 0, useless, ESR_STORE_BLIND | S1PTW), 0);
    CHECK_EQ(r[PC], CODE - RAM);
    CHECK(fake_translate(m->vm.mem.vm_vspace.root, table).read);
    CHECK_EQ(vm_get_counters(&m->vm)->tracking_faults, 1);
    CHECK_EQ(vm_get_counters(&m->vm)->injected_aborts, 0);
    /* What the guest has no right to read is no table. */
    CHECK_EQ(vm_set_reservation_rights(&m->vm, late, table, 0x1000, seL4_NoRights), 0);
    CHECK_EQ(touch(m, 0, useless, ESR_STORE_BLIND | S1PTW), 0);
    CHECK_EQ(FSC(system_registers(m, 0)[seL4_VCPUReg_ESR]), 0x16);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], r[X2]);
    machine_end(m);
}

/* The walk of a 32-bit program's store: the kernel's address has to do. */
TEST(a_table_walk_of_aarch32)
{
    machine_t *m = start();
    vm_memory_reservation_t *late = vm_reserve_memory_at(&m->vm, RAM + MIB, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(&m->vm, late, NULL, NULL, 12), 0);
    registers(m, 0)[SPSR] = 0x10;
    registers(m, 0)[PC] = CODE;
    CHECK_EQ(touch(m, 0, RAM + MIB, ESR_STORE_BLIND | S1PTW), 0);
    CHECK_EQ(registers(m, 0)[PC], CODE);
    CHECK_EQ(vm_get_counters(&m->vm)->deferred_maps, 1);
    CHECK_EQ(touch(m, 0, NOWHERE, ESR_STORE_BLIND | S1PTW), 0);
    CHECK_EQ(registers(m, 0)[PC], VBAR + 0x600);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_ESR] & 0x7ff, ESR_FNV | 1u << 6 | 0x10);
    machine_end(m);
}

static memory_fault_result_t refuse_second(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                           void *cookie)
{
    (void)vm;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_set_access_value(vcpu, 0x77), 0);
    return (addr & 8) == 0 ? FAULT_HANDLED : FAULT_UNHANDLED;
}

static memory_fault_result_t abort_second(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                          void *cookie)
{
    (void)vm;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_set_access_value(vcpu, 0x77), 0);
    return (addr & 8) == 0 || vm_inject_abort(vcpu, 0x1238, false) == 0 ? FAULT_HANDLED
                                                                        : FAULT_ERROR;
}

/* ldp x2, x3, [x2]: the instruction can be repeated only with the base that it had. */
TEST(a_pair_that_ends_in_an_abort_has_loaded_nothing)
{
    static const memory_fault_callback_fn callbacks[] = {refuse_second, abort_second};
    for (unsigned i = 0; i < 2; i++) {
        machine_t *m = start();
        uintptr_t base = DEVICE + 0x1000;
        CHECK(vm_reserve_memory_at(&m->vm, base, 0x1000, callbacks[i], NULL) != NULL);
        seL4_Word *r = registers(m, 0);
        r[X2] = base;
        r[X2 + 1] = 3;
        CHECK_EQ(execute(m, 0, 0xa9400c42, base, ESR_LOAD_BLIND), 0);
        CHECK_EQ(r[PC], VBAR + 0x200);
        CHECK(r[X2] == base && r[X2 + 1] == 3);
        CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], i == 0 ? base + 8 : 0x1238);
        machine_end(m);
    }
}

TEST(kernel_calls_that_fail_stop_the_vm)
{
    enum { CALLS = 14 };
    for (unsigned long n = 1; n <= CALLS + 1; n++) {
        machine_t *m = start_with_mmu();
        put_code(m, CODE, 0xb9400120 /* ldr w0, [x9] */);
        registers(m, 0)[X9] = 0x40000000 + NOWHERE;
        fake_fail_call(n, seL4_IllegalOperation);
        bool fails = n <= CALLS;
        CHECK_EQ(touch(m, 0, NOWHERE, ESR_LOAD(2, 0u)), fails ? -1 : 0);
        CHECK_EQ(fake_failed(), fails);
        fake_fail_call(0, seL4_NoError);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, fails ? VM_STOP_KERNEL_ERROR : VM_STOP_REQUESTED);
        CHECK_EQ(vm_last_error(&m->vm)->kernel_error, fails ? seL4_IllegalOperation : seL4_NoError);
        machine_end(m);
    }
}

TEST(aborts_by_hand)
{
    machine_t *m = start();
    registers(m, 0)[PC] = CODE;
    CHECK_EQ(vm_inject_abort(m->vcpu[0], 0x1234, false), 0);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_FAR], 0x1234);
    CHECK_EQ(system_registers(m, 0)[seL4_VCPUReg_ESR], 0x25ul << 26 | 1u << 25 | 0x10);
    CHECK_EQ(vm_inject_abort(NULL, 0, false), -1);
    machine_end(m);
}
