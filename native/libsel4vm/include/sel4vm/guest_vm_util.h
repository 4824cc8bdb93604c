/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vm_util.h
 * Questions about a VM. All of them accept NULL and answer "none".
 */
#include <stdbool.h>

#include <sel4vm/guest_vm.h>

/** TCB of a vCPU; seL4_CapNull for NULL. */
seL4_CPtr vm_get_vcpu_tcb(vm_vcpu_t *vcpu);

/** VCPU object of the vCPU with number @p vcpu_id; seL4_CapNull when there is none. */
seL4_CPtr vm_get_vcpu(vm_t *vm, int vcpu_id);

/** The vCPU that stands for logical CPU @p target_cpu; NULL when none does. */
vm_vcpu_t *vm_vcpu_for_target_cpu(vm_t *vm, int target_cpu);

/** The first vCPU without a logical CPU; NULL when every one has one. */
vm_vcpu_t *vm_find_free_unassigned_vcpu(vm_t *vm);

/** true when the vCPU has been started. */
bool is_vcpu_online(vm_vcpu_t *vcpu);

/** The guest's address space; NULL for NULL. */
vspace_t *vm_get_vspace(vm_t *vm);

/** The VMM's address space; NULL for NULL. */
vspace_t *vm_get_vmm_vspace(vm_t *vm);
