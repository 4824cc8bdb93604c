/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The virtual CPU interface (IHI 0048B, 5): list registers, which the kernel fills and the guest
 * takes interrupts from, and GICV, which shows the vCPU that ran last.
 */
#include "fake_internal.h"

#include "irq/gicv.h"
#include "irq/gicv_access.h"

#define NO_IRQ         1023u
#define SPECIAL_IRQ    1020u
#define PRIORITY_SHIFT 3
#define IDLE_PRIORITY  256u

static unsigned list_registers;
static virtual_cpu_t *loaded;

void threads_reset(void)
{
    list_registers = FAKE_LIST_REGISTERS;
    loaded = NULL;
}

void fake_set_list_registers(unsigned count)
{
    list_registers = count;
}

void gicv_reset(virtual_cpu_t *vcpu)
{
    /* Not what hardware begins with: the guest that tests play has set it up. */
    vcpu->gicv = (fake_gicv_t){.enabled = true, .priority_mask = 0xf8, .binary_point = 2};
}

void gicv_forget(const virtual_cpu_t *vcpu)
{
    loaded = loaded == vcpu ? NULL : loaded;
}

void gicv_load(virtual_cpu_t *vcpu)
{
    if (loaded == vcpu) {
        return;
    }
    for (unsigned i = 0; loaded != NULL && i < FAKE_LIST_REGISTERS; i++) {
        loaded->list[i].active_copy = loaded->list[i].state == LIST_ACTIVE;
    }
    loaded = vcpu;
}

/* virq in bits 15:0, priority 23:16, group 31:24, index 39:32 (libsel4, seL4_ARM_VCPU_InjectIRQ) */
seL4_Error gicv_inject(virtual_cpu_t *vcpu, seL4_Word packed)
{
    seL4_Word virq = packed & 0xffff;
    seL4_Word priority = packed >> 16 & 0xff;
    seL4_Word group = packed >> 24 & 0xff;
    seL4_Word index = packed >> 32 & 0xff;
    if (virq > 1023 || priority > 31 || group > 1 || index >= list_registers) {
        return seL4_RangeError;
    }
    list_register_t *list = &vcpu->list[index];
    /* Of the vCPU that ran last, what it holds is not looked at: kernel-api,
     * guest_interrupt_in_service_is_replaced. */
    if (vcpu == loaded ? list->active_copy : list->state == LIST_ACTIVE) {
        return seL4_DeleteFirst;
    }
    *list = (list_register_t){.state = LIST_PENDING,
                              .irq = (unsigned)virq,
                              .priority = (unsigned)priority << PRIORITY_SHIFT};
    return seL4_NoError;
}

static virtual_cpu_t *vcpu_at(seL4_CPtr cptr)
{
    const kslot_t *slot = root_slot(cptr);
    return slot != NULL && slot->object != NULL && slot->object->type == OBJECT_VCPU
               ? slot->object->vcpu
               : NULL;
}

static list_register_t *register_at(seL4_CPtr cptr, unsigned index)
{
    virtual_cpu_t *vcpu = vcpu_at(cptr);
    return vcpu == NULL || index >= FAKE_LIST_REGISTERS ? NULL : &vcpu->list[index];
}

int fake_list_register(seL4_CPtr vcpu, unsigned index)
{
    const list_register_t *list = register_at(vcpu, index);
    bool used = list != NULL && list->state != LIST_INVALID && list->irq < SPECIAL_IRQ;
    return used ? (int)list->irq : -1;
}

int fake_list_priority(seL4_CPtr vcpu, unsigned index)
{
    return fake_list_register(vcpu, index) < 0 ? -1 : (int)register_at(vcpu, index)->priority;
}

fake_gicv_t *fake_gicv(seL4_CPtr vcpu)
{
    virtual_cpu_t *cpu = vcpu_at(vcpu);
    return cpu == NULL ? NULL : &cpu->gicv;
}

/* The group priority of a priority (3.3.3). */
static unsigned level_of(const virtual_cpu_t *vcpu, unsigned priority)
{
    return (priority & ~((2u << vcpu->gicv.binary_point) - 1)) >> PRIORITY_SHIFT;
}

static unsigned running_priority(const virtual_cpu_t *vcpu)
{
    return vcpu->gicv.active_priorities == 0
               ? IDLE_PRIORITY
               : (unsigned)__builtin_ctz(vcpu->gicv.active_priorities) << PRIORITY_SHIFT;
}

