/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Interface calls. The call site has the cell's address in x11 and does `ldr x16, [x11]; blr x16` with the call's arguments
 * in x0..x8 and q0..q7; x9, x10, x12 and x16 are free.
 */

#include <runtime/corelib.h>

#include "asm.h"

/* struct rt_dispatch_cache, see dispatch.c */
#define CACHE_MASK    0
#define CACHE_ENTRIES 16

#define FRAME_SIZE 224
#define FRAME_X0   16
#define FRAME_X8   80
#define FRAME_Q0   96

    .text

    .globl rt_dispatch_stubs_begin
rt_dispatch_stubs_begin:

/*
 * A cell with a cache. The cache pointer is loaded through an address that depends on x16, because whoever reads this
 * stub's address from word 0 must read a word 1 that is at least as new.
 */
FUNCTION(rt_dispatch_cached)
    ldr     x12, [x0]               /* type of `this`; a null reference faults here */
    eor     x9, x16, x16
    add     x9, x9, x11
    ldr     x9, [x9, #8]
    ldr     x10, [x9, #CACHE_MASK]
    and     x10, x10, x12, lsr #2
    add     x9, x9, x10
1:  ldr     x16, [x9, #CACHE_ENTRIES]
    cmp     x16, x12
    b.ne    2f
    ldr     x16, [x9, #CACHE_ENTRIES + 8]
    br      x16
2:  add     x9, x9, #16
    cbnz    x16, 1b
    b       rt_dispatch_resolve
END_FUNCTION(rt_dispatch_cached)

/* A cell that was never called through. */
FUNCTION(RhpInitialDynamicInterfaceDispatch)
    ldr     x12, [x0]               /* a null reference faults here */
    b       rt_dispatch_resolve
END_FUNCTION(RhpInitialDynamicInterfaceDispatch)

    .globl rt_dispatch_stubs_end
rt_dispatch_stubs_end:

/*
 * Asks compiled code (RhpCidResolve) for the target. It takes the address of a TransitionBlock, of which it reads `this`
 * alone: an address is made up for which that is the x0 of this frame.
 */
FUNCTION(rt_dispatch_resolve)
    stp     x29, x30, [sp, #-FRAME_SIZE]!
    .cfi_def_cfa_offset FRAME_SIZE
    .cfi_offset 29, -FRAME_SIZE
    .cfi_offset 30, -FRAME_SIZE + 8
    mov     x29, sp
    stp     x0, x1, [sp, #FRAME_X0]
    stp     x2, x3, [sp, #FRAME_X0 + 16]
    stp     x4, x5, [sp, #FRAME_X0 + 32]
    stp     x6, x7, [sp, #FRAME_X0 + 48]
    str     x8, [sp, #FRAME_X8]
    stp     q0, q1, [sp, #FRAME_Q0]
    stp     q2, q3, [sp, #FRAME_Q0 + 32]
    stp     q4, q5, [sp, #FRAME_Q0 + 64]
    stp     q6, q7, [sp, #FRAME_Q0 + 96]
    sub     x0, sp, #RT_DISPATCH_THIS - FRAME_X0
    mov     x1, x11
    bl      RhpCidResolve
    mov     x16, x0
    ldp     q6, q7, [sp, #FRAME_Q0 + 96]
    ldp     q4, q5, [sp, #FRAME_Q0 + 64]
    ldp     q2, q3, [sp, #FRAME_Q0 + 32]
    ldp     q0, q1, [sp, #FRAME_Q0]
    ldr     x8, [sp, #FRAME_X8]
    ldp     x6, x7, [sp, #FRAME_X0 + 48]
    ldp     x4, x5, [sp, #FRAME_X0 + 32]
    ldp     x2, x3, [sp, #FRAME_X0 + 16]
    ldp     x0, x1, [sp, #FRAME_X0]
    ldp     x29, x30, [sp], #FRAME_SIZE
    .cfi_restore 29
    .cfi_restore 30
    .cfi_def_cfa_offset 0
    br      x16
END_FUNCTION(rt_dispatch_resolve)

    .section .note.GNU-stack, "", %progbits
