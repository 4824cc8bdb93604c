/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The probe: a guest that does one operation after the other, as the VMM tells it, and reports what
 * came of each. It calls HVC with PROBE_REPORT in x0 and the results in x1 to x4; the VMM resumes
 * it with the next operation in x0 and its arguments in x1 to x3.
 */
#pragma once

/* A function identifier of the range for vendor-specific hypervisor services (Arm DEN 0028). */
#define PROBE_REPORT 0xc6000001ul

/* What x1 to x4 of a report are: the operation's result, ESR_EL1 and FAR_EL1 of the last exception
 * that it took, number of such exceptions. */

typedef enum probe_op {
    PROBE_READY, /* reported at the start */
    PROBE_LOAD8, /* x1 address -> value */
    PROBE_LOAD16,
    PROBE_LOAD32,
    PROBE_LOAD64,
    PROBE_LOAD8_SIGNED,     /* to 64 bits */
    PROBE_LOAD16_SIGNED_32, /* to 32 bits */
    PROBE_LOAD32_SIGNED,
    PROBE_STORE8, /* x1 address, x2 value */
    PROBE_STORE16,
    PROBE_STORE32,
    PROBE_STORE64,
    PROBE_STORE_ZERO32,      /* XZR */
    PROBE_LOAD_HIGH,         /* 64 bits to x28 */
    PROBE_STORE_HIGH,        /* 64 bits from x27 */
    PROBE_LOAD_PAIR,         /* x1 address -> sum of both */
    PROBE_STORE_PAIR,        /* x1 address, x2 and x3 values */
    PROBE_LOAD32_POST,       /* post-index by 4: value + (address afterwards << 32) */
    PROBE_STORE32_PRE,       /* pre-index by 8: x1 address, x2 value -> address afterwards */
    PROBE_STORE_PAIR_PRE_SP, /* stack pointer as base: x1 address -> address afterwards */
    PROBE_LOAD_SIMD,
    PROBE_STORE_SIMD,
    PROBE_LOAD_EXCLUSIVE,
    PROBE_CLEAN_LINE, /* DC CVAC */
    PROBE_ZERO_LINE,  /* DC ZVA */
    PROBE_PREFETCH,   /* PRFM */
    PROBE_EXECUTE,    /* branch to x1 */
    PROBE_WFI,        /* with interrupts enabled, until one has come -> number of interrupts */
    PROBE_WFE,
    PROBE_SMC, /* x1 function, x2 first argument -> x0 */
    PROBE_HVC, /* x1 function, x2 x7 -> x0 */
    PROBE_CURRENT_EL,
    PROBE_MPIDR,
    PROBE_GIC_SETUP, /* distributor and CPU interface on; x1: interrupt to enable (priority 0xa0) */
    PROBE_IRQ_COUNT, /* x1 interrupt -> times taken */
    PROBE_IRQ_WINDOW, /* enable interrupts for a moment -> times taken, all of them */
    PROBE_SEND_SGI,   /* x1: value for GICD_SGIR */
    PROBE_TIMER_WAIT, /* x1 ticks: arm the virtual timer, WFI until it fires -> times PPI 27 was
                         taken */
    PROBE_MMU_ON,     /* own translation tables: identity, and MMIO at 0x0a000000 also at virtual
                         0x3f000000 */
    PROBE_CPU_ON,     /* x1 CPU: start it; it counts -> PSCI result */
    PROBE_CPU_COUNT,  /* counter of the second CPU */
    PROBE_SPIN,       /* x1 rounds */
    PROBE_FPU,        /* put x1 into V registers, make a call, add them up */
    PROBE_SCRIBBLE,   /* store to every x2-th address below x1 -> exceptions */
    PROBE_FLOOD,      /* x1 HVC calls with odd numbers -> 0 */
    PROBE_LOAD_LOOP,  /* x1 address, x2 times: load 32 bits to x0 */
    PROBE_STORE_LOOP, /* x1 address, x2 times: store 32 bits */
    PROBE_CALL_LOOP,  /* x1 function, x2 times: HVC */
    PROBE_JUMP_ABOUT, /* branch to every x2-th address below x1 -> exceptions */
    PROBE_IRQ_LOOP,   /* x1 function, x2 times: HVC with interrupts enabled */
    PROBE_TIMER_LOOP, /* x2 times: make the virtual timer due and take its interrupt */
    PROBE_TIMER_SET,  /* x1: value for CNTV_CTL_EL0, with a time that has passed */
    PROBE_CPU_TAKE,   /* x1 CPU: start it; it takes an interrupt and waits -> PSCI result */
    PROBE_CPU_TAKEN,  /* what it has taken; 0: nothing yet */
    PROBE_CPU_LEAVE,  /* let it switch itself off, without ending the interrupt */

    /* Calls with an immediate, and accesses that end in an abort. */
    PROBE_SMC_IMMEDIATE, /* x1 function: smc #1 -> x0 */
    PROBE_HVC_IMMEDIATE, /* x1 function: hvc #1 -> x0 */
    PROBE_ABORT,    /* x1 address, x2 a probe_access_t, x3 a probe_level_t -> group of the vector */
    PROBE_NO_TABLE, /* after PROBE_MMU_ON. x1 level, 2 or 3, x2 address of no memory: the table of
                       that level for a part of the address space is there -> an address in it */

    /* Big-endian accesses: x1 address, x2 a probe_big_t, x3 value. */
    PROBE_BIG_EL1,    /* SCTLR_EL1.EE -> the value loaded, of a pair the exclusive or */
    PROBE_BIG_TABLES, /* the same with translation on, by tables that are big-endian as well */
    PROBE_BIG_EL0,    /* SCTLR_EL1.E0E, a 32-bit load at EL0 (x2 is not looked at) */
} probe_op_t;

typedef enum probe_access { PROBE_LOAD, PROBE_STORE, PROBE_STORE_TWO, PROBE_FETCH } probe_access_t;

/* Where an access is made. */
typedef enum probe_level { PROBE_EL1, PROBE_EL1_SP_EL0, PROBE_EL0 } probe_level_t;

/* With an index: post-indexed by 4. A pair is two registers of 32 bits; stored, the value and the
 * value plus 1. */
typedef enum probe_big {
    PROBE_BIG_LOAD16_SIGNED,
    PROBE_BIG_LOAD32,
    PROBE_BIG_LOAD64,
    PROBE_BIG_LOAD32_INDEX,
    PROBE_BIG_LOAD_PAIR,
    PROBE_BIG_STORE32,
    PROBE_BIG_STORE64,
    PROBE_BIG_STORE32_INDEX,
    PROBE_BIG_STORE_PAIR,
} probe_big_t;
