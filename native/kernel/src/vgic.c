/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The virtual interrupt interface: list registers of the loaded VCPU, and others' copies. */
#include "vgic.h"

#include "arch.h"
#include "vcpu.h"

#define GICH(offset) (GICH_VBASE + (offset))
#define GICH_HCR     GICH(0x00)
#define GICH_VTR     GICH(0x04)
#define GICH_VMCR    GICH(0x08)
#define GICH_MISR    GICH(0x10)
#define GICH_EISR0   GICH(0x20)
#define GICH_APR     GICH(0xf0)
#define GICH_LR(n)   GICH(0x100 + 4 * (n))
#define HCR_ENABLE   1u
#define MISR_EOI     1u

static unsigned list_registers;

void vgic_init(void)
{
    mmio_write(GICH_HCR, 0);
    list_registers = (mmio_read(GICH_VTR) & 0x3f) + 1;
    if (list_registers > VCPU_MAX_LIST_REGISTERS) {
        list_registers = VCPU_MAX_LIST_REGISTERS;
    }
    for (unsigned i = 0; i < list_registers; i++) {
        mmio_write(GICH_LR(i), 0);
    }
}

unsigned vgic_list_registers(void)
{
    return list_registers;
}

void vgic_reset(vcpu_t *vcpu)
{
    vcpu->vgic_hcr = HCR_ENABLE;
}

void vgic_enable(const vcpu_t *vcpu)
{
    mmio_write(GICH_HCR, vcpu->vgic_hcr);
}

void vgic_disable(void)
{
    mmio_write(GICH_HCR, 0);
}

void vgic_save(vcpu_t *vcpu)
{
    vcpu->vgic_vmcr = mmio_read(GICH_VMCR);
    vcpu->vgic_apr = mmio_read(GICH_APR);
    for (unsigned i = 0; i < list_registers; i++) {
        vcpu->lr[i] = mmio_read(GICH_LR(i));
    }
}

void vgic_load(const vcpu_t *vcpu)
{
    mmio_write(GICH_VMCR, vcpu->vgic_vmcr);
    mmio_write(GICH_APR, vcpu->vgic_apr);
    for (unsigned i = 0; i < list_registers; i++) {
        mmio_write(GICH_LR(i), vcpu->lr[i]);
    }
}

word_t vgic_take_eoi(vcpu_t *vcpu)
{
    uint32_t ended = mmio_read(GICH_EISR0);
    if (!(mmio_read(GICH_MISR) & MISR_EOI) || ended == 0) {
        return (word_t)-1;
    }
    unsigned index = (unsigned)__builtin_ctz(ended);
    vgic_write_lr(vcpu, index, mmio_read(GICH_LR(index)) & ~(uint32_t)LR_EOI);
    return index;
}

bool vgic_is_in_service(const vcpu_t *vcpu, unsigned index)
{
    return (vcpu->lr[index] & LR_ACTIVE) != 0;
}

void vgic_write_lr(vcpu_t *vcpu, unsigned index, uint32_t value)
{
    vcpu->lr[index] = value;
    if (vcpu_is_loaded(vcpu)) {
        mmio_write(GICH_LR(index), value);
    }
}
