/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The runtime's view of a thread. One `struct rt_thread` lives in every thread's TLS block, so that assembly reaches it
 * with `mrs tpidr_el0` and a constant, and so that it exists as soon as TLS does.
 *
 * Fields with an RT_THREAD_* offset are used from assembly; _Static_asserts below keep the two in step.
 */
#ifndef RUNTIME_THREAD_H
#define RUNTIME_THREAD_H

/* Offsets for assembly. */
#define RT_THREAD_EXINFO_HEAD      0
#define RT_THREAD_TRANSITION_FRAME 8
#define RT_THREAD_ALLOC_POINTER    16
#define RT_THREAD_ALLOC_LIMIT      24
#define RT_THREAD_STACK_LOW        32
#define RT_THREAD_STACK_HIGH       40
#define RT_THREAD_STATIC_ROOT      48

/* Size in bytes of the frame that compiled code reserves for RhpPInvoke (five words, see struct rt_transition_frame). */
#define RT_TRANSITION_FRAME_SIZE 40

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_exinfo;
struct rt_object;

/* What RhpPInvoke writes into the frame that compiled code hands it; the layout is the compiler's (PInvokeTransitionFrame). */
struct rt_transition_frame {
    uintptr_t ip;             /* return address in the managed caller */
    uintptr_t fp;             /* x29 of the managed caller */
    struct rt_thread *thread; /* who is in unmanaged code */
    uintptr_t flags;
    uintptr_t sp; /* stack pointer of the managed caller: everything managed lies at or above it */
};

/* transition_frame of a thread that is in native code and has no managed frame below it. */
#define RT_TRANSITION_TOP ((struct rt_transition_frame *)(uintptr_t)-1)

struct rt_thread {
    /* Innermost exception being dispatched on this thread; each ExInfo lives on this thread's stack. */
    struct rt_exinfo *exinfo_head;
    /*
     * NULL while the thread runs managed code (or a runtime helper on its behalf): it must then be stopped before a
     * collection may scan it. Otherwise the frame of the P/Invoke it is in, or RT_TRANSITION_TOP.
     */
    struct rt_transition_frame *volatile transition_frame;
    /* Bump allocation buffer: [alloc_pointer, alloc_limit) is zeroed free memory. */
    uint8_t *alloc_pointer;
    uint8_t *alloc_limit;
    /* Stack of the thread: usable addresses are [stack_low, stack_high); the guard page lies below stack_low. */
    uintptr_t stack_low;
    uintptr_t stack_high;
    /* Managed thread statics that are not inlined into TLS (RhGetThreadStaticStorage hands out this field's address). */
    struct rt_object *static_root;
    /* Roots of inlined thread statics: address of word 0 of tls_InlinedThreadStatics; NULL until registered. */
    struct rt_object **inlined_static_root;
    struct rt_thread *next; /* list of attached threads, guarded by the thread-list lock */
    uint64_t id;
    bool attached;
    /* Set by RhSetThreadExitCallback's caller when managed code wants to hear of this thread's end. */
    bool exit_callback_armed;
    void *platform; /* the platform layer's handle of the thread */
};

extern __thread struct rt_thread rt_thread_self __attribute__((tls_model("local-exec")));

static inline struct rt_thread *rt_thread_current(void)
{
    return &rt_thread_self;
}

/*
 * Makes the calling thread known to the runtime: fills in its stack bounds and puts it on the thread list. Idempotent.
 * The thread starts in native mode (transition_frame = RT_TRANSITION_TOP).
 */
void rt_thread_attach(void);
/* Undoes rt_thread_attach: gives the allocation buffer back and takes the thread off the list. */
void rt_thread_detach(void);

/*
 * Slow path of RhpPInvokeReturn, RhpReversePInvoke and RhpGcPoll, called in native mode while RhpTrapThreads is set:
 * blocks until no collection is in progress, then returns with the thread in managed mode (transition_frame NULL).
 */
void rt_thread_wait_for_gc(void);

#define RT_CHECK_OFFSET(field, value) _Static_assert(offsetof(struct rt_thread, field) == (value), #field)
RT_CHECK_OFFSET(exinfo_head, RT_THREAD_EXINFO_HEAD);
RT_CHECK_OFFSET(transition_frame, RT_THREAD_TRANSITION_FRAME);
RT_CHECK_OFFSET(alloc_pointer, RT_THREAD_ALLOC_POINTER);
RT_CHECK_OFFSET(alloc_limit, RT_THREAD_ALLOC_LIMIT);
RT_CHECK_OFFSET(stack_low, RT_THREAD_STACK_LOW);
RT_CHECK_OFFSET(stack_high, RT_THREAD_STACK_HIGH);
RT_CHECK_OFFSET(static_root, RT_THREAD_STATIC_ROOT);
_Static_assert(sizeof(struct rt_transition_frame) == RT_TRANSITION_FRAME_SIZE, "the compiler reserves five words");

#endif /* !__ASSEMBLER__ */
#endif
