/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The guest's GICv2 (Arm IHI 0048B). The CPU interface is the hardware's virtual one, fed through
 * list registers; the distributor is emulated. An interrupt goes pending -> list register -> (the
 * guest takes it and ends it) -> maintenance event, which frees the list register.
 */
#pragma once

#include <sel4vm/guest_irq_controller_ext.h>

#include "gicv.h"
#include "vcpu/vcpu.h"

#define VGIC_PRIVATE 32 /* SGIs and PPIs, a set for each vCPU */
#define VGIC_SGIS    16
#define VGIC_WORDS   (VM_IRQ_LIMIT / 32 + 1)
/* List registers of the GIC-400 and of QEMU's GICv2 (GICH_VTR.ListRegs); other hardware may have
 * fewer. */
#define VGIC_LIST_REGISTERS 4
#define VGIC_NO_IRQ         (-1)

/* 32 interrupts, a bit each. */
struct irq_word {
    uint32_t registered;
    uint32_t enabled;
    uint32_t latched;  /* made pending; of level-sensitive ones, by software */
    uint32_t level;    /* the line is high */
    uint32_t edge;     /* configured edge-triggered */
    uint32_t hardware; /* in a list register */
};

struct irq_owner {
    irq_ack_fn_t ack;
    void *cookie;
};

struct vgic_cpu {
    struct irq_word word;
    struct irq_owner owner[VGIC_PRIVATE];
    uint8_t priority[VGIC_PRIVATE];
    uint8_t sgi_sources[VGIC_SGIS];     /* CPUs that have sent it, a bit each */
    int16_t list[VGIC_LIST_REGISTERS];  /* what they hold, as far as the distributor knows */
    int16_t given[VGIC_LIST_REGISTERS]; /* what the kernel was last given for them */
};

/* Entries 0 to 31 (word 0) are unused: those interrupts are private. */
struct vgic {
    bool enabled;            /* GICD_CTLR */
    unsigned list_registers; /* that the hardware has, as far as is known */
    struct irq_word word[VGIC_WORDS];
    struct irq_owner owner[VM_IRQ_LIMIT];
    uint8_t priority[VM_IRQ_LIMIT];
    uint8_t targets[VM_IRQ_LIMIT];
    vm_memory_reservation_t *distributor;
    vm_memory_reservation_t *cpu_interface;
    seL4_CPtr gicv[GICV_FRAMES];
    bool has_gicv;
};

/* The controller's part for a vCPU; nothing to do in a VM without a controller. Returns 0 or -1. */
int vmi_vgic_add_cpu(vm_vcpu_t *vcpu);
void vmi_vgic_remove_cpu(vm_vcpu_t *vcpu);
/* Free the controller. Its reservations go with the VM's memory. */
void vmi_vgic_destroy(vm_t *vm);

/* The guest has ended the interrupt in a list register. */
void vmi_vgic_maintenance(vm_vcpu_t *vcpu, seL4_Word list_register);

/* The vCPU, which is not online any more, takes no interrupts: those that others may take wait
 * again, and go to them. In the kernel's list registers they stay: no call empties one. The vCPU
 * finds what was pending there when it is started again, unless another interrupt has taken the
 * place by then. What the kernel refuses is recorded, and ends the run, as with vmi_vgic_deliver().
 */
void vmi_vgic_cpu_off(vm_vcpu_t *vcpu);

/* true when the vCPU has an interrupt to take, or is taking one. */
bool vmi_vgic_has_work(const vm_vcpu_t *vcpu);

/* Move pending interrupts of a vCPU to free list registers, and wake it if it waits for one. When
 * the kernel refuses, what was pending stays so, a running vm_run() ends with
 * VM_STOP_KERNEL_ERROR, and the answer is -1 with the failure recorded; otherwise 0. */
int vmi_vgic_deliver(vm_vcpu_t *vcpu);
/* The same for every vCPU. */
int vmi_vgic_deliver_all(vm_t *vm);

/* State of interrupt IRQ as VCPU sees it. */
struct irq_word *vmi_vgic_word(const vm_vcpu_t *vcpu, unsigned irq);
uint8_t *vmi_vgic_priority(const vm_vcpu_t *vcpu, unsigned irq);
static inline uint32_t irq_bit(unsigned irq)
{
    return 1u << (irq % 32);
}

/* Interrupts of WORD that ask to be taken, whether or not they are enabled. */
static inline uint32_t irq_pending(const struct irq_word *word)
{
    return word->latched | (word->level & ~word->edge);
}

/* The CPU number of a vCPU in target lists. */
static inline unsigned vgic_cpu_number(const vm_vcpu_t *vcpu)
{
    return vcpu_state(vcpu)->cpu_number;
}
