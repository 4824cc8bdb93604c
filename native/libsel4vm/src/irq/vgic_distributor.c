/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The distributor's registers, as a guest sees them: IHI 0048B, 4.3 "Distributor register
 * descriptions". */
#include "vgic_distributor.h"

#include <sel4vm/guest_vcpu_fault.h>

#include "list_state.h"
#include "vtimer.h"

#define GICD_CTLR          0x000u
#define GICD_TYPER         0x004u
#define GICD_IIDR          0x008u
#define GICD_ISENABLER     0x100u
#define GICD_ICENABLER     0x180u
#define GICD_ISPENDR       0x200u
#define GICD_ICPENDR       0x280u
#define GICD_ISACTIVER     0x300u
#define GICD_ICACTIVER     0x380u
#define GICD_IPRIORITYR    0x400u
#define GICD_ITARGETSR     0x800u
#define GICD_ICFGR         0xc00u
#define GICD_PPISR         0xd00u
#define GICD_SGIR          0xf00u
#define GICD_CPENDSGIR     0xf10u
#define GICD_SPENDSGIR     0xf20u
#define GICD_SPENDSGIR_END 0xf30u
#define GICD_ICPIDR2       0xfe8u

#define CTLR_ENABLE        1u
#define TYPER_CPUS_SHIFT   5
#define TYPER_LINES        31u    /* ITLinesNumber: (31 + 1) * 32 interrupts, of which 1020 exist */
#define IIDR_ARM           0x43bu /* implementer: Arm */
#define ICPIDR2_GICV2      0x20u  /* architecture version 2 */
#define SPENDABLE          0xffff0000u /* of the first word: PPIs, not SGIs */
#define TIMER_BIT          (1u << PPI_VTIMER_IRQ)
#define SGIR_FILTER_SHIFT  24
#define SGIR_TARGETS_SHIFT 16

/* A register of one bit for each interrupt: the word that OFFSET from the first one names. */
static struct irq_word *bit_word(const vm_vcpu_t *vcpu, uint32_t offset)
{
    return vmi_vgic_word(vcpu, offset / 4 * 32);
}

/* The bits of that word that stand for interrupts: numbers 1020 to 1023 are special (2.2.1). */
static uint32_t existing(uint32_t offset)
{
    return offset / 4 == VGIC_WORDS - 1 ? (1u << VM_IRQ_LIMIT % 32) - 1 : ~0u;
}

static uint8_t *target(const vm_vcpu_t *vcpu, unsigned irq)
{
    return &vm_state(vcpu->vm)->vgic->targets[irq];
}

/* The CPUs that exist, a bit each. */
static uint8_t all_cpus(const vm_t *vm)
{
    uint8_t cpus = 0;
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        cpus |= (uint8_t)(1u << vgic_cpu_number(vm->vcpus[i]));
    }
    return cpus;
}

/* All interrupts of a machine with one CPU go to that (4.3.12 GICD_ITARGETSRn). */
static uint32_t read_targets(const vm_vcpu_t *vcpu, unsigned first)
{
    uint32_t value = 0;
    if (vcpu->vm->num_vcpus == 1) {
        return 0;
    }
    for (unsigned i = 0; i < 4 && first + i < VM_IRQ_LIMIT; i++) {
        uint32_t cpus =
            first + i < VGIC_PRIVATE ? 1u << vgic_cpu_number(vcpu) : *target(vcpu, first + i);
        value |= cpus << (8 * i);
    }
    return value;
}

static uint32_t read_priorities(const vm_vcpu_t *vcpu, unsigned first)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4 && first + i < VM_IRQ_LIMIT; i++) {
        value |= (uint32_t)*vmi_vgic_priority(vcpu, first + i) << (8 * i);
    }
    return value;
}

/* Two bits for each of 16 interrupts, of which the upper one tells edge from level. */
static uint32_t read_config(const vm_vcpu_t *vcpu, unsigned first)
{
    uint32_t edge = vmi_vgic_word(vcpu, first)->edge >> (first % 32), value = 0;
    for (unsigned i = 0; i < 16; i++) {
        value |= ((edge >> i) & 1) << (2 * i + 1);
    }
    return value;
}

