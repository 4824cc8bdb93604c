/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/guest_vm_arch.h
 * The Arm part of a VM and of a vCPU.
 */
#include <stdint.h>

#include <sel4/sel4.h>

/** The fault that a vCPU waits on; read it with guest_vcpu_fault.h. */
typedef struct fault fault_t;
typedef struct vm vm_t;
typedef struct vm_vcpu vm_vcpu_t;

/**
 * Handler of a guest's SMC and HVC calls (SMC Calling Convention, Arm DEN 0028).
 * @param vcpu  the calling vCPU
 * @param regs  the registers that a call can use: x0 to x7 hold the arguments and take the results.
 * pc addresses the instruction that follows the call. sp, x30 and spsr are valid for HVC as well.
 * The others mean nothing, and what is changed of them is not written back.
 * @return      0: the call is done; another value stops the VM with an error
 */
typedef int (*smc_handler_callback_fn)(vm_vcpu_t *vcpu, seL4_UserContext *regs);

/**
 * Called for a vCPU fault that the library does not handle itself.
 * @param vcpu    the vCPU
 * @param hsr     syndrome (ESR_EL2)
 * @param cookie  the pointer given with the callback
 * @return        0: handled, the guest goes on behind the instruction unless the callback has moved
 *                the pc itself; another value: not handled
 */
typedef int (*unhandled_vcpu_fault_callback_fn)(vm_vcpu_t *vcpu, uint32_t hsr, void *cookie);

/** Most vCPUs of a VM: the number of CPU interfaces a GICv2 can have. */
#define VM_MAX_VCPUS 8

/** Size of a VM's CSpace: slot VM_FAULT_EP_SLOT + n holds the fault endpoint of vCPU n, nothing
 * else. */
#define VM_CSPACE_SIZE_BITS 4
#define VM_FAULT_EP_SLOT    1
#define VM_CSPACE_SLOT      (VM_FAULT_EP_SLOT + VM_MAX_VCPUS)

/** State that the library keeps for the Arm side of a VM. */
typedef struct vm_arch_state vm_arch_state_t;

/** Arm part of a VM. */
struct vm_arch {
    /** Handler of SMC calls; vm_smc_handle_default() unless another is registered. */
    smc_handler_callback_fn vm_smc_handler;
    /** The library's own. */
    vm_arch_state_t *state;
};

/** State that the library keeps for the Arm side of a vCPU. */
typedef struct vm_vcpu_arch_state vm_vcpu_arch_state_t;

/** Arm part of a vCPU. */
struct vm_vcpu_arch {
    /** The fault being handled. */
    fault_t *fault;
    /** Asked for vCPU faults that the library does not handle; may be NULL. */
    unhandled_vcpu_fault_callback_fn unhandled_vcpu_callback;
    /** Passed to the callback. */
    void *unhandled_vcpu_callback_cookie;
    /** The library's own. */
    vm_vcpu_arch_state_t *state;
};

/**
 * Register a callback for vCPU faults that the library does not handle: exception classes other
 * than WFx, HVC, SMC and data and instruction aborts. NULL takes the callback away.
 * @return 0, or -1 when @p vcpu is NULL
 */
int vm_register_unhandled_vcpu_fault_callback(vm_vcpu_t *vcpu,
                                              unhandled_vcpu_fault_callback_fn vcpu_fault_callback,
                                              void *cookie);

/**
 * Register the handler of the guest's SMC and HVC calls in place of vm_smc_handle_default(), which
 * the handler may still call for what it does not know. NULL restores the default.
 * @return 0, or -1 when @p vm is NULL
 */
int vm_register_smc_handler_callback(vm_t *vm, smc_handler_callback_fn vm_smc_handler);
