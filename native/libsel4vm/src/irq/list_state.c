/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "list_state.h"

static bool stands_still(const vm_vcpu_t *vcpu)
{
    return is_event_of(vcpu) || vcpu_state(vcpu)->mode != VCPU_RUNNING;
}

/*
 * The kernel knows the state of the registers of a vCPU after which another one has run, as while
 * another one's event is handled. Of the one that ran last it does not: it would fill an active
 * register. With an event that is no vCPU's it is not known which one that is, unless there is
 * only one.
 */
knowledge_t vmi_list_knowledge(vm_vcpu_t *vcpu)
{
    if (!is_event_of(vcpu) && vmi_vcpu_is_only()) {
        vmi_list_observe(vcpu);
        return KNOW_STATES;
    }
    if (stands_still(vcpu)) {
        return KNOW_STATES;
    }
    return vm_state(vcpu->vm)->current != NULL ? KNOW_BY_ASKING : KNOW_NOTHING;
}

/* The bit in GICV_APR of an interrupt's priority: IGNORED are the bits below the binary point (IHI
 * 0048B, 5.3.8 GICH_APR). */
static uint32_t level_bit(unsigned priority, unsigned ignored)
{
    return 1u << ((priority & ~ignored) >> VGIC_PRIORITY_SHIFT);
}

static unsigned ignored_priority_bits(void)
{
    return (2u << (vmi_gicv_read(GICV_BPR) & 7)) - 1;
}

/* The levels of the registers in MASK; in *SHARED those of several. */
static uint32_t levels_of(const struct vgic_cpu *cpu, unsigned mask, unsigned ignored,
                          uint32_t *shared)
{
    uint32_t levels = 0;
    *shared = 0;
    for (; mask != 0; mask &= mask - 1) {
        uint32_t bit = level_bit(cpu->list[__builtin_ctz(mask)].priority, ignored);
        *shared |= levels & bit;
        levels |= bit;
    }
    return levels;
}

void vmi_list_observe(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    uint32_t active = vmi_gicv_read(GICV_APR), shared, unused;
    unsigned ignored = ignored_priority_bits();
    /* Then one may be active though its priority has been dropped. */
    bool split = (vmi_gicv_read(GICV_CTLR) & GICV_CTLR_EOI_MODE) != 0;
    uint32_t explained = levels_of(cpu, (uint8_t)(cpu->used & ~cpu->open), ignored, &unused);
    levels_of(cpu, cpu->open, ignored, &shared);
    cpu->orphans &= active;
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        unsigned i = (unsigned)__builtin_ctz(mask);
        uint32_t bit = level_bit(cpu->list[i].priority, ignored);
        if ((active & bit & ~explained) == 0) {
            cpu->list[i].doubt = split;
        } else if (((shared | cpu->orphans) & bit) != 0) {
            cpu->list[i].doubt = true;
        } else {
            cpu->open &= (uint8_t)~list_bit(i);
        }
    }
}

bool vmi_list_is_pending(const vm_vcpu_t *vcpu, unsigned i)
{
    const struct vgic_cpu *cpu = list_cpu(vcpu);
    return (cpu->open & list_bit(i)) != 0 && stands_still(vcpu) &&
           list_is_usable(&cpu->list[i], KNOW_STATES);
}

static uint32_t bit_in_word(const struct list_entry *entry, unsigned first)
{
    unsigned irq = (unsigned)entry->irq;
    return irq / 32 == first / 32 ? irq_bit(irq) : 0;
}

void vmi_list_deactivate(vm_vcpu_t *vcpu, unsigned first, uint32_t bits)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    for (unsigned mask = cpu->used; mask != 0; mask &= mask - 1) {
        unsigned i = (unsigned)__builtin_ctz(mask);
        struct list_entry *entry = &cpu->list[i];
        if ((bit_in_word(entry, first) & bits) == 0 || vmi_list_is_pending(vcpu, i)) {
            continue;
        }
        bool known = (cpu->open & list_bit(i)) == 0;
        if (is_event_of(vcpu)) {
            entry->settling = !known;
            vmi_gicv_deactivate((unsigned)entry->irq);
            cpu->orphans |= level_bit(entry->priority, ignored_priority_bits());
        }
        if (known || !is_event_of(vcpu)) {
            cpu->deactivate |= list_bit(i);
            vcpu_state(vcpu)->look = true;
        }
    }
}

void vmi_list_deactivate_asked(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    unsigned mask = cpu->deactivate;
    cpu->deactivate = 0;
    for (; mask != 0; mask &= mask - 1) {
        unsigned irq = (unsigned)cpu->list[__builtin_ctz(mask)].irq;
        vmi_list_deactivate(vcpu, irq, irq_bit(irq));
    }
}

uint32_t vmi_list_pending(const vm_vcpu_t *vcpu, unsigned first)
{
    const struct vgic_cpu *cpu = list_cpu(vcpu);
    uint32_t bits = 0;
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        bits |= bit_in_word(&cpu->list[__builtin_ctz(mask)], first);
    }
    return bits;
}

uint32_t vmi_list_active(const vm_vcpu_t *vcpu, unsigned first)
{
    const struct vgic_cpu *cpu = list_cpu(vcpu);
    uint32_t bits = 0;
    unsigned active = cpu->used & ~(unsigned)(cpu->open | cpu->deactivate);
    for (unsigned mask = active; mask != 0; mask &= mask - 1) {
        bits |= bit_in_word(&cpu->list[__builtin_ctz(mask)], first);
    }
    return bits;
}

void vmi_list_unlatch(const vm_vcpu_t *vcpu, unsigned first, uint32_t bits)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        struct list_entry *entry = &cpu->list[__builtin_ctz(mask)];
        entry->latched = entry->latched && (bit_in_word(entry, first) & bits) == 0;
    }
}

void vmi_list_unlatch_sgi(const vm_vcpu_t *vcpu, unsigned irq, uint8_t sources)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        struct list_entry *entry = &cpu->list[__builtin_ctz(mask)];
        bool sent = entry->source == 0 ? sources != 0 : (entry->source & sources) != 0;
        entry->latched = entry->latched && !((unsigned)entry->irq == irq && sent);
    }
}

uint32_t vmi_list_sgi_sources(const vm_vcpu_t *vcpu, unsigned first)
{
    const struct vgic_cpu *cpu = list_cpu(vcpu);
    uint32_t value = 0;
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        const struct list_entry *entry = &cpu->list[__builtin_ctz(mask)];
        unsigned n = (unsigned)entry->irq - first;
        value |= n < 4 ? (uint32_t)entry->source << (8 * n) : 0;
    }
    return value;
}
