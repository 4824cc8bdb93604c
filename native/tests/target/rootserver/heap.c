/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <errno.h>
#include <malloc.h>
#include <rootserver/heap.h>
#include <rootserver/testproto.h>
#include <stdlib.h>
#include <string.h>

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

/* Sizes of all kinds, many of them small. */
static size_t random_size(void)
{
    return next_random() % ((size_t)1 << (next_random() % 19)) + 1;
}

TEST(blocks_keep_their_content)
{
    enum { COUNT = 300, ROUNDS = 6000 };
    static struct {
        uint8_t *bytes;
        size_t size;
        uint8_t mark;
    } blocks[COUNT];
    rs_heap_trim();
    BASELINE_BEGIN();
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned i = next_random() % COUNT;
        if (blocks[i].bytes != NULL) {
            ASSERT_EQ(blocks[i].mark, blocks[i].bytes[0]);
            ASSERT_EQ(blocks[i].mark, blocks[i].bytes[blocks[i].size - 1]);
            free(blocks[i].bytes);
        }
        blocks[i].size = random_size();
        blocks[i].mark = (uint8_t)round;
        blocks[i].bytes = malloc(blocks[i].size);
        ASSERT_TRUE(blocks[i].bytes != NULL);
        ASSERT_EQ(0, (uintptr_t)blocks[i].bytes % 16);
        ASSERT_GE(malloc_usable_size(blocks[i].bytes), blocks[i].size);
        memset(blocks[i].bytes, blocks[i].mark, blocks[i].size);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        free(blocks[i].bytes);
        blocks[i].bytes = NULL;
    }
    rs_heap_trim();
    BASELINE_END();
}

TEST(realloc_moves_the_content)
{
    rs_heap_trim();
    BASELINE_BEGIN();
    size_t size = 10;
    uint8_t *block = malloc(size);
    memset(block, 3, size);
    while (size < 1000000) {
        size_t larger = size * 3;
        block = realloc(block, larger);
        ASSERT_TRUE(block != NULL);
        for (size_t i = 0; i < size; i++) {
            ASSERT_EQ(3, block[i]);
        }
        memset(block, 3, larger);
        size = larger;
    }
    block = realloc(block, 5);
    ASSERT_EQ(3, block[4]);
    free(block);
    block = realloc(NULL, 20);
    ASSERT_TRUE(block != NULL);
    free(block);
    rs_heap_trim();
    BASELINE_END();
}

TEST(calloc_zeroes_what_was_used)
{
    for (size_t size = 16; size <= 65536; size *= 4) {
        void *block = malloc(size);
        memset(block, 0xff, size);
        free(block);
        uint8_t *zeroed = calloc(size / 4, 4);
        ASSERT_TRUE(zeroed != NULL);
        for (size_t i = 0; i < size; i++) {
            ASSERT_EQ(0, zeroed[i]);
        }
        free(zeroed);
    }
}

TEST(heap_refuses_the_impossible)
{
    void *block = (void *)1;
    rs_heap_trim();
    BASELINE_BEGIN();
    errno = 0;
    volatile size_t huge = SIZE_MAX - 10;
    ASSERT_TRUE(malloc(huge) == NULL);
    ASSERT_EQ(ENOMEM, errno);
    ASSERT_TRUE(malloc((size_t)1 << 40) == NULL);
    ASSERT_TRUE(calloc(huge / 2, 3) == NULL);
    volatile size_t odd = 48;
    ASSERT_TRUE(aligned_alloc(odd, 100) == NULL);
    ASSERT_TRUE(aligned_alloc((size_t)1 << 20, 100) == NULL);
    ASSERT_EQ(EINVAL, posix_memalign(&block, 24, 100));
    free(NULL);
    block = malloc(0);
    ASSERT_TRUE(block != NULL);
    free(block);
    rs_heap_trim();
    BASELINE_END();
}

TEST(aligned_blocks)
{
    for (size_t alignment = 8; alignment <= 32768; alignment *= 2) {
        uint8_t *block = memalign(alignment, 100);
        ASSERT_TRUE(block != NULL);
        ASSERT_EQ(0, (uintptr_t)block % alignment);
        memset(block, 1, 100);
        block = realloc(block, 40000);
        ASSERT_EQ(1, block[99]);
        free(block);
    }
}

TEST(heap_grows_far_and_shrinks)
{
    enum { COUNT = 4000 };
    static void *blocks[COUNT];
    rs_heap_trim();
    BASELINE_BEGIN();
    for (unsigned i = 0; i < COUNT; i++) {
        blocks[i] = malloc(8000);
        ASSERT_TRUE(blocks[i] != NULL);
    }
    ASSERT_GT(rs_memory_stats().used_bytes, baseline.used_bytes + 30000000);
    for (unsigned i = 0; i < COUNT; i++) {
        free(blocks[i]);
    }
    rs_heap_trim();
    BASELINE_END();
}

TEST(heap_survives_exhaustion)
{
    enum { MAX = 1024 };
    static void *blocks[MAX];
    rs_heap_trim();
    BASELINE_BEGIN();
    unsigned count = 0;
    while (count < MAX && (blocks[count] = malloc((size_t)1 << 20)) != NULL) {
        count++;
    }
    ASSERT_LT(count, MAX);
    while (count > 0) {
        free(blocks[--count]);
    }
    void *again = malloc((size_t)1 << 20);
    ASSERT_TRUE(again != NULL);
    free(again);
    rs_heap_trim();
    BASELINE_END();
}
