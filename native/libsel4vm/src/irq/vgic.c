/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* From pending interrupts to list registers. */
#include "vgic.h"

#include <stdlib.h>

#include "vm/error.h"

#include "pause.h"
#include "vtimer.h"

/* The list register keeps the upper five bits of a priority (IHI 0048B, 5.3.10 GICH_LRn). */
#define PRIORITY_SHIFT 3
/* Group 0, which GICC_CTLR bit 0 enables in the guest's view. */
#define IRQ_GROUP       0
#define LOWEST_PRIORITY 256

static void init_cpu(struct vgic_cpu *cpu)
{
    for (int i = 0; i < VGIC_LIST_REGISTERS; i++) {
        cpu->list[i] = VGIC_NO_IRQ;
        cpu->given[i] = VGIC_NO_IRQ;
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

struct irq_word *vmi_vgic_word(const vm_vcpu_t *vcpu, unsigned irq)
{
    return irq < VGIC_PRIVATE ? &vcpu_state(vcpu)->vgic->word
                              : &vm_state(vcpu->vm)->vgic->word[irq / 32];
}

uint8_t *vmi_vgic_priority(const vm_vcpu_t *vcpu, unsigned irq)
{
    return irq < VGIC_PRIVATE ? &vcpu_state(vcpu)->vgic->priority[irq]
                              : &vm_state(vcpu->vm)->vgic->priority[irq];
}

/* The vCPU that an SPI goes to: of its targets, the first that is online. */
static bool is_routed_to(const vm_vcpu_t *vcpu, unsigned irq)
{
    uint8_t targets = vm_state(vcpu->vm)->vgic->targets[irq];
    for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
        const vm_vcpu_t *candidate = vcpu->vm->vcpus[i];
        if (candidate->vcpu_online && (targets & (1u << vgic_cpu_number(candidate))) != 0) {
            return candidate == vcpu;
        }
    }
    return false;
}

/* The interrupt of highest priority that waits for VCPU; VGIC_NO_IRQ when none does. */
static int next_irq(const vm_vcpu_t *vcpu)
{
    int best = VGIC_NO_IRQ;
    unsigned best_priority = LOWEST_PRIORITY;
    if (!vm_state(vcpu->vm)->vgic->enabled) {
        return VGIC_NO_IRQ;
    }
    for (unsigned base = 0; base < VM_IRQ_LIMIT; base += 32) {
        const struct irq_word *word = vmi_vgic_word(vcpu, base);
        uint32_t waiting = irq_pending(word) & word->enabled & ~word->hardware;
        for (; waiting != 0; waiting &= waiting - 1) {
            unsigned irq = base + (unsigned)__builtin_ctz(waiting);
            unsigned priority = *vmi_vgic_priority(vcpu, irq);
            if (priority < best_priority && (irq < VGIC_PRIVATE || is_routed_to(vcpu, irq))) {
                best = (int)irq;
                best_priority = priority;
            }
        }
    }
    return best;
}

static bool list_is_empty(const struct vgic_cpu *cpu)
{
    for (int i = 0; i < VGIC_LIST_REGISTERS; i++) {
        if (cpu->list[i] != VGIC_NO_IRQ) {
            return false;
        }
    }
    return true;
}

bool vmi_vgic_has_work(const vm_vcpu_t *vcpu)
{
    const struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    return cpu != NULL && (!list_is_empty(cpu) || next_irq(vcpu) != VGIC_NO_IRQ);
}

/* The interrupt leaves the pending state for a list register. An SGI that several CPUs have sent
 * stays pending for the others. */
static void consume(const vm_vcpu_t *vcpu, unsigned irq)
{
    struct irq_word *word = vmi_vgic_word(vcpu, irq);
    uint8_t *sources = irq < VGIC_SGIS ? &vcpu_state(vcpu)->vgic->sgi_sources[irq] : NULL;
    if (sources != NULL) {
        *sources &= (uint8_t)(*sources - 1);
    }
    if (sources == NULL || *sources == 0) {
        word->latched &= ~irq_bit(irq);
    }
}

/* A free list register for IRQ: the one that it was in last, where the kernel may still have it, or
 * the first; VGIC_NO_IRQ when none is free. */
static int free_register(const vm_vcpu_t *vcpu, int irq)
{
    const struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    int first = VGIC_NO_IRQ;
    for (int i = (int)vm_state(vcpu->vm)->vgic->list_registers - 1; i >= 0; i--) {
        if (cpu->list[i] != VGIC_NO_IRQ) {
            continue;
        }
        first = i;
        if (cpu->given[i] == irq) {
            break;
        }
    }
    return first;
}

static void put_in_list(const vm_vcpu_t *vcpu, unsigned irq, unsigned list_register)
{
    vcpu_state(vcpu)->vgic->list[list_register] = (int16_t)irq;
    vmi_vgic_word(vcpu, irq)->hardware |= irq_bit(irq);
}

/*
 * What the kernel refuses without harm: the hardware has fewer list registers than there may be; or
 * the guest is at an interrupt that counts as ended, because the vCPU was switched off in it, or
 * because the guest made up the message that ended it. That one stays where it is.
 */
static bool is_benign(const vm_vcpu_t *vcpu, seL4_Error error, unsigned list_register)
{
    int16_t given = vcpu_state(vcpu)->vgic->given[list_register];
    if (error == seL4_RangeError && list_register > 0) {
        vm_state(vcpu->vm)->vgic->list_registers = list_register;
        return true;
    }
    if (error == seL4_DeleteFirst && given != VGIC_NO_IRQ) {
        put_in_list(vcpu, (unsigned)given, list_register);
        return true;
    }
    return false;
}

static int inject(vm_vcpu_t *vcpu, unsigned irq, unsigned list_register)
{
    seL4_Error error =
        seL4_ARM_VCPU_InjectIRQ(vcpu->vcpu.cptr, (seL4_Uint16)irq,
                                (seL4_Uint8)(*vmi_vgic_priority(vcpu, irq) >> PRIORITY_SHIFT),
                                IRQ_GROUP, (seL4_Uint8)list_register);
    if (error == seL4_NoError) {
        vcpu_state(vcpu)->vgic->given[list_register] = (int16_t)irq;
        put_in_list(vcpu, irq, list_register);
        consume(vcpu, irq);
        vmi_vcpu_progress(vcpu);
        return 0;
    }
    return is_benign(vcpu, error, list_register)
               ? 0
               : vmi_fail_kernel(vcpu->vm, error, "seL4_ARM_VCPU_InjectIRQ", irq, list_register);
}

static int fill_list(vm_vcpu_t *vcpu)
{
    while (free_register(vcpu, VGIC_NO_IRQ) != VGIC_NO_IRQ) {
        int irq = next_irq(vcpu);
        if (irq == VGIC_NO_IRQ) {
            break;
        }
        if (inject(vcpu, (unsigned)irq, (unsigned)free_register(vcpu, irq)) != 0) {
            return -1;
        }
    }
    return 0;
}

int vmi_vgic_deliver(vm_vcpu_t *vcpu)
{
    int result = fill_list(vcpu);
    if (result == 0 && vcpu_state(vcpu)->mode == VCPU_WAITING && !vmi_is_paused(vcpu) &&
        !list_is_empty(vcpu_state(vcpu)->vgic)) {
        result = vmi_vcpu_resume(vcpu);
    }
    if (result != 0) {
        vmi_stop_vcpu_failed(vcpu, 0, 0);
    }
    return result;
}

int vmi_vgic_deliver_all(vm_t *vm)
{
    int result = 0;
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vmi_vgic_deliver(vm->vcpus[i]) != 0) {
            result = -1;
        }
    }
    return result;
}

