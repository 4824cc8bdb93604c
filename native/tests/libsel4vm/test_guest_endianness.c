/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The order of a guest's bytes (Arm DDI 0487, B2.6): devices see bytes by their addresses. */
#include <sel4vm/arch/psci.h>

#include "machine.h"

#define SCTLR_M   1ul
#define SCTLR_E0E (1ul << 24)
#define SCTLR_EE  (1ul << 25)
#define EL1       0x3c5ul
#define EL0       0x3c0ul
#define A32       0x1d0ul
#define A32_BIG   0x3d0ul
#define TABLES    (RAM + 0x4000)

/* The bytes 20 18 10 88 c8 d0 d8 e0 at the device, as a little-endian value. */
#define BYTES 0xe0d8d0c888101820ul

static machine_t *start(seL4_Word sctlr, seL4_Word pstate)
{
    machine_t *m = machine_start();
    system_registers(m, 0)[seL4_VCPUReg_SCTLR] = sctlr;
    registers(m, 0)[SPSR] = pstate;
    device.answer[0] = BYTES;
    device.answer[1] = 0x1122334455667788;
    return m;
}

/* Which bit counts where. */
TEST(each_exception_level_has_its_order)
{
    static const struct {
        seL4_Word sctlr, pstate;
        bool big;
    } rows[] = {
        {0, EL1, false},         {SCTLR_EE, EL1, true},
        {SCTLR_E0E, EL1, false}, {SCTLR_EE, 0x3c4, true}, /* EL1 with SP_EL0 */
        {0, EL0, false},         {SCTLR_EE, EL0, false},
        {SCTLR_E0E, EL0, true},  {SCTLR_EE | SCTLR_E0E, A32, false},
        {0, A32_BIG, true},
    };
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        machine_t *m = start(rows[i].sctlr, rows[i].pstate);
        seL4_Word *r = registers(m, 0);
        CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
        CHECK_EQ(r[X1], rows[i].big ? 0x20181088 : 0x88101820);
        r[X1] = (seL4_Word)'B' << 24 | 0x010203;
        device.calls = 0;
        CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(2, 1u)), 0);
        CHECK_EQ(device.value[0],
                 rows[i].big ? 0x03020100 + 'B' : ((seL4_Word)'B' << 24) + 0x010203);
        machine_end(m);
    }
}

/* Every width by syndrome: sign extension comes after the exchange. */
TEST(loads_by_syndrome)
{
    static const struct {
        uint32_t syndrome;
        uint64_t value;
    } rows[] = {
        {ESR_LOAD(0, 1u), 0x20},
        {ESR_LOAD(1, 1u), 0x2018},
        {ESR_LOAD(2, 1u), 0x20181088},
        {ESR_LOAD(3, 1u) | ESR_WIDE, 0x20181088c8d0d8e0},
        {ESR_LOAD(1, 1u) | ESR_SIGNED, 0x2018},
        {ESR_LOAD(2, 1u) | ESR_SIGNED | ESR_WIDE, 0x20181088},
    };
    machine_t *m = start(SCTLR_EE, EL1);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        device.calls = 0;
        CHECK_EQ(touch(m, 0, DEVICE, rows[i].syndrome), 0);
        CHECK_EQ(registers(m, 0)[X1], rows[i].value);
    }
    /* The first byte has the sign. */
    device.answer[0] = 0x00000080;
    device.calls = 0;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(1, 1u) | ESR_SIGNED), 0);
    CHECK_EQ(registers(m, 0)[X1], 0xffff8000);
    device.calls = 0;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u) | ESR_SIGNED | ESR_WIDE), 0);
    CHECK_EQ(registers(m, 0)[X1], 0xffffffff80000000);
    machine_end(m);
}

TEST(stores_by_syndrome)
{
    static const uint64_t values[] = {0x88, 0x8877, 0x88776655, 0x8877665544332211};
    machine_t *m = start(SCTLR_EE, EL1);
    for (uint32_t size = 0; size < 4; size++) {
        device.calls = 0;
        registers(m, 0)[X1] = 0x1122334455667788;
        CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(size, 1u)), 0);
        CHECK_EQ(device.value[0], values[size]);
    }
    device.calls = 0;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(2, 31u)), 0);
    CHECK_EQ(device.value[0], 0);
    machine_end(m);
}

/* The same by instruction; each element of a pair is exchanged by itself. */
TEST(accesses_by_instruction)
{
    machine_t *m = start(SCTLR_EE, EL1);
    seL4_Word *r = registers(m, 0);
    r[X2] = DEVICE;
    CHECK_EQ(execute(m, 0, 0xb8404440 /* ldr w0, [x2], #4 */, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x20181088 && r[X2] == DEVICE + 4);
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0xb85fcc40 /* ldr w0, [x2, #-4]! */, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x20181088 && r[X2] == DEVICE);
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0x78402440 /* ldrh w0, [x2], #2 */, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x2018 && r[X2] == DEVICE + 2);
    r[X2] = DEVICE;
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0xa9400440 /* ldp x0, x1, [x2] */, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x20181088c8d0d8e0 && r[X1] == 0x8877665544332211);
    CHECK(device.address[0] == DEVICE && device.address[1] == DEVICE + 8);
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0x69400440 /* ldpsw x0, x1, [x2] */, DEVICE, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x20181088 && r[X1] == 0xffffffff88776655);
    r[X0] = 0x0102030405060708;
    r[X1] = 0x1112131415161718;
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, DEVICE - 16, ESR_STORE_BLIND),
             -1);
    r[X2] = DEVICE + 16;
    CHECK_EQ(execute(m, 0, 0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, DEVICE, ESR_STORE_BLIND), 0);
    CHECK(device.value[0] == 0x0807060504030201 && device.value[1] == 0x1817161514131211);
    r[X2] = DEVICE;
    device.calls = 0;
    CHECK_EQ(execute(m, 0, 0xb8004440 /* str w0, [x2], #4 */, DEVICE, ESR_STORE_BLIND), 0);
    CHECK(device.value[0] == 0x08070605 && r[X2] == DEVICE + 4);
    machine_end(m);
}

