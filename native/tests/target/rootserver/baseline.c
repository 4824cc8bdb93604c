/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <rootserver/slots.h>
#include <rootserver/testproto.h>

void assert_same_stats(rs_memory_stats_t before, rs_memory_stats_t after)
{
    ASSERT_EQ(before.free_bytes, after.free_bytes);
    ASSERT_EQ(before.used_bytes, after.used_bytes);
    ASSERT_EQ(before.device_bytes, after.device_bytes);
    ASSERT_EQ(before.live_objects, after.live_objects);
    ASSERT_EQ(before.free_slots, after.free_slots);
    ASSERT_EQ(before.live_tables, after.live_tables);
}

static seL4_CPtr slot_store[(size_t)1 << CONFIG_ROOT_CNODE_SIZE_BITS];
static size_t slots_taken;
static rs_object_t hog_store[MAX_HOGS];

void take_slots(void)
{
    seL4_CPtr slot;
    while ((slot = rs_slot_alloc()) != seL4_CapNull) {
        slot_store[slots_taken++] = slot;
    }
}

void give_slot(void)
{
    rs_slot_free(slot_store[--slots_taken]);
}

void give_slots(void)
{
    while (slots_taken > 0) {
        give_slot();
    }
}

hogs_t hog_memory(seL4_Word smallest)
{
    hogs_t hogs = {hog_store, 0};
    for (seL4_Word bits = seL4_MaxUntypedBits; bits >= smallest; bits--) {
        while (hogs.count < MAX_HOGS &&
               rs_object_alloc(seL4_UntypedObject, bits, &hogs.objects[hogs.count]) ==
                   seL4_NoError) {
            hogs.count++;
        }
    }
    return hogs;
}

void give_memory(hogs_t *hogs)
{
    while (hogs->count > 0) {
        rs_object_free(&hogs->objects[--hogs->count]);
    }
}
