/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "park.h"
#include "records.h"

#include <rootserver/objects.h>
#include <rootserver/sync.h>
#include <stdbool.h>
#include <string.h>

#define ROOT       seL4_CapInitThreadCNode
#define ROOT_DEPTH seL4_WordBits

enum block_state { BLOCK_FREE, BLOCK_SPLIT, BLOCK_USED };

static rs_mutex_t lock;
static uint32_t free_lists[seL4_MaxUntypedBits + 1]; /* RAM, by size; heads are slots, 0 ends */
static seL4_SlotRegion roots;                        /* the kernel's untypeds */
static rs_memory_stats_t stats;

void rs_objects_lock(void)
{
    rs_lock(&lock);
}

void rs_objects_unlock(void)
{
    rs_unlock(&lock);
}

void rs_objects_count_table(int change)
{
    rs_objects_lock();
    stats.live_tables += (size_t)change;
    rs_objects_unlock();
}

static uint32_t slot_of(const rs_record_t *block)
{
    return (uint32_t)(block - rs_records);
}

/* Device blocks are found by address alone and are in no list. */
static void list_add(rs_record_t *block)
{
    block->state = BLOCK_FREE;
    if (block->device) {
        return;
    }
    uint32_t *head = &free_lists[block->bits];
    block->prev = 0;
    block->next = *head;
    if (*head != 0) {
        rs_records[*head].prev = slot_of(block);
    }
    *head = slot_of(block);
}

static void list_remove(rs_record_t *block)
{
    if (block->device) {
        return;
    }
    if (block->prev != 0) {
        rs_records[block->prev].next = block->next;
    } else {
        free_lists[block->bits] = block->next;
    }
    if (block->next != 0) {
        rs_records[block->next].prev = block->prev;
    }
}

static void account(const rs_record_t *block, bool allocate)
{
    size_t bytes = (size_t)1 << block->bits;
    size_t change = allocate ? bytes : (size_t)0 - bytes;
    if (block->device) {
        stats.device_bytes += change;
    } else {
        stats.used_bytes += change;
        stats.free_bytes -= change;
    }
    stats.live_objects += allocate ? 1u : (size_t)-1;
}

static seL4_Error retype(rs_record_t *block, seL4_Word type, seL4_Word size_bits, seL4_CPtr slot)
{
    return seL4_Untyped_Retype(slot_of(block), type, size_bits, ROOT, 0, 0, slot, 1);
}

static void delete_block(seL4_CPtr slot)
{
    seL4_CNode_Delete(ROOT, slot, ROOT_DEPTH);
    rs_slot_free_locked(slot);
}

static void describe_half(const rs_record_t *block, uint32_t half, uint32_t other, uint64_t address)
{
    rs_records[half] = (rs_record_t){
        .address = address,
        .parent = slot_of(block),
        .partner = other,
        .kind = RS_RECORD_UNTYPED,
        .bits = (uint8_t)(block->bits - 1),
        .device = block->device,
    };
}

/* Splits a block that is in no free list; its halves are in none either. */
static seL4_Error split(rs_record_t *block)
{
    seL4_CPtr low = rs_slot_alloc_locked();
    seL4_CPtr high = rs_slot_alloc_locked();
    seL4_Error error = seL4_NotEnoughMemory;
    if (low != seL4_CapNull && high != seL4_CapNull) {
        error = retype(block, seL4_UntypedObject, block->bits - 1u, low);
        if (error == seL4_NoError) {
            error = retype(block, seL4_UntypedObject, block->bits - 1u, high);
            if (error != seL4_NoError) {
                seL4_CNode_Delete(ROOT, low, ROOT_DEPTH);
            }
        }
    }
    if (error != seL4_NoError) {
        rs_slot_free_locked(low);
        rs_slot_free_locked(high);
        return error;
    }
    uint64_t half = (uint64_t)1 << (block->bits - 1);
    describe_half(block, (uint32_t)low, (uint32_t)high, block->address);
    describe_half(block, (uint32_t)high, (uint32_t)low, block->address + half);
    block->state = BLOCK_SPLIT;
    block->next = (uint32_t)low;
    return seL4_NoError;
}

/* Makes a block free and joins it with its other half as long as that is free too. */
static void release(rs_record_t *block)
{
    while (block->partner != 0) {
        rs_record_t *partner = &rs_records[block->partner];
        if (partner->state != BLOCK_FREE) {
            break;
        }
        list_remove(partner);
        rs_record_t *parent = &rs_records[block->parent];
        delete_block(slot_of(partner));
        delete_block(slot_of(block));
        block = parent;
    }
    list_add(block);
}

