/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Debug exceptions that a guest arranges for: none may arrive anywhere but in that guest.
 * (DDI 0487, D2.)
 */

#include "isolation.h"
#include "puppet.h"

#define DBGBVR(n)  ENCODING(2, 0, 0, (n), 4)
#define DBGBCR(n)  ENCODING(2, 0, 0, (n), 5)
#define DBGWVR(n)  ENCODING(2, 0, 0, (n), 6)
#define DBGWCR(n)  ENCODING(2, 0, 0, (n), 7)
#define MDSCR      ENCODING(2, 0, 0, 2, 2)
#define OSLAR      ENCODING(2, 0, 1, 0, 4)
#define OSLSR      ENCODING(2, 0, 1, 1, 4)
#define ELR        ENCODING(3, 0, 4, 0, 1)
#define SPSR       ENCODING(3, 0, 4, 0, 0)
#define CNTKCTL    ENCODING(3, 0, 14, 1, 0)
#define PMSELR     ENCODING(3, 3, 9, 12, 5)

#define MDSCR_SS   0x0001ul
#define MDSCR_KDE  0x2000ul
#define MDSCR_MDE  0x8000ul
#define OSLSR_OSLK 0x2ul

/* DBGBCR: enabled, for the whole instruction (BAS = 0xf), PMC = 0b10: EL0, 0b01: EL1. */
#define BREAK_EL0 0x1e5ul
#define BREAK_EL1 0x1e3ul
/* DBGWCR: enabled, loads and stores (LSC = 0b11) of EL0 (PAC = 0b10), 8 bytes; MASK = 31: 2 GiB. */
#define WATCH_EL0        0x1ffdul
#define WATCH_2GIB       (WATCH_EL0 | 31ul << 24)

#define EC_BREAK_CURRENT 0x31ul
#define EC_STEP_LOWER    0x32ul
#define EC_BRK           0x3cul

#define SPSR_EL0_STEP    0x2003c0ul /* EL0, interrupts masked, SS */
#define CNTKCTL_EL0PTEN  0x200ul    /* EL0 may use the physical timer */

#define DAIFCLR_DEBUG    0xd50348ffu /* msr daifclr, #8 */
#define ERET             0xd69f03e0u
#define NOP              0xd503201fu
#define BRANCH(bytes)    (0x14000000u | ((uint32_t)((bytes) / 4) & 0x3ffffffu))

static volatile seL4_Word watched;

static __attribute__((noinline)) seL4_Word victim(seL4_Word x)
{
    __asm__ volatile("" : "+r"(x));
    return x + 1;
}

static void run_victim(kapi_thread_t *self)
{
    watched += 1;
    self->out[0] = victim(self->arg[0]);
}

/* The root task, and another native thread, compute and read and write memory. */
static void work_natively(void)
{
    for (seL4_Word i = 0; i < 4; i++) {
        kapi_thread_t *thread = kapi_thread(run_victim, KAPI_ABOVE, seL4_CapNull);
        watched = 10;
        thread->arg[0] = i;
        kapi_resume(thread);
        EQ(thread->done, 1);
        EQ(thread->out[0], i + 1);
        EQ(watched, 11);
        EQ(victim(i), i + 1);
        OK(kapi_delete(thread->tcb));
    }
    kapi_threads_forget();
}

static puppet_t debugging_puppet(seL4_Word mdscr)
{
    puppet_t p = puppet_make();
    puppet_set(&p, OSLAR, 0);
    puppet_set(&p, MDSCR, mdscr);
    return p;
}

KTEST(single_step_of_a_guest_does_not_step_the_root_task)
{
    NEEDS_DEBUG_ISOLATION;
    puppet_t p = debugging_puppet(MDSCR_SS);
    work_natively();
    /* Nor another guest. */
    puppet_t other = puppet_make();
    const uint32_t nothing = NOP;
    EQ(puppet_run(&other, &nothing, 1, 0x55, 0), PUPPET_DONE);
    EQ(other.x[0], 0x55);
    EQ(puppet_run(&p, &nothing, 1, 0x66, 0), PUPPET_DONE);
}

