/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Where a secondary CPU begins: x0 is its number. Its stack is one of smp_stacks. */
#include "smp.h"

    .text
    .global smp_entry
smp_entry:
    adrp x1, smp_stacks
    add x1, x1, :lo12:smp_stacks
    add x2, x0, #1
    mov x3, #SMP_STACK
    madd x1, x2, x3, x1
    mov sp, x1
    adrp x1, guest_vectors
    add x1, x1, :lo12:guest_vectors
    msr vbar_el1, x1
    isb
    bl smp_secondary
1:  wfi
    b 1b

    .section .note.GNU-stack, "", %progbits
