/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The guest's GIC, as a guest uses it (IHI 0048B, 4). */
#pragma once

#include "machine.h"

#define CTLR      0x000u
#define TYPER     0x004u
#define IIDR      0x008u
#define IGROUPR   0x080u
#define ISENABLER 0x100u
#define ICENABLER 0x180u
#define ISPENDR   0x200u
#define ICPENDR   0x280u
#define ISACTIVER 0x300u
#define ICACTIVER 0x380u
#define IPRIORITY 0x400u
#define ITARGETS  0x800u
#define ICFGR     0xc00u
#define SGIR      0xf00u
#define CPENDSGIR 0xf10u
#define SPENDSGIR 0xf20u
#define ICPIDR2   0xfe8u
#define NO_IRQ    1023

static inline void put_sized(machine_t *m, unsigned vcpu, uint32_t offset, unsigned log2,
                             uint32_t value)
{
    registers(m, vcpu)[X0] = value;
    CHECK_EQ(touch(m, vcpu, GICD + offset, ESR_STORE(log2, 0u)), 0);
}

static inline void put(machine_t *m, unsigned vcpu, uint32_t offset, uint32_t value)
{
    put_sized(m, vcpu, offset, 2, value);
}

static inline uint32_t get(machine_t *m, unsigned vcpu, uint32_t offset)
{
    CHECK_EQ(touch(m, vcpu, GICD + offset, ESR_LOAD(2, 0u)), 0);
    return (uint32_t)registers(m, vcpu)[X0];
}

static inline seL4_CPtr vcpu_of(machine_t *m, unsigned vcpu)
{
    return vm_get_vcpu(&m->vm, (int)vcpu);
}

static inline int in_list(machine_t *m, unsigned vcpu, unsigned index)
{
    return fake_list_register(vcpu_of(m, vcpu), index);
}

/* How often the timer's event was acknowledged; once more when the vCPU was made. */
static inline unsigned long timer_acks(machine_t *m, unsigned vcpu)
{
    return fake_vppi_acks(vcpu_of(m, vcpu)) - 1;
}

/* The list register that holds an interrupt, or -1. */
static inline int where(machine_t *m, unsigned vcpu, int irq)
{
    for (unsigned i = 0; i < FAKE_LIST_REGISTERS; i++) {
        if (in_list(m, vcpu, i) == irq) {
            return (int)i;
        }
    }
    return -1;
}

/* The guest runs, and takes the next interrupt: its number, or NO_IRQ. */
static inline unsigned take_irq(machine_t *m, unsigned vcpu)
{
    CHECK_EQ(machine_run(m), 0);
    return fake_guest_acknowledge(vcpu_of(m, vcpu));
}

/* It has an event that has nothing to do with interrupts. */
static inline void exit_once(machine_t *m, unsigned vcpu)
{
    CHECK_EQ(touch(m, vcpu, DEVICE, ESR_LOAD(2, 0u)), 0);
}

/* It ends an interrupt, of which the VMM hears. */
static inline void end_irq(machine_t *m, unsigned vcpu, unsigned irq)
{
    fake_guest_end(vcpu_of(m, vcpu), irq);
    exit_once(m, vcpu);
}
