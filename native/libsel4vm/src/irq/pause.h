/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * vCPUs that wait in a loop for what is there already. WFI ends at once while an interrupt is
 * pending, masked or not (Arm DDI 0487, D1.6.2), and nothing tells the VMM when a WFE is to end. A
 * guest that parks a CPU so, with interrupts masked for ever, would have it take turns with the
 * vCPUs that work, and lose much of each turn to exits.
 *
 * The first such wait of a vCPU ends at once. Each further one, as long as the vCPU does nothing
 * else and gets no interrupt, is a pause of twice the time of the one before. Both instructions are
 * hints, which may take their time; an interrupt ends a pause like any wait.
 */
#pragma once

#include "vcpu/vcpu.h"

/* The longest pause in WFI: as long as a vCPU of the same priority may keep the processor anyway (a
 * time slice of seL4: CONFIG_TIME_SLICE 5 of CONFIG_TIMER_TICK_MS 2). */
#define LONGEST_WFI_PAUSE_NS 10000000ull
/* In WFE, which guests use to wait for short times and for locks. */
#define LONGEST_WFE_PAUSE_NS 1000000ull

/* Count a wait. Returns false when it is the first in a row, and ends at once. */
bool vmi_pause_is_due(const vm_vcpu_t *vcpu);

/* Begin the pause that is due, of LIMIT_NS at most. */
void vmi_pause(const vm_vcpu_t *vcpu, uint64_t limit_ns);

/* Time until the pause of a vCPU ends. */
uint64_t vmi_pause_left(const vm_vcpu_t *vcpu);

static inline bool vmi_is_paused(const vm_vcpu_t *vcpu)
{
    return vcpu_state(vcpu)->pause_end_ns != 0;
}
