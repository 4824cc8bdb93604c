/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A vCPU's list registers. The kernel has one call for them, InjectIRQ, which fills one as pending;
 * it reads none, and empties none. What they hold is concluded (list_state.h). One whose interrupt
 * the guest has not taken is emptied by filling it with an interrupt that is never delivered:
 * number 1020 or above, of the lowest priority, which no priority mask of five bits lets pass.
 */
#pragma once

#include "vgic.h"

/* Take back what must not be delivered any more; give the hardware priorities that have changed.
 * Returns 1 when that was an SPI, which another vCPU may take now; else 0; or -1 with the failure
 * recorded. */
int vmi_list_review(vm_vcpu_t *vcpu);

/* Put a pending interrupt into a list register. Returns 1; 0 when it has to wait as there is none
 * for it; or -1 with the failure recorded. */
int vmi_list_insert(vm_vcpu_t *vcpu, unsigned irq);
/* The same for that of the virtual timer, the most frequent one. */
int vmi_list_insert_timer(vm_vcpu_t *vcpu);

/* Take interrupts out of the registers of a vCPU that has gone off. Returns 0 or -1. */
int vmi_list_cpu_off(vm_vcpu_t *vcpu);
