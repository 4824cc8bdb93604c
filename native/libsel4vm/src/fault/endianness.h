/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The order of a guest's bytes (Arm DDI 0487, B2.6 "Mixed-endian support"): data of loads and
 * stores by SCTLR_EL1.EE at EL1, by SCTLR_EL1.E0E at EL0, and by PSTATE.E in AArch32. Device models
 * see the bytes in the order of their addresses, as little-endian values. Instructions are
 * little-endian always.
 */
#pragma once

#include "vcpu/vcpu.h"

#define ACCESS_LITTLE_ENDIAN 0
#define ACCESS_BIG_ENDIAN    1

/* As vmi_access_endianness(), by SCTLR_EL1 as it is now. */
int vmi_endianness_from_sctlr(struct fault *fault);

/*
 * The order of the access at hand: ACCESS_LITTLE_ENDIAN or ACCESS_BIG_ENDIAN, or -1 with the
 * failure recorded. PSTATE must have been fetched.
 *
 * Reading SCTLR_EL1 is a kernel call, a sixth of what an access costs. So it is not read again for
 * a pc at EL1 that was little-endian with the MMU on, until the guest makes a call or waits, and
 * for 63 accesses at most. With the MMU on, EE cannot change under a program: its tables would be
 * in the wrong order. Limit: a guest that turns the MMU off, changes EE, turns the MMU on with
 * other tables, all without a call, and executes the very same instruction again.
 */
static inline int vmi_access_endianness(struct fault *fault)
{
    struct vm_vcpu_arch_state *state = vcpu_state(fault->vcpu);
    unsigned slot = (unsigned)(fault->ip / A64_INSTRUCTION_SIZE) % ENDIAN_SLOTS;
    bool is_el1 = (fault->words[CONTEXT_SPSR] & (PSTATE_EL_MASK | PSTATE_AARCH32)) == PSTATE_EL1;
    if (__builtin_expect(is_el1 && (state->little_endian_slots >> slot & 1) != 0 &&
                             state->little_endian_at[slot] == fault->ip &&
                             state->endian_trust-- != 0,
                         1)) {
        return ACCESS_LITTLE_ENDIAN;
    }
    return vmi_endianness_from_sctlr(fault);
}

/* The guest has had the time to change it. */
static inline void endianness_forget(struct vm_vcpu_arch_state *state)
{
    state->little_endian_slots = 0;
}

/* VALUE of SIZE bytes in the other order. */
static inline uint64_t swap_bytes(uint64_t value, unsigned size)
{
    return __builtin_bswap64(value) >> (64 - 8 * size);
}
