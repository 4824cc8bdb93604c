/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The guest's own translation tables. */
#include "testing.h"

#include "fault/stage1.h"

#define VALID 1ull
#define TABLE 3ull

typedef struct tables {
    uint64_t words[4][8192];
    bool hole;
} tables_t;

static tables_t tables;

/* Table n lies at n * 64 KiB. */
static bool read_table(uint64_t address, uint64_t *descriptor, void *cookie)
{
    tables_t *all = cookie;
    size_t table = address >> 16;
    if (all->hole || table >= 4) {
        return false;
    }
    *descriptor = all->words[table][(address & 0xffff) / 8];
    return true;
}

static stage1_t with(uint64_t tcr)
{
    memset(&tables, 0, sizeof(tables));
    return (stage1_t){
        .sctlr = 1, .tcr = tcr, .ttbr = {0, 0}, .read = read_table, .cookie = &tables};
}

TEST(without_translation_addresses_are_the_same)
{
    stage1_t s = {0};
    uint64_t ipa = 0;
    CHECK(vmi_stage1_translate(&s, 0x123456, &ipa));
    CHECK_EQ(ipa, 0x123456);
}

TEST(pages_and_blocks_of_four_kilobytes)
{
    /* T0SZ 25: 39 bits, walk starts at level 1 */
    stage1_t s = with(25);
    uint64_t ipa = 0;
    tables.words[0][1] = 0x10000 | TABLE;    /* level 2 at 0x10000 for 0x40000000 */
    tables.words[1][2] = 0x20000 | TABLE;    /* level 3 for 0x40400000 */
    tables.words[2][3] = 0x87654000 | TABLE; /* page */
    tables.words[1][4] = 0x81200000 | VALID; /* 2 MiB block at 0x40800000 */
    tables.words[0][2] = 0xc0000000 | VALID; /* 1 GiB block at 0x80000000 */
    CHECK(vmi_stage1_translate(&s, 0x40403abc, &ipa));
    CHECK_EQ(ipa, 0x87654abc);
    CHECK(vmi_stage1_translate(&s, 0x40812345, &ipa));
    CHECK_EQ(ipa, 0x81212345);
    CHECK(vmi_stage1_translate(&s, 0x81234567, &ipa));
    CHECK_EQ(ipa, 0xc1234567);
    CHECK(!vmi_stage1_translate(&s, 0x40400000, &ipa));
    CHECK(!vmi_stage1_translate(&s, 0xc0000000, &ipa));
    CHECK(!vmi_stage1_translate(&s, 1ull << 39, &ipa));
    tables.words[2][3] = 0x87654000 | VALID; /* a block at level 3 is reserved */
    CHECK(!vmi_stage1_translate(&s, 0x40403abc, &ipa));
    tables.hole = true;
    CHECK(!vmi_stage1_translate(&s, 0x40403abc, &ipa));
}

TEST(a_walk_tells_where_it_ends)
{
    stage1_t s = with(25);
    stage1_walk_t walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_UNMAPPED && walk.level == 1);
    tables.words[0][1] = 0x10000 | TABLE;
    walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_UNMAPPED && walk.level == 2);
    tables.words[1][0] = 0x900000 | TABLE; /* nothing is there */
    walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_NO_TABLE && walk.level == 3);
    tables.words[0][1] = 0x900000 | TABLE;
    walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_NO_TABLE && walk.level == 2);
    s.ttbr[0] = 0x900000;
    walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_NO_TABLE && walk.level == 1);
    s.tcr = 16; /* 48 bits: the walk begins at level 0 */
    walk = vmi_stage1_walk(&s, 0x40000000);
    CHECK(walk.end == STAGE1_NO_TABLE && walk.level == 0);
    /* No walk is made. */
    walk = vmi_stage1_walk(&s, 1ull << 48);
    CHECK(walk.end == STAGE1_UNMAPPED && walk.level == 0);
}

TEST(the_upper_range_and_tags)
{
    /* T1SZ 25, TG1 4 KiB (2), TBI0 */
    stage1_t s = with(25 | 25ull << 16 | 2ull << 30 | 1ull << 37);
    uint64_t ipa = 0;
    s.ttbr[1] = 0x30000;
    tables.words[3][511] = 0x40000000 | VALID;
    CHECK(vmi_stage1_translate(&s, 0xffffffffc0001234, &ipa));
    CHECK_EQ(ipa, 0x40001234);
    CHECK(!vmi_stage1_translate(&s, 0x7fffffffc0001234, &ipa));
    tables.words[0][0] = 0x80000000 | VALID;
    CHECK(vmi_stage1_translate(&s, 0xab00000000001234 & ~(1ull << 55), &ipa));
    CHECK_EQ(ipa, 0x80001234);
    s.tcr |= 1ull << 7; /* EPD0 */
    CHECK(!vmi_stage1_translate(&s, 0x1234, &ipa));
}

TEST(bits_of_the_base_register_below_the_table_are_no_address)
{
    stage1_t s = with(25); /* a table of 512 entries */
    uint64_t ipa = 0;
    tables.words[0][1] = 0x80000000 | VALID;
    tables.words[0][3] = 0xc0000000 | VALID;
    s.ttbr[0] = 0xab00000000000ff5; /* an ASID, common-not-private, and bits that are to be zero */
    CHECK(vmi_stage1_translate(&s, 0x40001234, &ipa));
    CHECK_EQ(ipa, 0x80001234);
    s = with(32); /* a table of 4 entries: 32 bytes */
    tables.words[0][4 + 1] = 0x80000000 | VALID;
    s.ttbr[0] = 0x20 | 0x1e;
    CHECK(vmi_stage1_translate(&s, 0x40001234, &ipa));
    CHECK_EQ(ipa, 0x80001234);
}

TEST(other_granules)
{
    uint64_t ipa = 0;
    /* 64 KiB, T0SZ 22: 42 bits, level 2 first */
    stage1_t s = with(22 | 1ull << 14);
    tables.words[0][1] = 0x10000 | TABLE; /* 512 MiB each */
    tables.words[1][2] = 0x55550000 | TABLE;
    CHECK(vmi_stage1_translate(&s, 0x20021234, &ipa));
    CHECK_EQ(ipa, 0x55551234);
    /* 16 KiB, T0SZ 28: 36 bits, level 2 first */
    s = with(28 | 2ull << 14);
    tables.words[0][1] = 0x10000 | TABLE; /* 32 MiB each */
    tables.words[1][1] = 0x4444c000 | TABLE;
    CHECK(vmi_stage1_translate(&s, 0x2004567, &ipa));
    CHECK_EQ(ipa, 0x4444c567);
    s = with(25 | 3ull << 14);
    CHECK(!vmi_stage1_translate(&s, 0, &ipa));
    for (uint64_t txsz = 0; txsz < 64; txsz++) {
        s = with(txsz);
        vmi_stage1_translate(&s, 0, &ipa);
        CHECK(!vmi_stage1_translate(&s, 0x1000, &ipa));
    }
}
