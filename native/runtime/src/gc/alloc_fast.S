/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Allocation from the thread's buffers: one bump of a pointer, no loop, no call.
 *
 * A collection may stop the thread between any two of these instructions, and takes all buffers away. Each path therefore
 * ends in one store that commits it, and a thread that was stopped before that store is sent back to the start of its path
 * (rt_alloc_restart_ranges, used by suspend.c); the arguments in x0 and x1 are intact until then. Memory behind the buffer
 * pointer may hold the MethodTable of such an abandoned object; cells are zeroed when they are granted.
 */
#include "runtime/object.h"
#include "runtime/thread.h"

    .text

/* x2 = (size + 7) / 8, which is size / 8 of objects without elements  ->  x3 = address of the buffer, x4 = new object, x5 = next pointer; or branches to \slow. */
    .macro take_cell slow
    adrp    x3, gc_small_class_map
    add     x3, x3, :lo12:gc_small_class_map
    ldrb    w4, [x3, x2]
    mrs     x3, tpidr_el0
    add     x3, x3, #:tprel_hi12:rt_thread_self + RT_THREAD_ALLOC_BUFFERS, lsl #12
    add     x3, x3, #:tprel_lo12_nc:rt_thread_self + RT_THREAD_ALLOC_BUFFERS
    add     x3, x3, x4, lsl #RT_ALLOC_BUFFER_SHIFT
    ldp     x4, x5, [x3]
    cmp     x4, x5
    b.hs    \slow
    ldr     x5, [x3, #RT_ALLOC_BUFFER_CELL]
    add     x5, x4, x5
    .endm

/* x0 = MethodTable -> x0 = object */
    .global RhpNewFast
    .type   RhpNewFast, %function
    .balign 16
RhpNewFast:
    .cfi_startproc
    ldr     w2, [x0, #RT_MT_BASE_SIZE]
    cmp     w2, #RT_FAST_SIZE_MAX
    b.hi    rt_new_fast_slow
    lsr     x2, x2, #3
    take_cell rt_new_fast_slow
    str     x0, [x4]
.Lnew_fast_commit:
    str     x5, [x3]
    mov     x0, x4
    ret
    .cfi_endproc
    .size   RhpNewFast, . - RhpNewFast

/*
 * x0 = MethodTable, x1 = elements or characters -> x0 = object. A string is laid out like an array; the compiler has a name
 * of its own for arrays of references.
 */
    .global RhNewString
    .type   RhNewString, %function
    .global RhpNewPtrArrayFast
    .type   RhpNewPtrArrayFast, %function
    .global RhpNewArrayFast
    .type   RhpNewArrayFast, %function
    .balign 16
RhNewString:
RhpNewPtrArrayFast:
RhpNewArrayFast:
    .cfi_startproc
    cmp     x1, #RT_FAST_SIZE_MAX
    b.hi    rt_new_array_slow
    ldrh    w2, [x0, #RT_MT_COMPONENT_SIZE]
    ldr     w3, [x0, #RT_MT_BASE_SIZE]
    madd    x2, x2, x1, x3
    add     x2, x2, #7
    lsr     x2, x2, #3
    cmp     x2, #RT_FAST_SIZE_MAX / 8
    b.hi    rt_new_array_slow
    take_cell rt_new_array_slow
    str     x0, [x4]
    str     w1, [x4, #RT_OBJECT_LENGTH]
.Lnew_array_commit:
    str     x5, [x3]
    mov     x0, x4
    ret
    .cfi_endproc
    .size   RhNewString, . - RhNewString
    .size   RhpNewPtrArrayFast, . - RhpNewPtrArrayFast
    .size   RhpNewArrayFast, . - RhpNewArrayFast

    .section .rodata.rt_alloc_restart_ranges, "a"
    .global rt_alloc_restart_ranges
    .type   rt_alloc_restart_ranges, %object
    .balign 8
rt_alloc_restart_ranges:
    .quad   RhpNewFast, .Lnew_fast_commit
    .quad   RhpNewArrayFast, .Lnew_array_commit
    .quad   0, 0
    .size   rt_alloc_restart_ranges, . - rt_alloc_restart_ranges

    .section .note.GNU-stack, "", %progbits
