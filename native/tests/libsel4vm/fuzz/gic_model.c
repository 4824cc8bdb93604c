/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gic_model.h"

#include <string.h>

#define SGIS    16u
#define PRIVATE 32u

void gic_model_reset(gic_model_t *model, unsigned cpus)
{
    memset(model, 0, sizeof(*model));
    model->cpus = cpus;
    for (unsigned irq = 0; irq < MODEL_IRQS; irq++) {
        model->shared[irq].targets = 1;
    }
    for (unsigned cpu = 0; cpu < MODEL_CPUS; cpu++) {
        for (unsigned irq = 0; irq < SGIS; irq++) {
            model->private[cpu][irq].edge = true;
        }
    }
}

gic_interrupt_t *gic_model_interrupt(gic_model_t *model, unsigned cpu, unsigned irq)
{
    return irq < PRIVATE ? &model->private[cpu][irq] : &model->shared[irq];
}

static uint8_t all_cpus(const gic_model_t *model)
{
    return (uint8_t)((1u << model->cpus) - 1);
}

static bool is_pending(const gic_interrupt_t *interrupt)
{
    return interrupt->latched || interrupt->sources != 0 || (interrupt->level && !interrupt->edge);
}

static bool is_active(const gic_model_t *model, const gic_interrupt_t *interrupt)
{
    bool active = interrupt->held;
    for (unsigned cpu = 0; cpu < model->cpus; cpu++) {
        active = active || interrupt->active[cpu];
    }
    return active;
}

static bool is_routed(const gic_model_t *model, const gic_interrupt_t *interrupt, unsigned cpu)
{
    if (model->cpus == 1) {
        return true;
    }
    return interrupt->targets != 0 && (unsigned)__builtin_ctz(interrupt->targets) == cpu;
}

static void send(gic_model_t *model, unsigned from, uint32_t value)
{
    unsigned filter = value >> 24 & 3;
    for (unsigned cpu = 0; cpu < model->cpus; cpu++) {
        bool listed = (value >> 16 >> cpu & 1) != 0;
        if ((filter == 0 && listed) || (filter == 1 && cpu != from) ||
            (filter == 2 && cpu == from)) {
            model->private[cpu][value & 15].sources |= (uint8_t)(1u << from);
        }
    }
}

/* ICACTIVER of one interrupt. */
static void deactivate(const gic_model_t *model, gic_interrupt_t *interrupt)
{
    interrupt->held = false;
    for (unsigned cpu = 0; cpu < model->cpus; cpu++) {
        interrupt->active[cpu] = false;
    }
}

/* A register of one bit for each interrupt. */
static void write_bit(gic_model_t *model, gic_interrupt_t *interrupt, unsigned irq, uint32_t kind)
{
    switch (kind) {
    case 0x100:
        interrupt->enabled = true;
        break;
    case 0x180:
        interrupt->enabled = false;
        break;
    case 0x200:
        interrupt->latched = interrupt->latched || irq >= SGIS;
        break;
    case 0x280:
        interrupt->latched = interrupt->latched && irq < SGIS;
        break;
    case 0x300:
        interrupt->held = interrupt->held || !is_active(model, interrupt);
        break;
    default:
        deactivate(model, interrupt);
        break;
    }
}

static void write_byte(gic_model_t *model, unsigned cpu, uint32_t offset, uint8_t value)
{
    if (offset < 0x800) {
        gic_model_interrupt(model, cpu, offset - 0x400)->priority = value & 0xf8;
    } else if (offset < 0xc00 && offset - 0x800 >= PRIVATE && model->cpus > 1) {
        model->shared[offset - 0x800].targets = value & all_cpus(model);
    } else if (offset >= 0xf10 && offset < 0xf20) {
        model->private[cpu][offset - 0xf10].sources &= (uint8_t)~value;
    } else if (offset >= 0xf20 && offset < 0xf30) {
        model->private[cpu][offset - 0xf20].sources |= value & all_cpus(model);
    }
}

