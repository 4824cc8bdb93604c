/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gicv.h"

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/sync.h>

#include "vm/error.h"

/* VMs come and go on threads of their own. */
static struct {
    rs_mutex_t lock;
    rs_object_t frames[GICV_FRAMES];
    uintptr_t paddr;
    unsigned users;
} shared;

static void release_frames(void)
{
    for (unsigned i = 0; i < GICV_FRAMES; i++) {
        rs_object_free(&shared.frames[i]);
    }
}

static int acquire_frames(vm_t *vm, uintptr_t paddr)
{
    for (unsigned i = 0; i < GICV_FRAMES; i++) {
        uintptr_t at = paddr + (i << seL4_PageBits);
        seL4_Error error =
            rs_object_alloc_at(seL4_ARM_SmallPageObject, seL4_PageBits, at, &shared.frames[i]);
        if (error != seL4_NoError) {
            release_frames();
            return vmi_fail_kernel(vm, error, "GICV", at, 1ul << seL4_PageBits);
        }
    }
    shared.paddr = paddr;
    return 0;
}

static seL4_Error copy(seL4_CPtr from, seL4_CPtr *to)
{
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_Error error =
        seL4_CNode_Copy(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode, from,
                        seL4_WordBits, seL4_AllRights);
    if (error != seL4_NoError) {
        rs_slot_free(slot);
        return error;
    }
    *to = slot;
    return seL4_NoError;
}

static void detach(seL4_CPtr frames[GICV_FRAMES])
{
    for (unsigned i = 0; i < GICV_FRAMES; i++) {
        if (frames[i] != seL4_CapNull) {
            seL4_CNode_Delete(seL4_CapInitThreadCNode, frames[i], seL4_WordBits);
            rs_slot_free(frames[i]);
            frames[i] = seL4_CapNull;
        }
    }
    if (--shared.users == 0) {
        release_frames();
    }
}

static int attach(vm_t *vm, uintptr_t paddr, seL4_CPtr frames[GICV_FRAMES])
{
    if (shared.users == 0 && acquire_frames(vm, paddr) != 0) {
        return -1;
    }
    if (shared.paddr != paddr) {
        return vmi_fail(vm, VM_ERROR_OVERLAP, "GICV", paddr, 0, shared.paddr);
    }
    shared.users++;
    for (unsigned i = 0; i < GICV_FRAMES; i++) {
        seL4_Error error = copy(shared.frames[i].cptr, &frames[i]);
        if (error != seL4_NoError) {
            detach(frames);
            return vmi_fail_kernel(vm, error, "GICV", paddr, 0);
        }
    }
    return 0;
}

int vmi_gicv_attach(vm_t *vm, uintptr_t paddr, seL4_CPtr frames[GICV_FRAMES])
{
    rs_mutex_lock(&shared.lock);
    int result = attach(vm, paddr, frames);
    rs_mutex_unlock(&shared.lock);
    return result;
}

void vmi_gicv_detach(seL4_CPtr frames[GICV_FRAMES])
{
    rs_mutex_lock(&shared.lock);
    detach(frames);
    rs_mutex_unlock(&shared.lock);
}
