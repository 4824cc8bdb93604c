/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Changes between managed and native mode (see runtime/thread.h). Compiled code calls the first two around every P/Invoke
 * and the second two at the edges of every UnmanagedCallersOnly method.
 *
 * The store that enters managed mode and the load of RhpTrapThreads must not change places: a collector sets the trap first
 * and looks at the mode after that.
 */

#include <runtime/thread.h>

#include "asm.h"

/* struct rt_transition_frame */
#define FRAME_IP     0
#define FRAME_THREAD 16
#define FRAME_SP     32

/* What compiled code reserves for RhpReversePInvoke: the mode to return to, and the thread. */
#define REVERSE_SAVED  0
#define REVERSE_THREAD 8

    .text

/* Branches to `slow` if a collector wants this thread to stop. Clobbers w9, x11. */
.macro check_trap slow
    dmb     ish
    adrp    x11, RhpTrapThreads
    ldr     w9, [x11, #:lo12:RhpTrapThreads]
    cbnz    w9, \slow
.endm

/* RhpPInvoke(x0 = frame): managed -> native. */
FUNCTION(RhpPInvoke)
    load_thread x10
    mov     x9, sp
    stp     x30, x29, [x0, #FRAME_IP]
    stp     x10, xzr, [x0, #FRAME_THREAD]
    str     x9, [x0, #FRAME_SP]
    add     x10, x10, #RT_THREAD_TRANSITION_FRAME
    stlr    x0, [x10]
    ret
END_FUNCTION(RhpPInvoke)

/* RhpPInvokeReturn(x0 = frame): native -> managed. */
FUNCTION(RhpPInvokeReturn)
    load_thread x10
    str     xzr, [x10, #RT_THREAD_TRANSITION_FRAME]
    check_trap 1f
    ret
1:  b       rt_pinvoke_return_slow
END_FUNCTION(RhpPInvokeReturn)

/* RhpReversePInvoke(x0 = frame): native -> managed, on a thread that the runtime may not have seen yet. */
FUNCTION(RhpReversePInvoke)
    load_thread x10
    ldr     w9, [x10, #RT_THREAD_ATTACHED]
    cbz     w9, 2f
1:  ldr     x12, [x10, #RT_THREAD_TRANSITION_FRAME]
    cbz     x12, 3f
    stp     x12, x10, [x0, #REVERSE_SAVED]
    str     xzr, [x10, #RT_THREAD_TRANSITION_FRAME]
    check_trap 4f
    ret
2:  stp     x29, x30, [sp, #-32]!
    .cfi_remember_state
    .cfi_def_cfa_offset 32
    .cfi_offset 29, -32
    .cfi_offset 30, -24
    str     x0, [sp, #16]
    bl      rt_thread_attach
    ldr     x0, [sp, #16]
    ldp     x29, x30, [sp], #32
    .cfi_restore_state
    load_thread x10
    b       1b
3:  adrp    x0, already_managed
    add     x0, x0, #:lo12:already_managed
    b       rt_panic
4:  mov     x0, x12
    b       rt_pinvoke_return_slow
END_FUNCTION(RhpReversePInvoke)

/* RhpReversePInvokeReturn(x0 = frame): managed -> native. */
FUNCTION(RhpReversePInvokeReturn)
    load_thread x10
    ldr     x9, [x0, #REVERSE_SAVED]
    add     x10, x10, #RT_THREAD_TRANSITION_FRAME
    stlr    x9, [x10]
    ret
END_FUNCTION(RhpReversePInvokeReturn)

/* RhpGcPoll(): lets a waiting collector stop this thread here. */
FUNCTION(RhpGcPoll)
    adrp    x11, RhpTrapThreads
    ldr     w9, [x11, #:lo12:RhpTrapThreads]
    cbnz    w9, 1f
    ret
1:  b       rt_gc_poll
END_FUNCTION(RhpGcPoll)

    .section .rodata.already_managed, "a", %progbits
already_managed:
    .asciz "an UnmanagedCallersOnly method was called from managed code"

    .section .note.GNU-stack, "", %progbits
