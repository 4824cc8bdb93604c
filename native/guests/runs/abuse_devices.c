/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abuse.h"

#define GICC_EOIR 0x10
#define GICC_END  0x1000

static void interrupts_for_a_moment(void)
{
    __asm__ volatile("msr daifclr, #3\n\tisb\n\tnop\n\tnop\n\tmsr daifset, #3\n\tisb" ::: "memory");
}

/* Every register of the interrupt controller with ones, zeroes and a pattern, in every width. */
void abuse_distributor(void)
{
    static const uint64_t values[] = {~0ul, 0, 0xa5a5a5a5a5a5a5a5ul};
    for (unsigned i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        for (uint64_t offset = 0; offset < 0x1000; offset += 8) {
            *(volatile uint64_t *)(GUEST_GICD + offset) = values[i];
            *(volatile uint8_t *)(GUEST_GICD + offset + 5) = (uint8_t)values[i];
            *(volatile uint16_t *)(GUEST_GICD + offset + 2) = (uint16_t)values[i];
            (void)*(volatile uint64_t *)(GUEST_GICD + offset);
        }
        for (uint64_t offset = 0; offset < GICC_END; offset += 4) {
            guest_write(GUEST_GICC + offset, (uint32_t)values[i]);
            (void)guest_read(GUEST_GICC + offset);
        }
        for (uint32_t irq = 0; irq < 1024; irq++) {
            guest_write(GUEST_GICC + GICC_EOIR, irq);
        }
        interrupts_for_a_moment();
    }
}

/* The virtual timer fires as often as it can; the physical one is given times that never come. */
void abuse_timers(void)
{
    guest_gic_on(GUEST_VTIMER_IRQ);
    for (uint64_t i = 0; i < 200; i++) {
        __asm__ volatile("msr cntv_tval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" ::"r"(i & 3),
                         "r"(1ul));
        interrupts_for_a_moment();
        __asm__ volatile(
            "msr cntv_cval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" ::"r"(~0ul >> (i & 63)),
            "r"(i & 3));
        interrupts_for_a_moment();
    }
    __asm__ volatile("msr cntv_ctl_el0, xzr\n\tmrs x0, cntpct_el0\n\tmsr cntkctl_el1, %0\n\t"
                     "msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb\n\t"
                     "msr cntp_ctl_el0, xzr\n\tisb" ::"r"(~0ul),
                     "r"(1ul)
                     : "x0");
}

/* System registers of EL1, of debugging, of performance counters, and of levels above. */
void abuse_registers(void)
{
#define ABUSE(reg)                                                                                 \
    __asm__ volatile("mrs x0, " reg "\n\tmsr " reg ", %0\n\tmsr " reg ", x0\n\tisb" ::"r"(~0ul)    \
                     : "x0")
    ABUSE("actlr_el1");
    ABUSE("afsr0_el1");
    ABUSE("mair_el1");
    ABUSE("tpidr_el1");
    ABUSE("csselr_el1");
    ABUSE("contextidr_el1");
    ABUSE("cpacr_el1");
    ABUSE("mdscr_el1");
    ABUSE("dbgbvr0_el1");
    ABUSE("dbgwcr0_el1");
    ABUSE("pmcr_el0");
    ABUSE("pmcntenset_el0");
    ABUSE("pmuserenr_el0");
    ABUSE("hcr_el2");
    ABUSE("vttbr_el2");
    ABUSE("vbar_el2");
    ABUSE("scr_el3");
    __asm__ volatile(
        "msr oslar_el1, %0\n\tbrk #1\n\tsvc #1\n\thlt #1\n\t.word 0\n\twfe\n\tsev\n\tic ialluis\n\t"
        "tlbi vmalle1\n\ttlbi alle2\n\tat s1e1r, %0\n\tat s12e1r, %0" ::"r"(GUEST_RAM));
}
