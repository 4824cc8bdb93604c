/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Guest programs (and one of a native thread), position independent, at most a page each. x0 is the argument; HVC with x7 = 1000, which is no
 * system call, reports x0 to x6.
 */

.macro PROGRAM name
    .section .rodata.guest_\name, "a"
    .balign 16
    .global guest_\name
guest_\name:
.endm

.macro END name
    .global guest_\name\()_end
guest_\name\()_end:
.endm

.macro REPORT
    mov     x7, #1000
    hvc     #0
.endm

/* Reads a word from the address in x0 and reports it. */
PROGRAM read
    mov     x1, x0
    mov     x2, #0x22
    ldr     w0, [x1, #8]
    REPORT
    b       .
END read

/* Writes to the address in x0, reports, and so on. */
PROGRAM write
    mov     x1, x0
    mov     w2, #0x77
    strb    w2, [x1]
    REPORT
    b       .
END write

/* Jumps to the address in x0. */
PROGRAM jump
    br      x0
END jump

/* Reports x0 + 1 for ever, with marks in the other registers. */
PROGRAM report
    mov     x8, #0x88
    mov     x1, #0x11
    mov     x2, #0x12
    mov     x3, #0x13
    mov     x4, #0x14
    mov     x5, #0x15
    mov     x6, #0x16
1:  add     x0, x0, #1
    REPORT
    b       1b
END report

/* HVC with the number in x0. */
PROGRAM hvc_number
    mov     x7, x0
    mov     x0, #0x55
    mov     x1, xzr
    hvc     #0
    REPORT
    b       .
END hvc_number

PROGRAM smc
    mov     x0, #0x51
    smc     #3
    mov     x0, #0x52
    REPORT
    b       .
END smc

PROGRAM wfi
    mov     x0, #0x61
    wfi
    mov     x0, #0x62
    REPORT
    b       .
END wfi

/* Counts for ever in the data page. */
PROGRAM spin
    mov     x1, #0x40000000
    add     x1, x1, #0x1000
1:  add     x0, x0, #1
    str     x0, [x1]
    b       1b
END spin

/* Reports registers that a VMM sets, then sets some itself and reports again. */
PROGRAM sysregs
    mrs     x0, sctlr_el1
    mrs     x1, ttbr0_el1
    mrs     x2, vbar_el1
    mrs     x3, tpidr_el1
    mrs     x4, mpidr_el1
    mrs     x5, elr_el1
    mrs     x6, mair_el1
    REPORT
    mov     x0, #0x1234
    msr     tpidr_el1, x0
    mov     x0, #0x8000
    msr     vbar_el1, x0
    msr     elr_el1, x0
    mov     sp, x0
    mov     x0, #0x3c5
    msr     spsr_el1, x0
    REPORT
    mrs     x0, CurrentEL
    mrs     x1, cntkctl_el1
    mrs     x2, cntv_ctl_el0
    mrs     x3, cntv_cval_el0
    mrs     x4, cpacr_el1
    mrs     x5, far_el1
    mrs     x6, esr_el1
    REPORT
    b       .
END sysregs

/*
 * Takes an undefined instruction, then a system call of itself, in its own vectors: no business of a VMM's.
 * The handler reports the syndrome and skips or returns.
 */
PROGRAM own_vectors
    adr     x1, 2f
    msr     vbar_el1, x1
    isb
    udf     #0
    svc     #5
    mov     x0, #0x99
    REPORT
    b       .
    .balign 2048
2:  .skip   0x200
    /* synchronous, from this level with its own stack pointer */
    mrs     x0, esr_el1
    lsr     x1, x0, #26
    mrs     x2, elr_el1
    REPORT
    cbnz    x1, 3f
    add     x2, x2, #4          /* past the undefined instruction */
    msr     elr_el1, x2
3:  eret
END own_vectors

/*
 * Virtual interrupts. Sets up vectors and the virtual CPU interface at 0x08010000, reports 1, then unmasks interrupts and spins.
 * Each interrupt: acknowledge, report 2 with the number in x1, end of interrupt. With x0 odd the interrupt is not ended.
 */
PROGRAM interrupts
    mov     x19, x0
    mov     x20, #0x08010000
    adr     x1, 2f
    msr     vbar_el1, x1
    isb
    mov     w1, #0xff
    str     w1, [x20, #4]       /* GICV_PMR: all priorities */
    mov     w1, #7
    str     w1, [x20]           /* GICV_CTLR: both groups, acknowledged the same way */
    mov     x0, #1
    REPORT
    msr     daifclr, #3
1:  add     x21, x21, #1
    b       1b
    .balign 2048
2:  .skip   0x280
    /* IRQ, then FIQ (virtual group 0 arrives as either), from this level */
    b       3f
    .balign 128
3:  ldr     w1, [x20, #0xc]     /* GICV_IAR */
    and     w22, w1, #0x3ff
    tbnz    x19, #0, 4f
    str     w1, [x20, #0x10]    /* GICV_EOIR; its maintenance interrupt comes no later than here: */
    dsb     sy
    isb
4:  mov     x0, #2
    mov     w1, w22
    mov     x2, x21
    REPORT
    eret
END interrupts

/*
 * The virtual timer: due x0 ticks from now. Reports the counter when it comes round to it, then again.
 */
PROGRAM timer
1:  mrs     x1, cntvct_el0
    add     x1, x1, x0
    msr     cntv_cval_el0, x1
    mov     x1, #1
    msr     cntv_ctl_el0, x1
    isb
2:  add     x5, x5, #1
    cmp     x5, #0
    b.ne    2b
    b       1b
END timer

/*
 * Floating point registers: fills all 32 from x0, reports, checks them all, and reports how many differ; for ever.
 */
PROGRAM fpu
    mov     x9, x0
    mov     x1, #(3 << 20)
    msr     cpacr_el1, x1
    isb
1:
    .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    add     x1, x9, #\n
    dup     v\n\().2d, x1
    .endr
    mov     x0, #1
    REPORT
    mov     x0, #0
    .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    add     x1, x9, #\n
    mov     x2, v\n\().d[0]
    mov     x3, v\n\().d[1]
    cmp     x1, x2
    cinc    x0, x0, ne
    cmp     x1, x3
    cinc    x0, x0, ne
    .endr
    add     x0, x0, #0x100
    REPORT
    b       1b
END fpu

/* No guest: calls capability 1 with the word at x0 and four more until the reply begins with null. */
    .section .rodata.native_reader, "a"
    .balign 16
    .global native_reader, native_reader_end
native_reader:
    mov     x19, x0
1:  ldr     x2, [x19]
    mov     x0, #1
    mov     x1, #5
    mov     x7, #-1             /* seL4_SysCall */
    svc     #0
    cbnz    x2, 1b
    udf     #0
native_reader_end:
