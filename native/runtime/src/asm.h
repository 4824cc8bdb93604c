/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Assembly conveniences. Every function carries CFI: exceptions unwind through the runtime's own
 * frames. */
#pragma once

/* clang-format off */

#define FUNCTION(name) \
    .globl name;       \
    .type name, %function; \
    .p2align 2;        \
    name:              \
    .cfi_startproc

#define END_FUNCTION(name) \
    .cfi_endproc;          \
    .size name, . - name

/* Address of the calling thread's struct rt_thread (local-exec TLS, ELF for AArch64). */
.macro load_thread reg
    mrs     \reg, tpidr_el0
    add     \reg, \reg, #:tprel_hi12:rt_thread_self, lsl #12
    add     \reg, \reg, #:tprel_lo12_nc:rt_thread_self
.endm

/* clang-format on */
