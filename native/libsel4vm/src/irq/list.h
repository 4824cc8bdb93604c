/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A vCPU's list registers. The kernel has one call for them, InjectIRQ, which fills one as pending;
 * it reads none, and empties none. So:
 *
 * - Whether the guest has taken an interrupt is concluded from GICV_APR, which shows the vCPU that
 *   ran last: the levels of priority at which an interrupt is active. It is read when the vCPU has
 *   stopped with an event. Of two interrupts of one level one may be active, and which cannot be
 *   told ("doubt") until it has ended; until then the guest cannot take the other.
 * - A list register is emptied by filling it with an interrupt that is never delivered: number
 *   1020 or above, of the lowest priority, which no priority mask of five bits lets pass.
 * - An active interrupt is deactivated by GICV_DIR; the maintenance event then frees its register.
 */
#pragma once

#include "vgic.h"

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

/* Take back what must not be delivered any more; give the hardware priorities that have changed.
 * Returns 1 when that was an SPI, which another vCPU may take now; else 0; or -1 with the failure
 * recorded. */
int vmi_list_review(vm_vcpu_t *vcpu);

/* Put a pending interrupt into a list register. Returns 1; 0 when it has to wait as there is none
 * for it; or -1 with the failure recorded. */
int vmi_list_insert(vm_vcpu_t *vcpu, unsigned irq);
/* The same for that of the virtual timer, the most frequent one. */
int vmi_list_insert_timer(vm_vcpu_t *vcpu);

/* Take interrupts out of the registers of a vCPU that has gone off. Returns 0 or -1. */
int vmi_list_cpu_off(vm_vcpu_t *vcpu);

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