/* List registers hold some of the state of interrupts: of private ones, those of the vCPU's own. */
static uint32_t in_lists(const vm_vcpu_t *vcpu, uint32_t offset,
                         uint32_t (*of)(const vm_vcpu_t *vcpu, unsigned first))
{
    unsigned first = offset / 4 * 32;
    uint32_t bits = 0;
    if (first < VGIC_PRIVATE) {
        return of(vcpu, first);
    }
    for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
        bits |= of(vcpu->vm->vcpus[i], first);
    }
    return bits;
}

static uint32_t read_pending(vm_vcpu_t *vcpu, uint32_t offset)
{
    if (offset >= 4) {
        /* What has come from outside may not have reached the list registers of other vCPUs. */
        vmi_vgic_deliver_all(vcpu->vm);
    } else if ((vcpu_state(vcpu)->vgic->word.level & TIMER_BIT) != 0) {
        /* While the timer's interrupt is active, its line has not been looked at. */
        vmi_vtimer_look(vcpu);
    }
    return irq_pending(bit_word(vcpu, offset)) | in_lists(vcpu, offset, vmi_list_pending);
}

static uint32_t read_active(const vm_vcpu_t *vcpu, uint32_t offset)
{
    return bit_word(vcpu, offset)->active | in_lists(vcpu, offset, vmi_list_active);
}

static uint32_t read_sgi_sources(const vm_vcpu_t *vcpu, unsigned first)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++) {
        value |= (uint32_t)vcpu_state(vcpu)->vgic->sgi_sources[first + i] << (8 * i);
    }
    return value | vmi_list_sgi_sources(vcpu, first);
}

static uint32_t read_register(vm_vcpu_t *vcpu, uint32_t offset)
{
    switch (offset) {
    case GICD_CTLR:
        return vm_state(vcpu->vm)->vgic->enabled ? CTLR_ENABLE : 0;
    case GICD_TYPER:
        return TYPER_LINES | (vcpu->vm->num_vcpus - 1) << TYPER_CPUS_SHIFT;
    case GICD_IIDR:
        return IIDR_ARM;
    case GICD_ISENABLER ... GICD_ICENABLER - 1:
        return bit_word(vcpu, offset - GICD_ISENABLER)->enabled;
    case GICD_ICENABLER ... GICD_ISPENDR - 1:
        return bit_word(vcpu, offset - GICD_ICENABLER)->enabled;
    case GICD_ISPENDR ... GICD_ICPENDR - 1:
        return read_pending(vcpu, offset - GICD_ISPENDR);
    case GICD_ICPENDR ... GICD_ISACTIVER - 1:
        return read_pending(vcpu, offset - GICD_ICPENDR);
    case GICD_ISACTIVER ... GICD_ICACTIVER - 1:
        return read_active(vcpu, offset - GICD_ISACTIVER);
    case GICD_ICACTIVER ... GICD_IPRIORITYR - 1:
        return read_active(vcpu, offset - GICD_ICACTIVER);
    case GICD_IPRIORITYR ... GICD_ITARGETSR - 1:
        return read_priorities(vcpu, offset - GICD_IPRIORITYR);
    case GICD_ITARGETSR ... GICD_ICFGR - 1:
        return read_targets(vcpu, offset - GICD_ITARGETSR);
    case GICD_ICFGR ... GICD_PPISR - 1:
        return read_config(vcpu, (offset - GICD_ICFGR) * 4);
    case GICD_CPENDSGIR ... GICD_SPENDSGIR - 1:
        return read_sgi_sources(vcpu, offset - GICD_CPENDSGIR);
    case GICD_SPENDSGIR ... GICD_SPENDSGIR_END - 1:
        return read_sgi_sources(vcpu, offset - GICD_SPENDSGIR);
    case GICD_ICPIDR2:
        return ICPIDR2_GICV2;
    default:
        /* Groups and reserved registers read as zero. */
        return 0;
    }
}

