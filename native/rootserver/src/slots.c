/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "slots_internal.h"

#include "blocks.h"
#include "objects_internal.h"
#include "records.h"
#include "vspace_internal.h"

#include <rootserver/slots.h>
#include <string.h>

#define WORD_BITS 64u
#define WORDS     ((RS_SLOTS + WORD_BITS - 1) / WORD_BITS)
#define SUMMARIES ((WORDS + WORD_BITS - 1) / WORD_BITS)

/* A set bit is a free slot; a set summary bit is a word with a free slot. */
static uint64_t free_slots[WORDS];
static uint64_t summary[SUMMARIES];
static size_t available;
static seL4_SlotRegion managed;

static void mark_free(seL4_CPtr slot)
{
    free_slots[slot / WORD_BITS] |= (uint64_t)1 << (slot % WORD_BITS);
    summary[slot / WORD_BITS / WORD_BITS] |= (uint64_t)1 << (slot / WORD_BITS % WORD_BITS);
    available++;
}

void rs_slots_init(const seL4_BootInfo *bootinfo)
{
    memset(rs_records, 0, sizeof rs_records);
    memset(free_slots, 0, sizeof free_slots);
    memset(summary, 0, sizeof summary);
    available = 0;
    managed = bootinfo->empty;
    if (managed.end > RS_SLOTS) {
        managed.end = RS_SLOTS;
    }
    for (seL4_CPtr slot = managed.start; slot < managed.end; slot++) {
        mark_free(slot);
    }
}

static seL4_CPtr take_free(void)
{
    for (size_t s = 0; s < SUMMARIES; s++) {
        if (summary[s] == 0) {
            continue;
        }
        size_t word = s * WORD_BITS + (size_t)__builtin_ctzll(summary[s]);
        unsigned bit = (unsigned)__builtin_ctzll(free_slots[word]);
        free_slots[word] &= ~((uint64_t)1 << bit);
        if (free_slots[word] == 0) {
            summary[s] &= ~((uint64_t)1 << (word % WORD_BITS));
        }
        available--;
        return word * WORD_BITS + bit;
    }
    return seL4_CapNull;
}

seL4_CPtr rs_slot_alloc_locked(void)
{
    seL4_CPtr slot = take_free();
    /* Memory that is free but split holds slots it could do without. */
    while (slot == seL4_CapNull && rs_blocks_reclaim_slots()) {
        slot = take_free();
    }
    return slot;
}

void rs_slot_free_locked(seL4_CPtr slot)
{
    if (slot < managed.start || slot >= managed.end ||
        (free_slots[slot / WORD_BITS] >> (slot % WORD_BITS) & 1) != 0) {
        return;
    }
    memset(&rs_records[slot], 0, sizeof rs_records[slot]);
    mark_free(slot);
}

size_t rs_slot_available_locked(void)
{
    return available + rs_blocks_idle_slots();
}

seL4_CPtr rs_slot_alloc(void)
{
    rs_objects_lock();
    seL4_CPtr slot = rs_slot_alloc_locked();
    rs_objects_unlock();
    return slot;
}

void rs_slot_free(seL4_CPtr slot)
{
    rs_vspace_forget(slot);
    rs_objects_lock();
    /* Blocks and tables are the root server's own. */
    if (slot < RS_SLOTS && rs_records[slot].kind == RS_RECORD_NONE) {
        rs_slot_free_locked(slot);
    }
    rs_objects_unlock();
}

size_t rs_slot_available(void)
{
    rs_objects_lock();
    size_t count = rs_slot_available_locked();
    rs_objects_unlock();
    return count;
}