void gic_model_write(gic_model_t *model, unsigned cpu, uint32_t offset, uint32_t value,
                     uint32_t mask)
{
    if (offset == 0) {
        model->enabled = (mask & 1) != 0 ? (value & 1) != 0 : model->enabled;
    } else if (offset >= 0x100 && offset < 0x400) {
        unsigned first = offset % 0x80 / 4 * 32;
        for (unsigned i = 0; i < 32; i++) {
            if ((value >> i & 1) != 0) {
                write_bit(model, gic_model_interrupt(model, cpu, first + i), first + i,
                          offset & ~0x7fu);
            }
        }
    } else if (offset >= 0xc00 && offset < 0xd00) {
        unsigned first = (offset - 0xc00) * 4;
        for (unsigned i = 0; i < 16; i++) {
            bool fixed = first + i < SGIS || first + i == MODEL_TIMER;
            if ((mask >> (2 * i + 1) & 1) != 0 && !fixed) {
                gic_model_interrupt(model, cpu, first + i)->edge = (value >> (2 * i + 1) & 1) != 0;
            }
        }
    } else if (offset == 0xf00) {
        send(model, cpu, value);
    } else {
        for (unsigned i = 0; i < 4; i++) {
            if ((mask >> 8 * i & 0xff) != 0) {
                write_byte(model, cpu, offset + i, (uint8_t)(value >> 8 * i));
            }
        }
    }
}

static uint32_t read_bit(gic_model_t *model, const gic_interrupt_t *interrupt, uint32_t kind)
{
    switch (kind) {
    case 0x100:
    case 0x180:
        return interrupt->enabled;
    case 0x200:
    case 0x280:
        return is_pending(interrupt);
    default:
        return is_active(model, interrupt);
    }
}

static uint8_t read_byte(gic_model_t *model, unsigned cpu, uint32_t offset)
{
    if (offset < 0x800) {
        return gic_model_interrupt(model, cpu, offset - 0x400)->priority;
    }
    if (offset < 0xc00) {
        unsigned irq = offset - 0x800;
        return model->cpus == 1 ? 0
               : irq < PRIVATE  ? (uint8_t)(1u << cpu)
                                : model->shared[irq].targets;
    }
    return offset >= 0xf10 && offset < 0xf30 ? model->private[cpu][offset & 15].sources : 0;
}

uint32_t gic_model_read(gic_model_t *model, unsigned cpu, uint32_t offset)
{
    uint32_t value = 0;
    if (offset == 0) {
        return model->enabled;
    }
    if (offset >= 0x100 && offset < 0x400) {
        unsigned first = offset % 0x80 / 4 * 32;
        for (unsigned i = 0; i < 32; i++) {
            const gic_interrupt_t *interrupt = gic_model_interrupt(model, cpu, first + i);
            value |= read_bit(model, interrupt, offset & ~0x7fu) << i;
        }
        return value;
    }
    if (offset >= 0xc00 && offset < 0xd00) {
        unsigned first = (offset - 0xc00) * 4;
        for (unsigned i = 0; i < 16; i++) {
            value |= (uint32_t)gic_model_interrupt(model, cpu, first + i)->edge << (2 * i + 1);
        }
        return value;
    }
    for (unsigned i = 0; i < 4; i++) {
        value |= (uint32_t)read_byte(model, cpu, offset + i) << 8 * i;
    }
    return value;
}

void gic_model_inject(gic_model_t *model, unsigned cpu, unsigned irq)
{
    gic_model_interrupt(model, cpu, irq)->latched = true;
}

void gic_model_set_level(gic_model_t *model, unsigned cpu, unsigned irq, bool high)
{
    gic_interrupt_t *interrupt = gic_model_interrupt(model, cpu, irq);
    interrupt->latched = interrupt->latched || (high && !interrupt->level && interrupt->edge);
    interrupt->level = high;
}

bool gic_model_may_take(gic_model_t *model, unsigned cpu, unsigned irq, unsigned mask,
                        unsigned running)
{
    const gic_interrupt_t *interrupt = gic_model_interrupt(model, cpu, irq);
    return model->enabled && interrupt->enabled && is_pending(interrupt) &&
           !is_active(model, interrupt) && (irq < PRIVATE || is_routed(model, interrupt, cpu)) &&
           interrupt->priority < mask && interrupt->priority < running;
}

void gic_model_take(gic_model_t *model, unsigned cpu, unsigned irq)
{
    gic_interrupt_t *interrupt = gic_model_interrupt(model, cpu, irq);
    interrupt->latched = false;
    interrupt->active[cpu] = true;
}

void gic_model_end(gic_model_t *model, unsigned cpu, unsigned irq)
{
    gic_model_interrupt(model, cpu, irq)->active[cpu] = false;
}
