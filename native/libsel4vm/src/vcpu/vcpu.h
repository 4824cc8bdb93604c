/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* State of a vCPU, and what several parts of the library do with one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <rootserver/objects.h>

#include "fault_record.h"
#include "vm/vm.h"

/* PSTATE of a vCPU at its start: EL1 with its own stack pointer, D, A, I and F masked (Arm DDI
 * 0487, C5.2.19 SPSR_EL2). */
#define PSTATE_EL1H_MASKED 0x3c5u

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

/* Loads and stores of one vCPU whose byte order is remembered. */
#define ENDIAN_SLOTS 16

struct vm_vcpu_arch_state {
    struct fault fault;
    vm_trace_answer_t outcome; /* of the event at hand, as its handler states it; for the tracer */
    seL4_UserContext call;     /* registers of the hypercall at hand, for its handler */
    vcpu_mode_t mode;
    call_state_t call_state;
    bool call_is_smc;      /* the call at hand; else it is HVC */
    unsigned cpu_number;   /* affinity, in MPIDR_EL1, PSCI calls and target lists of the GIC */
    struct vgic_cpu *vgic; /* NULL: no interrupt controller */
    bool look;             /* its events begin with vmi_vgic_look() */
    rs_object_t tcb;
    rs_object_t vcpu;
    uintptr_t stale_ip; /* the last fault that nothing was wrong with */
    uintptr_t stale_address;
    unsigned stale_count; /* how often in a row */
    /* Where SCTLR_EL1 need not be read again (fault/endianness.h): */
    uintptr_t little_endian_at[ENDIAN_SLOTS]; /* pcs at EL1 whose data was little-endian */
    uint16_t little_endian_slots;             /* bit n: entry n is valid */
    uint16_t endian_trust;                    /* accesses until it is read all the same */
    seL4_Word reset_sctlr;                    /* SCTLR_EL1 of a new vCPU, for PSCI CPU_ON */
    unsigned idle_waits;   /* waits in a row that had nothing to wait for: see irq/pause.h */
    uint64_t pause_end_ns; /* when such a wait ends at the latest; 0: it is not one */
};

static inline struct vm_vcpu_arch_state *vcpu_state(const vm_vcpu_t *vcpu)
{
    return vcpu->vcpu_arch.state;
}

/* The vCPU has done something, or got an interrupt: what it waits for next may be new. */
static inline void vmi_vcpu_progress(const vm_vcpu_t *vcpu)
{
    vcpu_state(vcpu)->idle_waits = 0;
    vcpu_state(vcpu)->pause_end_ns = 0;
}

/* A vCPU of any VM is made, or gone. */
void vmi_vcpu_made(void);
void vmi_vcpu_gone(void);
/* true when no more than one exists. */
bool vmi_vcpu_is_only(void);

/* true when VCPU exists and belongs to an initialised VM; records the failure otherwise. */
bool vmi_vcpu_check(const vm_vcpu_t *vcpu, const char *operation);

/* End vm_run() after this event, with a reason. */
void vmi_stop_because(vm_vcpu_t *vcpu, vm_stop_reason_t reason, uintptr_t pc, uintptr_t address,
                      uint64_t value);

/* A kernel call has failed with an event of VCPU at PC, and is recorded: stop the VM. */
vcpu_next_t vmi_stop_vcpu_failed(const vm_vcpu_t *vcpu, uintptr_t pc, uintptr_t address);

/* Let a vCPU that is parked go on from its present pc: now, or with the next vm_run(). */
int vmi_vcpu_resume(vm_vcpu_t *vcpu);

/* Kernel call OPERATION has failed with an event of VCPU at PC: record it, and stop the VM. */
vcpu_next_t vmi_stop_kernel_error(vm_vcpu_t *vcpu, seL4_Error error, const char *operation,
                                  uintptr_t pc);

/* Move the pc behind the instruction at hand, without any other register. Returns 0 or -1. */
int vmi_vcpu_skip_instruction(vm_vcpu_t *vcpu);
