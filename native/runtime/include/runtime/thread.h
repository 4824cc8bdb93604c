/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The runtime's view of a thread. One `struct rt_thread` lives in every thread's TLS block, so that
 * assembly reaches it with `mrs tpidr_el0` and a constant, and so that it exists as soon as TLS
 * does.
 *
 * A thread is in one of two modes:
 *
 * - managed: transition_frame is NULL. It runs compiled code or a runtime helper, may touch managed
 *   objects, and must be stopped before a collection. It may be stopped between any two
 *   instructions, except inside a critical section.
 * - native: transition_frame is not NULL. It runs foreign code, must not touch managed objects, and
 *   need not be stopped: it waits on its way back into managed mode.
 *
 * Fields with an RT_THREAD_* offset are used from assembly; the assertions below keep the two in
 * step.
 */
#pragma once

/* Offsets for assembly. */
#define RT_THREAD_EXINFO_HEAD      0
#define RT_THREAD_TRANSITION_FRAME 8
#define RT_THREAD_STACK_LOW        16
#define RT_THREAD_STACK_HIGH       24
#define RT_THREAD_STATIC_ROOT      32
#define RT_THREAD_ATTACHED         40
#define RT_THREAD_ALLOC_BUFFERS    64

/* One allocation buffer per size class that the assembly path serves. */
#define RT_ALLOC_BUFFER_SHIFT 5
#define RT_ALLOC_BUFFER_LIMIT 8
#define RT_ALLOC_BUFFER_CELL  16
#define RT_FAST_CLASSES       46
/* Largest object, header included, that the assembly path allocates. */
#define RT_FAST_SIZE_MAX 2048

/* Size in bytes of the frame that compiled code reserves for RhpPInvoke (five words, see struct
 * rt_transition_frame). */
#define RT_TRANSITION_FRAME_SIZE 40

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/corelib.h"
#include "runtime/platform.h"

struct rt_exinfo;
struct rt_object;

/* What RhpPInvoke writes into the frame that compiled code hands it; the layout is the compiler's
 * (PInvokeTransitionFrame). */
struct rt_transition_frame {
    uintptr_t ip;             /* return address in the managed caller */
    uintptr_t fp;             /* x29 of the managed caller */
    struct rt_thread *thread; /* who is in unmanaged code */
    uintptr_t flags;
    uintptr_t sp; /* stack pointer of the managed caller: everything managed lies at or above it */
};

/* transition_frame of a thread that is in native code and has no managed frame below it. */
#define RT_TRANSITION_TOP ((struct rt_transition_frame *)(uintptr_t)-1)

/*
 * Free cells of one size that belong to one thread: [next, limit) is zeroed. Both point at
 * MethodTable words, that is 8 bytes past the start of their cell.
 */
struct rt_alloc_buffer {
    uint8_t *next;
    uint8_t *limit;
    uint64_t cell_size;
    uint64_t reserved;
};

/* A block of references or byrefs that managed code keeps outside its own stack
 * (GCFrameRegistration). */
struct rt_gc_frame {
    struct rt_gc_frame *previous;
    void *reserved;
    uintptr_t *references;
    uint32_t count;
    uint32_t maybe_interior;
};
_Static_assert(offsetof(struct rt_gc_frame, references) == RT_GC_FRAME_REFERENCES, "references");
_Static_assert(offsetof(struct rt_gc_frame, count) == RT_GC_FRAME_COUNT, "count");
_Static_assert(offsetof(struct rt_gc_frame, maybe_interior) == RT_GC_FRAME_INTERIOR, "interior");
_Static_assert(sizeof(struct rt_gc_frame) == RT_GC_FRAME_SIZE, "rt_gc_frame");

struct rt_thread {
    /* Innermost exception being dispatched on this thread; each ExInfo lives on this thread's
     * stack. */
    struct rt_exinfo *exinfo_head;
    /* The mode, see above: NULL, the frame of the outermost native call, or RT_TRANSITION_TOP. */
    struct rt_transition_frame *volatile transition_frame;
    /* Stack of the thread: usable addresses are [stack_low, stack_high); the guard page lies below
     * stack_low. */
    uintptr_t stack_low;
    uintptr_t stack_high;
    /* Managed thread statics that are not inlined into TLS (RhGetThreadStaticStorage hands out this
     * field's address). */
    struct rt_object *static_root;
    uint32_t attached;
    /* Depth of critical sections; written by the thread alone, read by a collector that has stopped
     * it. */
    volatile uint32_t critical;
    /* Address of word 0 of this thread's tls_InlinedThreadStatics; NULL until registered. */
    struct rt_object **inlined_static_root;
    struct rt_gc_frame *gc_frames;

    struct rt_alloc_buffer alloc_buffers[RT_FAST_CLASSES];
    /* Bytes granted to the thread, the unused rest of its buffers included. */
    uint64_t allocated_bytes;
    /* Bytes of the collector's reserve that the thread may still take, because an
     * OutOfMemoryException is about to be thrown. */
    uint32_t reserve_grant;

