/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Exceptions that a guest takes at EL1 because the VMM says so. */
#include <sel4vm/sel4_arch/processor.h>

#include "abort_inject.h"

#include "memory/reservation.h"
#include "vm/error.h"

/* ESR_EL1 (Arm DDI 0487, D17.2.37): instruction length, "FAR not valid", write, and the fault
 * status code "synchronous external abort, not on translation table walk". */
#define ESR_IL      (1u << 25)
#define ESR_FNV     (1u << 10)
#define ESR_WNR     (1u << 6)
#define ESR_FSC_SEA 0x10u

/* Vector offsets of synchronous exceptions (D1.3.1.5, "Exception vectors"). */
#define VECTOR_CURRENT_SP0 0x000
#define VECTOR_CURRENT_SPX 0x200
#define VECTOR_LOWER_A64   0x400
#define VECTOR_LOWER_A32   0x600

#define PSTATE_MODE        0x1fu
#define PSTATE_A32         0x10u

static uintptr_t vector_offset(seL4_Word pstate)
{
    if ((pstate & PSTATE_A32) != 0) {
        return VECTOR_LOWER_A32;
    }
    switch (pstate & PSTATE_MODE) {
    case PMODE_EL0t:
        return VECTOR_LOWER_A64;
    case PMODE_EL1t:
        return VECTOR_CURRENT_SP0;
    default:
        return VECTOR_CURRENT_SPX;
    }
}

int vmi_write_vcpu_register(const struct fault *fault, seL4_VCPUReg reg, seL4_Word value)
{
    seL4_Error error = seL4_ARM_VCPU_WriteRegs(fault->vcpu->vcpu.cptr, reg, value);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(fault->vcpu->vm, error, "seL4_ARM_VCPU_WriteRegs", reg, 0);
    }
    return 0;
}

int vmi_abort_inject(struct fault *fault, bool has_address, uintptr_t address, bool instruction,
                     bool is_write)
{
    if (vmi_fault_fetch(fault, CONTEXT_SPSR + 1) != 0) {
        return -1;
    }
    seL4_ARM_VCPU_ReadRegs_t vbar =
        seL4_ARM_VCPU_ReadRegs(fault->vcpu->vcpu.cptr, seL4_VCPUReg_VBAR);
    if (vbar.error != seL4_NoError) {
        return vmi_fail_kernel(fault->vcpu->vm, (seL4_Error)vbar.error, "seL4_ARM_VCPU_ReadRegs",
                               seL4_VCPUReg_VBAR, 0);
    }
    seL4_Word pstate = fault->words[CONTEXT_SPSR];
    uintptr_t offset = vector_offset(pstate);
    bool lower = offset >= VECTOR_LOWER_A64;
    uint32_t class = instruction ? (lower ? HSR_IABT_LOW_EXCEPTION : HSR_IABT_CURR_EXCEPTION)
                                 : (lower ? HSR_DABT_LOW_EXCEPTION : HSR_DABT_CUR_EXCEPTION);
    uint32_t esr = class << HSR_EXCEPTION_CLASS_SHIFT | ESR_IL | ESR_FSC_SEA;
    esr |= has_address ? 0 : ESR_FNV;
    esr |= is_write && !instruction ? ESR_WNR : 0;
    if (vmi_write_vcpu_register(fault, seL4_VCPUReg_ESR, esr) != 0 ||
        (has_address && vmi_write_vcpu_register(fault, seL4_VCPUReg_FAR, address) != 0) ||
        vmi_write_vcpu_register(fault, seL4_VCPUReg_ELR_EL1, fault->ip) != 0 ||
        vmi_write_vcpu_register(fault, seL4_VCPUReg_SPSR_EL1, pstate) != 0) {
        return -1;
    }
    fault->words[CONTEXT_PC] = vbar.value + offset;
    fault->words[CONTEXT_SPSR] = PSTATE_EL1H_MASKED;
    fault->dirty = fault->dirty > CONTEXT_SPSR + 1 ? fault->dirty : CONTEXT_SPSR + 1;
    vm_counters(fault->vcpu->vm)->injected_aborts++;
    fault->aborted = true;
    vcpu_state(fault->vcpu)->outcome = VM_TRACE_ABORTED;
    return 0;
}

int vm_inject_abort(vm_vcpu_t *vcpu, uintptr_t address, bool instruction)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    if (memory_of(vcpu->vm) == NULL) {
        return vmi_fail(vcpu->vm, VM_ERROR_BAD_STATE, __func__, address, 0, 0);
    }
    /* Inside a callback the fault at hand ends here, and its registers are written when it returns.
     */
    struct fault *fault = vcpu->vcpu_arch.fault;
    if (fault != NULL) {
        return vmi_abort_inject(fault, true, address, instruction, fault->access.write);
    }
    struct fault outside = {.vcpu = vcpu};
    if (vmi_fault_fetch(&outside, CONTEXT_SPSR + 1) != 0) {
        return -1;
    }
    outside.ip = outside.words[CONTEXT_PC];
    if (vmi_abort_inject(&outside, true, address, instruction, false) != 0 ||
        vmi_fault_write_back(&outside) != 0) {
        return -1;
    }
    if (vcpu_state(vcpu)->call_state == CALL_OPEN) {
        vcpu_state(vcpu)->call_state = CALL_ABORTED;
    }
    return 0;
}
