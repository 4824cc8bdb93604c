/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Watching events; the public side is guest_trace.h. */
#pragma once

#include <stdbool.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_trace.h>

/* An event of VCPU has arrived: TAG and message registers 0 to 3. */
void vmi_trace_begin(vm_vcpu_t *vcpu, seL4_MessageInfo_t tag, const seL4_Word mr[4]);

/* The event of vmi_trace_begin() has been handled; CALL_REPLIED: the registers of a call are on
 * their way back. No effect without one. */
void vmi_trace_end(vm_t *vm, bool call_replied);

/* An event that is not of a vCPU has been handled. No effect without a tracer. */
void vmi_trace_other(vm_t *vm, vm_trace_kind_t kind, seL4_Word badge);
