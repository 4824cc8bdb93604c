/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "list.h"

#include "vm/error.h"

#include "list_state.h"

/* Group 0, which GICC_CTLR bit 0 enables in the guest's view. */
#define IRQ_GROUP 0
/* What empties list register I: a number that stands for no interrupt (IHI 0048B, 2.2.1), another
 * one for each, at a priority that is never higher than a priority mask. */
#define EMPTY_IRQ(i)   (VM_IRQ_LIMIT + (i))
#define EMPTY_PRIORITY VGIC_PRIORITY_MASK

/* The kernel's call: register I holds interrupt IRQ, pending. */
static seL4_Error fill(const vm_vcpu_t *vcpu, unsigned irq, unsigned i, uint8_t priority)
{
    return (seL4_Error)seL4_ARM_VCPU_InjectIRQ(vcpu->vcpu.cptr, (seL4_Uint16)irq,
                                               (seL4_Uint8)(priority >> VGIC_PRIORITY_SHIFT),
                                               IRQ_GROUP, (seL4_Uint8)i);
}

/* Fill register I, which is open. Returns 1; 0 when its interrupt turns out to be active, and stays
 * there; -1 with the failure recorded. */
static int refill(vm_vcpu_t *vcpu, unsigned i, unsigned irq, unsigned priority)
{
    seL4_Error error = fill(vcpu, irq, i, (uint8_t)priority);
    if (error == seL4_DeleteFirst) {
        list_cpu(vcpu)->open &= (uint8_t)~list_bit(i);
        return 0;
    }
    return error == seL4_NoError
               ? 1
               : vmi_fail_kernel(vcpu->vm, error, "seL4_ARM_VCPU_InjectIRQ", irq, i);
}

/* Take an interrupt back: answers as refill(). What its line does not tell stays pending. */
static int take_back(vm_vcpu_t *vcpu, unsigned i)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    const struct list_entry *entry = &cpu->list[i];
    unsigned irq = (unsigned)entry->irq;
    int result = refill(vcpu, i, EMPTY_IRQ(i), EMPTY_PRIORITY);
    if (result != 1) {
        return result;
    }
    if (entry->latched) {
        vmi_vgic_word(vcpu, irq)->latched |= irq_bit(irq);
        if (irq < VGIC_SGIS) {
            cpu->sgi_sources[irq] |= entry->source;
        }
    }
    vmi_list_free(vcpu, i);
    return 1;
}

/* The distributor would still forward this interrupt to VCPU. */
static bool is_wanted(const vm_vcpu_t *vcpu, const struct list_entry *entry)
{
    unsigned irq = (unsigned)entry->irq;
    const struct irq_word *word = vmi_vgic_word(vcpu, irq);
    uint32_t forwarded = word->enabled & ~word->active;
    uint32_t line = word->level & ~word->edge;
    return vm_state(vcpu->vm)->vgic->enabled && (forwarded & irq_bit(irq)) != 0 &&
           (entry->latched || (line & irq_bit(irq)) != 0) &&
           (irq < VGIC_PRIVATE || vmi_vgic_is_routed_to(vcpu, irq));
}

/* It has been made pending again: by the same CPU, if it is an SGI. */
static bool is_pending_again(const vm_vcpu_t *vcpu, const struct list_entry *entry)
{
    unsigned irq = (unsigned)entry->irq;
    if ((vmi_vgic_word(vcpu, irq)->latched & irq_bit(irq)) == 0) {
        return false;
    }
    uint8_t sources = irq < VGIC_SGIS ? list_cpu(vcpu)->sgi_sources[irq] : 0;
    return sources == 0 ? entry->source == 0 : (sources & entry->source) != 0;
}

/* The interrupt leaves the pending state for a register. An SGI that several CPUs have sent stays
 * pending for the others. */
static inline __attribute__((always_inline)) void consume(vm_vcpu_t *vcpu, unsigned irq,
                                                          uint8_t source)
{
    struct irq_word *word = vmi_vgic_word(vcpu, irq);
    uint8_t left = 0;
    if (irq < VGIC_SGIS) {
        list_cpu(vcpu)->sgi_sources[irq] &= (uint8_t)~source;
        left = list_cpu(vcpu)->sgi_sources[irq];
    }
    if (left == 0) {
        word->latched &= ~irq_bit(irq);
    }
}

