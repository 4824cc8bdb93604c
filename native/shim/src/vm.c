/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/vm.h>

#include <stdlib.h>

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/thread.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm_shim/vcpu.h>

/* A VM with what belongs to it. The VM comes first: a pointer to it is one to all of this. */
typedef struct shim_vm {
    vm_t vm;
    rs_object_t endpoint;     /* where its faults arrive */
    rs_object_t notification; /* bound to the thread that runs the VM */
    seL4_CPtr signal;         /* the notification with SHIM_SIGNAL_BADGE */
    void *cookie;
} shim_vm_t;

static shim_vm_t *shim_of(vm_t *vm)
{
    return (shim_vm_t *)vm;
}

static seL4_Error make_signal(shim_vm_t *shim)
{
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_Error error = seL4_CNode_Mint(
        seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode,
        shim->notification.cptr, seL4_WordBits, seL4_CapRights_new(0, 0, 0, 1), SHIM_SIGNAL_BADGE);
    if (error != seL4_NoError) {
        rs_slot_free(slot);
        return error;
    }
    shim->signal = slot;
    return seL4_NoError;
}

static seL4_Error make_objects(shim_vm_t *shim)
{
    seL4_Error error = rs_object_alloc(seL4_EndpointObject, 0, &shim->endpoint);
    if (error == seL4_NoError) {
        error = rs_object_alloc(seL4_NotificationObject, 0, &shim->notification);
    }
    return error == seL4_NoError ? make_signal(shim) : error;
}

static void release(shim_vm_t *shim)
{
    if (shim->signal != seL4_CapNull) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, shim->signal, seL4_WordBits);
        rs_slot_free(shim->signal);
    }
    rs_object_free(&shim->notification);
    rs_object_free(&shim->endpoint);
    free(shim);
}

static vm_t *fail(shim_vm_t *shim, vm_error_t *out, vm_error_t error)
{
    if (out != NULL) {
        *out = error;
    }
    if (shim != NULL) {
        release(shim);
    }
    return NULL;
}

vm_t *shim_vm_create(const char *name, vm_error_t *error)
{
    shim_vm_t *shim = calloc(1, sizeof(*shim));
    if (shim == NULL) {
        return fail(NULL, error,
                    (vm_error_t){.code = VM_ERROR_OUT_OF_HEAP,
                                 .operation = __func__,
                                 .size = sizeof(*shim)});
    }
    seL4_Error kernel = make_objects(shim);
    if (kernel != seL4_NoError) {
        return fail(shim, error,
                    (vm_error_t){.code = VM_ERROR_OUT_OF_MEMORY,
                                 .kernel_error = kernel,
                                 .operation = __func__});
    }
    if (vm_init(&shim->vm, NULL, NULL, (vspace_t){0}, NULL, shim->endpoint.cptr, name) != 0) {
        return fail(shim, error, *vm_last_error(NULL));
    }
    shim_vm_set_clean_cache(&shim->vm, true);
    return &shim->vm;
}

int shim_vm_destroy(vm_t *vm)
{
    if (vm == NULL) {
        return 0;
    }
    if (vm_destroy(vm) != 0) {
        return -1;
    }
    release(shim_of(vm));
    return 0;
}

int shim_vm_run(vm_t *vm)
{
    seL4_CPtr tcb = rs_thread_tcb(rs_thread_self());
    seL4_Error error = seL4_TCB_BindNotification(tcb, shim_of(vm)->notification.cptr);
    if (error != seL4_NoError) {
        /* The thread, or the notification, is bound already. */
        return error == seL4_IllegalOperation ? SHIM_RUN_NOT_BOUND
                                              : SHIM_RUN_KERNEL_ERROR - (int)error;
    }
    int result = vm_run(vm);
    /* Refused only when a handler has unbound it; should it be bound still, the next run says so.
     */
    seL4_TCB_UnbindNotification(tcb);
    return result;
}

void shim_vm_signal(vm_t *vm)
{
    seL4_Signal(shim_of(vm)->signal);
}

seL4_CPtr shim_vm_notification(const vm_t *vm)
{
    return ((const shim_vm_t *)vm)->notification.cptr;
}

void shim_vm_set_cookie(vm_t *vm, void *cookie)
{
    shim_of(vm)->cookie = cookie;
}

void *shim_vm_get_cookie(vm_t *vm)
{
    return shim_of(vm)->cookie;
}

unsigned int shim_vm_number(const vm_t *vm)
{
    return vm->vm_id;
}

int shim_vm_exit_reason(const vm_t *vm)
{
    return vm->run.exit_reason;
}

seL4_CPtr shim_vm_endpoint(const vm_t *vm)
{
    return vm->host_endpoint;
}

void shim_vm_set_clean_cache(vm_t *vm, bool clean)
{
    vm->mem.clean_cache = clean;
}

void *shim_vcpu_cookie(const vm_vcpu_t *vcpu)
{
    return shim_of(vcpu->vm)->cookie;
}
