/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * What is known of a vCPU's list registers, and what can be known.
 *
 * Whether the guest has taken an interrupt is concluded from GICV_APR, which shows the vCPU that
 * ran last: the levels of priority at which an interrupt is active. It is read when the vCPU has
 * stopped with an event. Of two interrupts of one level one may be active, and which cannot be told
 * ("doubt") until it has ended; until then the guest cannot take the other.
 *
 * An active interrupt is deactivated by GICV_DIR; the maintenance event then frees its register.
 */
#pragma once

#include "vgic.h"

/* How much is known of a vCPU's registers. */
typedef enum knowledge {
    KNOW_NOTHING,   /* the guest may have taken any of them since it was last looked at */
    KNOW_BY_ASKING, /* the kernel refuses to fill one that is active */
    KNOW_STATES,    /* but for those in doubt */
} knowledge_t;

static inline struct vgic_cpu *list_cpu(const vm_vcpu_t *vcpu)
{
    return vcpu_state(vcpu)->vgic;
}

static inline uint8_t list_bit(unsigned i)
{
    return (uint8_t)(1u << i);
}

/* The event at hand is VCPU's, which therefore stands still, and ran last. */
static inline bool is_event_of(const vm_vcpu_t *vcpu)
{
    return vm_state(vcpu->vm)->current == vcpu;
}

/* An open register may be filled. */
static inline bool list_is_usable(const struct list_entry *entry, knowledge_t knowledge)
{
    return !entry->settling && (!entry->doubt || knowledge == KNOW_BY_ASKING);
}

/* How much is known of VCPU's registers now. */
knowledge_t vmi_list_knowledge(vm_vcpu_t *vcpu);

/* VCPU has stopped with an event just now: find out which of its interrupts the guest has taken. */
void vmi_list_observe(vm_vcpu_t *vcpu);

/* true when it is certain that the guest has not taken the interrupt in register I, and will not as
 * long as the caller does not let the vCPU go on. */
bool vmi_list_is_pending(const vm_vcpu_t *vcpu, unsigned i);

/* Register I is free: its interrupt has been ended. */
static inline void vmi_list_free(const vm_vcpu_t *vcpu, unsigned i)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    uint8_t others = (uint8_t) ~(1u << i);
    unsigned irq = (unsigned)cpu->list[i].irq;
    cpu->used &= others;
    cpu->open &= others;
    cpu->deactivate &= others;
    vmi_vgic_word(vcpu, irq)->hardware &= ~irq_bit(irq);
    vmi_vgic_changed(vcpu, irq);
}

/* Deactivate, of the interrupts in registers of VCPU, those of word FIRST / 32 whose bit is in
 * BITS, if they are active: at once where the event at hand is VCPU's, else with its next one. */
void vmi_list_deactivate(vm_vcpu_t *vcpu, unsigned first, uint32_t bits);
/* The event at hand is VCPU's: deactivate those that had to wait for it. */
void vmi_list_deactivate_asked(vm_vcpu_t *vcpu);

/* Of the interrupts in registers of VCPU, those of word FIRST / 32 whose bit is in BITS, and SGI
 * IRQ if a CPU of SOURCES has sent it, are no longer pending by being latched. */
void vmi_list_unlatch(const vm_vcpu_t *vcpu, unsigned first, uint32_t bits);
void vmi_list_unlatch_sgi(const vm_vcpu_t *vcpu, unsigned irq, uint8_t sources);

/* The CPUs that have sent SGIs FIRST to FIRST + 3, a byte each, of those in registers. */
uint32_t vmi_list_sgi_sources(const vm_vcpu_t *vcpu, unsigned first);

/* Of word FIRST / 32, the interrupts in registers of VCPU that are pending, or active. */
uint32_t vmi_list_pending(const vm_vcpu_t *vcpu, unsigned first);
uint32_t vmi_list_active(const vm_vcpu_t *vcpu, unsigned first);