    struct rt_thread *next; /* list of attached threads, guarded by the thread-list lock */
    uint64_t id;
    /* The collector's, valid while the world is stopped. */
    bool suspended;      /* stopped in managed mode: its registers are roots */
    uintptr_t scan_from; /* lowest stack address to scan; 0 when nothing managed is on the stack */
    struct rt_registers registers;

    void *platform; /* the platform layer's handle of the thread */
};

extern __thread struct rt_thread rt_thread_self __attribute__((tls_model("local-exec")));

static inline struct rt_thread *rt_thread_current(void)
{
    return &rt_thread_self;
}

/* Non-zero while a collector wants all threads stopped. Read by assembly after every return to
 * managed mode. */
extern volatile uint32_t RhpTrapThreads;

/*
 * Makes the calling thread known to the runtime: fills in its stack bounds and puts it on the
 * thread list. Idempotent. The thread starts in native mode (transition_frame = RT_TRANSITION_TOP).
 */
void rt_thread_attach(void);
/* Undoes rt_thread_attach: takes the thread off the list. The thread must be in native mode. */
void rt_thread_detach(void);

/*
 * Runs `entry(argument)` on a new attached thread in native mode. `stack_bytes` 0 means the
 * default. False when memory, capabilities or address space ran out.
 */
bool rt_thread_start(void (*entry)(void *), void *argument, size_t stack_bytes);

/*
 * Slow paths of the transitions into managed mode, taken while RhpTrapThreads is set: publish
 * `frame`, wait until no collection is in progress, and return in managed mode.
 */
void rt_pinvoke_return_slow(struct rt_transition_frame *frame);
/* RhpGcPoll's slow path: called in managed mode, gives a waiting collector its chance. */
void rt_gc_poll(void);

/*
 * Native mode for C code called in managed mode: what the caller keeps in callee-saved registers is
 * stored in `state`, where the collector finds it. The function that calls enter must call leave
 * before it returns, and must touch no managed object in between.
 */
struct rt_native_state {
    struct rt_transition_frame frame;
    uintptr_t callee_saved[12];
};
void rt_native_enter(struct rt_native_state *state);
void rt_native_leave(struct rt_native_state *state);

/* Managed mode for C code called in native mode (a P/Invoke target that handles objects). */
struct rt_transition_frame *rt_managed_enter(void);
void rt_managed_leave(struct rt_transition_frame *saved);

/*
 * A stretch of managed mode in which the thread is never left stopped, because it holds a runtime
 * lock or has shared data half changed. Inside: no allocation of managed objects, no exception, no
 * call of managed code. Nests.
 */
static inline void rt_critical_enter(struct rt_thread *self)
{
    self->critical = self->critical + 1;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}
void rt_critical_rendezvous(void);
static inline void rt_critical_leave(struct rt_thread *self)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    self->critical = self->critical - 1;
    /* A collector that found the thread in here let it go on and waits for this. */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (__builtin_expect(RhpTrapThreads != 0, 0) && self->critical == 0) {
        rt_critical_rendezvous();
    }
}

/* All attached threads; stable only while the list is locked or the world is stopped. */
struct rt_thread *rt_thread_list(void);
/* While locked, no thread attaches or detaches. Lock in native mode only. */
void rt_thread_list_lock(void);
void rt_thread_list_unlock(void);

/* ---- for the collector ---- */

/*
 * Stops every other attached thread or finds it in native mode; scan_from and registers of each are
 * valid until rt_world_resume. The caller is in native mode and holds no lock that managed-mode
 * code takes.
 */
void rt_world_stop(void);
void rt_world_resume(void);

#define RT_CHECK_OFFSET(field, value)                                                              \
    _Static_assert(offsetof(struct rt_thread, field) == (value), #field)
RT_CHECK_OFFSET(exinfo_head, RT_THREAD_EXINFO_HEAD);
RT_CHECK_OFFSET(transition_frame, RT_THREAD_TRANSITION_FRAME);
RT_CHECK_OFFSET(stack_low, RT_THREAD_STACK_LOW);
RT_CHECK_OFFSET(stack_high, RT_THREAD_STACK_HIGH);
RT_CHECK_OFFSET(static_root, RT_THREAD_STATIC_ROOT);
RT_CHECK_OFFSET(attached, RT_THREAD_ATTACHED);
RT_CHECK_OFFSET(alloc_buffers, RT_THREAD_ALLOC_BUFFERS);
_Static_assert(sizeof(struct rt_alloc_buffer) == 1u << RT_ALLOC_BUFFER_SHIFT, "indexed by a shift");
_Static_assert(offsetof(struct rt_alloc_buffer, limit) == RT_ALLOC_BUFFER_LIMIT, "limit");
_Static_assert(offsetof(struct rt_alloc_buffer, cell_size) == RT_ALLOC_BUFFER_CELL, "cell size");
_Static_assert(sizeof(struct rt_transition_frame) == RT_TRANSITION_FRAME_SIZE,
               "the compiler reserves five words");

#endif /* !__ASSEMBLER__ */
