/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Setting up how a VM runs, and why it stopped. */
#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_vm.h>
#include <sel4vm/guest_vm_ext.h>

#include "irq/vgic.h"
#include "vcpu/vcpu.h"
#include "vm/error.h"

int vcpu_start(vm_vcpu_t *vcpu)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    if (vcpu_state(vcpu)->mode != VCPU_OFF) {
        return vmi_fail(vcpu->vm, VM_ERROR_BAD_STATE, __func__, vcpu->vcpu_id, 0, 0);
    }
    vcpu->vcpu_online = true;
    vmi_vcpu_progress(vcpu);
    /* Interrupts that only this one may take have waited for it. */
    if ((vcpu_state(vcpu)->vgic != NULL && vmi_vgic_deliver(vcpu) != 0) ||
        vmi_vcpu_resume(vcpu) != 0) {
        vcpu->vcpu_online = false;
        return -1;
    }
    return 0;
}

int vcpu_stop(vm_vcpu_t *vcpu)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    seL4_Error error = seL4_TCB_Suspend(vcpu->tcb.tcb.cptr);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vcpu->vm, error, __func__, vcpu->vcpu_id, 0);
    }
    if (vcpu_state(vcpu)->mode == VCPU_RUNNING) {
        vmi_vgic_suspended(vcpu);
    }
    vcpu_state(vcpu)->mode = VCPU_OFF;
    vcpu->vcpu_online = false;
    vm_state(vcpu->vm)->attention = true; /* it may have been the last one */
    return 0;
}

int vm_register_unhandled_mem_fault_callback(vm_t *vm,
                                             unhandled_mem_fault_callback_fn fault_handler,
                                             void *cookie)
{
    if (!vmi_check(vm, __func__)) {
        return -1;
    }
    vm->mem.unhandled_mem_fault_handler = fault_handler;
    vm->mem.unhandled_mem_fault_cookie = cookie;
    return 0;
}

int vm_register_notification_callback(vm_t *vm, notification_callback_fn notification_callback,
                                      void *cookie)
{
    if (!vmi_check(vm, __func__)) {
        return -1;
    }
    vm->run.notification_callback = notification_callback;
    vm->run.notification_callback_cookie = cookie;
    return 0;
}

int vm_register_unhandled_vcpu_fault_callback(vm_vcpu_t *vcpu,
                                              unhandled_vcpu_fault_callback_fn vcpu_fault_callback,
                                              void *cookie)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    vcpu->vcpu_arch.unhandled_vcpu_callback = vcpu_fault_callback;
    vcpu->vcpu_arch.unhandled_vcpu_callback_cookie = cookie;
    return 0;
}

int vm_register_smc_handler_callback(vm_t *vm, smc_handler_callback_fn vm_smc_handler)
{
    if (!vmi_check(vm, __func__)) {
        return -1;
    }
    vm->arch.vm_smc_handler = vm_smc_handler != NULL ? vm_smc_handler : vm_smc_handle_default;
    return 0;
}

int vm_set_unhandled_policy(vm_t *vm, vm_unhandled_policy_t policy)
{
    if (!vmi_check(vm, __func__)) {
        return -1;
    }
    if (policy != VM_UNHANDLED_STOP && policy != VM_UNHANDLED_ABORT) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, policy, 0, VM_UNHANDLED_ABORT);
    }
    vm_state(vm)->policy = policy;
    return 0;
}

int vm_stop(vm_t *vm, uint64_t value)
{
    if (!vmi_check(vm, __func__)) {
        return -1;
    }
    vm_state(vm)->attention = true;
    vm_state(vm)->stop_requested = true;
    vm_state(vm)->stop_value = value;
    return 0;
}

const vm_stop_t *vm_get_stop(const vm_t *vm)
{
    static const vm_stop_t none = {.reason = VM_STOP_NONE, .vcpu_id = -1};
    return vm == NULL || !vm->vm_initialised ? &none : &vm_state(vm)->stop;
}

const char *vm_stop_reason_name(vm_stop_reason_t reason)
{
    static const char *const names[] = {
        [VM_STOP_NONE] = "running",
        [VM_STOP_REQUESTED] = "requested",
        [VM_STOP_POWER_OFF] = "power off",
        [VM_STOP_RESET] = "reset",
        [VM_STOP_ALL_OFF] = "all vCPUs off",
        [VM_STOP_UNHANDLED_MEMORY_FAULT] = "unhandled memory fault",
        [VM_STOP_CALLBACK_ERROR] = "callback error",
        [VM_STOP_UNHANDLED_VCPU_FAULT] = "unhandled vCPU fault",
        [VM_STOP_UNSUPPORTED_ACCESS] = "unsupported access",
        [VM_STOP_UNHANDLED_EVENT] = "unhandled event",
        [VM_STOP_SMC_ERROR] = "SMC handler error",
        [VM_STOP_KERNEL_ERROR] = "kernel error",
    };
    return (unsigned)reason < sizeof(names) / sizeof(names[0]) ? names[reason] : "unknown";
}

const vm_counters_t *vm_get_counters(const vm_t *vm)
{
    if (vm == NULL || !vm->vm_initialised || vm->mem.reservation_cookie == NULL) {
        return NULL;
    }
    return vm_counters(vm);
}
