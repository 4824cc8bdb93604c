/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Stores of references. Each is made with release order, because another processor that sees the reference must see the
 * object's contents, and then noted in the card table, for young collections. Whether the object or the reference is old
 * or young is left to the collector to find out.
 *
 * A collection may stop the thread between any two of these instructions. Between a store and its note the reference must
 * stay in a general register, where the collector finds it: it then becomes old and the note is no longer needed. No other
 * register is scanned, so that no reference may be in one of those only.
 *
 * Everything between rt_barriers_begin and rt_barriers_end is leaf code that may be handed a null address by managed code;
 * a fault there is the caller's NullReferenceException (pc = lr, sp unchanged).
 */
#include "runtime/barriers.h"

    .text

    .macro function name
    .global \name
    .type   \name, %function
    .balign 16
\name:
    .cfi_startproc
    .endm

    .macro end name
    .cfi_endproc
    .size   \name, . - \name
    .endm

/*
 * Makes the card of \address dirty, when it lies in the heap. Clobbers x12, x16, x17: those that the compiler takes for lost
 * when it calls a write barrier, but for x15 (src/coreclr/jit/targetarm64.h of dotnet/runtime), and the flags.
 */
    .macro note_store address
    adrp    x17, rt_barrier_range
    ldr     x16, [x17, :lo12:rt_barrier_range]
    ldr     x17, [x17, :lo12:rt_barrier_range + 8]
    sub     x12, \address, x16
    cmp     x12, x17
    b.hs    .Lnoted\@
    lsr     x12, x12, #RT_CARD_SHIFT
    strb    wzr, [x16, x12]             /* RT_CARD_DIRTY */
.Lnoted\@:
    .endm

    .global rt_barriers_begin
    .balign 16
rt_barriers_begin:

/* x14 = destination, x15 = reference; leaves x14 + 8. Outside the heap lie objects of the image, too, also for the
 * unchecked form: the collector looks at all of those every time. */
    .global RhpCheckedAssignRefArm64
    .type   RhpCheckedAssignRefArm64, %function
function RhpAssignRefArm64
RhpCheckedAssignRefArm64:
    stlr    x15, [x14]
    note_store x14
    add     x14, x14, #8
    ret
end RhpAssignRefArm64

/* x13 = source, x14 = destination; both advance by 8; clobbers x15. */
function RhpByRefAssignRefArm64
    ldr     x15, [x13], #8
    stlr    x15, [x14]
    note_store x14
    add     x14, x14, #8
    ret
end RhpByRefAssignRefArm64

/* x0 = destination, x1 = reference */
    .global RhpCheckedAssignRef
    .type   RhpCheckedAssignRef, %function
function RhpAssignRef
RhpCheckedAssignRef:
    stlr    x1, [x0]
    note_store x0
    ret
end RhpAssignRef

/* x0 = location, x1 = new value, x2 = comparand -> x0 = old value; full barrier */
function RhpCheckedLockCmpXchg
1:  ldaxr   x3, [x0]
    cmp     x3, x2
    b.ne    2f
    stlxr   w4, x1, [x0]
    cbnz    w4, 1b
    note_store x0
2:  dmb     ish
    mov     x0, x3
    ret
end RhpCheckedLockCmpXchg

/* The same for values that are not references. */
function RhpLockCmpXchg64
1:  ldaxr   x3, [x0]
    cmp     x3, x2
    b.ne    2f
    stlxr   w4, x1, [x0]
    cbnz    w4, 1b
2:  dmb     ish
    mov     x0, x3
    ret
end RhpLockCmpXchg64

function RhpLockCmpXchg32
1:  ldaxr   w3, [x0]
    cmp     w3, w2
    b.ne    2f
    stlxr   w4, w1, [x0]
    cbnz    w4, 1b
2:  dmb     ish
    mov     w0, w3
    ret
end RhpLockCmpXchg32

/* x0 = location, x1 = new value -> x0 = old value; full barrier */
function RhpCheckedXchg
1:  ldaxr   x3, [x0]
    stlxr   w4, x1, [x0]
    cbnz    w4, 1b
    note_store x0
    dmb     ish
    mov     x0, x3
    ret
end RhpCheckedXchg

