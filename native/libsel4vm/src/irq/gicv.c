/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gicv.h"

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>

#include "vm/error.h"

#include "gicv_access.h"

#define GICV_SIZE (GICV_FRAMES << seL4_PageBits)

/* VMs come and go on threads of their own. */
static struct {
    rs_mutex_t lock;
    rs_object_t frames[GICV_FRAMES];
    uintptr_t paddr;
    uintptr_t base;  /* in the root task's address space */
    unsigned mapped; /* frames there */
    unsigned users;
} shared;

static uintptr_t frame_address(unsigned frame)
{
    return shared.base + ((uintptr_t)frame << seL4_PageBits);
}

static void release_frames(void)
{
    while (shared.mapped > 0) {
        unsigned i = --shared.mapped;
        rs_vspace_unmap(rs_vspace_self(), shared.frames[i].cptr, frame_address(i), seL4_PageBits);
    }
    if (shared.base != 0) {
        rs_vspace_release(shared.base, GICV_SIZE);
        shared.base = 0;
    }
    for (unsigned i = 0; i < GICV_FRAMES; i++) {
        rs_object_free(&shared.frames[i]);
    }
}

static seL4_Error map_frames(void)
{
    shared.base = rs_vspace_reserve(GICV_SIZE, seL4_PageBits);
    if (shared.base == 0) {
        return seL4_NotEnoughMemory;
    }
    while (shared.mapped < GICV_FRAMES) {
        seL4_Error error =
            rs_vspace_map(rs_vspace_self(), shared.frames[shared.mapped].cptr,
                          frame_address(shared.mapped), seL4_PageBits, seL4_ReadWrite, 0);
        if (error != seL4_NoError) {
            return error;
        }
        shared.mapped++;
    }
    return seL4_NoError;
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
    seL4_Error error = map_frames();
    if (error != seL4_NoError) {
        release_frames();
        return vmi_fail_kernel(vm, error, "GICV", paddr, GICV_SIZE);
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

uint32_t vmi_gicv_read(unsigned offset)
{
    return vmi_gicv_load(shared.base, offset);
}

void vmi_gicv_write(unsigned offset, uint32_t value)
{
    vmi_gicv_store(shared.base, offset, value);
}

void vmi_gicv_deactivate(unsigned irq)
{
    /* GICV_DIR has an effect only while ends of interrupts are split (4.4.17 GICC_DIR). */
    uint32_t control = vmi_gicv_read(GICV_CTLR);
    vmi_gicv_write(GICV_CTLR, control | GICV_CTLR_EOI_MODE);
    vmi_gicv_write(GICV_DIR, irq);
    vmi_gicv_write(GICV_CTLR, control);
}
