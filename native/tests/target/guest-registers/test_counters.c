/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Performance monitors and the physical timer: what a guest does with them ends with its turn. */

#include "isolation.h"
#include "puppet.h"

#include <rootserver/time.h>

#define PMCR           ENCODING(3, 3, 9, 12, 0)
#define PMCNTENSET     ENCODING(3, 3, 9, 12, 1)
#define PMCCNTR        ENCODING(3, 3, 9, 13, 0)
#define PMUSERENR      ENCODING(3, 3, 9, 14, 0)
#define CNTP_TVAL      ENCODING(3, 3, 14, 2, 0)
#define CNTP_CTL       ENCODING(3, 3, 14, 2, 1)
#define CNTP_CVAL      ENCODING(3, 3, 14, 2, 2)
#define CNTPCT         ENCODING(3, 3, 14, 0, 1)

#define PMCR_E         0x01ul
#define PMCR_LC        0x40ul /* the cycle counter has 64 bits */
#define CYCLES         (1ul << 31)
#define PMUSERENR_ALL  0xful

#define CTL_ENABLE     1ul
#define CTL_IMASK      2ul
#define CTL_ISTATUS    4ul

#define EC_SYSREG_TRAP 0x18ul

static seL4_Word native_cycles(void)
{
    seL4_Word value;
    __asm__ volatile("mrs %0, pmccntr_el0" : "=r"(value));
    return value;
}

static void read_cycles(kapi_thread_t *self)
{
    self->out[0] = native_cycles();
}

/* The root task does not use the monitors: it gets a fault, whatever guests have allowed theirs. */
KTEST(guests_cannot_give_native_threads_the_performance_monitors)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t p = puppet_make();
    for (int allowed = 0; allowed < 2; allowed++) {
        puppet_set(&p, PMUSERENR, allowed ? PMUSERENR_ALL : 0);
        seL4_CPtr faults = kapi_endpoint();
        kapi_thread_t *thread = kapi_start(read_cycles, KAPI_ABOVE, faults);
        EQ(kapi_recv(faults).label, seL4_Fault_VCPUFault);
        EQ(EC(seL4_GetMR(seL4_VCPUFault_HSR)), EC_SYSREG_TRAP);
        EQ(thread->done, 0);
        OK(kapi_delete(thread->tcb));
    }
}

/* Cycles that a guest counts from one of its turns to the next, with others' work of 10 ms between.
 */
static seL4_Word cycles_across_a_pause(puppet_t *p)
{
    seL4_Word before = puppet_get(p, PMCCNTR);
    seL4_Word end = sys_ticks() + sys_ticks_per_second() / 100;
    while (sys_ticks() < end) {
    }
    return puppet_get(p, PMCCNTR) - before;
}

/*
 * Counting goes on for the guest and stands still for it while others run. QEMU counts a cycle per
 * nanosecond; a host that stops QEMU in the guest's short turns makes one attempt fail, not twenty.
 */
KTEST(cycle_counter_stands_still_while_others_run)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t p = puppet_make(), other = puppet_make();
    puppet_set(&p, PMCNTENSET, CYCLES);
    puppet_set(&p, PMCR, PMCR_E | PMCR_LC);
    seL4_Word least = ~0ul;
    for (int i = 0; i < 20; i++) {
        seL4_Word cycles = cycles_across_a_pause(&p);
        NE(cycles, 0);
        least = cycles < least ? cycles : least;
        EQ(puppet_get(&other, PMCCNTR), 0); /* takes the monitors, and has not counted */
    }
    HOLDS(least < 5000000);
    EQ(puppet_get(&p, PMCR) & PMCR_E, PMCR_E);
}

/* A guest's copy of the timer: it compares and counts down as DDI 0487, D13.2 says. */
KTEST(physical_timer_counts_in_each_guest)
{
    puppet_t p = puppet_make();
    puppet_set(&p, CNTP_CTL, CTL_IMASK | CTL_ENABLE);
    puppet_set(&p, CNTP_CVAL, ~0ul);
    EQ(puppet_get(&p, CNTP_CTL), CTL_ENABLE | CTL_IMASK);
    puppet_set(&p, CNTP_CVAL, 0);
    EQ(puppet_get(&p, CNTP_CTL), CTL_ENABLE | CTL_IMASK | CTL_ISTATUS);
    /* TVAL is signed, and relative to the count. */
    seL4_Word now = puppet_get(&p, CNTPCT);
    puppet_set(&p, CNTP_TVAL, 0x40000000);
    seL4_Word compare = puppet_get(&p, CNTP_CVAL);
    HOLDS(compare - now >= 0x40000000 && compare - now < 0x60000000);
    puppet_set(&p, CNTP_TVAL, 0xffffffff);
    HOLDS(puppet_get(&p, CNTP_CVAL) < puppet_get(&p, CNTPCT));
    HOLDS(puppet_get(&p, CNTP_TVAL) > 0x80000000 && puppet_get(&p, CNTP_TVAL) <= 0xffffffff);
    puppet_set(&p, CNTP_CTL, CTL_IMASK);
    EQ(puppet_get(&p, CNTP_CTL) & ~CTL_ISTATUS, CTL_IMASK);
}

KTEST(physical_timer_of_the_root_task_is_out_of_reach)
{
    NEEDS_REGISTER_ISOLATION;
    puppet_t p = puppet_make();
    seL4_Word far = ~0ul >> 1, control, compare;
    __asm__ volatile("msr cntp_cval_el0, %0; msr cntp_ctl_el0, %1" ::"r"(far),
                     "r"(CTL_ENABLE | CTL_IMASK));
    puppet_set(&p, CNTP_CTL, 0);
    puppet_set(&p, CNTP_CVAL, 0);
    __asm__ volatile("mrs %0, cntp_cval_el0; mrs %1, cntp_ctl_el0" : "=r"(compare), "=r"(control));
    EQ(compare, far);
    EQ(control, CTL_ENABLE | CTL_IMASK);
    __asm__ volatile("msr cntp_ctl_el0, %0" ::"r"(CTL_IMASK));
    /* And what is built on it goes on. */
    uint64_t before = rs_time_ns();
    puppet_set(&p, CNTP_CTL, CTL_IMASK);
    rs_time_sleep(1000000);
    HOLDS(rs_time_ns() - before >= 1000000);
}
