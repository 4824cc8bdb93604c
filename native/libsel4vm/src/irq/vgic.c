/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* From pending interrupts to list registers. */
#include "vgic.h"

#include <stdlib.h>

#include "vm/error.h"

#include "list.h"
#include "list_state.h"
#include "pause.h"
#include "vtimer.h"

#define LOWEST_PRIORITY 256
#define TIMER_BIT       (1u << PPI_VTIMER_IRQ)

static void init_cpu(struct vgic_cpu *cpu)
{
    for (int i = 0; i < VGIC_LIST_REGISTERS; i++) {
        cpu->list[i].given = VGIC_NO_IRQ;
    }
    /* SGIs are always there and always edge-triggered (IHI 0048B, 4.3.13 GICD_ICFGRn). */
    cpu->word.registered = (1u << VGIC_SGIS) - 1;
    cpu->word.edge = (1u << VGIC_SGIS) - 1;
}

int vmi_vgic_add_cpu(vm_vcpu_t *vcpu)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (vm_state(vcpu->vm)->vgic == NULL) {
        return 0;
    }
    state->vgic = calloc(1, sizeof(*state->vgic));
    if (state->vgic == NULL) {
        return vmi_fail(vcpu->vm, VM_ERROR_OUT_OF_HEAP, "interrupt controller of a vCPU",
                        vcpu->vcpu_id, sizeof(*state->vgic), 0);
    }
    init_cpu(state->vgic);
    return vmi_vtimer_register(vcpu);
}

void vmi_vgic_remove_cpu(vm_vcpu_t *vcpu)
{
    free(vcpu_state(vcpu)->vgic);
    vcpu_state(vcpu)->vgic = NULL;
    vcpu_state(vcpu)->look = false;
}

void vmi_vgic_destroy(vm_t *vm)
{
    struct vgic *vgic = vm_state(vm)->vgic;
    if (vgic != NULL && vgic->has_gicv) {
        vmi_gicv_detach(vgic->gicv);
    }
    free(vgic);
    vm_state(vm)->vgic = NULL;
}

bool vmi_vgic_is_routed_to(const vm_vcpu_t *vcpu, unsigned irq)
{
    if (vcpu->vm->num_vcpus == 1) {
        return vcpu->vcpu_online;
    }
    uint8_t targets = vm_state(vcpu->vm)->vgic->targets[irq];
    for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
        const vm_vcpu_t *candidate = vcpu->vm->vcpus[i];
        if (candidate->vcpu_online && (targets & (1u << vgic_cpu_number(candidate))) != 0) {
            return candidate == vcpu;
        }
    }
    return false;
}

struct choice {
    int irq;
    unsigned priority;
};

/* Choose, of the interrupts of a word that wait for VCPU, the one of highest priority, if that is
 * higher than the choice so far. */
static inline void choose(const vm_vcpu_t *vcpu, const struct irq_word *word, unsigned base,
                          struct choice *choice)
{
    for (uint32_t waiting = irq_waiting(word); waiting != 0; waiting &= waiting - 1) {
        unsigned irq = base + (unsigned)__builtin_ctz(waiting);
        unsigned priority = *vmi_vgic_priority(vcpu, irq);
        if (priority < choice->priority &&
            (irq < VGIC_PRIVATE || vmi_vgic_is_routed_to(vcpu, irq))) {
            *choice = (struct choice){(int)irq, priority};
        }
    }
}

/* The interrupt of highest priority that waits for VCPU, of several the one of lowest number;
 * VGIC_NO_IRQ when none does. */
static int next_irq(const vm_vcpu_t *vcpu)
{
    const struct vgic *vgic = vm_state(vcpu->vm)->vgic;
    struct choice choice = {VGIC_NO_IRQ, LOWEST_PRIORITY};
    if (!vgic->enabled) {
        return VGIC_NO_IRQ;
    }
    choose(vcpu, &vcpu_state(vcpu)->vgic->word, 0, &choice);
    for (uint32_t words = vgic->waiting; words != 0; words &= words - 1) {
        unsigned i = (unsigned)__builtin_ctz(words);
        choose(vcpu, &vgic->word[i], 32 * i, &choice);
    }
    return choice.irq;
}

bool vmi_vgic_has_work(const vm_vcpu_t *vcpu)
{
    const struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    return cpu != NULL && (cpu->used != 0 || next_irq(vcpu) != VGIC_NO_IRQ);
}

/* Before the timer's interrupt is delivered: is its line still high? */
static bool is_due(vm_vcpu_t *vcpu, int irq)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    if (irq != PPI_VTIMER_IRQ || cpu->timer_sure || (cpu->word.latched & TIMER_BIT) != 0) {
        return true;
    }
    vmi_vtimer_look(vcpu);
    return (cpu->word.level & TIMER_BIT) != 0;
}

/* Whether anything waits at all, for any vCPU. */
static inline bool something_waits(const vm_vcpu_t *vcpu)
{
    return (vm_state(vcpu->vm)->vgic->waiting | irq_waiting(&vcpu_state(vcpu)->vgic->word)) != 0;
}

static int fill_list(vm_vcpu_t *vcpu)
{
    while (something_waits(vcpu)) {
        int irq = next_irq(vcpu);
        if (irq == VGIC_NO_IRQ) {
            break;
        }
        int result = is_due(vcpu, irq) ? vmi_list_insert(vcpu, (unsigned)irq) : 1;
        if (result != 1) {
            return result;
        }
    }
    return 0;
}

