/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_irq_controller.h
 * The guest's interrupt controller: a GICv2 whose CPU interface is the hardware's virtual one and
 * whose distributor is emulated. Interrupt numbers: 0-15 SGI and 16-31 PPI, private to a vCPU;
 * 32-1019 SPI.
 *
 * It behaves as Arm IHI 0048B says, with one group, 0 (GICD_IGROUPR and EnableGrp1 of GICD_CTLR
 * read as zero and ignore writes: a guest that enables group 1 alone gets no interrupts), and
 * priorities of five bits. Limits, for a guest that looks:
 *
 * - Bits 12:10 of GICC_IAR, the CPU that sent an SGI, are 0: the kernel's call cannot carry them.
 *
 * - As many interrupts can be nested as there are list registers (four, as a rule). One more waits
 *   until one of them ends, whatever its priority.
 *
 * - Of several interrupts in list registers that have one priority, of which one is active, it may
 *   be unknown which: they read as pending, not active, until that one ends. None of the others
 *   is taken before, nor goes to another CPU. The same holds of a guest that splits the end of
 * interrupts (GICC_CTLR.EOImode), as long as one is in a list register.
 *
 * - What changes the list registers of a vCPU that runs meanwhile (a line that goes low, a disabled
 *   interrupt, a more urgent one while all are in use) takes effect with the next event of that
 *   vCPU, if the VM has several and the change comes from outside of the guest; an interrupt that
 *   is injected a second time, and taken before that event, is delivered again. A write of
 *   GICD_ICACTIVER for an interrupt that another vCPU handles takes effect with its next event too.
 *
 * - An interrupt that GICD_ISACTIVER has made active is deactivated by GICD_ICACTIVER alone.
 *
 * - The virtual timer's line is looked at when the vCPU has an event. A guest that switches the
 *   timer off with its interrupt pending and then enables interrupts, all without an event, takes
 *   that interrupt.
 */
#include <sel4vm/guest_vm.h>

/**
 * Called when the guest has finished (end of interrupt) with an interrupt.
 * @param vcpu    the vCPU that handled it
 * @param irq     its number
 * @param cookie  the pointer given with the callback
 */
typedef void (*irq_ack_fn_t)(vm_vcpu_t *vcpu, int irq, void *cookie);

/**
 * Make an interrupt pending, once. One that is pending already stays pending once; one that is
 * active is delivered again after its end; one that the guest has disabled waits until it is
 * enabled.
 * @param vcpu  the vCPU for SGI and PPI; for an SPI any vCPU of the VM, the guest's routing decides
 * @param irq   number; it must have been registered with vm_register_irq() (SGIs always are)
 * @return      0, or -1. When the kernel refused it, the interrupt stays pending, and vm_run(), if
 *              it is running, ends with VM_STOP_KERNEL_ERROR
 */
int vm_inject_irq(vm_vcpu_t *vcpu, int irq);

/**
 *Set the level of an interrupt line. A level-sensitive interrupt is pending while its line is
 * high, again after each end of interrupt, and not delivered once its line is low; an
 * edge-triggered one is pending at each rise.
 * @param irq_level  0: low; 1: high
 * @return           0, or -1 as vm_inject_irq() does
 */
int vm_set_irq_level(vm_vcpu_t *vcpu, int irq, int irq_level);

/**
 * Announce an interrupt and who is told about its end.
 * @param vcpu    the vCPU for PPI; any for an SPI
 * @param irq     16 to 1019
 * @param ack_fn  called at the end of interrupt; may be NULL
 * @param cookie  passed to it
 * @return        0, or -1 when the number is out of range or taken
 */
int vm_register_irq(vm_vcpu_t *vcpu, int irq, irq_ack_fn_t ack_fn, void *cookie);

/**
 * Give the VM its interrupt controller, at the addresses of QEMU's virt machine: the distributor at
 * 0x08000000, the CPU interface at 0x08010000. Before vm_run(); vCPUs may be created before or
 * after.
 * @return 0, or -1 (also for a second time)
 */
int vm_create_default_irq_controller(vm_t *vm);
