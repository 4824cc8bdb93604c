/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "objects_internal.h"

#include "blocks.h"
#include "park.h"
#include "slots_internal.h"
#include "vspace_internal.h"

#include <rootserver/objects.h>
#include <rootserver/sync.h>
#include <stdbool.h>

static rs_mutex_t lock;
static size_t used_bytes, device_bytes, live_objects, live_tables;

void rs_objects_lock(void)
{
    rs_critical_lock(&lock);
}

void rs_objects_unlock(void)
{
    rs_critical_unlock(&lock);
}

void rs_objects_count_table(int change)
{
    rs_objects_lock();
    live_tables += (size_t)change;
    rs_objects_unlock();
}

static void account(const rs_record_t *block, bool allocate)
{
    size_t bytes = (size_t)1 << block->bits;
    size_t *counter = block->device ? &device_bytes : &used_bytes;
    *counter = allocate ? *counter + bytes : *counter - bytes;
    live_objects = allocate ? live_objects + 1 : live_objects - 1;
}

/* No object has this type. */
#define NO_TYPE (~(seL4_Word)0)

seL4_Word rs_frame_type(seL4_Word size_bits)
{
    switch (size_bits) {
    case seL4_PageBits:
        return seL4_ARM_SmallPageObject;
    case seL4_LargePageBits:
        return seL4_ARM_LargePageObject;
    case seL4_HugePageBits:
        return seL4_ARM_HugePageObject;
    default:
        return NO_TYPE;
    }
}

seL4_Word rs_object_memory_bits(seL4_Word type, seL4_Word size_bits)
{
    switch (type) {
    case seL4_UntypedObject:
        return size_bits >= seL4_MinUntypedBits && size_bits <= seL4_MaxUntypedBits ? size_bits : 0;
    case seL4_CapTableObject:
        return size_bits >= 1 && size_bits <= seL4_MaxUntypedBits - seL4_SlotBits
                   ? size_bits + seL4_SlotBits
                   : 0;
    case seL4_TCBObject:
        return seL4_TCBBits;
    case seL4_EndpointObject:
        return seL4_EndpointBits;
    case seL4_NotificationObject:
        return seL4_NotificationBits;
    case seL4_ARM_SmallPageObject:
        return seL4_PageBits;
    case seL4_ARM_LargePageObject:
        return seL4_LargePageBits;
    case seL4_ARM_HugePageObject:
        return seL4_HugePageBits;
    case seL4_ARM_PageTableObject:
        return seL4_PageTableBits;
    case seL4_ARM_VSpaceObject:
        return seL4_VSpaceBits;
    case seL4_ARM_VCPUObject:
        return seL4_VCPUBits;
    default:
        return 0;
    }
}

/* Turns a block into an object, or gives it back. */
static seL4_Error build(rs_record_t *block, seL4_Word type, seL4_Word size_bits, rs_object_t *out)
{
    seL4_CPtr slot = rs_slot_alloc_locked();
    seL4_Error error = seL4_NotEnoughMemory;
    if (slot != seL4_CapNull) {
        error = seL4_Untyped_Retype(rs_block_slot(block), type, size_bits, seL4_CapInitThreadCNode,
                                    0, 0, slot, 1);
    }
    if (error != seL4_NoError) {
        rs_slot_free_locked(slot);
        rs_block_give(block);
        return error;
    }
    account(block, true);
    *out = (rs_object_t){slot, type, size_bits, block->address, block};
    return seL4_NoError;
}

/* Size to name in *out and to the kernel: what was asked for where it counts. */
static seL4_Word effective_size(seL4_Word type, seL4_Word size_bits, seL4_Word memory_bits)
{
    return type == seL4_CapTableObject ? size_bits : memory_bits;
}

seL4_Error rs_object_alloc(seL4_Word type, seL4_Word size_bits, rs_object_t *out)
{
    seL4_Word bits = rs_object_memory_bits(type, size_bits);
    if (bits == 0 || out == NULL) {
        return seL4_InvalidArgument;
    }
    *out = (rs_object_t){0};
    rs_objects_lock();
    seL4_Error error;
    rs_record_t *block = rs_block_take(bits, &error);
    if (block != NULL) {
        error = build(block, type, effective_size(type, size_bits, bits), out);
    }
    rs_objects_unlock();
    return error;
}

seL4_Error rs_object_alloc_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                              rs_object_t *out)
{
    seL4_Word bits = rs_object_memory_bits(type, size_bits);
    if (bits == 0 || out == NULL) {
        return seL4_InvalidArgument;
    }
    *out = (rs_object_t){0};
    if ((paddr & (((uintptr_t)1 << bits) - 1)) != 0) {
        return seL4_AlignmentError;
    }
    rs_objects_lock();
    seL4_Error error;
    rs_record_t *block = rs_block_take_at(paddr, bits, &error);
    if (block != NULL) {
        error = build(block, type, effective_size(type, size_bits, bits), out);
    }
    rs_objects_unlock();
    return error;
}

/* Revoking the block deletes the object and every copy of its capability, wherever it is. */
static void delete_object(rs_record_t *block)
{
    seL4_CNode_Revoke(seL4_CapInitThreadCNode, rs_block_slot(block), seL4_WordBits);
    account(block, false);
}

void rs_object_free(rs_object_t *object)
{
    if (object == NULL || object->cptr == seL4_CapNull) {
        return;
    }
    if (rs_records[object->cptr].kind == RS_RECORD_FRAME) {
        rs_vspace_forget(object->cptr);
    }
    rs_objects_lock();
    delete_object(object->block);
    rs_slot_free_locked(object->cptr);
    rs_block_give(object->block);
    rs_objects_unlock();
    *object = (rs_object_t){0};
}

void rs_object_free_block(void *block)
{
    if (block == NULL) {
        return;
    }
    rs_objects_lock();
    delete_object(block);
    rs_block_give(block);
    rs_objects_unlock();
}

uintptr_t rs_object_block_address(const void *block)
{
    return ((const rs_record_t *)block)->address;
}

rs_memory_stats_t rs_memory_stats(void)
{
    rs_objects_lock();
    rs_memory_stats_t now = {
        .free_bytes = rs_blocks_free_bytes(),
        .used_bytes = used_bytes,
        .device_bytes = device_bytes,
        .live_objects = live_objects,
        .free_slots = rs_slot_available_locked(),
        .live_tables = live_tables,
    };
    rs_objects_unlock();
    return now;
}

void rs_objects_init(const seL4_BootInfo *bootinfo)
{
    lock = RS_MUTEX_INITIAL;
    used_bytes = device_bytes = live_objects = live_tables = 0;
    rs_blocks_init(bootinfo);
}