/* Splits block (in no list) down to the size, keeping the half that contains address. */
static seL4_Error narrow(rs_record_t **block, seL4_Word bits, uint64_t address)
{
    while ((*block)->bits > bits) {
        seL4_Error error = split(*block);
        if (error != seL4_NoError) {
            release(*block);
            return error;
        }
        rs_record_t *low = &rs_records[(*block)->next];
        rs_record_t *high = &rs_records[low->partner];
        bool in_high = address >= high->address;
        list_add(in_high ? low : high);
        *block = in_high ? high : low;
    }
    return seL4_NoError;
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

/* Turns a block (in no list, of the right size) into an object, or gives the block back. */
static seL4_Error build(rs_record_t *block, seL4_Word type, seL4_Word size_bits, rs_object_t *out)
{
    seL4_CPtr slot = rs_slot_alloc_locked();
    seL4_Error error =
        slot == seL4_CapNull ? seL4_NotEnoughMemory : retype(block, type, size_bits, slot);
    if (error != seL4_NoError) {
        rs_slot_free_locked(slot);
        release(block);
        return error;
    }
    block->state = BLOCK_USED;
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
    seL4_Word from = bits;
    while (from <= seL4_MaxUntypedBits && free_lists[from] == 0) {
        from++;
    }
    seL4_Error error = seL4_NotEnoughMemory;
    if (from <= seL4_MaxUntypedBits) {
        rs_record_t *block = &rs_records[free_lists[from]];
        list_remove(block);
        error = narrow(&block, bits, block->address);
        if (error == seL4_NoError) {
            error = build(block, type, effective_size(type, size_bits, bits), out);
        }
    }
    rs_objects_unlock();
    return error;
}

/* The free block that covers [paddr, paddr + 2^bits), or NULL with the reason. */
static rs_record_t *find_at(uint64_t paddr, seL4_Word bits, seL4_Error *reason)
{
    rs_record_t *block = NULL;
    *reason = seL4_RangeError;
    for (seL4_CPtr slot = roots.start; slot < roots.end; slot++) {
        /* Not every untyped of the kernel is aligned to its own size. */
        rs_record_t *root = &rs_records[slot];
        if (root->bits >= bits && paddr - root->address < (uint64_t)1 << root->bits) {
            block = root;
            break;
        }
    }
    while (block != NULL && block->state == BLOCK_SPLIT && block->bits > bits) {
        rs_record_t *low = &rs_records[block->next];
        rs_record_t *high = &rs_records[low->partner];
        block = paddr >= high->address ? high : low;
    }
    if (block != NULL && block->state != BLOCK_FREE) {
        *reason = seL4_DeleteFirst;
        return NULL;
    }
    return block;
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
    seL4_Error error = seL4_NoError;
    rs_record_t *block = find_at(paddr, bits, &error);
    if (block != NULL) {
        list_remove(block);
        error = narrow(&block, bits, paddr);
        if (error == seL4_NoError) {
            error = build(block, type, effective_size(type, size_bits, bits), out);
        }
    }
    rs_objects_unlock();
    return error;
}

void rs_object_free(rs_object_t *object)
{
    if (object == NULL || object->cptr == seL4_CapNull) {
        return;
    }
    rs_record_t *block = object->block;
    rs_objects_lock();
    /* Revoking the block deletes the object and every copy of its capability, wherever it is. */
    seL4_CNode_Revoke(ROOT, slot_of(block), ROOT_DEPTH);
    rs_slot_free_locked(object->cptr);
    account(block, false);
    release(block);
    rs_objects_unlock();
    *object = (rs_object_t){0};
}

rs_memory_stats_t rs_memory_stats(void)
{
    rs_objects_lock();
    rs_memory_stats_t now = stats;
    now.free_slots = rs_slot_available_locked();
    rs_objects_unlock();
    return now;
}

void rs_objects_init(const seL4_BootInfo *bootinfo)
{
    memset(free_lists, 0, sizeof free_lists);
    memset(&stats, 0, sizeof stats);
    lock = RS_MUTEX_INITIAL;
    roots = bootinfo->untyped;
    for (seL4_CPtr slot = roots.start; slot < roots.end; slot++) {
        const seL4_UntypedDesc *desc = &bootinfo->untypedList[slot - roots.start];
        rs_records[slot] = (rs_record_t){
            .address = desc->paddr,
            .kind = RS_RECORD_UNTYPED,
            .bits = desc->sizeBits,
            .device = desc->isDevice,
        };
        list_add(&rs_records[slot]);
        if (!desc->isDevice) {
            stats.free_bytes += (size_t)1 << desc->sizeBits;
        }
    }
}