KTEST(breakpoint_of_a_guest_does_not_stop_the_root_task)
{
    NEEDS_DEBUG_ISOLATION;
    puppet_t p = puppet_make();
    puppet_set(&p, DBGBVR(0), (seL4_Word)victim);
    puppet_set(&p, DBGBCR(0), BREAK_EL0);
    puppet_set(&p, OSLAR, 0);
    puppet_set(&p, MDSCR, MDSCR_MDE);
    work_natively();
}

KTEST(watchpoint_of_a_guest_does_not_stop_the_root_task)
{
    NEEDS_DEBUG_ISOLATION;
    puppet_t p = puppet_make();
    puppet_set(&p, DBGWVR(0), (seL4_Word)&watched);
    puppet_set(&p, DBGWCR(0), WATCH_EL0);
    puppet_set(&p, DBGWVR(1), 0);
    puppet_set(&p, DBGWCR(1), WATCH_2GIB);
    puppet_set(&p, OSLAR, 0);
    puppet_set(&p, MDSCR, MDSCR_MDE | MDSCR_SS);
    work_natively();
}

/* Lets the puppet execute the instructions at PUPPET_TARGET with debug exceptions unmasked. */
static puppet_end_t run_target(puppet_t *p)
{
    const uint32_t code[] = {DAIFCLR_DEBUG, BRANCH(PUPPET_TARGET - PUPPET_SLOTS - 4)};
    return puppet_run(p, code, 2, 0, 0);
}

static void set_breakpoint(puppet_t *p, unsigned n, seL4_Word offset)
{
    puppet_set(p, DBGBVR(n), GUEST_CODE + offset);
    puppet_set(p, DBGBCR(n), BREAK_EL1);
}

static void expect_break(puppet_t *p, seL4_Word offset)
{
    EQ(run_target(p), PUPPET_EXCEPTION);
    EQ(EC(p->x[5]), EC_BREAK_CURRENT);
    EQ(puppet_get(p, ELR), GUEST_CODE + offset);
}

/* A breakpoint of one guest where another executes, with debugging on and off in that one. */
KTEST(breakpoint_of_a_guest_does_not_stop_another)
{
    NEEDS_DEBUG_ISOLATION;
    puppet_t a = debugging_puppet(MDSCR_MDE | MDSCR_KDE), b = debugging_puppet(0);
    set_breakpoint(&a, 0, PUPPET_TARGET + 4);
    EQ(run_target(&b), PUPPET_DONE);
    puppet_set(&b, MDSCR, MDSCR_MDE | MDSCR_KDE);
    EQ(run_target(&b), PUPPET_DONE);
    work_natively();
}

/* seL4 with HardwareDebugAPI takes a guest's breakpoints from it at its next exit. */
KTEST(breakpoints_of_two_guests_work_side_by_side)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t a = debugging_puppet(MDSCR_MDE | MDSCR_KDE);
    puppet_t b = debugging_puppet(MDSCR_MDE | MDSCR_KDE);
    for (unsigned n = 0; n < 2; n++) {
        set_breakpoint(&a, n, PUPPET_TARGET + 4);
        expect_break(&a, PUPPET_TARGET + 4);
        EQ(run_target(&b), PUPPET_DONE);
        set_breakpoint(&b, 1 - n, PUPPET_TARGET + 8);
        expect_break(&b, PUPPET_TARGET + 8);
        expect_break(&a, PUPPET_TARGET + 4);
        work_natively();
        puppet_set(&a, DBGBCR(n), 0);
        EQ(run_target(&a), PUPPET_DONE);
        expect_break(&b, PUPPET_TARGET + 8);
        puppet_set(&b, DBGBCR(1 - n), 0);
    }
}

