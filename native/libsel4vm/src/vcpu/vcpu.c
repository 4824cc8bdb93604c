/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "vcpu.h"

#include <stdatomic.h>

#include "vm/error.h"

static atomic_uint vcpus; /* of all VMs, which are made on any thread */

void vmi_vcpu_made(void)
{
    atomic_fetch_add(&vcpus, 1);
}

void vmi_vcpu_gone(void)
{
    atomic_fetch_sub(&vcpus, 1);
}

bool vmi_vcpu_is_only(void)
{
    return atomic_load(&vcpus) == 1;
}

bool vmi_vcpu_check(const vm_vcpu_t *vcpu, const char *operation)
{
    if (vcpu == NULL) {
        vmi_fail_null(NULL, operation, 1);
        return false;
    }
    return vmi_check(vcpu->vm, operation);
}

void vmi_stop_because(vm_vcpu_t *vcpu, vm_stop_reason_t reason, uintptr_t pc, uintptr_t address,
                      uint64_t value)
{
    vm_set_stop(vcpu->vm, (vm_stop_t){.reason = reason,
                                      .vcpu_id = (int)vcpu->vcpu_id,
                                      .pc = pc,
                                      .address = address,
                                      .value = value});
}

vcpu_next_t vmi_stop_vcpu_failed(const vm_vcpu_t *vcpu, uintptr_t pc, uintptr_t address)
{
    vmi_stop_failed(vcpu->vm, (int)vcpu->vcpu_id, pc, address);
    return VCPU_STAY;
}

vcpu_next_t vmi_stop_kernel_error(vm_vcpu_t *vcpu, seL4_Error error, const char *operation,
                                  uintptr_t pc)
{
    vmi_fail_kernel(vcpu->vm, error, operation, pc, 0);
    return vmi_stop_vcpu_failed(vcpu, pc, 0);
}

int vmi_vcpu_resume(vm_vcpu_t *vcpu)
{
    vcpu_state(vcpu)->pause_end_ns = 0;
    if (!vm_state(vcpu->vm)->executing) {
        vcpu_state(vcpu)->mode = VCPU_HELD;
        return 0;
    }
    seL4_Error error = seL4_TCB_Resume(vcpu->tcb.tcb.cptr);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vcpu->vm, error, "seL4_TCB_Resume", vcpu->vcpu_id, 0);
    }
    vcpu_state(vcpu)->mode = VCPU_RUNNING;
    return 0;
}

int vmi_vcpu_skip_instruction(vm_vcpu_t *vcpu)
{
    seL4_Word pc;
    seL4_Error error = vmi_tcb_read_words(vcpu->tcb.tcb.cptr, &pc, 1);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vcpu->vm, error, "seL4_TCB_ReadRegisters", vcpu->vcpu_id, 0);
    }
    pc += A64_INSTRUCTION_SIZE;
    error = vmi_tcb_write_words(vcpu->tcb.tcb.cptr, &pc, 1);
    return error == seL4_NoError
               ? 0
               : vmi_fail_kernel(vcpu->vm, error, "seL4_TCB_WriteRegisters", vcpu->vcpu_id, 0);
}