/* Tables are in the order of EE, instructions are little-endian always. */
TEST(tables_of_a_big_endian_guest)
{
    for (unsigned big = 0; big < 2; big++) {
        machine_t *m = start(SCTLR_M | SCTLR_EE, EL1);
        uint64_t block = RAM | 1;
        block = big ? __builtin_bswap64(block) : block;
        CHECK_EQ(vm_guest_write(&m->vm, TABLES, &block, sizeof(block)), 0);
        system_registers(m, 0)[seL4_VCPUReg_TCR] = 25;
        system_registers(m, 0)[seL4_VCPUReg_TTBR0] = TABLES;
        put_code(m, CODE, 0xa9400440 /* ldp x0, x1, [x2] */);
        registers(m, 0)[PC] = CODE - RAM;
        registers(m, 0)[X2] = DEVICE;
        CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD_BLIND), big ? 0 : -1);
        CHECK_EQ(device.calls, big ? 2 : 0);
        machine_end(m);
    }
}

static unsigned long calls_of_load(machine_t *m, uintptr_t pc, uint64_t *value)
{
    unsigned long before = fake_counts().calls;
    device.calls = 0;
    registers(m, 0)[PC] = pc;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    *value = registers(m, 0)[X1];
    return fake_counts().calls - before;
}

/* SCTLR_EL1 is not read for each access, but no guest is taken for the wrong one. */
TEST(the_order_is_looked_at_again_when_it_may_have_changed)
{
    enum { BIG = 0x20181088, LITTLE = (int)0x88101820 };
    machine_t *m = start(0, EL1);
    seL4_Word *s = system_registers(m, 0);
    uint64_t value;
    unsigned long reading = calls_of_load(m, CODE, &value);
    /* With the MMU off: every time. */
    CHECK_EQ(calls_of_load(m, CODE, &value), reading);
    s[seL4_VCPUReg_SCTLR] = SCTLR_EE;
    CHECK_EQ(calls_of_load(m, CODE, &value), reading);
    CHECK_EQ(value, BIG);
    /* With the MMU on, for an instruction that was little-endian before: not. */
    s[seL4_VCPUReg_SCTLR] = SCTLR_M;
    CHECK_EQ(calls_of_load(m, CODE, &value), reading);
    CHECK_EQ(calls_of_load(m, CODE, &value), reading - 1);
    CHECK_EQ((uint32_t)value, (uint32_t)LITTLE);
    /* Other instructions, calls and waiting. */
    s[seL4_VCPUReg_SCTLR] = SCTLR_M | SCTLR_EE;
    calls_of_load(m, CODE + 4, &value);
    CHECK_EQ(value, BIG);
    calls_of_load(m, CODE, &value);
    CHECK_EQ(value, BIG);
    for (unsigned wait = 0; wait < 2; wait++) {
        s[seL4_VCPUReg_SCTLR] = SCTLR_M;
        calls_of_load(m, CODE, &value);
        CHECK_EQ((uint32_t)value, (uint32_t)LITTLE);
        s[seL4_VCPUReg_SCTLR] = SCTLR_M | SCTLR_EE;
        if (wait) {
            seL4_Word wfe = HSR(0x01) | 1;
            CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfe, 1), 0);
        } else {
            CHECK_EQ(hypercall(m, 0, 0xc2000001, 0, 0, 0), 0);
        }
        calls_of_load(m, CODE, &value);
        CHECK_EQ(value, BIG);
    }
    /* At EL0 every time, and after a number of accesses in any case. */
    s[seL4_VCPUReg_SCTLR] = SCTLR_M;
    calls_of_load(m, CODE, &value);
    s[seL4_VCPUReg_SCTLR] = SCTLR_M | SCTLR_E0E;
    registers(m, 0)[SPSR] = EL0;
    calls_of_load(m, CODE, &value);
    CHECK_EQ(value, BIG);
    registers(m, 0)[SPSR] = EL1;
    s[seL4_VCPUReg_SCTLR] = SCTLR_M | SCTLR_EE;
    unsigned count = 0;
    do {
        calls_of_load(m, CODE, &value);
    } while (value != BIG && count++ < 100);
    CHECK(count > 0 && count < 64);
    machine_end(m);
}

TEST(a_kernel_that_does_not_say_stops_the_vm)
{
    machine_t *m = start(SCTLR_EE, EL1);
    fake_fail_method(ARMVCPUReadReg, seL4_IllegalOperation);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    fake_fail_method(ARMVCPUReadReg, seL4_NoError);
    machine_end(m);
}

/* DEN 0022, 6.4: a CPU starts in its caller's order. */
TEST(a_cpu_starts_in_the_order_of_its_caller)
{
    for (unsigned big = 0; big < 2; big++) {
        machine_t *m = start(big ? SCTLR_EE : 0, EL1);
        seL4_Word *s = system_registers(m, 1);
        s[seL4_VCPUReg_SCTLR] = SCTLR_M | (big ? 0 : SCTLR_EE);
        CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, CODE, 0), 0);
        CHECK_EQ(registers(m, 0)[X0], 0);
        CHECK_EQ(s[seL4_VCPUReg_SCTLR] & (SCTLR_EE | SCTLR_M), big ? SCTLR_EE : 0);
        machine_end(m);
    }
}
