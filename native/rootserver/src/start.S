/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * The kernel enters here with the address of the bootinfo in x0 and no stack. The thread pointer is set
 * before any C that uses it: a compiler may read it once and early in a function.
 */

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
    mov     x19, x0
    adrp    x0, __main_tls
    add     x0, x0, :lo12:__main_tls
    bl      rs_tls_prepare
    msr     tpidr_el0, x0
    mov     x0, x19
    bl      rs_start
    brk     #0
    .cfi_endproc
    .size _start, . - _start
    .section .note.GNU-stack, "", %progbits