/* A locked OS lock, an OS double lock and MDSCR_EL1 without MDE each keep them off (D2.3). */
KTEST(breakpoints_of_a_guest_obey_its_locks)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t p = debugging_puppet(MDSCR_MDE | MDSCR_KDE);
    static const struct {
        encoding_t reg;
        seL4_Word off, on;
    } locks[] = {{{2, 0, 1, 0, 4}, 1, 0}, /* OSLAR_EL1 */
                 {{2, 0, 1, 3, 4}, 1, 0}, /* OSDLR_EL1 */
                 {{2, 0, 0, 2, 2}, MDSCR_KDE, MDSCR_KDE | MDSCR_MDE}};
    set_breakpoint(&p, 0, PUPPET_TARGET);
    for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
        puppet_set(&p, locks[i].reg, locks[i].off);
        EQ(run_target(&p), PUPPET_DONE);
        puppet_set(&p, locks[i].reg, locks[i].on);
        expect_break(&p, PUPPET_TARGET);
    }
}

/* A guest's EL1 steps its EL0, one instruction at a time, with exits to the kernel in between. */
KTEST(single_step_of_a_guest_works_in_it)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t p = debugging_puppet(MDSCR_SS), other = puppet_make();
    puppet_set(&p, CNTKCTL, CNTKCTL_EL0PTEN);
    for (seL4_Word at = PUPPET_TARGET; at < PUPPET_TARGET + 12; at += 4) {
        const uint32_t code[] = {instruction_msr(ELR, 0), instruction_msr(SPSR, 1), ERET};
        EQ(puppet_run(&p, code, 3, GUEST_CODE + at, SPSR_EL0_STEP), PUPPET_EXCEPTION);
        EQ(EC(p.x[5]), EC_STEP_LOWER);
        EQ(puppet_get(&p, ELR), GUEST_CODE + at + 4);
        puppet_set(&other, MDSCR, MDSCR_SS);
        work_natively();
    }
}

KTEST(breakpoint_instruction_of_a_guest_is_its_own)
{
    puppet_t p = puppet_make();
    const uint32_t brk = 0xd4200060; /* brk #3 */
    EQ(puppet_run(&p, &brk, 1, 0, 0), PUPPET_EXCEPTION);
    EQ(EC(p.x[5]), EC_BRK);
    EQ(p.x[5] & 0xffff, 3);
}

KTEST(os_lock_is_each_guests_own)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t a = puppet_make(), b = puppet_make();
    EQ(puppet_get(&a, OSLSR) & OSLSR_OSLK, OSLSR_OSLK); /* as after a reset */
    puppet_set(&a, OSLAR, 0);
    EQ(puppet_get(&a, OSLSR) & OSLSR_OSLK, 0);
    EQ(puppet_get(&b, OSLSR) & OSLSR_OSLK, OSLSR_OSLK);
    puppet_set(&b, OSLAR, 1);
    EQ(puppet_get(&a, OSLSR) & OSLSR_OSLK, 0);
}

/* What a VCPU leaves behind when it is deleted is gone, and a new one is as after a reset. */
KTEST(registers_of_a_deleted_guest_are_gone)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t a = debugging_puppet(MDSCR_MDE | MDSCR_KDE);
    set_breakpoint(&a, 0, PUPPET_TARGET);
    puppet_set(&a, PMSELR, 5);
    expect_break(&a, PUPPET_TARGET);
    OK(kapi_delete(a.guest->vcpu));
    OK(kapi_delete(a.guest->tcb));
    work_natively();
    puppet_t b = debugging_puppet(MDSCR_MDE | MDSCR_KDE);
    EQ(run_target(&b), PUPPET_DONE);
    EQ(puppet_get(&b, DBGBVR(0)), 0);
    EQ(puppet_get(&b, DBGBCR(0)), 0);
    EQ(puppet_get(&b, PMSELR), 0);
}
