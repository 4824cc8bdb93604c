/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The kernel enters here with the address of the bootinfo in x0 and no stack. */

    .section .text._start, "ax"
    .global _start
    .type _start, %function
_start:
    .cfi_startproc
    .cfi_undefined x30
    adrp    x1, __main_stack_top
    add     x1, x1, :lo12:__main_stack_top
    mov     sp, x1
    mov     x29, xzr
    mov     x30, xzr
    bl      rs_start
    brk     #0
    .cfi_endproc
    .size _start, . - _start
    .section .note.GNU-stack, "", %progbits