/*
 * x0 = destination, x1 = source, x2 = bytes, a multiple of 8; the ranges may overlap. Each word is moved whole, as the
 * memory model demands: an access of 128 bits is one of 64 bits twice (Arm ARM B2.2.1). Words are stored in the order in
 * which they were loaded, from the end that must go first, so that each reference is at every moment in the source, in the
 * destination, or in both, although the registers it passes through are not scanned.
 *
 * References may be stored long before they are noted, and the source may be overwritten or lose its last other reference
 * meanwhile. Hence x9 and x10 tell the collector where they went, and x11 keeps the source alive.
 */
function RhBulkMoveWithWriteBarrier
    dmb     ishst
    mov     x9, x0
    mov     x10, x2
    mov     x11, x1
    .global rt_bulk_move_begin
rt_bulk_move_begin:
    sub     x3, x0, x1
    cmp     x3, x2
    b.lo    .Lbackward
    subs    x2, x2, #128
    b.lo    .Lforward_rest
.Lforward:
    ldp     q0, q1, [x1], #32
    ldp     q2, q3, [x1], #32
    ldp     q4, q5, [x1], #32
    ldp     q6, q7, [x1], #32
    stp     q0, q1, [x0], #32
    stp     q2, q3, [x0], #32
    stp     q4, q5, [x0], #32
    stp     q6, q7, [x0], #32
    subs    x2, x2, #128
    b.hs    .Lforward
.Lforward_rest:                         /* x2 is 128 too small, which leaves its low bits alone */
    tbz     x2, #6, 1f
    ldp     q0, q1, [x1], #32
    ldp     q2, q3, [x1], #32
    stp     q0, q1, [x0], #32
    stp     q2, q3, [x0], #32
1:  tbz     x2, #5, 1f
    ldp     q0, q1, [x1], #32
    stp     q0, q1, [x0], #32
1:  tbz     x2, #4, 1f
    ldr     q0, [x1], #16
    str     q0, [x0], #16
1:  tbz     x2, #3, .Lnote_cards
    ldr     x4, [x1]
    str     x4, [x0]
    b       .Lnote_cards
.Lbackward:
    add     x0, x0, x2
    add     x1, x1, x2
    subs    x2, x2, #128
    b.lo    .Lbackward_rest
.Lbackward_block:
    ldp     q0, q1, [x1, #-32]!
    ldp     q2, q3, [x1, #-32]!
    ldp     q4, q5, [x1, #-32]!
    ldp     q6, q7, [x1, #-32]!
    stp     q0, q1, [x0, #-32]!
    stp     q2, q3, [x0, #-32]!
    stp     q4, q5, [x0, #-32]!
    stp     q6, q7, [x0, #-32]!
    subs    x2, x2, #128
    b.hs    .Lbackward_block
.Lbackward_rest:
    tbz     x2, #6, 1f
    ldp     q0, q1, [x1, #-32]!
    ldp     q2, q3, [x1, #-32]!
    stp     q0, q1, [x0, #-32]!
    stp     q2, q3, [x0, #-32]!
1:  tbz     x2, #5, 1f
    ldp     q0, q1, [x1, #-32]!
    stp     q0, q1, [x0, #-32]!
1:  tbz     x2, #4, 1f
    ldr     q0, [x1, #-16]!
    str     q0, [x0, #-16]!
1:  tbz     x2, #3, .Lnote_cards
    ldr     x4, [x1, #-8]
    str     x4, [x0, #-8]
.Lnote_cards:
    cbz     x10, .Lmoved
    adrp    x17, rt_barrier_range
    ldr     x16, [x17, :lo12:rt_barrier_range]
    ldr     x17, [x17, :lo12:rt_barrier_range + 8]
    sub     x12, x9, x16
    cmp     x12, x17
    b.hs    .Lmoved
    add     x13, x12, x10
    sub     x13, x13, #1
    lsr     x12, x12, #RT_CARD_SHIFT    /* first card, last card */
    lsr     x13, x13, #RT_CARD_SHIFT
1:  strb    wzr, [x16, x12]             /* RT_CARD_DIRTY */
    add     x12, x12, #1
    cmp     x12, x13
    b.ls    1b
    .global rt_bulk_move_end
rt_bulk_move_end:
.Lmoved:
    ret
end RhBulkMoveWithWriteBarrier

    .global rt_barriers_end
rt_barriers_end:

/* x0 = destination, x1 = bytes -> x0 = destination */
function RhpGcSafeZeroMemory
    mov     x2, x1
    mov     w1, #0
    b       memset
end RhpGcSafeZeroMemory

    .section .note.GNU-stack, "", %progbits
