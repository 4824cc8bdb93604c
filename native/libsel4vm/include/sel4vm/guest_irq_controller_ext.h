/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_irq_controller_ext.h
 * What guest_irq_controller.h lacks: other addresses, questions about the state.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sel4vm/guest_irq_controller.h>

/** SGI that Linux uses to reschedule, and for calls between CPUs. */
#define SGI_RESCHEDULE_IRQ 0
#define SGI_FUNC_CALL      1
/** PPI of the virtual timer (Arm BSA, "EL1 virtual timer"). */
#define PPI_VTIMER_IRQ 27

/** Interrupts of a GICv2: numbers below are valid (IHI 0048B, 2.2.1; 1020-1023 are special). */
#define VM_IRQ_LIMIT 1020

/** Where the guest finds its interrupt controller. */
typedef struct vm_irq_controller_config {
    /** Guest physical address of the distributor (4 KiB). */
    uintptr_t distributor;
    /** Guest physical address of the CPU interface (8 KiB). */
    uintptr_t cpu_interface;
    /** Physical address of the hardware's virtual CPU interface, GICV (8 KiB). */
    uintptr_t gicv_paddr;
} vm_irq_controller_config_t;

/** State of an interrupt. */
typedef struct vm_irq_state {
    /** Announced with vm_register_irq(), or an SGI. */
    bool registered;
    /** Enabled by the guest. */
    bool enabled;
    /** Waiting to be taken. */
    bool pending;
    /** In a list register, pending or active there. */
    bool in_hardware;
    /** Its line is high. */
    bool level;
    /** Edge-triggered as the guest configured it. */
    bool edge;
    /** Priority, 0 (highest) to 255. */
    uint8_t priority;
    /** CPUs that an SPI may go to, a bit each. */
    uint8_t targets;
} vm_irq_state_t;

/** As vm_create_default_irq_controller(), elsewhere. @return 0, or -1 */
int vm_create_irq_controller(vm_t *vm, const vm_irq_controller_config_t *config);

/** State of interrupt @p irq as @p vcpu sees it. @return 0, or -1 */
int vm_get_irq_state(vm_vcpu_t *vcpu, int irq, vm_irq_state_t *state);

/** Take back vm_register_irq(). A pending interrupt is dropped, unless the hardware has it. @return
 * 0 or -1 */
int vm_unregister_irq(vm_vcpu_t *vcpu, int irq);