static void send_sgi(vm_vcpu_t *target_vcpu, unsigned irq, uint8_t sources)
{
    vcpu_state(target_vcpu)->vgic->sgi_sources[irq] |= sources;
    vmi_vgic_word(target_vcpu, irq)->latched |= irq_bit(irq);
}

static void write_sgir(vm_vcpu_t *vcpu, uint32_t value)
{
    enum { LISTED, ALL_OTHERS, SELF };
    unsigned irq = value & (VGIC_SGIS - 1);
    unsigned filter = (value >> SGIR_FILTER_SHIFT) & 3;
    for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
        vm_vcpu_t *other = vcpu->vm->vcpus[i];
        bool listed = ((value >> SGIR_TARGETS_SHIFT) & (1u << vgic_cpu_number(other))) != 0;
        if ((filter == LISTED && listed) || (filter == ALL_OTHERS && other != vcpu) ||
            (filter == SELF && other == vcpu)) {
            send_sgi(other, irq, (uint8_t)(1u << vgic_cpu_number(vcpu)));
        }
    }
}

static void write_config(const vm_vcpu_t *vcpu, unsigned first, uint32_t value, uint32_t mask)
{
    struct irq_word *word = vmi_vgic_word(vcpu, first);
    for (unsigned i = first < VGIC_SGIS ? 16 : 0; i < 16; i++) {
        uint32_t bit = irq_bit(first + i);
        /* The virtual timer's line is a level, whatever the guest would like. */
        bool fixed = first + i >= VM_IRQ_LIMIT || first + i == PPI_VTIMER_IRQ;
        if ((mask & (2u << (2 * i))) != 0 && !fixed) {
            word->edge = (value & (2u << (2 * i))) != 0 ? word->edge | bit : word->edge & ~bit;
        }
    }
    vmi_vgic_changed(vcpu, first);
}

static void write_bytes(vm_vcpu_t *vcpu, uint32_t offset, uint32_t value, uint32_t mask)
{
    for (unsigned i = 0; i < 4; i++) {
        uint8_t byte = (uint8_t)(value >> (8 * i));
        if (((mask >> (8 * i)) & 0xff) == 0) {
            continue;
        }
        unsigned irq = offset % 0x400 + i;
        if (offset < GICD_ITARGETSR && irq < VM_IRQ_LIMIT) {
            *vmi_vgic_priority(vcpu, irq) = byte & VGIC_PRIORITY_MASK;
        } else if (offset >= GICD_ITARGETSR && irq >= VGIC_PRIVATE && irq < VM_IRQ_LIMIT &&
                   vcpu->vm->num_vcpus > 1) {
            *target(vcpu, irq) = byte & all_cpus(vcpu->vm);
        }
    }
}

static void write_sgi_pending(vm_vcpu_t *vcpu, unsigned first, uint32_t value, uint32_t mask,
                              bool set)
{
    struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    for (unsigned i = 0; i < 4; i++) {
        uint8_t sources = (uint8_t)(value >> (8 * i)) & all_cpus(vcpu->vm);
        if (set && sources != 0) {
            send_sgi(vcpu, first + i, sources);
        } else if (!set && (mask >> (8 * i) & 0xff) != 0) {
            vmi_list_unlatch_sgi(vcpu, first + i, sources);
            cpu->sgi_sources[first + i] &= (uint8_t)~sources;
            if (cpu->sgi_sources[first + i] == 0) {
                cpu->word.latched &= ~irq_bit(first + i);
            }
        }
    }
}

static void write_enabled(const vm_vcpu_t *vcpu, uint32_t offset, uint32_t value, bool set)
{
    struct irq_word *word = bit_word(vcpu, offset);
    value &= existing(offset);
    word->enabled = set ? word->enabled | value : word->enabled & ~value;
    vmi_vgic_changed(vcpu, offset / 4 * 32);
}

