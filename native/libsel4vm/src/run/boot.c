/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Making VMs and vCPUs, and taking them apart. */
#include <sel4vm/boot.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "irq/alarm.h"
#include "irq/vgic.h"
#include "memory/reservation.h"
#include "vcpu/vcpu.h"
#include "vm/error.h"

#define PRIORITY_MAX 255
/* VMPIDR_EL2: bit 31 is RES1, affinity level 0 in bits 7:0 (Arm DDI 0487, D17.2.101 MPIDR_EL1). */
#define MPIDR_RES1 (1ul << 31)

static vka_object_t public_object(const rs_object_t *object)
{
    return (vka_object_t){object->cptr, (seL4_Word)object->block, object->type, object->size_bits};
}

static int alloc_object(vm_t *vm, seL4_Word type, seL4_Word size_bits, rs_object_t *object,
                        const char *operation)
{
    seL4_Error error = rs_object_alloc(type, size_bits, object);
    if (error == seL4_NoError) {
        return 0;
    }
    *object = (rs_object_t){0};
    return vmi_fail_kernel(vm, error, operation, type, size_bits);
}

static char *copy_name(const char *name)
{
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, name, size);
}

/* Give everything back that vm_init() and later calls allocated; parts may be missing. */
static void release(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    if (vm->mem.reservation_cookie != NULL) {
        vm_memory_destroy(vm);
    }
    vmi_vgic_destroy(vm);
    rs_object_free(&state->cspace);
    if (state->vspace.root != seL4_CapNull) {
        rs_vspace_destroy(&state->vspace);
    }
    free(vm->vm_name);
    free(state);
    memset(vm, 0, sizeof(*vm));
}

static int make_address_space(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    seL4_Error error = rs_vspace_create(&state->vspace);
    if (error != seL4_NoError) {
        state->vspace.root = seL4_CapNull;
        return vmi_fail_kernel(NULL, error, "vm_init", seL4_ARM_VSpaceObject, 0);
    }
    vm->mem.vm_vspace = (vspace_t){&state->vspace, state->vspace.root};
    vm->mem.vm_vspace_root = public_object(&state->vspace.object);
    return 0;
}

static int make_cspace(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    if (alloc_object(NULL, seL4_CapTableObject, VM_CSPACE_SIZE_BITS, &state->cspace, "vm_init") !=
        0) {
        return -1;
    }
    vm->cspace.cspace_obj = public_object(&state->cspace);
    vm->cspace.cspace_root_data =
        seL4_CNode_CapData_new(0, seL4_WordBits - VM_CSPACE_SIZE_BITS).words[0];
    return 0;
}

/* A failure is recorded where vm_init()'s others are: the VM's own record goes with it. */
static int make_memory(vm_t *vm)
{
    if (vm_memory_init(vm) != 0) {
        vmi_restore_error(NULL, vm_last_error(vm));
        return -1;
    }
    return 0;
}

int vm_init(vm_t *vm, vka_t *vka, simple_t *host_simple, vspace_t host_vspace, ps_io_ops_t *io_ops,
            seL4_CPtr host_endpoint, const char *name)
{
    static atomic_uint next_id; /* VMs are made on any thread */
    if (vm == NULL || name == NULL) {
        return vmi_fail_null(NULL, __func__, vm == NULL ? 1 : 7);
    }
    if (vm->vm_initialised) {
        return vmi_fail(NULL, VM_ERROR_BAD_STATE, __func__, vm->vm_id, 0, 0);
    }
    if (host_endpoint == seL4_CapNull) {
        return vmi_fail(NULL, VM_ERROR_NULL_CAPABILITY, __func__, 0, 0, 0);
    }
    memset(vm, 0, sizeof(*vm));
    vm->arch.state = vmi_state_new();
    if (vm->arch.state == NULL) {
        return vmi_fail(NULL, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*vm->arch.state), 0);
    }
    vm->arch.vm_smc_handler = vm_smc_handle_default;
    vm->mem.vmm_vspace = host_vspace;
    if (vm->mem.vmm_vspace.data == NULL && vm->mem.vmm_vspace.root == seL4_CapNull) {
        rs_vspace_handle_init(&vm->mem.vmm_vspace);
    }
    vm->vm_name = copy_name(name);
    if (vm->vm_name == NULL) {
        vmi_fail(NULL, VM_ERROR_OUT_OF_HEAP, __func__, 0, strlen(name) + 1, 0);
    }
    if (vm->vm_name == NULL || make_address_space(vm) != 0 || make_cspace(vm) != 0 ||
        make_memory(vm) != 0) {
        release(vm);
        return -1;
    }
    vm->host_endpoint = host_endpoint;
    vm->vka = vka;
    vm->io_ops = io_ops;
    vm->simple = host_simple;
    vm->vm_id = atomic_fetch_add(&next_id, 1);
    vm->vm_initialised = true;
    return 0;
}

