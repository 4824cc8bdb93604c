/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Kernel entry and exit. While user level or a guest runs, SP_EL2 points to the current thread's
 * context, so an exception can store registers without needing one first.
 */
#include "layout.h"

    .section .head, "ax"
    .global _start
_start:
    /* From the loader: x0-x5 arguments, MMU on, this image mapped at its virtual address. */
    msr     spsel, #1
    msr     daifset, #0xf
    ldr     x9, =kernel_stack_top
    mov     sp, x9
    mov     x29, xzr
    mov     x30, xzr
    bl      boot
    b       exit_to_user

    .section .text.vectors, "ax"

    .macro save_context
    stp     x0, x1, [sp, #16 * 0]
    stp     x2, x3, [sp, #16 * 1]
    stp     x4, x5, [sp, #16 * 2]
    stp     x6, x7, [sp, #16 * 3]
    stp     x8, x9, [sp, #16 * 4]
    stp     x10, x11, [sp, #16 * 5]
    stp     x12, x13, [sp, #16 * 6]
    stp     x14, x15, [sp, #16 * 7]
    stp     x16, x17, [sp, #16 * 8]
    stp     x18, x19, [sp, #16 * 9]
    stp     x20, x21, [sp, #16 * 10]
    stp     x22, x23, [sp, #16 * 11]
    stp     x24, x25, [sp, #16 * 12]
    stp     x26, x27, [sp, #16 * 13]
    stp     x28, x29, [sp, #16 * 14]
    mrs     x0, sp_el0
    mrs     x1, elr_el2
    mrs     x2, spsr_el2
    mrs     x3, tpidr_el0
    mrs     x4, tpidrro_el0
    stp     x30, x0, [sp, #CTX_X30_SP]
    stp     x1, x2, [sp, #CTX_PC_SPSR]
    stp     x3, x4, [sp, #CTX_TPIDR]
    adrp    x0, kernel_stack_top
    mov     sp, x0
    .endm

    .macro from_user handler
    .balign 0x80
    save_context
    bl      \handler
    b       exit_to_user
    .endm

    /* An exception inside the kernel: it is broken. Its stack may be, too. */
    .macro from_kernel kind
    .balign 0x80
    adrp    x0, kernel_stack_top
    mov     sp, x0
    mov     x0, #\kind
    b       handle_kernel_exception
    .endm

    .balign 0x800
    .global exception_vectors
exception_vectors:
    from_kernel 0
    from_kernel 1
    from_kernel 2
    from_kernel 3
    from_kernel 4
    from_kernel 5
    from_kernel 6
    from_kernel 7
    from_user handle_sync       /* lower level, AArch64 */
    from_user handle_irq
    from_user handle_irq        /* FIQ: not used, treated alike */
    from_user handle_serror
    from_user handle_sync       /* lower level, AArch32 */
    from_user handle_irq
    from_user handle_irq
    from_user handle_serror

exit_to_user:
    adrp    x0, current
    ldr     x0, [x0, #:lo12:current]
    mov     sp, x0
    ldp     x3, x4, [sp, #CTX_TPIDR]
    ldp     x1, x2, [sp, #CTX_PC_SPSR]
    ldp     x30, x0, [sp, #CTX_X30_SP]
    msr     tpidr_el0, x3
    msr     tpidrro_el0, x4
    msr     elr_el2, x1
    msr     spsr_el2, x2
    msr     sp_el0, x0
    ldp     x0, x1, [sp, #16 * 0]
    ldp     x2, x3, [sp, #16 * 1]
    ldp     x4, x5, [sp, #16 * 2]
    ldp     x6, x7, [sp, #16 * 3]
    ldp     x8, x9, [sp, #16 * 4]
    ldp     x10, x11, [sp, #16 * 5]
    ldp     x12, x13, [sp, #16 * 6]
    ldp     x14, x15, [sp, #16 * 7]
    ldp     x16, x17, [sp, #16 * 8]
    ldp     x18, x19, [sp, #16 * 9]
    ldp     x20, x21, [sp, #16 * 10]
    ldp     x22, x23, [sp, #16 * 11]
    ldp     x24, x25, [sp, #16 * 12]
    ldp     x26, x27, [sp, #16 * 13]
    ldp     x28, x29, [sp, #16 * 14]
    eret

    .text
    .global fpu_save
    .global fpu_load
    .arch   armv8-a+fp+simd
    .macro fpu_registers op
    \op     q0, q1, [x0, #32 * 0]
    \op     q2, q3, [x0, #32 * 1]
    \op     q4, q5, [x0, #32 * 2]
    \op     q6, q7, [x0, #32 * 3]
    \op     q8, q9, [x0, #32 * 4]
    \op     q10, q11, [x0, #32 * 5]
    \op     q12, q13, [x0, #32 * 6]
    \op     q14, q15, [x0, #32 * 7]
    \op     q16, q17, [x0, #32 * 8]
    \op     q18, q19, [x0, #32 * 9]
    \op     q20, q21, [x0, #32 * 10]
    \op     q22, q23, [x0, #32 * 11]
    \op     q24, q25, [x0, #32 * 12]
    \op     q26, q27, [x0, #32 * 13]
    \op     q28, q29, [x0, #32 * 14]
    \op     q30, q31, [x0, #32 * 15]
    .endm
fpu_save:
    fpu_registers stp
    mrs     x1, fpcr
    mrs     x2, fpsr
    add     x0, x0, #512
    stp     x1, x2, [x0]
    ret
fpu_load:
    fpu_registers ldp
    add     x0, x0, #512
    ldp     x1, x2, [x0]
    msr     fpcr, x1
    msr     fpsr, x2
    ret

    .section .note.GNU-stack, "", %progbits
