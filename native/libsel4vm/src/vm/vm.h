/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* State of a VM as a whole: why it stopped, its last failure, its counters, and what the parts of
 * the library keep for it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <rootserver/objects.h>
#include <rootserver/vspace.h>

#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_trace.h>
#include <sel4vm/guest_vm.h>
#include <sel4vm/guest_vm_ext.h>

/* Badges that reach the host endpoint with bits 63:32 equal to this word ("SL4V") are the
 * library's: bits 31:8 hold the number of the VM, bits 7:0 the number of the vCPU or BADGE_ALARM.
 */
#define BADGE_MAGIC 0x534c3456ul
#define BADGE_ALARM 0xffu

struct alarm;
struct vgic;

/* What arrived at the host endpoint. */
typedef struct message {
    seL4_MessageInfo_t tag;
    seL4_Word badge;
    seL4_Word mr[4];
} message_t;

/* What the tracer will be told of the event at hand, as far as it is known. */
struct trace {
    vm_tracer_fn tracer; /* NULL: off */
    void *cookie;
    uint64_t sequence;
    vm_vcpu_t *vcpu; /* whose event is being handled; NULL: none that the tracer will be told of */
    vm_trace_event_t event;
};

struct vm_arch_state {
    vm_error_t error; /* the last failure */
    vm_counters_t counters;
    bool
        of_memory; /* made by vm_memory_init(), with which it goes: vm_init() has not been called */
    vm_stop_t stop;
    bool running;       /* inside vm_run() */
    bool executing;     /* inside vm_run(), which has not begun to end: vCPUs may run */
    vm_vcpu_t *current; /* whose event is being handled: it waits for the answer; NULL: no vCPU's */
    bool attention;     /* stop, or stop_requested, has been set */
    bool stop_requested;
    uint64_t stop_value;
    vm_unhandled_policy_t policy;
    struct vgic *vgic;
    struct alarm *alarm;
    struct trace trace;
    message_t kept; /* an event for the VMM, from the end of the last run; badge 0: none */
    rs_vspace_t vspace;
    rs_object_t cspace;
};

/* The state of a VM that does not run yet; NULL when the heap is exhausted. free() ends it. */
struct vm_arch_state *vmi_state_new(void);

static inline struct vm_arch_state *vm_state(const vm_t *vm)
{
    return vm->arch.state;
}

/* true inside vm_run(); VM may be one that has memory and nothing else. */
static inline bool vm_is_running(const vm_t *vm)
{
    return vm_state(vm) != NULL && vm_state(vm)->running;
}

static inline vm_counters_t *vm_counters(const vm_t *vm)
{
    return &vm_state(vm)->counters;
}

/* Badge of the VM's vCPU 0; those of the others follow. */
static inline seL4_Word vm_badge(const vm_t *vm)
{
    return BADGE_MAGIC << 32 | (seL4_Word)(vm->vm_id & 0xffffff) << 8;
}

/* End vm_run() after this event; the first reason counts. */
static inline void vm_set_stop(vm_t *vm, vm_stop_t stop)
{
    struct vm_arch_state *state = vm_state(vm);
    if (state->stop.reason == VM_STOP_NONE) {
        state->stop = stop;
    }
    state->attention = true;
}

/* A kernel call has failed, and is recorded: end vm_run() after this event with its answer.
 * VCPU_ID: -1 where it was for no vCPU. */
void vmi_stop_failed(vm_t *vm, int vcpu_id, uintptr_t pc, uintptr_t address);

/* true when VM is initialised; records the failure otherwise. */
bool vmi_check(const vm_t *vm, const char *operation);