void vmi_vgic_maintenance(vm_vcpu_t *vcpu, seL4_Word list_register)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    if (cpu == NULL || list_register >= VGIC_LIST_REGISTERS ||
        cpu->list[list_register] == VGIC_NO_IRQ) {
        return;
    }
    unsigned irq = (unsigned)cpu->list[list_register];
    const struct irq_owner *owner =
        irq < VGIC_PRIVATE ? &cpu->owner[irq] : &vm_state(vcpu->vm)->vgic->owner[irq];
    cpu->list[list_register] = VGIC_NO_IRQ;
    vmi_vgic_word(vcpu, irq)->hardware &= ~irq_bit(irq);
    if (owner->ack != NULL) {
        owner->ack(vcpu, (int)irq, owner->cookie);
    }
    vmi_vgic_deliver(vcpu);
}

void vmi_vgic_cpu_off(vm_vcpu_t *vcpu)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    if (cpu == NULL) {
        return;
    }
    for (int i = 0; i < VGIC_LIST_REGISTERS; i++) {
        if (cpu->list[i] < VGIC_PRIVATE) { /* private, or none */
            continue;
        }
        unsigned irq = (unsigned)cpu->list[i];
        struct irq_word *word = vmi_vgic_word(vcpu, irq);
        cpu->list[i] = VGIC_NO_IRQ;
        word->hardware &= ~irq_bit(irq);
        if ((irq_pending(word) & irq_bit(irq)) == 0) {
            word->latched |= irq_bit(irq);
        }
    }
    vmi_vgic_deliver_all(vcpu->vm);
}
