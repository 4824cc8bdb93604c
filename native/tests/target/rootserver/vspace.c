/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <rootserver/slots.h>
#include <rootserver/testproto.h>
#include <rootserver/vspace.h>
#include <string.h>

static const struct frame_size {
    seL4_Word type, bits;
} sizes[] = {
    {seL4_ARM_SmallPageObject, seL4_PageBits},
    {seL4_ARM_LargePageObject, seL4_LargePageBits},
};

static seL4_Error map_rw(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr, seL4_Word bits)
{
    return rs_vspace_map(vspace, frame, vaddr, bits, seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
}

TEST(frames_of_each_size_hold_data)
{
    for (unsigned i = 0; i < 2; i++) {
        BASELINE_BEGIN();
        size_t bytes = (size_t)1 << sizes[i].bits;
        rs_object_t frame;
        ASSERT_OK(rs_object_alloc(sizes[i].type, 0, &frame));
        uintptr_t vaddr = rs_vspace_reserve(bytes, sizes[i].bits);
        ASSERT_NE(0, vaddr);
        ASSERT_EQ(0, vaddr % bytes);
        ASSERT_OK(map_rw(rs_vspace_self(), frame.cptr, vaddr, sizes[i].bits));
        volatile uint64_t *words = (volatile uint64_t *)vaddr;
        ASSERT_EQ(0, words[0]);
        ASSERT_EQ(0, words[bytes / 8 - 1]);
        words[0] = 1;
        words[bytes / 8 - 1] = 2;
        ASSERT_EQ(1, words[0]);
        ASSERT_EQ(2, words[bytes / 8 - 1]);
        ASSERT_OK(rs_vspace_unmap(rs_vspace_self(), frame.cptr, vaddr, sizes[i].bits));
        rs_vspace_release(vaddr, bytes);
        rs_object_free(&frame);
        BASELINE_END();
    }
}

TEST(one_frame_at_two_addresses)
{
    BASELINE_BEGIN();
    rs_object_t frame;
    ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
    seL4_CPtr copy = rs_slot_alloc();
    ASSERT_OK(seL4_CNode_Copy(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode,
                              frame.cptr, seL4_WordBits, seL4_AllRights));
    uintptr_t vaddr = rs_vspace_reserve(8192, seL4_PageBits);
    ASSERT_OK(map_rw(rs_vspace_self(), frame.cptr, vaddr, seL4_PageBits));
    ASSERT_EQ(seL4_DeleteFirst, map_rw(rs_vspace_self(), frame.cptr, vaddr + 4096, seL4_PageBits));
    ASSERT_EQ(seL4_DeleteFirst, map_rw(rs_vspace_self(), copy, vaddr, seL4_PageBits));
    ASSERT_OK(map_rw(rs_vspace_self(), copy, vaddr + 4096, seL4_PageBits));
    *(volatile uint32_t *)vaddr = 0xfeed;
    ASSERT_EQ(0xfeed, *(volatile uint32_t *)(vaddr + 4096));
    ASSERT_OK(rs_vspace_unmap(rs_vspace_self(), frame.cptr, vaddr, seL4_PageBits));
    ASSERT_OK(rs_vspace_unmap(rs_vspace_self(), copy, vaddr + 4096, seL4_PageBits));
    ASSERT_OK(seL4_CNode_Delete(seL4_CapInitThreadCNode, copy, seL4_WordBits));
    rs_slot_free(copy);
    rs_vspace_release(vaddr, 8192);
    rs_object_free(&frame);
    BASELINE_END();
}

TEST(tables_come_and_go_with_their_mappings)
{
    /* Spread so far apart that each needs tables of its own at every level. */
    static const uintptr_t addresses[] = {0, (uintptr_t)1 << 21, (uintptr_t)1 << 30,
                                          (uintptr_t)1 << 39, ((uintptr_t)1 << 39) + 4096};
    enum { COUNT = sizeof addresses / sizeof addresses[0] };
    rs_object_t frames[COUNT];
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    for (unsigned i = 0; i < COUNT; i++) {
        ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frames[i]));
        ASSERT_OK(map_rw(&vspace, frames[i].cptr, addresses[i], seL4_PageBits));
    }
    ASSERT_GE(vspace.tables, 5);
    ASSERT_EQ(COUNT, vspace.frames);
    for (unsigned i = 0; i < COUNT; i++) {
        ASSERT_OK(rs_vspace_unmap(&vspace, frames[i].cptr, addresses[i], seL4_PageBits));
        rs_object_free(&frames[i]);
    }
    ASSERT_EQ(0, vspace.tables);
    ASSERT_EQ(0, vspace.frames);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

TEST(a_guest_maps_large_frames)
{
    rs_vspace_t vspace;
    rs_object_t frame;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_object_alloc(seL4_ARM_LargePageObject, 0, &frame));
    ASSERT_OK(map_rw(&vspace, frame.cptr, 0x40000000, seL4_LargePageBits));
    uint32_t tables = vspace.tables;
    ASSERT_OK(rs_vspace_unmap(&vspace, frame.cptr, 0x40000000, seL4_LargePageBits));
    ASSERT_GE(tables, 1);
    ASSERT_EQ(0, vspace.tables);
    rs_object_free(&frame);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

