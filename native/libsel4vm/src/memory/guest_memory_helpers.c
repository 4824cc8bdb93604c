/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/guest_memory_helpers.h>

memory_fault_result_t default_error_fault_callback(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t fault_addr,
                                                   size_t fault_length, void *cookie)
{
    (void)vm;
    (void)vcpu;
    (void)fault_addr;
    (void)fault_length;
    (void)cookie;
    return FAULT_ERROR;
}
