/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <rootserver/pages.h>
#include <rootserver/testproto.h>
#include <rootserver/vspace.h>
#include <string.h>

#define MIB ((size_t)1 << 20)

static bool all_bytes_are(const uint8_t *bytes, uint8_t value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != value) {
            return false;
        }
    }
    return true;
}

TEST(pages_are_zeroed_and_come_back)
{
    static const size_t sizes[] = {1, 4096, 4097, 65536, 2 * MIB, 2 * MIB + 4096, 5 * MIB};
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        BASELINE_BEGIN();
        for (unsigned round = 0; round < 2; round++) {
            uint8_t *pages = rs_pages_alloc(sizes[i]);
            ASSERT_TRUE(pages != NULL);
            ASSERT_TRUE(all_bytes_are(pages, 0, sizes[i]));
            memset(pages, 0xa5, sizes[i]);
            rs_pages_free(pages, sizes[i]);
        }
        BASELINE_END();
    }
}

TEST(large_pages_back_large_ranges)
{
    BASELINE_BEGIN();
    uint8_t *pages = rs_pages_alloc(4 * MIB);
    ASSERT_TRUE(pages != NULL);
    ASSERT_EQ(0, (uintptr_t)pages % (2 * MIB));
    rs_memory_stats_t now = rs_memory_stats();
    /* Two frames and at most a table. */
    ASSERT_LE(now.live_objects - baseline.live_objects, 3);
    ASSERT_NE(seL4_CapNull, rs_pages_frame((uintptr_t)pages + 12345));
    ASSERT_EQ(rs_pages_frame((uintptr_t)pages), rs_pages_frame((uintptr_t)pages + 2 * MIB - 1));
    ASSERT_NE(rs_pages_frame((uintptr_t)pages), rs_pages_frame((uintptr_t)pages + 2 * MIB));
    rs_pages_free(pages, 4 * MIB);
    ASSERT_EQ(seL4_CapNull, rs_pages_frame((uintptr_t)pages));
    BASELINE_END();
}

TEST(impossible_sizes)
{
    BASELINE_BEGIN();
    ASSERT_TRUE(rs_pages_alloc(0) == NULL);
    ASSERT_TRUE(rs_pages_alloc(SIZE_MAX) == NULL);
    ASSERT_TRUE(rs_pages_alloc((size_t)1 << 45) == NULL);
    ASSERT_TRUE(rs_pages_alloc((size_t)32 << 30) == NULL);
    rs_pages_free(NULL, 4096);
    BASELINE_END();
}

TEST(commit_in_pieces)
{
    BASELINE_BEGIN();
    uintptr_t base = rs_vspace_reserve(8 * MIB, seL4_LargePageBits);
    ASSERT_TRUE(rs_pages_commit(base + 3 * 4096, 4096));
    *(volatile uint8_t *)(base + 3 * 4096) = 7;
    /* Over a page that is there already: it keeps its content. */
    ASSERT_TRUE(rs_pages_commit(base, 4 * MIB));
    ASSERT_EQ(7, *(volatile uint8_t *)(base + 3 * 4096));
    ASSERT_TRUE(all_bytes_are((uint8_t *)base, 0, 3 * 4096));
    memset((void *)base, 9, 4 * MIB);
    rs_pages_decommit(base, 4096);
    ASSERT_EQ(seL4_CapNull, rs_pages_frame(base));
    ASSERT_TRUE(rs_pages_commit(base, 4096));
    ASSERT_TRUE(all_bytes_are((uint8_t *)base, 0, 4096));
    ASSERT_EQ(9, *(volatile uint8_t *)(base + 4096));
    /* Part of a large page: zeroed, though it stays. */
    rs_pages_decommit(base + 2 * MIB + 8192, 4096);
    ASSERT_NE(seL4_CapNull, rs_pages_frame(base + 2 * MIB));
    ASSERT_TRUE(rs_pages_commit(base + 2 * MIB + 8192, 4096));
    ASSERT_TRUE(all_bytes_are((uint8_t *)base + 2 * MIB + 8192, 0, 4096));
    ASSERT_EQ(9, *(volatile uint8_t *)(base + 2 * MIB + 8191));
    ASSERT_EQ(9, *(volatile uint8_t *)(base + 2 * MIB + 12288));
    rs_pages_decommit(base, 8 * MIB);
    rs_vspace_release(base, 8 * MIB);
    BASELINE_END();
}

/* Out of slots after 0, 1, 2, ... steps of a commit of eight pages, one of which is there before.
 */
TEST(failed_commit_leaves_what_was_there)
{
    BASELINE_BEGIN();
    uintptr_t base = rs_vspace_reserve(8 * 4096, seL4_PageBits);
    ASSERT_TRUE(rs_pages_commit(base + 4096, 4096));
    *(volatile uint8_t *)(base + 4096) = 7;
    unsigned failures = 0;
    take_slots();
    for (;;) {
        rs_memory_stats_t before = rs_memory_stats();
        bool done = rs_pages_commit(base, 8 * 4096);
        ASSERT_EQ(7, *(volatile uint8_t *)(base + 4096));
        if (done) {
            break;
        }
        assert_same_stats(before, rs_memory_stats());
        failures++;
        give_slot();
    }
    give_slots();
    ASSERT_GE(failures, 7);
    rs_pages_decommit(base, 8 * 4096);
    rs_vspace_release(base, 8 * 4096);
    BASELINE_END();
}

/* With only small blocks free, a large range is backed by small pages. */
TEST(small_pages_where_no_large_ones_are_left)
{
    static rs_object_t small[600];
    BASELINE_BEGIN();
    unsigned count = 0;
    /* Some memory in pieces of 8 KiB that do not make a large page: every second one is kept. */
    for (; count < 600; count++) {
        ASSERT_OK(rs_object_alloc(seL4_UntypedObject, 13, &small[count]));
    }
    hogs_t hogs = hog_memory(13);
    for (unsigned i = 0; i < count; i += 2) {
        rs_object_free(&small[i]);
    }
    uintptr_t base = rs_vspace_reserve(2 * MIB, seL4_LargePageBits);
    bool committed = rs_pages_commit(base, 2 * MIB);
    if (committed) {
        memset((void *)base, 1, 2 * MIB);
    }
    rs_pages_decommit(base, 2 * MIB);
    rs_vspace_release(base, 2 * MIB);
    for (unsigned i = 1; i < count; i += 2) {
        rs_object_free(&small[i]);
    }
    give_memory(&hogs);
    ASSERT_TRUE(committed);
    BASELINE_END();
}

TEST(all_memory_as_pages)
{
    enum { MAX = 512 };
    static void *pages[MAX];
    BASELINE_BEGIN();
    unsigned count = 0;
    while (count < MAX && (pages[count] = rs_pages_alloc(2 * MIB)) != NULL) {
        *(volatile uint8_t *)pages[count] = 1;
        count++;
    }
    ASSERT_GT(count, 16);
    while (count > 0) {
        rs_pages_free(pages[--count], 2 * MIB);
    }
    BASELINE_END();
}
