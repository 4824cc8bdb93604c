/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * void rt_native_enter(struct rt_native_state *state)
 *
 * Assembly, because what managed callers keep in callee-saved registers has to be captured before a C prologue saves it to a
 * frame that is gone when the function returns. What the calling C functions saved lies above the recorded stack pointer.
 */
#include "runtime/thread.h"

/* Offsets in struct rt_native_state. */
#define FRAME_IP     0
#define FRAME_FP     8
#define FRAME_THREAD 16
#define FRAME_FLAGS  24
#define FRAME_SP     32
#define CALLEE_SAVED RT_TRANSITION_FRAME_SIZE

    .text
    .global rt_native_enter
    .type   rt_native_enter, %function
    .balign 16
rt_native_enter:
    .cfi_startproc
    stp     x19, x20, [x0, #CALLEE_SAVED]
    stp     x21, x22, [x0, #CALLEE_SAVED + 16]
    stp     x23, x24, [x0, #CALLEE_SAVED + 32]
    stp     x25, x26, [x0, #CALLEE_SAVED + 48]
    stp     x27, x28, [x0, #CALLEE_SAVED + 64]
    stp     x29, x30, [x0, #CALLEE_SAVED + 80]
    mrs     x1, tpidr_el0
    add     x1, x1, #:tprel_hi12:rt_thread_self, lsl #12
    add     x1, x1, #:tprel_lo12_nc:rt_thread_self
    mov     x2, sp
    str     x30, [x0, #FRAME_IP]
    str     x29, [x0, #FRAME_FP]
    str     x1, [x0, #FRAME_THREAD]
    str     xzr, [x0, #FRAME_FLAGS]
    str     x2, [x0, #FRAME_SP]
    add     x1, x1, #RT_THREAD_TRANSITION_FRAME
    stlr    x0, [x1]
    ret
    .cfi_endproc
    .size   rt_native_enter, . - rt_native_enter

    .section .note.GNU-stack, "", %progbits
