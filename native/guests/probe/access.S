/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Operations that must be one particular instruction. All take x0 (address), x1, x2 and answer in x0. */

    .macro operation name
    .global \name
    .type \name, %function
\name:
    .endm

    .text
operation probe_load8_signed
    ldrsb x0, [x0]
    ret
operation probe_load16_signed_32
    ldrsh w0, [x0]
    ret
operation probe_load32_signed
    ldrsw x0, [x0]
    ret
operation probe_load_high
    mov x9, x28
    ldr x28, [x0]
    mov x0, x28
    mov x28, x9
    ret
operation probe_store_high
    mov x9, x27
    mov x27, x1
    str x27, [x0]
    mov x27, x9
    ret
operation probe_load_pair
    ldp x1, x2, [x0]
    add x0, x1, x2
    ret
operation probe_store_pair
    stp x1, x2, [x0]
    ret
operation probe_load32_post
    ldr w1, [x0], #4
    orr x0, x1, x0, lsl #32
    ret
operation probe_store32_pre
    str w1, [x0, #8]!
    ret
operation probe_store_pair_pre_sp
    mov x9, sp
    mov sp, x0
    stp x1, x2, [sp, #-16]!
    mov x0, sp
    mov sp, x9
    ret
operation probe_load_simd
    .arch_extension simd
    ldr q0, [x0]
    mov x0, #0
    ret
operation probe_store_simd
    str q0, [x0]
    mov x0, #0
    ret
operation probe_load_exclusive
    ldxr x0, [x0]
    clrex
    ret
operation probe_clean_line
    dc cvac, x0
    mov x0, #0
    ret
/* x0 address or function, x1 times; three instructions a round, of which one goes to the VMM. */
operation probe_load_loop
    mov x9, x0
1:  ldr w0, [x9]
    subs x1, x1, #1
    b.ne 1b
    ret
operation probe_store_loop
    mov x9, x0
1:  str w1, [x9]
    subs x1, x1, #1
    b.ne 1b
    ret
/* The call takes and returns x0 to x7: the loop counts in x9. */
operation probe_call_loop
    mov x9, x1
    mov x10, x0
    mov x7, #0
1:  mov x0, x10
    hvc #0
    subs x9, x9, #1
    b.ne 1b
    ret
/*
 * x0 CPU interface, x1 times: make the virtual timer due and take its interrupt, with a handler of no more than that: twelve
 * instructions a round. The handler switches the timer off, as one that counts time sets it to the next tick.
 */
operation probe_timer_loop
    mrs x9, vbar_el1
    adrp x10, probe_timer_vectors
    add x10, x10, :lo12:probe_timer_vectors
    msr vbar_el1, x10
    msr cntv_cval_el0, xzr
    isb
    msr daifclr, #2
1:  mov x12, #1
    msr cntv_ctl_el0, x12
    isb
2:  cbnz x12, 2b
    subs x1, x1, #1
    b.ne 1b
    msr daifset, #2
    msr vbar_el1, x9
    isb
    mov x0, #0
    ret

    .balign 2048
probe_timer_vectors:
    .skip 0x280             /* IRQ, from this level with its own stack pointer */
    ldr w13, [x0, #0xc]     /* GICC_IAR */
    msr cntv_ctl_el0, xzr
    isb
    mov x12, #0
    str w13, [x0, #0x10]    /* GICC_EOIR */
    eret

operation probe_zero_line
    dc zva, x0
    mov x0, #0
    ret
operation probe_prefetch
    prfm pldl1keep, [x0]
    mov x0, #0
    ret
/* guest_exception() resumes at x30 after a fault of the branch. */
operation probe_execute
    stp x29, x30, [sp, #-16]!
    blr x0
    ldp x29, x30, [sp], #16
    ret

/* x0 to x7 of the call; x0 of the answer. */
operation probe_hvc
    mov x7, x1
    mov x1, x2
    hvc #0
    ret
operation probe_smc
    mov x7, #0
    smc #0
    ret
operation probe_smc_immediate
    mov x7, #0
    smc #1
    ret
operation probe_hvc_immediate
    mov x7, #0
    hvc #1
    ret

/* Accesses at x0 for PROBE_ABORT; x9 is not theirs. */
    .macro accesses suffix, return
operation probe_abort_load\suffix
    ldr w1, [x0]
    \return
operation probe_abort_store\suffix
    str w1, [x0, #8]!
    \return
operation probe_abort_store_pair\suffix
    stp x1, x2, [x0]
    \return
operation probe_abort_fetch\suffix
    adr x30, 1f
    br x0
1:  \return
    .endm
    accesses _el1, "br x9"
    accesses _el0, "svc #0"

/* Accesses at x0 with the values x3 and x4, for PROBE_BIG_EL1: what they load is left in x5. */
    .macro big_access name, instruction:vararg
operation probe_big_\name
    mov x6, #0
    \instruction
    eor x5, x5, x6
    br x9
    .endm
    big_access load16_signed, ldrsh x5, [x0]
    big_access load32, ldr w5, [x0]
    big_access load64, ldr x5, [x0]
    big_access load32_index, ldr w5, [x0], #4
    big_access load_pair, ldp w5, w6, [x0]
    big_access store32, str w3, [x0]
    big_access store64, str x3, [x0]
    big_access store32_index, str w3, [x0], #4
    big_access store_pair, stp w3, w4, [x0]

/* Call x1 with bits x2 set in SCTLR_EL1; nothing but the access touches memory meanwhile. */
operation probe_with_sctlr
    mov x10, x30
    mrs x11, sctlr_el1
    orr x12, x11, x2
    adr x9, 1f
    add x4, x3, #1
    mov x5, #0
    dsb sy
    msr sctlr_el1, x12
    isb
    br x1
1:  msr sctlr_el1, x11
    isb
    mov x0, x5
    ret x10

/* A load at EL0 with bits x1 set in SCTLR_EL1. */
operation probe_load_el0_with_sctlr
    mov x10, x30
    mrs x11, sctlr_el1
    orr x12, x11, x1
    msr sctlr_el1, x12
    mov x2, #0x3c0
    msr spsr_el1, x2
    adr x2, 2f
    msr elr_el1, x2
    adr x9, 1f
    isb
    eret
2:  ldr w1, [x0]
    svc #0
1:  msr sctlr_el1, x11
    isb
    mov x0, x1
    ret x10

/* Call x1 with x0 the address and SP_EL0 as the stack pointer, of which there is none. */
operation probe_with_sp_el0
    mov x10, x30
    adr x9, 1f
    msr spsel, #0
    br x1
1:  msr spsel, #1
    ret x10
operation probe_with_sp_el1
    mov x10, x30
    adr x9, 1f
    br x1
1:  ret x10
/* Go to x1 at EL0, with x0 the address, until SVC: guest_exception() goes on at x9 then. */
operation probe_at_el0
    mov x10, x30
    adr x9, 1f
    mov x2, #0x3c0
    msr spsr_el1, x2
    msr elr_el1, x1
    isb
    eret
1:  ret x10

/* Report x1 to x4 and receive the next operation: x0 points at four words. */
operation probe_exchange
    mov x9, x0
    ldp x1, x2, [x9]
    ldp x3, x4, [x9, #16]
    movz x0, #0x0001
    movk x0, #0xc600, lsl #16
    mov x5, #0
    mov x6, #0
    mov x7, #0
    hvc #0
    stp x0, x1, [x9]
    stp x2, x3, [x9, #16]
    ret

operation probe_fpu
    dup v8.2d, x0
    dup v31.2d, x0
    stp x29, x30, [sp, #-16]!
    mov x0, #0x84000000     /* PSCI_VERSION: a round trip through the VMM */
    mov x7, #0
    hvc #0
    ldp x29, x30, [sp], #16
    umov x0, v8.d[1]
    umov x1, v31.d[0]
    add x0, x0, x1
    ret

    /* Entry of a CPU that PROBE_CPU_ON starts: x0 is the context, the address of its counter. */
operation probe_second_cpu
    mov x2, #1000
1:  ldr x1, [x0]
    add x1, x1, #1
    str x1, [x0]
    subs x2, x2, #1
    b.ne 1b
    mov x0, #0x84000000     /* PSCI CPU_OFF: 0x84000002 */
    add x0, x0, #2
    mov x7, #0
    hvc #0
2:  b 2b

    /* Entry of a CPU that PROBE_CPU_TAKE starts: x0 is the context, the address of its mailbox. */
operation probe_second_cpu_takes
    mov w1, #0xffff
    mov x10, #0x08000000
    str w1, [x10, #0x100]   /* GICD_ISENABLER0: SGIs */
    mov x10, #0x08010000
    mov w1, #0xf0
    str w1, [x10, #4]       /* GICC_PMR */
    mov w1, #1
    str w1, [x10]           /* GICC_CTLR */
1:  ldr w1, [x10, #0xc]     /* GICC_IAR */
    and w1, w1, #0x3ff
    cmp w1, #1020
    b.hs 1b
    str w1, [x0]
2:  ldr w1, [x0, #4]
    cbz w1, 2b
    mov x0, #0x84000000     /* PSCI CPU_OFF: 0x84000002 */
    add x0, x0, #2
    mov x7, #0
    hvc #0
3:  b 3b

    .section .note.GNU-stack, "", %progbits
