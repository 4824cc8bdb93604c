/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <rootserver/bootinfo.h>
#include <rootserver/slots.h>
#include <rootserver/testproto.h>
#include <string.h>

TEST(slots_are_unique_and_come_back)
{
    size_t before = rs_slot_available();
    seL4_CPtr a = rs_slot_alloc();
    seL4_CPtr b = rs_slot_alloc();
    ASSERT_NE(seL4_CapNull, a);
    ASSERT_NE(seL4_CapNull, b);
    ASSERT_NE(a, b);
    ASSERT_EQ(before - 2, rs_slot_available());
    rs_slot_free(a);
    rs_slot_free(b);
    ASSERT_EQ(before, rs_slot_available());
}

TEST(slots_freed_twice_or_never_allocated_are_ignored)
{
    size_t before = rs_slot_available();
    seL4_CPtr a = rs_slot_alloc();
    rs_slot_free(a);
    rs_slot_free(a);
    rs_slot_free(seL4_CapNull);
    rs_slot_free(seL4_CapInitThreadTCB);
    rs_slot_free(~(seL4_CPtr)0);
    ASSERT_EQ(before, rs_slot_available());
}

TEST(slots_run_out)
{
    size_t before = rs_slot_available();
    take_slots();
    ASSERT_EQ(seL4_CapNull, rs_slot_alloc());
    give_slots();
    ASSERT_EQ(before, rs_slot_available());
}

typedef struct type_size {
    seL4_Word type, size_bits, memory_bits;
} type_size_t;

static const type_size_t types[] = {
    {seL4_UntypedObject, 4, 4},
    {seL4_UntypedObject, 20, 20},
    {seL4_TCBObject, 0, seL4_TCBBits},
    {seL4_EndpointObject, 0, seL4_EndpointBits},
    {seL4_NotificationObject, 0, seL4_NotificationBits},
    {seL4_CapTableObject, 1, 1 + seL4_SlotBits},
    {seL4_CapTableObject, 10, 10 + seL4_SlotBits},
    {seL4_ARM_SmallPageObject, 0, seL4_PageBits},
    {seL4_ARM_LargePageObject, 0, seL4_LargePageBits},
    {seL4_ARM_PageTableObject, 0, seL4_PageTableBits},
    {seL4_ARM_VSpaceObject, 0, seL4_VSpaceBits},
    {seL4_ARM_VCPUObject, 0, seL4_VCPUBits},
};

TEST(every_type_is_made_and_freed)
{
    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        BASELINE_BEGIN();
        rs_object_t object;
        ASSERT_OK(rs_object_alloc(types[i].type, types[i].size_bits, &object));
        ASSERT_NE(seL4_CapNull, object.cptr);
        ASSERT_EQ(types[i].type, object.type);
        ASSERT_EQ(0, object.paddr & (((uintptr_t)1 << types[i].memory_bits) - 1));
        rs_memory_stats_t now = rs_memory_stats();
        ASSERT_EQ(baseline.live_objects + 1, now.live_objects);
        ASSERT_EQ(baseline.used_bytes + ((size_t)1 << types[i].memory_bits), now.used_bytes);
        rs_object_free(&object);
        ASSERT_EQ(seL4_CapNull, object.cptr);
        BASELINE_END();
    }
}

TEST(bad_arguments_are_refused)
{
    BASELINE_BEGIN();
    rs_object_t object;
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(seL4_EndpointObject, 0, NULL));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(12345, 12, &object));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(seL4_UntypedObject, 3, &object));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(seL4_UntypedObject, 48, &object));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(seL4_CapTableObject, 0, &object));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc(seL4_CapTableObject, 60, &object));
    ASSERT_EQ(seL4_NotEnoughMemory, rs_object_alloc(seL4_UntypedObject, 40, &object));
    ASSERT_EQ(seL4_CapNull, object.cptr);
    rs_object_free(&object);
    rs_object_free(NULL);
    BASELINE_END();
}

TEST(freeing_deletes_copies)
{
    BASELINE_BEGIN();
    rs_object_t endpoint;
    ASSERT_OK(rs_object_alloc(seL4_EndpointObject, 0, &endpoint));
    seL4_CPtr copy = rs_slot_alloc();
    ASSERT_OK(seL4_CNode_Mint(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode,
                              endpoint.cptr, seL4_WordBits, seL4_AllRights, 77));
    rs_object_free(&endpoint);
    /* The slot is empty again: the copy can be made anew. */
    ASSERT_OK(rs_object_alloc(seL4_EndpointObject, 0, &endpoint));
    ASSERT_OK(seL4_CNode_Copy(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode,
                              endpoint.cptr, seL4_WordBits, seL4_AllRights));
    rs_object_free(&endpoint);
    rs_slot_free(copy);
    BASELINE_END();
}

TEST(memory_runs_out_and_comes_back_whole)
{
    BASELINE_BEGIN();
    hogs_t hogs = hog_memory(20);
    ASSERT_GT(hogs.count, 0);
    seL4_Word largest = hogs.objects[0].size_bits;
    rs_object_t object;
    ASSERT_EQ(seL4_NotEnoughMemory, rs_object_alloc(seL4_ARM_LargePageObject, 0, &object));
    give_memory(&hogs);
    BASELINE_END();
    /* Whole: the largest block can be had again. */
    ASSERT_OK(rs_object_alloc(seL4_UntypedObject, largest, &object));
    rs_object_free(&object);
    BASELINE_END();
}

