/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Stores of references. The collector has no generations, so a barrier is the store itself, with release order: another
 * processor that sees the reference must see the object's contents.
 *
 * Everything between rt_barriers_begin and rt_barriers_end is leaf code that may be handed a null address by managed code;
 * a fault there is the caller's NullReferenceException (pc = lr, sp unchanged). No register may hold the only copy of a
 * reference except a general one, because only those are scanned when a thread is stopped.
 */
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

    .global rt_barriers_begin
    .balign 16
rt_barriers_begin:

/* x14 = destination, x15 = reference; leaves x14 + 8 and may clobber x15. */
    .global RhpCheckedAssignRefArm64
    .type   RhpCheckedAssignRefArm64, %function
function RhpAssignRefArm64
RhpCheckedAssignRefArm64:
    stlr    x15, [x14]
    add     x14, x14, #8
    ret
end RhpAssignRefArm64

/* x13 = source, x14 = destination; both advance by 8; clobbers x15. */
function RhpByRefAssignRefArm64
    ldr     x15, [x13], #8
    stlr    x15, [x14]
    add     x14, x14, #8
    ret
end RhpByRefAssignRefArm64

/* x0 = destination, x1 = reference */
    .global RhpCheckedAssignRef
    .type   RhpCheckedAssignRef, %function
function RhpAssignRef
RhpCheckedAssignRef:
    stlr    x1, [x0]
    ret
end RhpAssignRef

/* x0 = location, x1 = new value, x2 = comparand -> x0 = old value; full barrier */
    .global RhpLockCmpXchg64
    .type   RhpLockCmpXchg64, %function
function RhpCheckedLockCmpXchg
RhpLockCmpXchg64:
1:  ldaxr   x3, [x0]
    cmp     x3, x2
    b.ne    2f
    stlxr   w4, x1, [x0]
    cbnz    w4, 1b
2:  dmb     ish
    mov     x0, x3
    ret
end RhpCheckedLockCmpXchg

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
    dmb     ish
    mov     x0, x3
    ret
end RhpCheckedXchg

/*
 * x0 = destination, x1 = source, x2 = bytes, a multiple of 8; the ranges may overlap. Words move whole, as the memory model
 * demands, and only through general registers.
 */
function RhBulkMoveWithWriteBarrier
    dmb     ishst
    sub     x3, x0, x1
    cmp     x3, x2
    b.lo    .Lbackward
.Lforward:
    subs    x2, x2, #32
    b.lo    .Lforward_rest
    ldp     x4, x5, [x1], #16
    ldp     x6, x7, [x1], #16
    stp     x4, x5, [x0], #16
    stp     x6, x7, [x0], #16
    b       .Lforward
.Lforward_rest:
    add     x2, x2, #32
.Lforward_word:
    cbz     x2, .Lmoved
    ldr     x4, [x1], #8
    str     x4, [x0], #8
    sub     x2, x2, #8
    b       .Lforward_word
.Lbackward:
    add     x0, x0, x2
    add     x1, x1, x2
.Lbackward_block:
    subs    x2, x2, #32
    b.lo    .Lbackward_rest
    ldp     x4, x5, [x1, #-16]!
    ldp     x6, x7, [x1, #-16]!
    stp     x4, x5, [x0, #-16]!
    stp     x6, x7, [x0, #-16]!
    b       .Lbackward_block
.Lbackward_rest:
    add     x2, x2, #32
.Lbackward_word:
    cbz     x2, .Lmoved
    ldr     x4, [x1, #-8]!
    str     x4, [x0, #-8]!
    sub     x2, x2, #8
    b       .Lbackward_word
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