static seL4_Word vcpu_badge(const vm_vcpu_t *vcpu)
{
    return vm_badge(vcpu->vm) | vcpu->vcpu_id;
}

/* The thread's fault endpoint. Without the right to receive, a guest that makes kernel calls by HVC
 * cannot take messages away from the VMM. */
static int install_fault_endpoint(vm_vcpu_t *vcpu)
{
    vm_t *vm = vcpu->vm;
    seL4_Error error =
        seL4_CNode_Mint(vm->cspace.cspace_obj.cptr, VM_FAULT_EP_SLOT + vcpu->vcpu_id,
                        VM_CSPACE_SIZE_BITS, seL4_CapInitThreadCNode, vm->host_endpoint,
                        seL4_WordBits, seL4_CapRights_new(1, 0, 0, 1), vcpu_badge(vcpu));
    return error == seL4_NoError
               ? 0
               : vmi_fail_kernel(vm, error, "vm_create_vcpu: fault endpoint", vm->host_endpoint, 0);
}

static int configure_thread(vm_vcpu_t *vcpu, int priority)
{
    vm_t *vm = vcpu->vm;
    seL4_CPtr tcb = vcpu->tcb.tcb.cptr;
    const seL4_Word registers[] = {
        [CONTEXT_PC] = 0, [CONTEXT_SP] = 0, [CONTEXT_SPSR] = PSTATE_EL1H_MASKED};
    seL4_Error error =
        seL4_TCB_Configure(tcb, VM_FAULT_EP_SLOT + vcpu->vcpu_id, vm->cspace.cspace_obj.cptr,
                           vm->cspace.cspace_root_data, vm->mem.vm_vspace.root, 0, 0, seL4_CapNull);
    if (error == seL4_NoError) {
        error = seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 0, (seL4_Word)priority);
    }
    if (error == seL4_NoError) {
        error = seL4_ARM_VCPU_SetTCB(vcpu->vcpu.cptr, tcb);
    }
    if (error == seL4_NoError) {
        error = vmi_tcb_write_words(tcb, registers, sizeof(registers) / sizeof(registers[0]));
    }
    return error == seL4_NoError ? 0
                                 : vmi_fail_kernel(vm, error, "vm_create_vcpu", vcpu->vcpu_id, 0);
}

static vm_vcpu_t *vcpu_of_number(const vm_t *vm, unsigned number)
{
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vcpu_state(vm->vcpus[i])->cpu_number == number) {
            return vm->vcpus[i];
        }
    }
    return NULL;
}

/* The number of a new vCPU, as long as no other is assigned: its own, or the lowest that is free.
 * There are as many numbers as vCPUs. */
static unsigned free_number(const vm_t *vm, unsigned vcpu_id)
{
    unsigned number = vcpu_id;
    for (unsigned next = 0; vcpu_of_number(vm, number) != NULL; next++) {
        number = next;
    }
    return number;
}

static int set_number(vm_vcpu_t *vcpu, unsigned number, const char *operation)
{
    seL4_Error error = seL4_ARM_VCPU_WriteRegs(vcpu->vcpu.cptr, seL4_VCPUReg_VMPIDR_EL2,
                                               MPIDR_RES1 | (seL4_Word)number);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vcpu->vm, error, operation, number, 0);
    }
    vcpu_state(vcpu)->cpu_number = number;
    return 0;
}

static void release_vcpu(vm_vcpu_t *vcpu)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (state != NULL) {
        vmi_vcpu_gone();
        vmi_vgic_remove_cpu(vcpu);
        rs_object_free(&state->tcb);
        rs_object_free(&state->vcpu);
        seL4_CNode_Delete(vcpu->vm->cspace.cspace_obj.cptr, VM_FAULT_EP_SLOT + vcpu->vcpu_id,
                          VM_CSPACE_SIZE_BITS);
    }
    free(state);
    free(vcpu);
}

