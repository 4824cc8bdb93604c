/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Arm ARM DDI 0487, C6 and C7: each instruction is undefined without the extension that its page
 * names. Only registers that a call may change, and the two words below the stack pointer, change.
 */

    .arch armv8.4-a+crypto

.macro probe name, instruction:vararg
    .globl rs_probe_\name
    .hidden rs_probe_\name
    .type rs_probe_\name, %function
    .p2align 2
rs_probe_\name:
    .cfi_startproc
    mov     x0, #1
    sub     x1, sp, #16
    \instruction
    ret
    .cfi_endproc
    .size rs_probe_\name, . - rs_probe_\name
.endm

    .text
    .globl rs_probe_begin
    .hidden rs_probe_begin
rs_probe_begin:
    probe   aes, aese v0.16b, v1.16b
    probe   pmull, pmull v0.1q, v1.1d, v2.1d
    probe   sha1, sha1h s0, s1
    probe   sha2, sha256su0 v0.4s, v1.4s
    probe   crc32, crc32b w2, w2, w3
    probe   atomics, ldadd xzr, x2, [x1]
    probe   rdm, sqrdmlah v0.4h, v1.4h, v2.4h
    probe   rcpc, ldapr x2, [x1]
    probe   dotprod, udot v0.4s, v1.16b, v2.16b
    probe   rcpc2, ldapur x2, [x1, #8]
    .globl rs_probe_end
    .hidden rs_probe_end
rs_probe_end:

    .section .note.GNU-stack, "", %progbits