/* The second half of delivery. Answers as vmi_vgic_deliver(). */
static inline int fill_and_wake(vm_vcpu_t *vcpu)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    struct vgic_cpu *cpu = state->vgic;
    int result = fill_list(vcpu);
    if (__builtin_expect(state->mode == VCPU_WAITING, 0) && result == 0 && !vmi_is_paused(vcpu) &&
        cpu->used != 0) {
        result = vmi_vcpu_resume(vcpu);
    }
    state->look = (cpu->open | cpu->deactivate) != 0 || (cpu->word.level & TIMER_BIT) != 0;
    return result;
}

static int fail(const vm_vcpu_t *vcpu)
{
    vmi_stop_vcpu_failed(vcpu, 0, 0);
    return -1;
}

static int fill_all(vm_t *vm)
{
    int result = 0;
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (fill_and_wake(vm->vcpus[i]) != 0) {
            result = fail(vm->vcpus[i]);
        }
    }
    return result;
}

inline int vmi_vgic_deliver(vm_vcpu_t *vcpu)
{
    int result = vcpu_state(vcpu)->vgic->open == 0 ? 0 : vmi_list_review(vcpu);
    if (result > 0) {
        return fill_all(vcpu->vm);
    }
    if (result == 0) {
        result = fill_and_wake(vcpu);
    }
    return result == 0 ? 0 : fail(vcpu);
}

int vmi_vgic_deliver_all(vm_t *vm)
{
    int result = 0;
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        vm_vcpu_t *vcpu = vm->vcpus[i];
        if (vcpu_state(vcpu)->vgic->open != 0 && vmi_list_review(vcpu) < 0) {
            result = fail(vcpu);
        }
    }
    return fill_all(vm) == 0 ? result : -1;
}

static inline void observe(vm_vcpu_t *vcpu)
{
    if (vcpu_state(vcpu)->vgic->open != 0) {
        vmi_list_observe(vcpu);
    }
}

void vmi_vgic_look(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    for (unsigned i = 0; i < VGIC_LIST_REGISTERS; i++) {
        cpu->list[i].settling = false;
    }
    observe(vcpu);
    vmi_list_deactivate_asked(vcpu);
    if ((cpu->word.level & TIMER_BIT & ~vmi_list_active(vcpu, 0)) != 0) {
        vmi_vtimer_look(vcpu);
    }
    vmi_vgic_deliver(vcpu);
}

void vmi_vgic_suspended(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    for (unsigned i = 0; cpu != NULL && i < VGIC_LIST_REGISTERS; i++) {
        cpu->list[i].doubt = true;
    }
}

static bool is_only_the_timer(const vm_vcpu_t *vcpu)
{
    const struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    const struct vgic *vgic = vm_state(vcpu->vm)->vgic;
    return cpu->used == 0 && vgic->waiting == 0 && irq_waiting(&cpu->word) == TIMER_BIT &&
           vgic->enabled;
}

int vmi_vgic_timer(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    if (cpu == NULL || (cpu->word.registered & TIMER_BIT) == 0) {
        return vmi_fail(vcpu->vm, VM_ERROR_NOT_FOUND, "virtual timer", PPI_VTIMER_IRQ, 0, 0);
    }
    cpu->word.level |= TIMER_BIT;
    /* A tick as most are: nothing else is there. */
    if (__builtin_expect(is_only_the_timer(vcpu), 1)) {
        vcpu_state(vcpu)->look = true;
        return vmi_list_insert_timer(vcpu) < 0 ? fail(vcpu) : 0;
    }
    cpu->timer_sure = true;
    observe(vcpu);
    int result = vmi_vgic_deliver(vcpu);
    cpu->timer_sure = false;
    return result;
}

void vmi_vgic_maintenance(vm_vcpu_t *vcpu, seL4_Word list_register)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    if (cpu == NULL || list_register >= VGIC_LIST_REGISTERS ||
        (cpu->used & (1u << list_register)) == 0) {
        return;
    }
    unsigned irq = (unsigned)cpu->list[list_register].irq;
    const struct irq_owner *owner = vmi_vgic_owner(vcpu, irq);
    /* What software made active while it was not known to be so ends as well. */
    if ((cpu->deactivate & (1u << list_register)) == 0 && !cpu->list[list_register].settling) {
        vmi_vgic_word(vcpu, irq)->active &= ~irq_bit(irq);
    }
    vmi_list_free(vcpu, (unsigned)list_register);
    observe(vcpu);
    if (owner->ack != NULL) {
        owner->ack(vcpu, (int)irq, owner->cookie);
    }
    if (__builtin_expect(cpu->used == 0 && !something_waits(vcpu), 1)) {
        vcpu_state(vcpu)->look = (cpu->word.level & TIMER_BIT) != 0;
        return;
    }
    /* Meanwhile the guest may have routed it elsewhere. */
    bool shared =
        irq >= VGIC_PRIVATE && (irq_waiting(vmi_vgic_word(vcpu, irq)) & irq_bit(irq)) != 0;
    if (shared) {
        vmi_vgic_deliver_all(vcpu->vm);
    } else {
        vmi_vgic_deliver(vcpu);
    }
}

void vmi_vgic_cpu_off(vm_vcpu_t *vcpu)
{
    if (vcpu_state(vcpu)->vgic == NULL) {
        return;
    }
    if (vmi_list_cpu_off(vcpu) != 0) {
        vmi_stop_vcpu_failed(vcpu, 0, 0);
    }
    vmi_vgic_deliver_all(vcpu->vm);
}
