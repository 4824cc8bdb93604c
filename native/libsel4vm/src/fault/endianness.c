/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "endianness.h"

#include "guest_code.h"

#define SCTLR_E0E (1ul << 24)
/* PSTATE.E of an AArch32 program, as SPSR_EL2 shows it. */
#define PSTATE_E (1ul << 9)
/* Accesses until SCTLR_EL1 is read again at the latest. */
#define TRUST 63

int vmi_endianness_from_sctlr(struct fault *fault)
{
    struct vm_vcpu_arch_state *state = vcpu_state(fault->vcpu);
    seL4_Word pstate = fault->words[CONTEXT_SPSR];
    if ((pstate & PSTATE_AARCH32) != 0) {
        return (pstate & PSTATE_E) != 0 ? ACCESS_BIG_ENDIAN : ACCESS_LITTLE_ENDIAN;
    }
    if (!fault->sctlr_known) {
        if (!vmi_read_vcpu_register(fault->vcpu, seL4_VCPUReg_SCTLR, &fault->sctlr)) {
            return -1;
        }
        fault->sctlr_known = true;
    }
    if ((pstate & PSTATE_EL_MASK) == 0) {
        return (fault->sctlr & SCTLR_E0E) != 0 ? ACCESS_BIG_ENDIAN : ACCESS_LITTLE_ENDIAN;
    }
    if ((fault->sctlr & (SCTLR_EE | SCTLR_M)) != SCTLR_M) {
        endianness_forget(state);
        return (fault->sctlr & SCTLR_EE) != 0 ? ACCESS_BIG_ENDIAN : ACCESS_LITTLE_ENDIAN;
    }
    unsigned slot = (unsigned)(fault->ip / A64_INSTRUCTION_SIZE) % ENDIAN_SLOTS;
    state->little_endian_at[slot] = fault->ip;
    state->little_endian_slots |= (uint16_t)(1u << slot);
    state->endian_trust = TRUST;
    return ACCESS_LITTLE_ENDIAN;
}