static int make_vcpu(vm_vcpu_t *vcpu, int priority)
{
    vm_t *vm = vcpu->vm;
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (alloc_object(vm, seL4_TCBObject, 0, &state->tcb, "vm_create_vcpu") != 0 ||
        alloc_object(vm, seL4_ARM_VCPUObject, 0, &state->vcpu, "vm_create_vcpu") != 0) {
        return -1;
    }
    vcpu->tcb.tcb = public_object(&state->tcb);
    vcpu->tcb.priority = priority;
    vcpu->vcpu = public_object(&state->vcpu);
    if (install_fault_endpoint(vcpu) != 0 || configure_thread(vcpu, priority) != 0 ||
        set_number(vcpu, free_number(vm, vcpu->vcpu_id), "vm_create_vcpu") != 0) {
        return -1;
    }
    seL4_ARM_VCPU_ReadRegs_t sctlr = seL4_ARM_VCPU_ReadRegs(vcpu->vcpu.cptr, seL4_VCPUReg_SCTLR);
    if (sctlr.error != seL4_NoError) {
        return vmi_fail_kernel(vm, (seL4_Error)sctlr.error, "vm_create_vcpu", seL4_VCPUReg_SCTLR,
                               0);
    }
    state->reset_sctlr = sctlr.value;
    return vmi_vgic_add_cpu(vcpu);
}

vm_vcpu_t *vm_create_vcpu(vm_t *vm, int priority)
{
    if (vm == NULL) {
        vmi_fail_null(NULL, __func__, 1);
        return NULL;
    }
    if (!vm->vm_initialised) {
        vmi_fail(NULL, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
        return NULL;
    }
    if (vm->num_vcpus == VM_MAX_VCPUS) {
        vmi_fail(vm, VM_ERROR_LIMIT, __func__, vm->num_vcpus, 0, VM_MAX_VCPUS);
        return NULL;
    }
    if (priority < 0 || priority > PRIORITY_MAX) {
        vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, (uintptr_t)priority, 0, PRIORITY_MAX);
        return NULL;
    }
    vm_vcpu_t *vcpu = calloc(1, sizeof(*vcpu));
    struct vm_vcpu_arch_state *state = calloc(1, sizeof(*state));
    if (vcpu == NULL || state == NULL) {
        free(vcpu);
        free(state);
        vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*vcpu) + sizeof(*state), 0);
        return NULL;
    }
    vcpu->vm = vm;
    vcpu->vcpu_id = vm->num_vcpus;
    vcpu->target_cpu = -1;
    vcpu->vcpu_arch.state = state;
    state->fault.vcpu = vcpu;
    vmi_vcpu_made();
    if (make_vcpu(vcpu, priority) != 0) {
        release_vcpu(vcpu);
        return NULL;
    }
    vm->vcpus[vm->num_vcpus++] = vcpu;
    return vcpu;
}

int vm_assign_vcpu_target(vm_vcpu_t *vcpu, int target_cpu)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    if (target_cpu < 0 || target_cpu >= VM_MAX_VCPUS) {
        return vmi_fail(vcpu->vm, VM_ERROR_OUT_OF_RANGE, __func__, (uintptr_t)target_cpu, 0,
                        VM_MAX_VCPUS - 1);
    }
    const vm_vcpu_t *owner = vcpu_of_number(vcpu->vm, (unsigned)target_cpu);
    if (owner != NULL && owner != vcpu) {
        return vmi_fail(vcpu->vm, VM_ERROR_OVERLAP, __func__, (uintptr_t)target_cpu, 0,
                        owner->vcpu_id);
    }
    if (set_number(vcpu, (unsigned)target_cpu, __func__) != 0) {
        return -1;
    }
    vcpu->target_cpu = target_cpu;
    return 0;
}

int vm_destroy(vm_t *vm)
{
    if (vm == NULL) {
        return vmi_fail_null(NULL, __func__, 1);
    }
    if (!vm->vm_initialised) {
        return vmi_fail(NULL, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    const vm_memory_t *memory = memory_of(vm); /* NULL after vm_memory_destroy() */
    if (vm_is_running(vm) || (memory != NULL && memory->busy != 0)) {
        return vmi_fail(vm, VM_ERROR_BUSY, __func__, vm->vm_id, 0, 0);
    }
    vmi_alarm_destroy(vm);
    while (vm->num_vcpus > 0) {
        release_vcpu(vm->vcpus[--vm->num_vcpus]);
    }
    release(vm);
    return 0;
}
