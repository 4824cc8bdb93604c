/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/guest_vm_util.h>

#include <stddef.h>

seL4_CPtr vm_get_vcpu_tcb(vm_vcpu_t *vcpu)
{
    return vcpu == NULL ? seL4_CapNull : vcpu->tcb.tcb.cptr;
}

seL4_CPtr vm_get_vcpu(vm_t *vm, int vcpu_id)
{
    if (vm == NULL || vcpu_id < 0 || (unsigned)vcpu_id >= vm->num_vcpus) {
        return seL4_CapNull;
    }
    return vm->vcpus[vcpu_id]->vcpu.cptr;
}

vm_vcpu_t *vm_vcpu_for_target_cpu(vm_t *vm, int target_cpu)
{
    for (unsigned i = 0; vm != NULL && target_cpu >= 0 && i < vm->num_vcpus; i++) {
        if (vm->vcpus[i]->target_cpu == target_cpu) {
            return vm->vcpus[i];
        }
    }
    return NULL;
}

vm_vcpu_t *vm_find_free_unassigned_vcpu(vm_t *vm)
{
    for (unsigned i = 0; vm != NULL && i < vm->num_vcpus; i++) {
        if (vm->vcpus[i]->target_cpu < 0) {
            return vm->vcpus[i];
        }
    }
    return NULL;
}

bool is_vcpu_online(vm_vcpu_t *vcpu)
{
    return vcpu != NULL && vcpu->vcpu_online;
}

vspace_t *vm_get_vspace(vm_t *vm)
{
    return vm == NULL ? NULL : &vm->mem.vm_vspace;
}

vspace_t *vm_get_vmm_vspace(vm_t *vm)
{
    return vm == NULL ? NULL : &vm->mem.vmm_vspace;
}
