/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Numbers of system registers, as managed code asks for them. */
#include <sel4vm_shim/vcpu.h>

#include "testing.h"

/* How many registers lie before one, in the interface that this test is built against. */
#ifdef LATER_REGISTERS
#define LATER(count) (count)
_Static_assert(seL4_VCPUReg_CSSELR == 8 && seL4_VCPUReg_VDISR_EL2 == 18, "a register in between");
#else
#define LATER(count) 0
#endif

TEST(each_register_has_the_number_of_the_kernels_interface)
{
    static const struct {
        shim_system_register_t number;
        seL4_Word expected;
    } rows[] = {
        {SHIM_SCTLR_EL1, 0},
        {SHIM_CPACR_EL1, 1},
        {SHIM_TTBR0_EL1, 2},
        {SHIM_TTBR1_EL1, 3},
        {SHIM_TCR_EL1, 4},
        {SHIM_MAIR_EL1, 5},
        {SHIM_AMAIR_EL1, 6},
        {SHIM_CONTEXTIDR_EL1, 7},
        {SHIM_ACTLR_EL1, 8 + LATER(1)},
        {SHIM_AFSR0_EL1, 9 + LATER(1)},
        {SHIM_AFSR1_EL1, 10 + LATER(1)},
        {SHIM_ESR_EL1, 11 + LATER(1)},
        {SHIM_FAR_EL1, 12 + LATER(1)},
        {SHIM_PAR_EL1, 13 + LATER(1)},
        {SHIM_VBAR_EL1, 14 + LATER(1)},
        {SHIM_TPIDR_EL1, 15 + LATER(1)},
        {SHIM_VMPIDR_EL2, 16 + LATER(1)},
        {SHIM_SP_EL1, 17 + LATER(2)},
        {SHIM_ELR_EL1, 18 + LATER(2)},
        {SHIM_SPSR_EL1, 19 + LATER(2)},
        {SHIM_CNTV_CTL_EL0, 20 + LATER(2)},
        {SHIM_CNTV_CVAL_EL0, 21 + LATER(2)},
        {SHIM_CNTVOFF_EL2, 22 + LATER(2)},
        {SHIM_CNTKCTL_EL1, 23 + LATER(2)},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_EQ(shim_vcpu_register(rows[i].number), rows[i].expected);
    }
}

TEST(another_number_is_none_that_the_library_takes)
{
    CHECK_EQ(shim_vcpu_register(SHIM_CNTKCTL_EL1 + 1), seL4_VCPUReg_Num);
    CHECK_EQ(shim_vcpu_register(~0u), seL4_VCPUReg_Num);
}
