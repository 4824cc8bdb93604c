/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_memory_helpers.h
 * Ready-made pieces for users of guest_memory.h.
 */
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_vm.h>

/**
 * A fault callback for regions that are mapped with all rights, where no fault is expected.
 * @return always FAULT_ERROR
 */
memory_fault_result_t default_error_fault_callback(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t fault_addr,
                                                   size_t fault_length, void *cookie);
