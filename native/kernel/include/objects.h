/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Kernel objects as they lie in memory. Sizes are part of the API (seL4_*Bits). */
#pragma once

#include <sel4/types.h>

#include "slot.h"

struct vcpu;
struct notification;

/* The user registers of a thread, in the order in which entry.S saves them. */
typedef struct context {
    word_t x[31];
    word_t sp;
    word_t pc; /* where the thread continues */
    word_t spsr;
    word_t tpidr;
    word_t tpidrro;
    word_t restart_pc; /* where it continues when the interrupted operation is done again */
    word_t padding;
} context_t;

#define CONTEXT_SIZE 304
_Static_assert(sizeof(context_t) == CONTEXT_SIZE, "entry.S depends on the layout");

typedef struct fpu_state {
    __uint128_t v[32];
    word_t fpcr;
    word_t fpsr;
} fpu_state_t;

typedef enum thread_state {
    THREAD_INACTIVE = 0,
    THREAD_RUNNING,
    THREAD_RESTART, /* runnable; continues at restart_pc */
    THREAD_BLOCKED_RECEIVE,
    THREAD_BLOCKED_SEND,
    THREAD_BLOCKED_REPLY,
    THREAD_BLOCKED_NOTIFICATION,
} thread_state_t;

/* A fault to be delivered, already in message form: seL4_Fault_* and its message words. */
#define FAULT_WORDS 7
typedef struct fault {
    word_t type; /* seL4_Fault_tag; 0 none */
    word_t mr[FAULT_WORDS];
} fault_t;

enum tcb_slot { TCB_CSPACE = 0, TCB_VSPACE, TCB_CALLER, TCB_BUFFER, TCB_SLOTS };

#define TCB_NAME_SIZE 32

typedef struct tcb {
    context_t ctx;
    slot_t slots[TCB_SLOTS] ALIGNED(32);
    fpu_state_t fpu;
    /* scheduling */
    uint8_t state;
    uint8_t priority;
    uint8_t mcp;
    uint8_t timeslice;
    bool queued; /* in the ready queue of its priority */
    uint32_t flags;
    struct tcb *prev, *next; /* ready queue, or queue of the object it is blocked on */
    /* inter-process communication */
    void *blocked_on; /* endpoint or notification */
    word_t send_badge;
    bool send_is_call;
    uint8_t ipc_rights;   /* of the capability used to send or to receive */
    slot_t *reply_slot;   /* the slot that holds the reply capability to this thread */
    word_t fault_handler; /* CPtr in this thread's CSpace */
    word_t buffer;        /* user address of the IPC buffer */
    fault_t fault;
    struct notification *bound;
    struct vcpu *vcpu;
#ifdef CONFIG_DEBUG_BUILD
    struct tcb *debug_prev, *debug_next;
    char name[TCB_NAME_SIZE];
#endif
} tcb_t;

_Static_assert(sizeof(tcb_t) <= BIT(seL4_TCBBits), "TCB too large");

typedef struct tcb_queue {
    tcb_t *head;
    tcb_t *tail;
} tcb_queue_t;

/*
 * An endpoint is a queue of threads that all wait for the same thing; which of the two it is can
 * be read from the state of any of them.
 */
typedef struct endpoint {
    tcb_queue_t queue;
} endpoint_t;

_Static_assert(sizeof(endpoint_t) == BIT(seL4_EndpointBits), "endpoint size");

/*
 * A notification is idle (empty queue, not active), waiting (threads queued) or active. The badge
 * word alone cannot tell idle from active, because a zero badge may be signalled.
 */
typedef struct notification {
    tcb_queue_t queue; /* `head` is NOTIFICATION_ACTIVE while active */
    word_t badge;
    tcb_t *bound;
} notification_t;

_Static_assert(sizeof(notification_t) == BIT(seL4_NotificationBits), "notification size");

#define VCPU_LIST_REGISTERS     4
#define VCPU_MAX_LIST_REGISTERS 16

/* Debug registers (DDI 0487, D2): the guest's, whoever's the CPU holds. Zero is the state after
 * reset. */
#define DEBUG_MAX 16 /* breakpoints; watchpoints */
typedef struct vdebug {
    word_t bvr[DEBUG_MAX], bcr[DEBUG_MAX];
    word_t wvr[DEBUG_MAX], wcr[DEBUG_MAX];
    word_t mdscr;
    uint8_t claimed;  /* DBGCLAIM tags */
    bool unlocked;    /* the OS lock */
    bool double_lock; /* OSDLR_EL1.DLK */
} vdebug_t;

/* Performance monitors, while the CPU holds another's. */
#define PMU_MAX 31 /* event counters */
typedef struct vpmu {
    word_t control;     /* PMCR_EL0 */
    word_t user_access; /* PMUSERENR_EL0 */
    word_t selected, enabled, interrupts, overflows;
    word_t cycles, cycle_filter;
    uint32_t count[PMU_MAX], type[PMU_MAX];
} vpmu_t;

/* What has to be done when a VCPU takes effect, beyond the registers that all have (sysreg.h). */
#define VCPU_DEBUGS    0x1u /* debug exceptions are on */
#define VCPU_HAS_PMU   0x2u
#define VCPU_NEEDS_PMU 0x4u /* counts, or lets EL0 read counters, and another VCPU has them */

typedef struct vcpu {
    tcb_t *tcb;
    word_t regs[seL4_VCPUReg_Num];
    word_t csselr, vdisr;
    word_t mdscr;      /* MDSCR_EL1 while this VCPU runs */
    uint8_t attention; /* VCPU_... */
    word_t cntp_ctl, cntp_cval;
    uint32_t vgic_hcr;
    uint32_t vgic_vmcr;
    uint32_t vgic_apr;
    uint32_t lr[VCPU_MAX_LIST_REGISTERS];
    bool vtimer_masked; /* a VPPI event was sent and not acknowledged */
    vdebug_t debug;
    vpmu_t pmu;
} vcpu_t;

_Static_assert(sizeof(vcpu_t) <= BIT(seL4_VCPUBits), "VCPU too large");

#define ASID_POOL_ENTRIES BIT(seL4_ASIDPoolIndexBits)

/* An entry is the physical address of a VSpace root (4 KiB aligned), its VMID and a valid bit. */
typedef struct asid_pool {
    word_t entry[ASID_POOL_ENTRIES];
} asid_pool_t;

_Static_assert(sizeof(asid_pool_t) == BIT(seL4_ASIDPoolBits), "ASID pool size");

static inline tcb_t *tcb_of_slots(const void *slots)
{
    return (tcb_t *)((word_t)slots - offsetof(tcb_t, slots));
}
