/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Waiting for interrupts, and the virtual timer that ends most waits. */
#pragma once

#include "vcpu/vcpu.h"

/* The guest executed WFI or WFE. */
vcpu_next_t vmi_handle_wfx(vm_vcpu_t *vcpu, uint32_t syndrome);

/* Let the vCPU wait for an interrupt at the pc that it has. */
vcpu_next_t vmi_vcpu_wait(vm_vcpu_t *vcpu);

/* The virtual timer of a vCPU has fired. */
vcpu_next_t vmi_handle_vppi(vm_vcpu_t *vcpu, seL4_Word irq);

/* The line of a vCPU's timer was high: is it low by now? If so, the distributor's view of it is
 * lowered. */
void vmi_vtimer_look(vm_vcpu_t *vcpu);

/* Resume the waiting vCPUs whose deadline has passed, and set the alarm for the next one. */
void vmi_vtimer_alarm(vm_t *vm);

/* Announce the virtual timer's interrupt. */
int vmi_vtimer_register(vm_vcpu_t *vcpu);
