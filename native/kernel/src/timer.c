/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The kernel's tick: the EL2 physical timer. */
#include <sel4/config.h>

#include "arch.h"
#include "irq.h"

static word_t tick_length;

void timer_init(void)
{
    tick_length = READ_SYSREG(cntfrq_el0) * CONFIG_TIMER_TICK_MS / 1000;
    timer_rearm();
    WRITE_SYSREG(cnthp_ctl_el2, 1);
    isb();
    gic_unmask(IRQ_HYP_TIMER);
}

void timer_rearm(void)
{
    WRITE_SYSREG(cnthp_tval_el2, tick_length);
    isb();
}
