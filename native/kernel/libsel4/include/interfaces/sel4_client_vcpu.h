/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Methods of virtual CPUs.
 */
#pragma once

#include <interfaces/sel4_invoke.h>

struct seL4_ARM_VCPU_ReadRegs {
    int error;
    seL4_Word value;
};
typedef struct seL4_ARM_VCPU_ReadRegs seL4_ARM_VCPU_ReadRegs_t;

/* From now on the thread runs at EL1 with the state of this VCPU. */
LIBSEL4_INLINE seL4_Error seL4_ARM_VCPU_SetTCB(seL4_ARM_VCPU _service, seL4_TCB tcb)
{
    seL4_SetCap(0, tcb);
    return libsel4_invoke(_service, ARMVCPUSetTCB, 1, 0, 0, 0, 0, 0);
}

/* Puts a virtual interrupt (0 to 1019, priority 0 to 31, group 0 or 1) into a free list register,
 * by index. */
LIBSEL4_INLINE seL4_Error seL4_ARM_VCPU_InjectIRQ(seL4_ARM_VCPU _service, seL4_Uint16 virq,
                                                  seL4_Uint8 priority, seL4_Uint8 group,
                                                  seL4_Uint8 index)
{
    return libsel4_invoke(_service, ARMVCPUInjectIRQ, 0, 1,
                          (seL4_Word)virq | (seL4_Word)priority << 16 | (seL4_Word)group << 24 |
                              (seL4_Word)index << 32,
                          0, 0, 0);
}

LIBSEL4_INLINE seL4_ARM_VCPU_ReadRegs_t seL4_ARM_VCPU_ReadRegs(seL4_ARM_VCPU _service,
                                                               seL4_VCPUReg field)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {(seL4_Word)field};
    seL4_ARM_VCPU_ReadRegs_t result;
    result.error = (int)libsel4_invoke_mrs(_service, ARMVCPUReadReg, 0, 1, mr);
    result.value = mr[0];
    return result;
}

LIBSEL4_INLINE seL4_Error seL4_ARM_VCPU_WriteRegs(seL4_ARM_VCPU _service, seL4_VCPUReg field,
                                                  seL4_Word value)
{
    return libsel4_invoke(_service, ARMVCPUWriteReg, 0, 2, (seL4_Word)field, value, 0, 0);
}

/* Unmasks a virtual private interrupt after its VPPIEvent. */
LIBSEL4_INLINE seL4_Error seL4_ARM_VCPU_AckVPPI(seL4_ARM_VCPU _service, seL4_Word irq)
{
    return libsel4_invoke(_service, ARMVCPUAckVPPI, 0, 1, irq, 0, 0, 0);
}
