/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The registers of the distributor. */
#pragma once

#include <sel4vm/guest_memory.h>

/* Fault callback of the distributor. */
memory_fault_result_t vmi_vgic_distributor_fault(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                                 size_t length, void *cookie);
