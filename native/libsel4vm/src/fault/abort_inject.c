/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Exceptions that a guest takes at EL1 because the VMM says so. */
#include <sel4vm/sel4_arch/processor.h>

#include "abort_inject.h"

#include "memory/reservation.h"
#include "vm/error.h"

#include "guest_code.h"

/* ESR_EL1 (Arm DDI 0487, D17.2.37): instruction length (set for every data abort without ISV), "FAR
 * not valid", write. */
#define ESR_IL  (1u << 25)
#define ESR_FNV (1u << 10)
#define ESR_WNR (1u << 6)

/* Vector offsets of synchronous exceptions (D1.3.1.5, "Exception vectors"). */
#define VECTOR_CURRENT_SP0 0x000
#define VECTOR_CURRENT_SPX 0x200
#define VECTOR_LOWER_A64   0x400
#define VECTOR_LOWER_A32   0x600

#define PSTATE_MODE        0x1fu
/* What of PSTATE an exception changes or keeps (D1.3.2 "Exception entry"), beside mode and masks:
 * SCTLR_EL1.SPAN clear sets PAN, SCTLR_EL1.DSSBS becomes SSBS, NZCV and DIT stay, the rest is
 * cleared. In AArch32, DIT is another bit, and no program at EL0 depends on what EL1 has for it. */
#define PSTATE_NZCV (0xful << 28)
#define PSTATE_DIT  (1ul << 24)
#define PSTATE_PAN  (1ul << 22)
#define PSTATE_SSBS (1ul << 12)
#define SCTLR_SPAN  (1ul << 23)
#define SCTLR_DSSBS (1ul << 44)

static seL4_Word pstate_of_handler(seL4_Word before, uint64_t sctlr)
{
    seL4_Word kept = PSTATE_NZCV | PSTATE_PAN | ((before & PSTATE_AARCH32) != 0 ? 0 : PSTATE_DIT);
    return PSTATE_EL1H_MASKED | (before & kept) | ((sctlr & SCTLR_SPAN) == 0 ? PSTATE_PAN : 0) |
           ((sctlr & SCTLR_DSSBS) != 0 ? PSTATE_SSBS : 0);
}

static uintptr_t vector_offset(seL4_Word pstate)
{
    if ((pstate & PSTATE_AARCH32) != 0) {
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

static seL4_Word syndrome_of(const abort_cause_t *cause, bool from_el0)
{
    uint32_t class = cause->fetch ? (from_el0 ? HSR_IABT_LOW_EXCEPTION : HSR_IABT_CURR_EXCEPTION)
                                  : (from_el0 ? HSR_DABT_LOW_EXCEPTION : HSR_DABT_CUR_EXCEPTION);
    return class << HSR_EXCEPTION_CLASS_SHIFT | ESR_IL | cause->status |
           (cause->has_address ? 0 : ESR_FNV) | (cause->write && !cause->fetch ? ESR_WNR : 0);
}

int vmi_abort_inject(struct fault *fault, const abort_cause_t *cause)
{
    uint64_t vbar, sctlr;
    if (vmi_fault_fetch(fault, CONTEXT_SPSR + 1) != 0 ||
        !vmi_read_vcpu_register(fault->vcpu, seL4_VCPUReg_VBAR, &vbar) ||
        !vmi_read_vcpu_register(fault->vcpu, seL4_VCPUReg_SCTLR, &sctlr)) {
        return -1;
    }
    seL4_Word pstate = fault->words[CONTEXT_SPSR];
    uintptr_t offset = vector_offset(pstate);
    seL4_Word esr = syndrome_of(cause, offset >= VECTOR_LOWER_A64);
    if (vmi_write_vcpu_register(fault, seL4_VCPUReg_ESR, esr) != 0 ||
        (cause->has_address &&
         vmi_write_vcpu_register(fault, seL4_VCPUReg_FAR, cause->address) != 0) ||
        vmi_write_vcpu_register(fault, seL4_VCPUReg_ELR_EL1, fault->ip) != 0 ||
        vmi_write_vcpu_register(fault, seL4_VCPUReg_SPSR_EL1, pstate) != 0) {
        return -1;
    }
    fault->words[CONTEXT_PC] = vbar + offset;
    fault->words[CONTEXT_SPSR] = pstate_of_handler(pstate, sctlr);
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
    abort_cause_t cause = {
        .fetch = instruction,
        .write = fault != NULL && fault->access.write,
        .has_address = true,
        .address = address,
        .status = FSC_EXTERNAL,
    };
    if (fault != NULL) {
        return vmi_abort_inject(fault, &cause);
    }
    struct fault outside = {.vcpu = vcpu};
    if (vmi_fault_fetch(&outside, CONTEXT_SPSR + 1) != 0) {
        return -1;
    }
    outside.ip = outside.words[CONTEXT_PC];
    if (vmi_abort_inject(&outside, &cause) != 0 || vmi_fault_write_back(&outside) != 0) {
        return -1;
    }
    if (vcpu_state(vcpu)->call_state == CALL_OPEN) {
        vcpu_state(vcpu)->call_state = CALL_ABORTED;
    }
    return 0;
}