/* What is pending twice before it is taken is delivered once. Returns 0 or -1. */
static int review_wanted(vm_vcpu_t *vcpu, unsigned i, knowledge_t knowledge)
{
    struct list_entry *entry = &list_cpu(vcpu)->list[i];
    unsigned irq = (unsigned)entry->irq;
    uint8_t priority = *vmi_vgic_priority(vcpu, irq);
    bool again = is_pending_again(vcpu, entry);
    if (entry->priority != priority || (again && knowledge == KNOW_BY_ASKING)) {
        int result = refill(vcpu, i, irq, priority);
        if (result != 1) {
            return result;
        }
        entry->priority = priority;
    }
    if (again) {
        entry->latched = true;
        consume(vcpu, irq, entry->source);
        vmi_vgic_changed(vcpu, irq);
    }
    return 0;
}

int vmi_list_review(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    knowledge_t knowledge = vmi_list_knowledge(vcpu);
    int shared = 0;
    if (knowledge == KNOW_NOTHING) {
        return 0;
    }
    for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
        unsigned i = (unsigned)__builtin_ctz(mask);
        if (!list_is_usable(&cpu->list[i], knowledge)) {
            continue;
        }
        if (is_wanted(vcpu, &cpu->list[i])) {
            if (review_wanted(vcpu, i, knowledge) != 0) {
                return -1;
            }
            continue;
        }
        int result = take_back(vcpu, i);
        if (result < 0) {
            return -1;
        }
        shared |= result == 1 && cpu->list[i].irq >= VGIC_PRIVATE ? 1 : 0;
    }
    return shared;
}

/* Take back the interrupt of lowest priority, below PRIORITY, of several the one of highest number.
 * Returns its register; VGIC_NO_IRQ
 * when there is none; VGIC_NO_IRQ - 1 with the failure recorded. */
#define FAILED (VGIC_NO_IRQ - 1)
static int make_room(vm_vcpu_t *vcpu, unsigned priority)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    knowledge_t knowledge = vmi_list_knowledge(vcpu);
    for (int lowest = 0; knowledge != KNOW_NOTHING && lowest != VGIC_NO_IRQ;) {
        unsigned lowest_priority = priority;
        lowest = VGIC_NO_IRQ;
        for (unsigned mask = cpu->open; mask != 0; mask &= mask - 1) {
            int i = __builtin_ctz(mask);
            const struct list_entry *entry = &cpu->list[i];
            if (list_is_usable(entry, knowledge) &&
                (entry->priority > lowest_priority ||
                 (entry->priority == lowest_priority && lowest != VGIC_NO_IRQ &&
                  entry->irq > cpu->list[lowest].irq))) {
                lowest = i;
                lowest_priority = entry->priority;
            }
        }
        int result = lowest == VGIC_NO_IRQ ? 0 : take_back(vcpu, (unsigned)lowest);
        if (result != 0) {
            return result == 1 ? lowest : FAILED;
        }
    }
    return VGIC_NO_IRQ;
}

static unsigned free_registers(const vm_vcpu_t *vcpu)
{
    unsigned all = (1u << vm_state(vcpu->vm)->vgic->list_registers) - 1;
    return all & ~(unsigned)list_cpu(vcpu)->used;
}

static int register_for(vm_vcpu_t *vcpu, unsigned irq)
{
    unsigned free = free_registers(vcpu);
    return free != 0 ? __builtin_ctz(free) : make_room(vcpu, *vmi_vgic_priority(vcpu, irq));
}

/*
 * What the kernel refuses without harm: the hardware has fewer list registers than there may be; or
 * the guest is at an interrupt that counts as ended, as it made up the message that ended it. That
 * one stays where it is.
 */
static bool is_benign(vm_vcpu_t *vcpu, seL4_Error error, unsigned i)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    struct list_entry *entry = &cpu->list[i];
    if (error == seL4_RangeError && i > 0) {
        vm_state(vcpu->vm)->vgic->list_registers = i;
        return true;
    }
    if (error == seL4_DeleteFirst && entry->given != VGIC_NO_IRQ) {
        unsigned irq = (unsigned)entry->given;
        entry->irq = entry->given;
        cpu->used |= list_bit(i);
        vmi_vgic_word(vcpu, irq)->hardware |= irq_bit(irq);
        vmi_vgic_changed(vcpu, irq);
        return true;
    }
    return false;
}