TEST(huge_frames_map_where_there_is_device_memory_of_that_size)
{
    rs_vspace_t vspace;
    rs_object_t frame;
    BASELINE_BEGIN();
    seL4_Error error = rs_object_alloc_at(seL4_ARM_HugePageObject, 0, (uintptr_t)1 << 33, &frame);
    if (error != seL4_NoError) {
        SKIP("no untyped of 1 GiB at 8 GiB");
    }
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_vspace_map(&vspace, frame.cptr, (uintptr_t)3 << 30, seL4_HugePageBits,
                            seL4_CanRead, seL4_ARM_ExecuteNever));
    ASSERT_OK(rs_vspace_unmap(&vspace, frame.cptr, (uintptr_t)3 << 30, seL4_HugePageBits));
    rs_vspace_destroy(&vspace);
    rs_object_free(&frame);
    BASELINE_END();
}

TEST(destroying_a_vspace_unmaps_what_is_left)
{
    rs_vspace_t vspace, other;
    rs_object_t frames[3];
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    for (unsigned i = 0; i < 3; i++) {
        ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frames[i]));
        ASSERT_OK(map_rw(&vspace, frames[i].cptr, (uintptr_t)i << 30, seL4_PageBits));
    }
    rs_vspace_destroy(&vspace);
    ASSERT_OK(rs_vspace_create(&other));
    ASSERT_OK(map_rw(&other, frames[0].cptr, 0, seL4_PageBits));
    rs_vspace_destroy(&other);
    rs_vspace_destroy(&other);
    rs_vspace_destroy(NULL);
    for (unsigned i = 0; i < 3; i++) {
        rs_object_free(&frames[i]);
    }
    BASELINE_END();
}

/* Not how it should be done, but nothing may break: three frames that share a bucket of the
 * book-keeping (8192 pages apart), the middle one freed while it is mapped, and one through a copy.
 */
TEST(a_frame_that_goes_while_mapped_harms_no_other)
{
    const uintptr_t stride = (uintptr_t)8192 << seL4_PageBits;
    rs_object_t frames[3];
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    for (unsigned i = 0; i < 3; i++) {
        ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frames[i]));
        ASSERT_OK(map_rw(&vspace, frames[i].cptr, i * stride, seL4_PageBits));
    }
    seL4_CPtr copy = rs_slot_alloc();
    ASSERT_OK(seL4_CNode_Copy(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode,
                              frames[1].cptr, seL4_WordBits, seL4_AllRights));
    ASSERT_OK(map_rw(&vspace, copy, 3 * stride, seL4_PageBits));
    rs_object_free(&frames[1]);
    rs_slot_free(copy);
    ASSERT_EQ(seL4_DeleteFirst, map_rw(&vspace, frames[0].cptr, 0, seL4_PageBits));
    ASSERT_OK(rs_vspace_unmap(&vspace, frames[0].cptr, 0, seL4_PageBits));
    ASSERT_OK(map_rw(&vspace, frames[0].cptr, stride, seL4_PageBits));
    ASSERT_OK(rs_vspace_unmap(&vspace, frames[0].cptr, stride, seL4_PageBits));
    ASSERT_OK(rs_vspace_unmap(&vspace, frames[2].cptr, 2 * stride, seL4_PageBits));
    rs_object_free(&frames[0]);
    rs_object_free(&frames[2]);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

