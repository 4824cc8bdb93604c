/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vmmplatsupport/arch/guest_vcpu_fault.h
 * Handlers for exceptions of vCPUs that the library does not answer itself, by exception class.
 */
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/** Answers an exception. @param hsr syndrome (ESR_EL2) @return 0 to go on, -1 to stop the VM */
typedef int (*vcpu_exception_handler_fn)(vm_vcpu_t *vcpu, uint32_t hsr);

/**
 * Call the handler of the exception's class. It has the type of an
 * unhandled_vcpu_fault_callback_fn.
 * @return  the handler's answer, -1 when there is no handler
 */
int vmm_handle_arm_vcpu_exception(vm_vcpu_t *vcpu, uint32_t hsr, void *cookie);

/**
 * Register the handler of an exception class, for all VMs; NULL removes it.
 * @param ec_class  ESR_EL2.EC, 0 to 63
 * @return          0, or -1 for another class
 */
int register_arm_vcpu_exception_handler(uint32_t ec_class,
                                        vcpu_exception_handler_fn exception_handler);
