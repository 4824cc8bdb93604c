/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * The puppet: a guest that executes one instruction at a time, as the suite writes it into its code.
 * It reports with HVC, x7 = 1000 (no system call), and goes on with the x0 to x6 of the answer:
 *
 *   x0  what the instruction left there
 *   x6  0, or 1 when EL1 took a synchronous exception instead; then x5 is its syndrome
 */
#include "puppet.h"

    .section .rodata.guest_puppet, "a"
    .balign 16
    .global guest_puppet, guest_puppet_end
guest_puppet:
    adr     x1, vectors
    msr     vbar_el1, x1
    mov     x1, #(3 << 20)      /* CPACR_EL1.FPEN: FPCR and FPSR are registers like others */
    msr     cpacr_el1, x1
    isb
1:  mov     x6, #0
2:  mov     x7, #1000
    hvc     #0
    /* What the suite has written meanwhile. */
    dsb     sy
    ic      iallu
    dsb     sy
    isb
    b       slots
    .org    guest_puppet + PUPPET_SLOTS
slots:
    .rept   PUPPET_SLOT_COUNT
    nop
    .endr
    dsb     sy
    isb
    b       1b

    /* Where breakpoints are set. The second instruction may be one that the kernel traps. */
    .org    guest_puppet + PUPPET_TARGET
    nop
    mrs     x2, cntp_ctl_el0
    nop
    b       1b

    .org    guest_puppet + PUPPET_VECTORS
vectors:
    .macro  report_exception
    .balign 0x80
    mrs     x5, esr_el1
    mov     x6, #1
    /* Debug exceptions stay masked from here on, as the exception has left them. */
    b       2b
    .endm
    report_exception            /* synchronous, with SP_EL0 */
    .org    vectors + 0x200
    report_exception            /* synchronous, with SP_EL1 */
    .org    vectors + 0x400
    report_exception            /* synchronous, of EL0 */
    .global guest_puppet_end
guest_puppet_end:
