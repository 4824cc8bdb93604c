/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "access_address.h"

#include "guest_code.h"

/* Fetch the base of the access; register 31 is the stack pointer that PSTATE selects. */
static int fetch_base(struct fault *fault)
{
    const a64_access_t *access = &fault->access;
    fault->base_is_sp_el1 = false;
    if (access->literal) {
        fault->base = fault->ip;
        return 0;
    }
    if (access->base != REGISTER_31) {
        return vmi_fault_get_register(fault, access->base, &fault->base);
    }
    if (vmi_fault_fetch(fault, CONTEXT_SPSR + 1) != 0) {
        return -1;
    }
    seL4_Word pstate = fault->words[CONTEXT_SPSR];
    fault->base_is_sp_el1 = (pstate & PSTATE_SP_SELECT) != 0 && (pstate & PSTATE_EL_MASK) != 0;
    if (!fault->base_is_sp_el1) {
        fault->base = fault->words[CONTEXT_SP];
        return 0;
    }
    return vmi_read_vcpu_register(fault->vcpu, seL4_VCPUReg_SP_EL1, &fault->base) ? 0 : -1;
}

int vmi_access_address(struct fault *fault, uint64_t *address)
{
    uint64_t index;
    if (fetch_base(fault) != 0 || vmi_fault_get_register(fault, fault->access.index, &index) != 0) {
        return -1;
    }
    *address = vmi_a64_effective_address(&fault->access, fault->base, index);
    return 0;
}