/* SGIs are made pending, and not, through their own registers. */
static void write_pending(const vm_vcpu_t *vcpu, uint32_t offset, uint32_t value, bool set)
{
    struct irq_word *word = bit_word(vcpu, offset);
    value &= existing(offset) & (offset < 4 ? SPENDABLE : ~0u);
    if (set) {
        word->latched |= value;
    } else {
        word->latched &= ~value;
        for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
            const vm_vcpu_t *holder = offset < 4 ? vcpu : vcpu->vm->vcpus[i];
            vmi_list_unlatch(holder, offset / 4 * 32, value);
        }
    }
    vmi_vgic_changed(vcpu, offset / 4 * 32);
}

static void write_active(vm_vcpu_t *vcpu, uint32_t offset, uint32_t value, bool set)
{
    struct irq_word *word = bit_word(vcpu, offset);
    value &= existing(offset);
    if (set) {
        word->active |= value & ~in_lists(vcpu, offset, vmi_list_active);
    } else {
        word->active &= ~value;
        for (unsigned i = 0; i < vcpu->vm->num_vcpus; i++) {
            vm_vcpu_t *holder = offset < 4 ? vcpu : vcpu->vm->vcpus[i];
            vmi_list_deactivate(holder, offset / 4 * 32, value);
        }
    }
    vmi_vgic_changed(vcpu, offset / 4 * 32);
}

/* VALUE has zeros outside MASK. */
static void write_register(vm_vcpu_t *vcpu, uint32_t offset, uint32_t value, uint32_t mask)
{
    switch (offset) {
    case GICD_CTLR:
        if ((mask & CTLR_ENABLE) != 0) {
            vm_state(vcpu->vm)->vgic->enabled = (value & CTLR_ENABLE) != 0;
        }
        break;
    case GICD_ISENABLER ... GICD_ICENABLER - 1:
        write_enabled(vcpu, offset - GICD_ISENABLER, value, true);
        break;
    case GICD_ICENABLER ... GICD_ISPENDR - 1:
        write_enabled(vcpu, offset - GICD_ICENABLER, value, false);
        break;
    case GICD_ISPENDR ... GICD_ICPENDR - 1:
        write_pending(vcpu, offset - GICD_ISPENDR, value, true);
        break;
    case GICD_ICPENDR ... GICD_ISACTIVER - 1:
        write_pending(vcpu, offset - GICD_ICPENDR, value, false);
        break;
    case GICD_ISACTIVER ... GICD_ICACTIVER - 1:
        write_active(vcpu, offset - GICD_ISACTIVER, value, true);
        break;
    case GICD_ICACTIVER ... GICD_IPRIORITYR - 1:
        write_active(vcpu, offset - GICD_ICACTIVER, value, false);
        break;
    case GICD_IPRIORITYR ... GICD_ICFGR - 1:
        write_bytes(vcpu, offset, value, mask);
        break;
    case GICD_ICFGR ... GICD_PPISR - 1:
        write_config(vcpu, (offset - GICD_ICFGR) * 4, value, mask);
        break;
    case GICD_SGIR:
        write_sgir(vcpu, value);
        break;
    case GICD_CPENDSGIR ... GICD_SPENDSGIR - 1:
        write_sgi_pending(vcpu, offset - GICD_CPENDSGIR, value, mask, false);
        break;
    case GICD_SPENDSGIR ... GICD_SPENDSGIR_END - 1:
        write_sgi_pending(vcpu, offset - GICD_SPENDSGIR, value, mask, true);
        break;
    default:
        break;
    }
    vmi_vgic_deliver_all(vcpu->vm);
}

memory_fault_result_t vmi_vgic_distributor_fault(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                                 size_t length, void *cookie)
{
    (void)vm;
    (void)length;
    (void)cookie;
    /* The registers are 32 bits wide: of wider accesses only the lower half counts. */
    uint32_t offset = address % 0x1000 & ~3u;
    if (is_vcpu_read_fault(vcpu)) {
        set_vcpu_fault_data(vcpu, read_register(vcpu, offset));
    } else {
        uint32_t mask = (uint32_t)get_vcpu_fault_data_mask(vcpu);
        write_register(vcpu, offset, (uint32_t)get_vcpu_fault_data(vcpu) & mask, mask);
    }
    return FAULT_HANDLED;
}
