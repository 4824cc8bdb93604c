/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vmmplatsupport/guest_vcpu_util.h
 * vCPUs as upstream's platform support makes them.
 */
#include <sel4vm/guest_vm.h>

/**
 * Make a vCPU whose unhandled exceptions go to vmm_handle_arm_vcpu_exception(). Its virtual timer
 * and its software-generated interrupts work without further registration.
 * @param priority  0 to 255, below the VMM's own
 * @return          the vCPU, owned by the VM, or NULL
 */
vm_vcpu_t *create_vmm_plat_vcpu(vm_t *vm, int priority);
