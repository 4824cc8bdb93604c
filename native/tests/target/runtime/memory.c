/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* memcpy, memmove and memset against loops over bytes: all lengths up to what has code of its own,
 * and some beyond, at all alignments that matter. */

#include <rootserver/testproto.h>
#include <stdint.h>
#include <string.h>

enum { SIZE = 4096, START = 1500, LONGEST = 1100, FAR = 140 };

static _Alignas(64) uint8_t actual[SIZE], expected[SIZE];

static void fill(unsigned seed)
{
    for (unsigned i = 0; i < SIZE; i++) {
        actual[i] = expected[i] = (uint8_t)(i * 7u + seed + (i >> 8) * 13u);
    }
}

static void expect_equal(unsigned length, int distance, unsigned alignment)
{
    for (unsigned i = 0; i < SIZE; i++) {
        if (actual[i] != expected[i]) {
            FAIL("length %u, distance %d, alignment %u: byte %u is %u, expected %u", length,
                 distance, alignment, i, actual[i], expected[i]);
        }
    }
}

static void check_move(unsigned length, int distance, unsigned alignment)
{
    unsigned from = START + alignment;
    unsigned to = (unsigned)((int)from + distance);
    fill(length);
    for (unsigned i = 0; i < length; i++) {
        unsigned at = distance < 0 ? i : length - 1 - i;
        expected[to + at] = expected[from + at];
    }
    ASSERT_TRUE(memmove(&actual[to], &actual[from], length) == &actual[to]);
    expect_equal(length, distance, alignment);
}

TEST(memmove_moves_in_both_directions)
{
    for (unsigned length = 0; length < LONGEST; length += length < 150 ? 1 : 43) {
        for (int distance = -FAR; distance <= FAR; distance += 9) {
            check_move(length, distance, length % 16);
        }
        check_move(length, -1, 3);
        check_move(length, 1, 3);
    }
}

TEST(memcpy_copies)
{
    for (unsigned length = 0; length < LONGEST; length += length < 300 ? 1 : 61) {
        for (unsigned alignment = 0; alignment < 16; alignment += 5) {
            fill(length);
            for (unsigned i = 0; i < length; i++) {
                expected[i + alignment] = expected[2048 + 15 - alignment + i];
            }
            ASSERT_TRUE(memcpy(&actual[alignment], &actual[2048 + 15 - alignment], length) ==
                        &actual[alignment]);
            expect_equal(length, 0, alignment);
        }
    }
}

TEST(memset_fills)
{
    for (unsigned length = 0; length < LONGEST; length += length < 330 ? 1 : 31) {
        for (unsigned alignment = 0; alignment < 64; alignment += 9) {
            /* Only the low byte counts. */
            int value = length % 2 == 0 ? 0x300 : 0x15a;
            fill(length);
            for (unsigned i = 0; i < length; i++) {
                expected[START + alignment + i] = (uint8_t)value;
            }
            ASSERT_TRUE(memset(&actual[START + alignment], value, length) ==
                        &actual[START + alignment]);
            expect_equal(length, value, alignment);
        }
    }
}
