/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The GICv2 virtual interface control block (GICH). */
#pragma once

#include "objects.h"

void vgic_init(void);
/* A new VCPU's interface: enabled, nothing pending. */
void vgic_reset(vcpu_t *vcpu);
void vgic_enable(const vcpu_t *vcpu);
void vgic_disable(void);
void vgic_save(vcpu_t *vcpu);
void vgic_load(const vcpu_t *vcpu);
/* The list register whose end of interrupt raised maintenance, acknowledged; -1 if none did. */
word_t vgic_take_eoi(vcpu_t *vcpu);
unsigned vgic_list_registers(void);
/* Acknowledged, not ended, when another VCPU ran last: what has become of a list register in the
 * hardware since it was filled is not looked at, as in seL4. */
bool vgic_is_in_service(const vcpu_t *vcpu, unsigned index);
void vgic_write_lr(vcpu_t *vcpu, unsigned index, uint32_t value);

/* List register fields (IHI 0048B, 5.3.10) */
#define LR_EOI            BIT(19) /* with HW clear: raise maintenance at the end of the interrupt */
#define LR_PRIORITY_SHIFT 23
#define LR_PENDING        BIT(28)
#define LR_ACTIVE         BIT(29) /* alone or with pending */
#define LR_GROUP_SHIFT    30