static void take(virtual_cpu_t *vcpu, list_register_t *list)
{
    gicv_load(vcpu);
    list->state = LIST_ACTIVE;
    vcpu->gicv.active_priorities |= 1u << level_of(vcpu, list->priority);
}

void fake_list_register_take(seL4_CPtr vcpu, unsigned index)
{
    list_register_t *list = register_at(vcpu, index);
    if (list != NULL) {
        take(vcpu_at(vcpu), list);
    }
}

void fake_list_register_clear(seL4_CPtr vcpu, unsigned index)
{
    list_register_t *list = register_at(vcpu, index);
    if (list != NULL) {
        virtual_cpu_t *cpu = vcpu_at(vcpu);
        gicv_load(cpu);
        if (list->state == LIST_ACTIVE) {
            cpu->gicv.active_priorities &= ~(1u << level_of(cpu, list->priority));
        }
        *list = (list_register_t){0};
    }
}

unsigned fake_guest_acknowledge(seL4_CPtr cptr)
{
    virtual_cpu_t *vcpu = vcpu_at(cptr);
    list_register_t *best = NULL;
    gicv_load(vcpu);
    for (unsigned i = 0; i < list_registers && vcpu->gicv.enabled; i++) {
        list_register_t *list = &vcpu->list[i];
        if (list->state == LIST_PENDING && list->priority < vcpu->gicv.priority_mask &&
            level_of(vcpu, list->priority) << PRIORITY_SHIFT < running_priority(vcpu) &&
            (best == NULL || list->priority < best->priority)) {
            best = list;
        }
    }
    if (best == NULL) {
        return NO_IRQ;
    }
    take(vcpu, best);
    return best->irq;
}

static void deactivate(virtual_cpu_t *vcpu, unsigned irq)
{
    for (unsigned i = 0; i < list_registers; i++) {
        list_register_t *list = &vcpu->list[i];
        if (list->state == LIST_ACTIVE && list->irq == irq) {
            list->state = LIST_INVALID;
            list->ended = true;
        }
    }
}

void fake_guest_end(seL4_CPtr cptr, unsigned irq)
{
    virtual_cpu_t *vcpu = vcpu_at(cptr);
    gicv_load(vcpu);
    vcpu->gicv.active_priorities &= vcpu->gicv.active_priorities - 1;
    if (!vcpu->gicv.split_ends) {
        deactivate(vcpu, irq);
    }
}

void fake_guest_deactivate(seL4_CPtr cptr, unsigned irq)
{
    virtual_cpu_t *vcpu = vcpu_at(cptr);
    gicv_load(vcpu);
    if (vcpu->gicv.split_ends) {
        deactivate(vcpu, irq);
    }
}

int fake_take_maintenance(seL4_CPtr cptr)
{
    virtual_cpu_t *vcpu = vcpu_at(cptr);
    for (unsigned i = 0; vcpu != NULL && i < list_registers; i++) {
        if (vcpu->list[i].ended) {
            vcpu->list[i] = (list_register_t){0};
            return (int)i;
        }
    }
    return -1;
}

/* What the root task sees of the vCPU that ran last. */
uint32_t vmi_gicv_load(uintptr_t base, unsigned offset)
{
    (void)base;
    if (loaded == NULL) {
        return 0;
    }
    switch (offset) {
    case GICV_CTLR:
        return (loaded->gicv.enabled ? 1u : 0) | (loaded->gicv.split_ends ? GICV_CTLR_EOI_MODE : 0);
    case GICV_BPR:
        return loaded->gicv.binary_point;
    case GICV_APR:
        return loaded->gicv.active_priorities;
    default:
        return 0;
    }
}

void vmi_gicv_store(uintptr_t base, unsigned offset, uint32_t value)
{
    (void)base;
    if (loaded == NULL) {
        return;
    }
    switch (offset) {
    case GICV_CTLR:
        loaded->gicv.enabled = (value & 1) != 0;
        loaded->gicv.split_ends = (value & GICV_CTLR_EOI_MODE) != 0;
        break;
    case GICV_APR:
        loaded->gicv.active_priorities = value;
        break;
    case GICV_DIR:
        if (loaded->gicv.split_ends) {
            deactivate(loaded, value);
        }
        break;
    default:
        break;
    }
}
