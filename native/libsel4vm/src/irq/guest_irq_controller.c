/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/guest_irq_controller.h>

#include <stdlib.h>

#include <sel4vm/guest_memory_helpers.h>

#include "vm/error.h"

#include "vgic.h"
#include "vgic_distributor.h"
#include "vtimer.h"

#define DISTRIBUTOR_SIZE   0x1000ul
#define CPU_INTERFACE_SIZE 0x2000ul

/* QEMU's virt machine: hw/arm/virt memory map, GIC v2. */
static const vm_irq_controller_config_t virt_machine = {0x08000000, 0x08010000, 0x08040000};

/* SPIs go to CPU 0 until the guest says otherwise, as on a machine with one CPU. */
#define DEFAULT_TARGETS 1

/* Reserve the distributor, and put the hardware's virtual CPU interface where the guest looks for
 * its own. */
static int make_memory(vm_t *vm, struct vgic *vgic, const vm_irq_controller_config_t *config)
{
    vgic->distributor = vm_reserve_memory_at(vm, config->distributor, DISTRIBUTOR_SIZE,
                                             vmi_vgic_distributor_fault, NULL);
    if (vgic->distributor == NULL) {
        return -1;
    }
    vgic->cpu_interface = vm_reserve_memory_at(vm, config->cpu_interface, CPU_INTERFACE_SIZE,
                                               default_error_fault_callback, NULL);
    if (vgic->cpu_interface == NULL || vmi_gicv_attach(vm, config->gicv_paddr, vgic->gicv) != 0) {
        return -1;
    }
    vgic->has_gicv = true;
    return vm_map_reservation_frames(vm, vgic->cpu_interface, vgic->gicv, GICV_FRAMES,
                                     seL4_PageBits);
}

static void undo(vm_t *vm, struct vgic *vgic)
{
    vm_error_t reason = *vm_last_error(vm);
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        vmi_vgic_remove_cpu(vm->vcpus[i]);
    }
    if (vgic->cpu_interface != NULL) {
        vm_free_reserved_memory(vm, vgic->cpu_interface);
    }
    if (vgic->distributor != NULL) {
        vm_free_reserved_memory(vm, vgic->distributor);
    }
    vmi_vgic_destroy(vm);
    vmi_restore_error(vm, &reason);
}

int vm_create_irq_controller(vm_t *vm, const vm_irq_controller_config_t *config)
{
    if (vm == NULL || config == NULL) {
        return vmi_fail_null(vm, __func__, vm == NULL ? 1 : 2);
    }
    if (!vm->vm_initialised || vm_state(vm)->vgic != NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    struct vgic *vgic = calloc(1, sizeof(*vgic));
    if (vgic == NULL) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*vgic), 0);
    }
    vgic->list_registers = VGIC_LIST_REGISTERS;
    for (unsigned i = VGIC_PRIVATE; i < VM_IRQ_LIMIT; i++) {
        vgic->targets[i] = DEFAULT_TARGETS;
    }
    vm_state(vm)->vgic = vgic;
    int result = make_memory(vm, vgic, config);
    for (unsigned i = 0; i < vm->num_vcpus && result == 0; i++) {
        result = vmi_vgic_add_cpu(vm->vcpus[i]);
    }
    if (result != 0) {
        undo(vm, vgic);
    }
    return result;
}

int vm_create_default_irq_controller(vm_t *vm)
{
    return vm_create_irq_controller(vm, &virt_machine);
}

/* Check a vCPU with a controller, and the number of an interrupt. */
static bool irq_check(vm_vcpu_t *vcpu, int irq, int lowest, const char *operation)
{
    if (!vmi_vcpu_check(vcpu, operation)) {
        return false;
    }
    if (vcpu_state(vcpu)->vgic == NULL) {
        vmi_fail(vcpu->vm, VM_ERROR_BAD_STATE, operation, (uintptr_t)irq, 0, 0);
        return false;
    }
    if (irq < lowest || irq >= VM_IRQ_LIMIT) {
        vmi_fail(vcpu->vm, VM_ERROR_OUT_OF_RANGE, operation, (uintptr_t)irq, 0, VM_IRQ_LIMIT - 1);
        return false;
    }
    return true;
}