/* Frees in an order of its own: blocks must coalesce whatever is freed first. */
TEST(coalescing_in_every_order)
{
    enum { COUNT = 64 };
    static rs_object_t objects[COUNT];
    BASELINE_BEGIN();
    for (unsigned step = 1; step < COUNT; step += 2) {
        for (unsigned i = 0; i < COUNT; i++) {
            seL4_Word bits = 4 + (i * 7 + step) % 12;
            ASSERT_OK(rs_object_alloc(seL4_UntypedObject, bits, &objects[i]));
        }
        /* step is odd, so this visits every index once. */
        for (unsigned i = 0; i < COUNT; i++) {
            rs_object_free(&objects[i * step % COUNT]);
        }
        BASELINE_END();
    }
}

TEST(objects_do_not_overlap)
{
    enum { COUNT = 48 };
    rs_object_t objects[COUNT];
    BASELINE_BEGIN();
    for (unsigned i = 0; i < COUNT; i++) {
        ASSERT_OK(rs_object_alloc(seL4_UntypedObject, 4 + i % 9, &objects[i]));
        uintptr_t start = objects[i].paddr, end = start + ((uintptr_t)1 << (4 + i % 9));
        for (unsigned j = 0; j < i; j++) {
            uintptr_t other = objects[j].paddr;
            ASSERT_TRUE(end <= other || other + ((uintptr_t)1 << (4 + j % 9)) <= start);
        }
    }
    for (unsigned i = 0; i < COUNT; i++) {
        rs_object_free(&objects[i]);
    }
    BASELINE_END();
}

/* Out of slots at every point of an allocation that splits a large block down to 16 bytes. */
TEST(out_of_slots_at_every_step)
{
    BASELINE_BEGIN();
    rs_object_t object;
    unsigned failures = 0;
    take_slots();
    for (;;) {
        rs_memory_stats_t before = rs_memory_stats();
        seL4_Error error = rs_object_alloc(seL4_EndpointObject, 0, &object);
        if (error == seL4_NoError) {
            break;
        }
        ASSERT_EQ(seL4_NotEnoughMemory, error);
        assert_same_stats(before, rs_memory_stats());
        failures++;
        give_slot();
    }
    rs_object_free(&object);
    give_slots();
    ASSERT_GT(failures, 0);
    BASELINE_END();
}

static const seL4_UntypedDesc *find_untyped(bool device, seL4_Word min_bits)
{
    const seL4_BootInfo *bootinfo = rs_bootinfo();
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *desc = &bootinfo->untypedList[i];
        if (desc->isDevice == device && desc->sizeBits >= min_bits) {
            return desc;
        }
    }
    return NULL;
}

TEST(device_memory_by_address)
{
    const seL4_UntypedDesc *device = find_untyped(true, 13);
    ASSERT_TRUE(device != NULL);
    uintptr_t last = device->paddr + ((uintptr_t)1 << device->sizeBits) - 4096;
    rs_object_t first_page, last_page, again;
    BASELINE_BEGIN();
    ASSERT_OK(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, last, &last_page));
    ASSERT_EQ(last, last_page.paddr);
    ASSERT_EQ(baseline.device_bytes + 4096, rs_memory_stats().device_bytes);
    ASSERT_EQ(baseline.free_bytes, rs_memory_stats().free_bytes);
    ASSERT_EQ(seL4_DeleteFirst, rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, last, &again));
    ASSERT_EQ(seL4_DeleteFirst,
              rs_object_alloc_at(seL4_UntypedObject, device->sizeBits, device->paddr, &again));
    seL4_ARM_Page_GetAddress_t where = seL4_ARM_Page_GetAddress(last_page.cptr);
    ASSERT_OK(where.error);
    ASSERT_EQ(last, where.paddr);
    ASSERT_OK(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, device->paddr, &first_page));
    rs_object_free(&last_page);
    rs_object_free(&first_page);
    BASELINE_END();
}

TEST(ram_by_address)
{
    rs_object_t block, at;
    BASELINE_BEGIN();
    /* Where a free block lies is known once it was ours. */
    ASSERT_OK(rs_object_alloc(seL4_UntypedObject, 21, &block));
    uintptr_t paddr = block.paddr;
    rs_object_free(&block);
    ASSERT_OK(rs_object_alloc_at(seL4_ARM_LargePageObject, 0, paddr, &at));
    ASSERT_EQ(paddr, at.paddr);
    ASSERT_EQ(baseline.used_bytes + (1u << 21), rs_memory_stats().used_bytes);
    rs_object_free(&at);
    ASSERT_OK(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, paddr + 0x5000, &at));
    ASSERT_EQ(paddr + 0x5000, at.paddr);
    rs_object_free(&at);
    BASELINE_END();
}

TEST(addresses_that_cannot_be_had)
{
    rs_object_t object;
    BASELINE_BEGIN();
    const seL4_UntypedDesc *device = find_untyped(true, 13);
    ASSERT_EQ(seL4_AlignmentError,
              rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, device->paddr + 16, &object));
    ASSERT_EQ(seL4_RangeError,
              rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, (uintptr_t)1 << 50, &object));
    ASSERT_EQ(seL4_InvalidArgument, rs_object_alloc_at(999, 0, device->paddr, &object));
    ASSERT_EQ(seL4_InvalidArgument,
              rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, device->paddr, NULL));
    BASELINE_END();
}

/* Only frames and untyped memory may lie in device memory: the kernel refuses, nothing stays. */
TEST(kernel_refusal_leaves_nothing)
{
    rs_object_t object;
    const seL4_UntypedDesc *device = find_untyped(true, 13);
    BASELINE_BEGIN();
    ASSERT_NE(seL4_NoError, rs_object_alloc_at(seL4_TCBObject, 0, device->paddr, &object));
    ASSERT_EQ(seL4_CapNull, object.cptr);
    BASELINE_END();
}
