/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Function pointers for delegates. Native code calls a thunk, the thunk's data says which delegate it stands for. The stubs
 * are part of the image, so that no memory is ever both writable and executable; each has its two words of data at the same
 * offset in rt_thunk_data.
 */

#include "thunks.h"
#include "asm.h"

    .text
    .p2align THUNK_BLOCK_BITS
    .globl rt_thunk_stubs
    .type rt_thunk_stubs, %function
rt_thunk_stubs:
    .cfi_startproc
    .rept THUNK_BLOCKS * THUNK_BLOCK_SIZE / THUNK_SIZE
    adr     x16, .
    b       rt_thunk_common
    nop
    nop
    .endr
    .cfi_endproc
    .size rt_thunk_stubs, . - rt_thunk_stubs

/* x16 = the thunk. Leaves its context for RhGetCurrentThunkContext and goes to its target; x9..x15 are free (AAPCS64). */
FUNCTION(rt_thunk_common)
    adrp    x9, rt_thunk_stubs
    add     x9, x9, #:lo12:rt_thunk_stubs
    sub     x16, x16, x9
    adrp    x9, rt_thunk_data
    add     x9, x9, #:lo12:rt_thunk_data
    add     x9, x9, x16
    ldp     x10, x11, [x9]
    mrs     x12, tpidr_el0
    add     x12, x12, #:tprel_hi12:rt_thunk_context, lsl #12
    add     x12, x12, #:tprel_lo12_nc:rt_thunk_context
    str     x10, [x12]
    br      x11
END_FUNCTION(rt_thunk_common)

    .section .note.GNU-stack, "", %progbits