TEST(bad_mappings_are_refused)
{
    rs_object_t frame, untyped;
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
    ASSERT_OK(rs_object_alloc(seL4_UntypedObject, 12, &untyped));
    ASSERT_EQ(seL4_InvalidArgument, map_rw(NULL, frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument, map_rw(&vspace, frame.cptr, 0x1000, 13));
    ASSERT_EQ(seL4_AlignmentError, map_rw(&vspace, frame.cptr, 0x1008, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument,
              map_rw(&vspace, frame.cptr, (uintptr_t)seL4_UserVSpaceTop + 1, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidCapability, map_rw(&vspace, seL4_CapNull, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidCapability, map_rw(&vspace, (seL4_CPtr)1 << 40, 0x1000, seL4_PageBits));
    ASSERT_NE(seL4_NoError, map_rw(&vspace, untyped.cptr, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_unmap(&vspace, frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_OK(map_rw(&vspace, frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_unmap(&vspace, frame.cptr, 0x2000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument,
              rs_vspace_unmap(rs_vspace_self(), frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_OK(rs_vspace_unmap(&vspace, frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_unmap(&vspace, frame.cptr, 0x1000, seL4_PageBits));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_init(NULL, 5));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_init(&vspace, seL4_CapNull));
    ASSERT_EQ(seL4_InvalidArgument, rs_vspace_create(NULL));
    rs_object_free(&frame);
    rs_object_free(&untyped);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

/* A mapping that needs three tables, with room for 0, 1, 2, ... slots only. */
TEST(out_of_slots_at_every_table)
{
    rs_object_t frame;
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
    unsigned failures = 0;
    take_slots();
    for (;;) {
        rs_memory_stats_t before = rs_memory_stats();
        seL4_Error error = map_rw(&vspace, frame.cptr, (uintptr_t)5 << 30, seL4_PageBits);
        if (error == seL4_NoError) {
            break;
        }
        ASSERT_EQ(seL4_NotEnoughMemory, error);
        ASSERT_EQ(0, vspace.tables);
        assert_same_stats(before, rs_memory_stats());
        failures++;
        give_slot();
    }
    ASSERT_OK(rs_vspace_unmap(&vspace, frame.cptr, (uintptr_t)5 << 30, seL4_PageBits));
    give_slots();
    ASSERT_GE(failures, 2);
    rs_object_free(&frame);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

/* The same with memory for 0, 1, 2, ... tables. */
TEST(out_of_memory_at_every_table)
{
    rs_object_t frame, spare[4] = {{0}};
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
    for (unsigned left = 0; left < 4; left++) {
        for (unsigned i = 0; i < left; i++) {
            ASSERT_OK(rs_object_alloc(seL4_UntypedObject, seL4_PageTableBits, &spare[i]));
        }
        hogs_t hogs = hog_memory(seL4_PageTableBits);
        for (unsigned i = 0; i < left; i++) {
            rs_object_free(&spare[i]);
        }
        rs_memory_stats_t before = rs_memory_stats();
        seL4_Error error = map_rw(&vspace, frame.cptr, (uintptr_t)5 << 30, seL4_PageBits);
        if (error == seL4_NoError) {
            ASSERT_EQ(vspace.tables, left);
            rs_vspace_unmap(&vspace, frame.cptr, (uintptr_t)5 << 30, seL4_PageBits);
        } else {
            ASSERT_EQ(seL4_NotEnoughMemory, error);
        }
        rs_memory_stats_t after = rs_memory_stats();
        give_memory(&hogs);
        assert_same_stats(before, after);
        if (error == seL4_NoError) {
            ASSERT_GE(left, 2);
            break;
        }
    }
    rs_object_free(&frame);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

TEST(ten_thousand_map_cycles_leave_nothing)
{
    rs_object_t frame;
    rs_vspace_t vspace;
    BASELINE_BEGIN();
    ASSERT_OK(rs_vspace_create(&vspace));
    ASSERT_OK(rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
    for (unsigned i = 0; i < 10000; i++) {
        uintptr_t vaddr = (uintptr_t)(i % 777) << 21;
        ASSERT_OK(map_rw(&vspace, frame.cptr, vaddr, seL4_PageBits));
        ASSERT_OK(rs_vspace_unmap(&vspace, frame.cptr, vaddr, seL4_PageBits));
    }
    rs_object_free(&frame);
    rs_vspace_destroy(&vspace);
    BASELINE_END();
}

TEST(reservations_are_disjoint_and_aligned)
{
    static const struct {
        size_t bytes;
        seL4_Word align;
    } wanted[] = {{1, 0},         {4096, 12},     {65536, 16},           {12288, 12},
                  {1u << 21, 21}, {3u << 20, 12}, {(size_t)1 << 32, 30}, {4096, 25}};
    enum { COUNT = sizeof wanted / sizeof wanted[0] };
    uintptr_t at[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        at[i] = rs_vspace_reserve(wanted[i].bytes, wanted[i].align);
        ASSERT_NE(0, at[i]);
        ASSERT_EQ(0, at[i] & (((uintptr_t)1 << wanted[i].align) - 1));
        ASSERT_EQ(0, at[i] & 4095);
        for (unsigned j = 0; j < i; j++) {
            ASSERT_TRUE(at[i] + wanted[i].bytes <= at[j] || at[j] + wanted[j].bytes <= at[i]);
        }
    }
    for (unsigned i = 0; i < COUNT; i++) {
        rs_vspace_release(at[i], wanted[i].bytes);
    }
    /* All of it is free again: the first request gets the same range. */
    ASSERT_EQ(at[0], rs_vspace_reserve(wanted[0].bytes, wanted[0].align));
    rs_vspace_release(at[0], wanted[0].bytes);
}

TEST(impossible_reservations_are_refused)
{
    ASSERT_EQ(0, rs_vspace_reserve(0, 12));
    ASSERT_EQ(0, rs_vspace_reserve(SIZE_MAX, 12));
    ASSERT_EQ(0, rs_vspace_reserve((size_t)1 << 40, 12));
    ASSERT_EQ(0, rs_vspace_reserve(4096, 63));
    ASSERT_EQ(0, rs_vspace_reserve(4096, 64));
    rs_vspace_release(0, 4096);
    rs_vspace_release(~(uintptr_t)4095, 4096);
    uintptr_t vaddr = rs_vspace_reserve(4096, 12);
    rs_vspace_release(vaddr, 0);
    ASSERT_NE(vaddr, rs_vspace_reserve(4096, 12));
    rs_vspace_release(vaddr, 8192);
}
