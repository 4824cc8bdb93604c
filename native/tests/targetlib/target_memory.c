/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The root server's allocators as libsel4vm and the shim see them: what they take is counted apart
 * from what the managed runtime takes, and the n-th allocation can be made to fail. The timer
 * thread allocates nothing through here. Their heap is counted_heap.h's.
 */
#include "target.h"

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/vspace.h>

#include "counted_heap.h"
#include "trap.h"

seL4_CPtr counted_rs_slot_alloc(void);
void counted_rs_slot_free(seL4_CPtr slot);
seL4_Error counted_rs_object_alloc(seL4_Word type, seL4_Word size_bits, rs_object_t *out);
seL4_Error counted_rs_object_alloc_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                                      rs_object_t *out);
void counted_rs_object_free(rs_object_t *object);
seL4_Error counted_rs_vspace_create(rs_vspace_t *vspace);
seL4_Error counted_rs_vspace_map(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                 seL4_Word size_bits, seL4_CapRights_t rights,
                                 seL4_ARM_VMAttributes attributes);
seL4_Error counted_rs_vspace_unmap(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                   seL4_Word size_bits);
uintptr_t counted_rs_vspace_reserve(size_t bytes, seL4_Word align_bits);
void counted_rs_vspace_release(uintptr_t vaddr, size_t bytes);

static target_counts_t live;
static trap_t kernel;

void target_get_counts(target_counts_t *counts)
{
    *counts = live;
    counts->heap_blocks = heap_live();
}

void target_kernel_fail(unsigned long n)
{
    trap_set(&kernel, n);
}

bool target_kernel_failed(void)
{
    return trap_sprung(&kernel);
}

seL4_CPtr counted_rs_slot_alloc(void)
{
    seL4_CPtr slot = trap_refuses(&kernel) ? seL4_CapNull : rs_slot_alloc();
    live.slots += slot != seL4_CapNull;
    return slot;
}

void counted_rs_slot_free(seL4_CPtr slot)
{
    live.slots -= slot != seL4_CapNull;
    rs_slot_free(slot);
}

seL4_Error counted_rs_object_alloc(seL4_Word type, seL4_Word size_bits, rs_object_t *out)
{
    seL4_Error error =
        trap_refuses(&kernel) ? seL4_NotEnoughMemory : rs_object_alloc(type, size_bits, out);
    live.objects += error == seL4_NoError;
    return error;
}

seL4_Error counted_rs_object_alloc_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                                      rs_object_t *out)
{
    seL4_Error error = trap_refuses(&kernel) ? seL4_NotEnoughMemory
                                             : rs_object_alloc_at(type, size_bits, paddr, out);
    live.objects += error == seL4_NoError;
    return error;
}

void counted_rs_object_free(rs_object_t *object)
{
    live.objects -= object != NULL && object->cptr != seL4_CapNull;
    rs_object_free(object);
}

seL4_Error counted_rs_vspace_create(rs_vspace_t *vspace)
{
    return trap_refuses(&kernel) ? seL4_NotEnoughMemory : rs_vspace_create(vspace);
}

seL4_Error counted_rs_vspace_map(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                 seL4_Word size_bits, seL4_CapRights_t rights,
                                 seL4_ARM_VMAttributes attributes)
{
    seL4_Error error = trap_refuses(&kernel)
                           ? seL4_NotEnoughMemory
                           : rs_vspace_map(vspace, frame, vaddr, size_bits, rights, attributes);
    live.mappings += error == seL4_NoError;
    return error;
}

seL4_Error counted_rs_vspace_unmap(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                   seL4_Word size_bits)
{
    seL4_Error error = rs_vspace_unmap(vspace, frame, vaddr, size_bits);
    live.mappings -= error == seL4_NoError;
    return error;
}

uintptr_t counted_rs_vspace_reserve(size_t bytes, seL4_Word align_bits)
{
    uintptr_t start = trap_refuses(&kernel) ? 0 : rs_vspace_reserve(bytes, align_bits);
    live.address_ranges += start != 0;
    return start;
}

void counted_rs_vspace_release(uintptr_t vaddr, size_t bytes)
{
    live.address_ranges -= 1;
    rs_vspace_release(vaddr, bytes);
}
