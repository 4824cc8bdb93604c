/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* State of a VM and of its vCPUs that belongs to running them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <rootserver/objects.h>
#include <rootserver/vspace.h>

#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_vm.h>
#include <sel4vm/guest_vm_ext.h>

#include "fault_record.h"
#include "memory/reservation.h"
#include "run/trace.h"

/* PSTATE of a vCPU at its start: EL1 with its own stack pointer, D, A, I and F masked (Arm DDI
 * 0487, C5.2.19 SPSR_EL2). */
#define PSTATE_EL1H_MASKED 0x3c5u

/* Badges that reach the host endpoint with bits 63:32 equal to this word ("SL4V") are the
 * library's: bits 31:8 hold the number of the VM, bits 7:0 the number of the vCPU or BADGE_ALARM.
 */
#define BADGE_MAGIC 0x534c3456ul
#define BADGE_ALARM 0xffu

struct alarm;
struct vgic;
struct vgic_cpu;

/* What becomes of a vCPU when its event has been handled. */
typedef enum vcpu_next {
    VCPU_REPLY,      /* it goes on: an empty reply */
    VCPU_REPLY_CALL, /* it goes on behind a hypercall: a reply with the registers of .call */
    VCPU_STAY,       /* it waits, or is off: no reply */
} vcpu_next_t;

typedef enum vcpu_mode {
    VCPU_OFF,     /* thread suspended */
    VCPU_RUNNING, /* in the guest, or ready to be, or its event is being handled */
    VCPU_WAITING, /* parked by WFI or CPU_SUSPEND until an interrupt */
    VCPU_HELD,    /* suspended because the VM is stopped; vm_run() lets it go on */
} vcpu_mode_t;

/* Words of seL4_UserContext that a call may use: pc, sp, spsr, x0 to x7. */
#define CALL_WORDS 11

/* The guest's call (HVC, SMC) that a handler is asked for. */
typedef enum call_state {
    CALL_NONE,
    CALL_OPEN,    /* .call is newer than the thread's registers */
    CALL_ABORTED, /* the guest takes an exception instead: the thread's registers count */
} call_state_t;

struct vm_vcpu_arch_state {
    struct fault fault;
    seL4_UserContext call; /* registers of the hypercall at hand, for its handler */
    vcpu_mode_t mode;
    call_state_t call_state;
    unsigned cpu_number;   /* affinity, in MPIDR_EL1, PSCI calls and target lists of the GIC */
    struct vgic_cpu *vgic; /* NULL: no interrupt controller */
    rs_object_t tcb;
    rs_object_t vcpu;
    uintptr_t stale_ip; /* the last fault that nothing was wrong with */
    uintptr_t stale_address;
    unsigned stale_count;  /* how often in a row */
    seL4_Word reset_sctlr; /* SCTLR_EL1 of a new vCPU, for PSCI CPU_ON */
};

/* What arrived at the host endpoint. */
typedef struct message {
    seL4_MessageInfo_t tag;
    seL4_Word badge;
    seL4_Word mr[4];
} message_t;

struct vm_arch_state {
    vm_stop_t stop;
    bool running;   /* inside vm_run() */
    bool executing; /* inside vm_run(), which has not begun to end: vCPUs may run */
    bool attention; /* stop, or stop_requested, has been set */
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

static inline struct vm_arch_state *vm_state(const vm_t *vm)
{
    return vm->arch.state;
}

/* true inside vm_run(); VM may be one that has memory and nothing else. */
static inline bool vm_is_running(const vm_t *vm)
{
    return vm_state(vm) != NULL && vm_state(vm)->running;
}

static inline struct vm_vcpu_arch_state *vcpu_state(const vm_vcpu_t *vcpu)
{
    return vcpu->vcpu_arch.state;
}

static inline vm_counters_t *vm_counters(const vm_t *vm)
{
    return &vm->mem.reservation_cookie->counters;
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

/* true when VCPU exists and belongs to an initialised VM; records the failure otherwise. */
bool vcpu_check(const vm_vcpu_t *vcpu, const char *operation);

/* End vm_run() after this event, with a reason. */
void vm_stop_because(vm_vcpu_t *vcpu, vm_stop_reason_t reason, uintptr_t pc, uintptr_t address,
                     uint64_t value);

/* Let a vCPU that is parked go on from its present pc: now, or with the next vm_run(). */
int vcpu_resume(vm_vcpu_t *vcpu);
