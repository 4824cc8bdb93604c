/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Virtual CPUs: EL1 state, the virtual timer and the virtual interrupt interface of a guest. */
#pragma once

#include "objects.h"

void vcpu_init_hardware(void);
void vcpu_init(vcpu_t *vcpu);
/* Make the CPU fit the thread: its VCPU's EL1 state, or what native threads see. */
void vcpu_switch(vcpu_t *vcpu);
void vcpu_associate(vcpu_t *vcpu, tcb_t *tcb);
void vcpu_dissociate(vcpu_t *vcpu);
/* Dissociate and forget: the object goes. */
void vcpu_destroy(vcpu_t *vcpu);
/* PPI 25: the virtual interface wants attention. */
void vgic_maintenance(void);
/* PPI 27: the guest's timer fired. */
void vcpu_timer_interrupt(void);
/* Are the VCPU's registers in the CPU (in effect or not)? */
bool vcpu_is_loaded(const vcpu_t *vcpu);
word_t vcpu_read_register(vcpu_t *vcpu, unsigned reg);
void vcpu_write_register(vcpu_t *vcpu, unsigned reg, word_t value);
void vcpu_ack_vtimer(vcpu_t *vcpu);
