/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A GICv2 as Arm IHI 0048B describes it, with two CPUs at most, one group and the interrupts 0 to
 * 95, without list registers: each interrupt has its state and nothing else.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define MODEL_CPUS   2u
#define MODEL_IRQS   96u
#define MODEL_NO_IRQ 1023u
#define MODEL_TIMER  27u

typedef struct gic_interrupt {
    bool enabled, latched, level, edge;
    bool active[MODEL_CPUS]; /* of a private one, its CPU's entry counts */
    bool held;               /* made active by software */
    uint8_t priority;
    uint8_t targets;
    uint8_t sources; /* of an SGI: CPUs that have sent it */
} gic_interrupt_t;

typedef struct gic_model {
    unsigned cpus;
    bool enabled;
    gic_interrupt_t private[MODEL_CPUS][32];
    gic_interrupt_t shared[MODEL_IRQS];
} gic_model_t;

void gic_model_reset(gic_model_t *model, unsigned cpus);
gic_interrupt_t *gic_model_interrupt(gic_model_t *model, unsigned cpu, unsigned irq);

/* A store of CPU to a register of 32 bits at OFFSET: VALUE has zeros outside MASK. */
void gic_model_write(gic_model_t *model, unsigned cpu, uint32_t offset, uint32_t value,
                     uint32_t mask);
/* A load. */
uint32_t gic_model_read(gic_model_t *model, unsigned cpu, uint32_t offset);

void gic_model_inject(gic_model_t *model, unsigned cpu, unsigned irq);
void gic_model_set_level(gic_model_t *model, unsigned cpu, unsigned irq, bool high);

/* true when CPU may take IRQ, with the priority mask and the running priority of its interface. */
bool gic_model_may_take(gic_model_t *model, unsigned cpu, unsigned irq, unsigned mask,
                        unsigned running);
void gic_model_take(gic_model_t *model, unsigned cpu, unsigned irq);
void gic_model_end(gic_model_t *model, unsigned cpu, unsigned irq);