static inline __attribute__((always_inline)) void enter(vm_vcpu_t *vcpu, unsigned irq, unsigned i,
                                                        uint8_t priority)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    struct irq_word *word = vmi_vgic_word(vcpu, irq);
    uint8_t sources = irq < VGIC_SGIS ? cpu->sgi_sources[irq] : 0;
    uint8_t source = (uint8_t)(sources & -sources);
    cpu->list[i] = (struct list_entry){.irq = (int16_t)irq,
                                       .given = (int16_t)irq,
                                       .priority = priority,
                                       .source = source,
                                       .latched = (word->latched & irq_bit(irq)) != 0};
    cpu->used |= list_bit(i);
    cpu->open |= list_bit(i);
    consume(vcpu, irq, source);
    word->hardware |= irq_bit(irq);
    vmi_vgic_changed(vcpu, irq);
    vmi_vcpu_progress(vcpu);
}

/* The same when no register is free, or the kernel has refused the first that is. */
static __attribute__((noinline)) int insert_slowly(vm_vcpu_t *vcpu, unsigned irq)
{
    for (;;) {
        int i = register_for(vcpu, irq);
        if (i < 0) {
            return i == VGIC_NO_IRQ ? 0 : -1;
        }
        uint8_t priority = *vmi_vgic_priority(vcpu, irq);
        seL4_Error error = fill(vcpu, irq, (unsigned)i, priority);
        if (error == seL4_NoError) {
            enter(vcpu, irq, (unsigned)i, priority);
            return 1;
        }
        if (!is_benign(vcpu, error, (unsigned)i)) {
            return vmi_fail_kernel(vcpu->vm, error, "seL4_ARM_VCPU_InjectIRQ", irq, (uintptr_t)i);
        }
    }
}

static inline __attribute__((always_inline)) int insert(vm_vcpu_t *vcpu, unsigned irq)
{
    unsigned free = free_registers(vcpu);
    if (__builtin_expect(free == 0, 0)) {
        return insert_slowly(vcpu, irq);
    }
    unsigned i = (unsigned)__builtin_ctz(free);
    uint8_t priority = *vmi_vgic_priority(vcpu, irq);
    seL4_Error error = fill(vcpu, irq, i, priority);
    if (__builtin_expect(error == seL4_NoError, 1)) {
        enter(vcpu, irq, i, priority);
        return 1;
    }
    return is_benign(vcpu, error, i)
               ? insert_slowly(vcpu, irq)
               : vmi_fail_kernel(vcpu->vm, error, "seL4_ARM_VCPU_InjectIRQ", irq, i);
}

int vmi_list_insert(vm_vcpu_t *vcpu, unsigned irq)
{
    return insert(vcpu, irq);
}

int vmi_list_insert_timer(vm_vcpu_t *vcpu)
{
    return insert(vcpu, PPI_VTIMER_IRQ);
}

/* What the interrupts of a CPU that goes off leave in the hardware. */
static void end_active(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    for (unsigned mask = cpu->used; mask != 0; mask &= mask - 1) {
        unsigned i = (unsigned)__builtin_ctz(mask);
        if (!vmi_list_is_pending(vcpu, i)) {
            vmi_gicv_deactivate((unsigned)cpu->list[i].irq);
        }
    }
    vmi_gicv_write(GICV_APR, 0);
    cpu->orphans = 0;
}

/* Nothing is left of the interrupt in register I. */
static void drop(vm_vcpu_t *vcpu, unsigned i)
{
    unsigned irq = (unsigned)list_cpu(vcpu)->list[i].irq;
    const struct irq_owner *owner = vmi_vgic_owner(vcpu, irq);
    vmi_list_free(vcpu, i);
    if (owner->ack != NULL) {
        owner->ack(vcpu, (int)irq, owner->cookie);
    }
}

int vmi_list_cpu_off(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = list_cpu(vcpu);
    if (is_event_of(vcpu)) {
        end_active(vcpu);
    }
    for (unsigned mask = cpu->used; mask != 0; mask &= mask - 1) {
        unsigned i = (unsigned)__builtin_ctz(mask);
        bool active = (cpu->open & list_bit(i)) == 0;
        if (!active && cpu->list[i].irq < VGIC_PRIVATE) {
            continue;
        }
        int result = active ? 0 : take_back(vcpu, i);
        if (result < 0) {
            return -1;
        }
        if (result == 0) {
            drop(vcpu, i);
        }
    }
    return 0;
}
