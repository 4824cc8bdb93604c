/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "blocks.h"

#include "slots_internal.h"

#include <string.h>

#define SIZES (seL4_MaxUntypedBits + 1)

enum block_state {
    BLOCK_FREE,
    BLOCK_USED,
    BLOCK_SPLIT, /* something below is in use */
    BLOCK_IDLE,  /* split, but all below is free or idle */
};

/* Lists of blocks of RAM by size; heads are slots, 0 ends. Device blocks are found by address
 * alone. */
static uint32_t free_lists[SIZES], idle_lists[SIZES];
static seL4_SlotRegion roots; /* the kernel's untypeds */
static size_t free_bytes;
static size_t idle_blocks; /* device blocks included */

uint32_t rs_block_slot(const rs_record_t *block)
{
    return (uint32_t)(block - rs_records);
}

size_t rs_blocks_free_bytes(void)
{
    return free_bytes;
}

size_t rs_blocks_idle_slots(void)
{
    return 2 * idle_blocks;
}

static void list_add(uint32_t *lists, rs_record_t *block)
{
    if (block->device) {
        return;
    }
    uint32_t *head = &lists[block->bits];
    block->prev = 0;
    block->next = *head;
    if (*head != 0) {
        rs_records[*head].prev = rs_block_slot(block);
    }
    *head = rs_block_slot(block);
}

static void list_remove(uint32_t *lists, rs_record_t *block)
{
    if (block->device) {
        return;
    }
    if (block->prev != 0) {
        rs_records[block->prev].next = block->next;
    } else {
        lists[block->bits] = block->next;
    }
    if (block->next != 0) {
        rs_records[block->next].prev = block->prev;
    }
}

static bool is_unused(const rs_record_t *block)
{
    return block->state == BLOCK_FREE || block->state == BLOCK_IDLE;
}

/* A free block gets into use: nothing above it is idle any more. */
static void leave_free(rs_record_t *block)
{
    list_remove(free_lists, block);
    block->state = BLOCK_USED;
    while (block->parent != 0) {
        block = &rs_records[block->parent];
        if (block->state != BLOCK_IDLE) {
            return;
        }
        list_remove(idle_lists, block);
        block->state = BLOCK_SPLIT;
        idle_blocks--;
    }
}

/* A block becomes free; blocks above it with nothing else in use become idle. */
static void enter_free(rs_record_t *block)
{
    block->state = BLOCK_FREE;
    list_add(free_lists, block);
    while (block->parent != 0 && is_unused(&rs_records[block->partner])) {
        block = &rs_records[block->parent];
        block->state = BLOCK_IDLE;
        list_add(idle_lists, block);
        idle_blocks++;
    }
}

/* Forgets a half that the kernel has deleted, and what is below it. */
static void forget(rs_record_t *block)
{
    if (block->state == BLOCK_IDLE) {
        rs_record_t *low = &rs_records[block->child];
        rs_record_t *high = &rs_records[low->partner];
        list_remove(idle_lists, block);
        idle_blocks--;
        forget(low);
        forget(high);
    } else {
        list_remove(free_lists, block);
    }
    rs_slot_free_locked(rs_block_slot(block));
}

/* An idle block becomes a free one. */
static void coalesce(rs_record_t *block)
{
    rs_record_t *low = &rs_records[block->child];
    rs_record_t *high = &rs_records[low->partner];
    seL4_CNode_Revoke(seL4_CapInitThreadCNode, rs_block_slot(block), seL4_WordBits);
    list_remove(idle_lists, block);
    idle_blocks--;
    forget(low);
    forget(high);
    block->state = BLOCK_FREE;
    list_add(free_lists, block);
}

bool rs_blocks_reclaim_slots(void)
{
    for (seL4_Word bits = seL4_MinUntypedBits; bits < SIZES; bits++) {
        if (idle_lists[bits] != 0) {
            coalesce(&rs_records[idle_lists[bits]]);
            return true;
        }
    }
    for (seL4_CPtr slot = roots.start; slot < roots.end; slot++) {
        rs_record_t *block = &rs_records[slot];
        while (block->device && block->state == BLOCK_SPLIT) {
            rs_record_t *low = &rs_records[block->child];
            rs_record_t *high = &rs_records[low->partner];
            block = low->state == BLOCK_FREE || low->state == BLOCK_USED ? high : low;
        }
        if (block->device && block->state == BLOCK_IDLE) {
            coalesce(block);
            return true;
        }
    }
    return false;
}

static seL4_Error retype_halves(rs_record_t *block, seL4_CPtr low, seL4_CPtr high)
{
    seL4_CPtr slot = rs_block_slot(block);
    seL4_Word bits = block->bits - 1u;
    seL4_Error error =
        seL4_Untyped_Retype(slot, seL4_UntypedObject, bits, seL4_CapInitThreadCNode, 0, 0, low, 1);
    if (error == seL4_NoError) {
        error = seL4_Untyped_Retype(slot, seL4_UntypedObject, bits, seL4_CapInitThreadCNode, 0, 0,
                                    high, 1);
        if (error != seL4_NoError) {
            seL4_CNode_Delete(seL4_CapInitThreadCNode, low, seL4_WordBits);
        }
    }
    return error;
}

