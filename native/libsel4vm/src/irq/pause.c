/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "pause.h"

#include <rootserver/time.h>

/* The second wait in a row: some times what parking a vCPU and waking it takes. */
#define FIRST_PAUSE_NS 32000ull
/* FIRST_PAUSE_NS so often doubled is more than any limit. */
#define MOST_DOUBLINGS 16u

_Static_assert(FIRST_PAUSE_NS << (MOST_DOUBLINGS - 1) > LONGEST_WFI_PAUSE_NS,
               "no limit is out of reach");

bool vmi_pause_is_due(const vm_vcpu_t *vcpu)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (state->idle_waits <= MOST_DOUBLINGS) {
        state->idle_waits++;
    }
    return state->idle_waits > 1;
}

void vmi_pause(const vm_vcpu_t *vcpu, uint64_t limit_ns)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    uint64_t pause_ns = FIRST_PAUSE_NS << (state->idle_waits - 2);
    state->pause_end_ns = rs_time_ns() + (pause_ns < limit_ns ? pause_ns : limit_ns);
}

uint64_t vmi_pause_left(const vm_vcpu_t *vcpu)
{
    uint64_t now = rs_time_ns(), end = vcpu_state(vcpu)->pause_end_ns;
    return end <= now ? 0 : end - now;
}
