/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/vcpu.h>

seL4_Word shim_vcpu_register(unsigned int number)
{
    static const seL4_VCPUReg registers[] = {
        [SHIM_SCTLR_EL1] = seL4_VCPUReg_SCTLR,       [SHIM_CPACR_EL1] = seL4_VCPUReg_CPACR,
        [SHIM_TTBR0_EL1] = seL4_VCPUReg_TTBR0,       [SHIM_TTBR1_EL1] = seL4_VCPUReg_TTBR1,
        [SHIM_TCR_EL1] = seL4_VCPUReg_TCR,           [SHIM_MAIR_EL1] = seL4_VCPUReg_MAIR,
        [SHIM_AMAIR_EL1] = seL4_VCPUReg_AMAIR,       [SHIM_CONTEXTIDR_EL1] = seL4_VCPUReg_CIDR,
        [SHIM_ACTLR_EL1] = seL4_VCPUReg_ACTLR,       [SHIM_AFSR0_EL1] = seL4_VCPUReg_AFSR0,
        [SHIM_AFSR1_EL1] = seL4_VCPUReg_AFSR1,       [SHIM_ESR_EL1] = seL4_VCPUReg_ESR,
        [SHIM_FAR_EL1] = seL4_VCPUReg_FAR,           [SHIM_PAR_EL1] = seL4_VCPUReg_PAR,
        [SHIM_VBAR_EL1] = seL4_VCPUReg_VBAR,         [SHIM_TPIDR_EL1] = seL4_VCPUReg_TPIDR_EL1,
        [SHIM_VMPIDR_EL2] = seL4_VCPUReg_VMPIDR_EL2, [SHIM_SP_EL1] = seL4_VCPUReg_SP_EL1,
        [SHIM_ELR_EL1] = seL4_VCPUReg_ELR_EL1,       [SHIM_SPSR_EL1] = seL4_VCPUReg_SPSR_EL1,
        [SHIM_CNTV_CTL_EL0] = seL4_VCPUReg_CNTV_CTL, [SHIM_CNTV_CVAL_EL0] = seL4_VCPUReg_CNTV_CVAL,
        [SHIM_CNTVOFF_EL2] = seL4_VCPUReg_CNTVOFF,   [SHIM_CNTKCTL_EL1] = seL4_VCPUReg_CNTKCTL_EL1,
    };
    return number < sizeof(registers) / sizeof(registers[0]) ? registers[number]
                                                             : (seL4_Word)seL4_VCPUReg_Num;
}
