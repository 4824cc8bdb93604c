/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Watching events; the public side is guest_trace.h. */
#pragma once

#include <stdbool.h>

#include <sel4vm/guest_trace.h>

#include "vm/vm.h"

/* As trace_event(), with a tracer. */
void vmi_trace_begin(vm_vcpu_t *vcpu, const message_t *message);

/* An event of VCPU, a vCPU of TRACE's VM, has arrived. No effect without a tracer. */
static inline void trace_event(const struct trace *trace, vm_vcpu_t *vcpu, message_t message)
{
    if (__builtin_expect(trace->tracer != NULL, 0)) {
        vmi_trace_begin(vcpu, &message); /* a copy: the caller's stays in registers */
    }
}

/* The event of trace_event() has been handled; CALL_REPLIED: the registers of a call are on
 * their way back. No effect without one. */
void vmi_trace_end(vm_t *vm, bool call_replied);

/* An event that is not of a vCPU has been handled. No effect without a tracer. */
void vmi_trace_other(vm_t *vm, vm_trace_kind_t kind, seL4_Word badge);
