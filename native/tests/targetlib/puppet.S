/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The puppet's page: exception vectors, and from PUPPET_CODE on one slot an operation. A slot is an
 * instruction and the SMC that reports that it is done.
 */
    .section .rodata.puppet, "a"

    .macro slot instruction:vararg
    \instruction
    smc #0
    .endm

    .balign 4096
    .global puppet_page, puppet_code, puppet_settled, puppet_end
puppet_page:
    .rept 16
    smc #0
    b .
    .balign 0x80
    .endr

puppet_code:            /* in the order of target_op_t */
    slot nop
    slot b settle
    slot smc #0
    slot ldrb w3, [x28]
    slot ldrh w3, [x28]
    slot ldr w3, [x28]
    slot ldr x3, [x28]
    slot ldrsb x3, [x28]
    slot ldrsh x3, [x28]
    slot ldrsw x3, [x28]
    slot strb w3, [x28]
    slot strh w3, [x28]
    slot str w3, [x28]
    slot str x3, [x28]
    .arch_extension simd
    slot ldr q0, [x28]

/* Interrupts are taken between instructions: here are some. */
settle:
    dsb sy
    isb
    .rept 8
    b . + 4
    .endr
puppet_settled:
    smc #0
puppet_end:

    .section .note.GNU-stack, "", %progbits