static void describe_half(const rs_record_t *block, seL4_CPtr half, seL4_CPtr other,
                          uint64_t address)
{
    rs_records[half] = (rs_record_t){
        .address = address,
        .parent = rs_block_slot(block),
        .partner = (uint32_t)other,
        .kind = RS_RECORD_UNTYPED,
        .bits = (uint8_t)(block->bits - 1),
        .state = BLOCK_USED,
        .device = block->device,
    };
}

/* Splits a used block; both halves count as used. */
static seL4_Error split(rs_record_t *block)
{
    seL4_CPtr low = rs_slot_alloc_locked();
    seL4_CPtr high = rs_slot_alloc_locked();
    seL4_Error error = seL4_NotEnoughMemory;
    if (low != seL4_CapNull && high != seL4_CapNull) {
        error = retype_halves(block, low, high);
    }
    if (error != seL4_NoError) {
        rs_slot_free_locked(low);
        rs_slot_free_locked(high);
        return error;
    }
    describe_half(block, low, high, block->address);
    describe_half(block, high, low, block->address + ((uint64_t)1 << (block->bits - 1)));
    block->state = BLOCK_SPLIT;
    block->child = (uint32_t)low;
    return seL4_NoError;
}

/* Takes the part of 2^bits bytes around address out of a free block. */
static rs_record_t *narrow(rs_record_t *block, seL4_Word bits, uint64_t address, seL4_Error *error)
{
    leave_free(block);
    while (block->bits > bits) {
        *error = split(block);
        if (*error != seL4_NoError) {
            enter_free(block);
            return NULL;
        }
        rs_record_t *low = &rs_records[block->child];
        rs_record_t *high = &rs_records[low->partner];
        bool in_high = address >= high->address;
        enter_free(in_high ? low : high);
        block = in_high ? high : low;
    }
    if (!block->device) {
        free_bytes -= (size_t)1 << bits;
    }
    *error = seL4_NoError;
    return block;
}

rs_record_t *rs_block_take(seL4_Word bits, seL4_Error *error)
{
    for (seL4_Word from = bits; from < SIZES; from++) {
        if (free_lists[from] == 0 && idle_lists[from] != 0) {
            coalesce(&rs_records[idle_lists[from]]);
        }
        if (free_lists[from] != 0) {
            rs_record_t *block = &rs_records[free_lists[from]];
            return narrow(block, bits, block->address, error);
        }
    }
    *error = seL4_NotEnoughMemory;
    return NULL;
}

static rs_record_t *find_root(uint64_t paddr, seL4_Word bits)
{
    for (seL4_CPtr slot = roots.start; slot < roots.end; slot++) {
        /* Not every untyped of the kernel is aligned to its own size. */
        rs_record_t *root = &rs_records[slot];
        if (root->bits >= bits && paddr >= root->address &&
            paddr - root->address <= ((uint64_t)1 << root->bits) - ((uint64_t)1 << bits)) {
            return root;
        }
    }
    return NULL;
}

rs_record_t *rs_block_take_at(uint64_t paddr, seL4_Word bits, seL4_Error *error)
{
    rs_record_t *block = find_root(paddr, bits);
    if (block == NULL) {
        *error = seL4_RangeError;
        return NULL;
    }
    while ((block->state == BLOCK_SPLIT || block->state == BLOCK_IDLE) && block->bits > bits) {
        rs_record_t *low = &rs_records[block->child];
        rs_record_t *high = &rs_records[low->partner];
        block = paddr >= high->address ? high : low;
    }
    if (block->state == BLOCK_IDLE) {
        coalesce(block);
    }
    if (block->state != BLOCK_FREE) {
        *error = seL4_DeleteFirst;
        return NULL;
    }
    return narrow(block, bits, paddr, error);
}

void rs_block_give(rs_record_t *block)
{
    if (!block->device) {
        free_bytes += (size_t)1 << block->bits;
    }
    enter_free(block);
}

void rs_blocks_init(const seL4_BootInfo *bootinfo)
{
    memset(free_lists, 0, sizeof free_lists);
    memset(idle_lists, 0, sizeof idle_lists);
    free_bytes = 0;
    idle_blocks = 0;
    roots = bootinfo->untyped;
    for (seL4_CPtr slot = roots.start; slot < roots.end; slot++) {
        const seL4_UntypedDesc *desc = &bootinfo->untypedList[slot - roots.start];
        rs_records[slot] = (rs_record_t){
            .address = desc->paddr,
            .kind = RS_RECORD_UNTYPED,
            .bits = desc->sizeBits,
            .device = desc->isDevice,
        };
        list_add(free_lists, &rs_records[slot]);
        if (!desc->isDevice) {
            free_bytes += (size_t)1 << desc->sizeBits;
        }
    }
}
