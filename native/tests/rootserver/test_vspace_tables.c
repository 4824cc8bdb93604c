/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* VSpaces: tables that come and go, every failing call undone. */

#include "../libsel4vm/testing.h"

#include <rootserver/vspace.h>

#define FAR_AWAY ((uintptr_t)5 << 30)

static seL4_Error map_page(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr)
{
    return rs_vspace_map(vspace, frame, vaddr, seL4_PageBits, seL4_ReadWrite,
                         seL4_ARM_Default_VMAttributes);
}

TEST(every_failing_call_of_a_mapping_is_undone)
{
    unsigned failures = 0;
    for (unsigned long n = 1;; n++) {
        rs_vspace_t vspace;
        rs_object_t frame;
        fake_reset(28);
        CHECK_EQ(seL4_NoError, rs_vspace_create(&vspace));
        CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frame));
        rs_memory_stats_t before = rs_memory_stats();
        fake_counts_t counts = fake_counts();
        fake_fail_call(n, seL4_NotEnoughMemory);
        seL4_Error error = map_page(&vspace, frame.cptr, FAR_AWAY);
        fake_fail_call(0, seL4_NoError);
        if (error == seL4_NoError) {
            CHECK(fake_translate(vspace.root, FAR_AWAY).mapped);
            CHECK_EQ(frame.paddr, fake_translate(vspace.root, FAR_AWAY).paddr);
            break;
        }
        failures++;
        rs_memory_stats_t after = rs_memory_stats();
        CHECK_EQ(0, vspace.tables);
        CHECK_EQ(0, vspace.frames);
        CHECK_EQ(before.live_objects, after.live_objects);
        CHECK_EQ(before.live_tables, after.live_tables);
        CHECK_EQ(before.free_bytes, after.free_bytes);
        CHECK_EQ(before.free_slots, after.free_slots);
        CHECK_EQ(counts.mapped_tables, fake_counts().mapped_tables);
        CHECK_EQ(counts.mapped_frames, fake_counts().mapped_frames);
        /* The frame can still be mapped. */
        CHECK_EQ(seL4_NoError, map_page(&vspace, frame.cptr, FAR_AWAY));
    }
    CHECK(failures >= 6);
}

TEST(tables_live_as_long_as_what_they_hold)
{
    enum { COUNT = 40 };
    rs_object_t frames[COUNT];
    rs_vspace_t vspace;
    fake_counts_t counts = fake_counts();
    CHECK_EQ(seL4_NoError, rs_vspace_create(&vspace));
    for (unsigned i = 0; i < COUNT; i++) {
        uintptr_t vaddr = (uintptr_t)(i / 4) * 0x20000000 + (uintptr_t)(i % 4) * 0x1000;
        CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_SmallPageObject, 0, &frames[i]));
        CHECK_EQ(seL4_NoError, map_page(&vspace, frames[i].cptr, vaddr));
        CHECK_EQ(seL4_DeleteFirst, map_page(&vspace, frames[i].cptr, vaddr + 0x100000));
    }
    CHECK_EQ(vspace.tables, fake_counts().mapped_tables - counts.mapped_tables);
    /* Every second one first: no table goes while it holds something. */
    for (unsigned step = 0; step < 2; step++) {
        for (unsigned i = step; i < COUNT; i += 2) {
            uintptr_t vaddr = (uintptr_t)(i / 4) * 0x20000000 + (uintptr_t)(i % 4) * 0x1000;
            CHECK(fake_translate(vspace.root, vaddr).mapped);
            CHECK_EQ(seL4_NoError, rs_vspace_unmap(&vspace, frames[i].cptr, vaddr, seL4_PageBits));
            rs_object_free(&frames[i]);
        }
    }
    CHECK_EQ(0, vspace.tables);
    CHECK_EQ(counts.mapped_tables, fake_counts().mapped_tables);
    rs_vspace_destroy(&vspace);
}

TEST(an_address_in_use_is_refused)
{
    rs_object_t a, b, large;
    rs_vspace_t vspace;
    CHECK_EQ(seL4_NoError, rs_vspace_create(&vspace));
    CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_SmallPageObject, 0, &a));
    CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_SmallPageObject, 0, &b));
    CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_LargePageObject, 0, &large));
    CHECK_EQ(seL4_NoError, map_page(&vspace, a.cptr, FAR_AWAY));
    CHECK_EQ(seL4_DeleteFirst, map_page(&vspace, b.cptr, FAR_AWAY));
    CHECK_EQ(a.paddr, fake_translate(vspace.root, FAR_AWAY).paddr);
    /* A large page over a table, and a small one inside a large one. */
    CHECK(rs_vspace_map(&vspace, large.cptr, FAR_AWAY, seL4_LargePageBits, seL4_ReadWrite,
                        seL4_ARM_Default_VMAttributes) != seL4_NoError);
    CHECK_EQ(seL4_NoError, rs_vspace_map(&vspace, large.cptr, 0x200000, seL4_LargePageBits,
                                         seL4_ReadWrite, seL4_ARM_Default_VMAttributes));
    CHECK(map_page(&vspace, b.cptr, 0x201000) != seL4_NoError);
    CHECK_EQ(large.paddr + 0x1000, fake_translate(vspace.root, 0x201000).paddr);
    CHECK_EQ(a.paddr, fake_translate(vspace.root, FAR_AWAY).paddr);
    rs_vspace_destroy(&vspace);
}
