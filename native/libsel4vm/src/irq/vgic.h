/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The guest's GICv2 (Arm IHI 0048B). The CPU interface is the hardware's virtual one, fed through
 * list registers; the distributor is emulated. An interrupt goes pending -> list register -> (the
 * guest takes it and ends it) -> maintenance event, which frees the list register. Until the guest
 * takes it, the distributor can take it back: see list.h.
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
/* Priorities have the five bits that a list register keeps (IHI 0048B, 5.3.10 GICH_LRn). */
#define VGIC_PRIORITY_MASK  0xf8u
#define VGIC_PRIORITY_SHIFT 3

/* 32 interrupts, a bit each. */
struct irq_word {
    uint32_t registered;
    uint32_t enabled;
    uint32_t latched;  /* made pending; of level-sensitive ones, by software */
    uint32_t level;    /* the line is high */
    uint32_t edge;     /* configured edge-triggered */
    uint32_t active;   /* made active by software: GICD_ISACTIVER */
    uint32_t hardware; /* in a list register */
};

struct irq_owner {
    irq_ack_fn_t ack;
    void *cookie;
};

/* What the distributor knows of a list register that is in use. */
struct list_entry {
    int16_t irq;
    int16_t given;    /* what the kernel was last given for it, also when it is not in use */
    uint8_t priority; /* as the hardware has it */
    uint8_t source;   /* of an SGI: the CPU that sent it, as a bit; 0: none */
    bool latched;     /* pending though its line may be low */
    bool doubt;       /* of an open one: the guest may have taken it */
    bool settling;    /* deactivated while in doubt: if it was active, that is told before the next
                         event of another kind, until which the register must not be filled */
};

struct vgic_cpu {
    struct irq_word word;
    struct irq_owner owner[VGIC_PRIVATE];
    uint8_t priority[VGIC_PRIVATE];
    uint8_t sgi_sources[VGIC_SGIS]; /* CPUs that have sent it, a bit each */
    /* List registers, a bit each: in use; of those, not known to be active; active by what is
     * known, but GICD_ICACTIVER has been written: the end of the interrupt is to come. */
    uint8_t used, open, deactivate;
    struct list_entry list[VGIC_LIST_REGISTERS];
    /* Priority levels whose active interrupt was deactivated: their bits in GICV_APR stay until the
     * guest clears them, and tell nothing. */
    uint32_t orphans;
    bool timer_sure; /* the timer's line has just been seen high */
};

/* Entries 0 to 31 (word 0) are unused: those interrupts are private. */
struct vgic {
    bool enabled;            /* GICD_CTLR */
    unsigned list_registers; /* that the hardware has, as far as is known */
    uint32_t waiting;        /* words with an interrupt that vmi_irq_waiting() has; not word 0 */
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

/* VCPU has stopped with an event, before which nothing else was done: find out which of its
 * interrupts the guest has taken, look at the line of its timer, and deliver. Needed when its
 * .look is set, except for the events that vmi_vgic_maintenance() and vmi_vgic_timer() handle. */
void vmi_vgic_look(vm_vcpu_t *vcpu);

/* VCPU was stopped without an event: which interrupts it has taken is not known. */
void vmi_vgic_suspended(vm_vcpu_t *vcpu);

/* The line of the virtual timer has been seen high. Returns 0, or -1 as vmi_vgic_deliver(). */
int vmi_vgic_timer(vm_vcpu_t *vcpu);

/* The vCPU, which is not online any more, takes no interrupts: what it was handling has ended, what
 * others may take goes to them. Interrupts of its own wait until it is started again. What the
 * kernel refuses is recorded, and ends the run, as with vmi_vgic_deliver(). */
void vmi_vgic_cpu_off(vm_vcpu_t *vcpu);

/* true when the vCPU has an interrupt to take, or is taking one. */
bool vmi_vgic_has_work(const vm_vcpu_t *vcpu);

/* Bring the vCPU's list registers in agreement with the distributor: take back what must not be
 * delivered any more, move pending interrupts to list registers, and wake it if it waits for one.
 * When the kernel refuses, what was pending stays so, a running vm_run() ends with
 * VM_STOP_KERNEL_ERROR, and the answer is -1 with the failure recorded; otherwise 0. */
int vmi_vgic_deliver(vm_vcpu_t *vcpu);
/* The same for every vCPU. */
int vmi_vgic_deliver_all(vm_t *vm);

static inline uint32_t irq_bit(unsigned irq)
{
    return 1u << (irq % 32);
}

/* State of interrupt IRQ as VCPU sees it. */
static inline struct irq_word *vmi_vgic_word(const vm_vcpu_t *vcpu, unsigned irq)
{
    return irq < VGIC_PRIVATE ? &vcpu_state(vcpu)->vgic->word
                              : &vm_state(vcpu->vm)->vgic->word[irq / 32];
}

static inline uint8_t *vmi_vgic_priority(const vm_vcpu_t *vcpu, unsigned irq)
{
    return irq < VGIC_PRIVATE ? &vcpu_state(vcpu)->vgic->priority[irq]
                              : &vm_state(vcpu->vm)->vgic->priority[irq];
}

static inline struct irq_owner *vmi_vgic_owner(const vm_vcpu_t *vcpu, unsigned irq)
{
    return irq < VGIC_PRIVATE ? &vcpu_state(vcpu)->vgic->owner[irq]
                              : &vm_state(vcpu->vm)->vgic->owner[irq];
}

/* Interrupts of WORD that ask to be taken, whether or not they are enabled. */
static inline uint32_t irq_pending(const struct irq_word *word)
{
    return word->latched | (word->level & ~word->edge);
}

/* Those of them that a list register may be given to. */
static inline uint32_t irq_waiting(const struct irq_word *word)
{
    return irq_pending(word) & word->enabled & ~word->active & ~word->hardware;
}

/* The word of interrupt IRQ has changed: every change of one of an SPI is followed by this. */
static inline void vmi_vgic_changed(const vm_vcpu_t *vcpu, unsigned irq)
{
    if (irq >= VGIC_PRIVATE) {
        struct vgic *vgic = vm_state(vcpu->vm)->vgic;
        uint32_t bit = 1u << irq / 32;
        vgic->waiting =
            irq_waiting(&vgic->word[irq / 32]) != 0 ? vgic->waiting | bit : vgic->waiting & ~bit;
    }
}

/* The CPU number of a vCPU in target lists. */
static inline unsigned vgic_cpu_number(const vm_vcpu_t *vcpu)
{
    return vcpu_state(vcpu)->cpu_number;
}

/* The vCPU that an SPI goes to: of its targets, the first that is online. */
bool vmi_vgic_is_routed_to(const vm_vcpu_t *vcpu, unsigned irq);