static bool registered_check(vm_vcpu_t *vcpu, int irq, const char *operation)
{
    if (!irq_check(vcpu, irq, 0, operation)) {
        return false;
    }
    if ((vmi_vgic_word(vcpu, (unsigned)irq)->registered & irq_bit((unsigned)irq)) == 0) {
        vmi_fail(vcpu->vm, VM_ERROR_NOT_FOUND, operation, (uintptr_t)irq, 0, 0);
        return false;
    }
    return true;
}

static int deliver(vm_vcpu_t *vcpu, int irq)
{
    return irq < VGIC_PRIVATE ? vmi_vgic_deliver(vcpu) : vmi_vgic_deliver_all(vcpu->vm);
}

int vm_inject_irq(vm_vcpu_t *vcpu, int irq)
{
    if (!registered_check(vcpu, irq, __func__)) {
        return -1;
    }
    vmi_vgic_word(vcpu, (unsigned)irq)->latched |= irq_bit((unsigned)irq);
    vmi_vgic_changed(vcpu, (unsigned)irq);
    return deliver(vcpu, irq);
}

int vm_set_irq_level(vm_vcpu_t *vcpu, int irq, int irq_level)
{
    if (!registered_check(vcpu, irq, __func__)) {
        return -1;
    }
    struct irq_word *word = vmi_vgic_word(vcpu, (unsigned)irq);
    uint32_t bit = irq_bit((unsigned)irq);
    if (irq_level == 0) {
        word->level &= ~bit;
        vmi_vgic_changed(vcpu, (unsigned)irq);
        return (word->hardware & bit) != 0 ? deliver(vcpu, irq) : 0; /* takes it back */
    }
    if ((word->level & bit) == 0 && (word->edge & bit) != 0) {
        word->latched |= bit;
    }
    word->level |= bit;
    vmi_vgic_changed(vcpu, (unsigned)irq);
    return deliver(vcpu, irq);
}

int vm_register_irq(vm_vcpu_t *vcpu, int irq, irq_ack_fn_t ack_fn, void *cookie)
{
    if (!irq_check(vcpu, irq, VGIC_SGIS, __func__)) {
        return -1;
    }
    struct irq_word *word = vmi_vgic_word(vcpu, (unsigned)irq);
    if ((word->registered & irq_bit((unsigned)irq)) != 0) {
        return vmi_fail(vcpu->vm, VM_ERROR_OVERLAP, __func__, (uintptr_t)irq, 0, (uintptr_t)irq);
    }
    word->registered |= irq_bit((unsigned)irq);
    *vmi_vgic_owner(vcpu, (unsigned)irq) = (struct irq_owner){ack_fn, cookie};
    return 0;
}

int vm_unregister_irq(vm_vcpu_t *vcpu, int irq)
{
    if (!irq_check(vcpu, irq, VGIC_SGIS, __func__) || !registered_check(vcpu, irq, __func__)) {
        return -1;
    }
    struct irq_word *word = vmi_vgic_word(vcpu, (unsigned)irq);
    word->registered &= ~irq_bit((unsigned)irq);
    word->latched &= ~irq_bit((unsigned)irq);
    word->level &= ~irq_bit((unsigned)irq);
    vmi_vgic_changed(vcpu, (unsigned)irq);
    *vmi_vgic_owner(vcpu, (unsigned)irq) = (struct irq_owner){NULL, NULL};
    return 0;
}

int vm_get_irq_state(vm_vcpu_t *vcpu, int irq, vm_irq_state_t *state)
{
    if (!irq_check(vcpu, irq, 0, __func__)) {
        return -1;
    }
    if (state == NULL) {
        return vmi_fail_null(vcpu->vm, __func__, 3);
    }
    const struct irq_word *word = vmi_vgic_word(vcpu, (unsigned)irq);
    uint32_t bit = irq_bit((unsigned)irq);
    if (irq == PPI_VTIMER_IRQ && (word->level & ~word->hardware & bit) != 0) {
        vmi_vtimer_look(vcpu);
    }
    *state = (vm_irq_state_t){
        .registered = (word->registered & bit) != 0,
        .enabled = (word->enabled & bit) != 0,
        .pending = (irq_pending(word) & bit) != 0,
        .in_hardware = (word->hardware & bit) != 0,
        .level = (word->level & bit) != 0,
        .edge = (word->edge & bit) != 0,
        .priority = *vmi_vgic_priority(vcpu, (unsigned)irq),
        .targets = irq < VGIC_PRIVATE ? (uint8_t)(1u << vgic_cpu_number(vcpu))
                                      : vm_state(vcpu->vm)->vgic->targets[irq],
    };
    return 0;
}
