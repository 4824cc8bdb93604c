/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Interrupts: the GICv2, the handlers of user interrupts, the tick. */
#pragma once

#include "objects.h"
#include "status.h"

/* gic.c */
#define GIC_SPURIOUS 1020u /* and above: no interrupt is pending */
void gic_init(void);
uint32_t gic_acknowledge(void); /* value of GICC_IAR */
void gic_end(uint32_t iar);
void gic_mask(unsigned irq);
void gic_unmask(unsigned irq);
void gic_set_trigger(unsigned irq, bool edge);
void gic_send_sgi(unsigned irq, unsigned target);

/* irq.c */
void irq_init(void);
/* Take one pending interrupt. */
void irq_handle(void);
/* Undo the issue of a handler: the last capability is gone. */
void irq_release(unsigned irq);

/* timer.c */
void timer_init(void);
void timer_rearm(void);
