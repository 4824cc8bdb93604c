/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Cards: which parts of the heap references were stored to since the last collection. The write
 * barriers make cards dirty, without looking at the object or the reference; the collector finds
 * out here which dirty cards hold old objects.
 */
#include "heap.h"

#include <string.h>

#define CARDS_PER_CHUNK (GC_CHUNK_SIZE / GC_CARD_SIZE)
/* Cards that are looked at in one step. */
#define BLOCK_CARDS 64u
#define BLOCK_WORDS (BLOCK_CARDS / sizeof(uint64_t))
#define ALL_CLEAN   UINT64_MAX /* eight cards */

struct rt_barrier_range rt_barrier_range;

static uint8_t *card_of(uintptr_t address)
{
    return rt_barrier_range.start +
           ((address - (uintptr_t)rt_barrier_range.start) >> RT_CARD_SHIFT);
}

static uintptr_t address_of(const uint8_t *card)
{
    return (uintptr_t)rt_barrier_range.start +
           ((uintptr_t)(card - rt_barrier_range.start) << RT_CARD_SHIFT);
}

/* The table has a byte for each card of itself and of the heap; whole groups, so that a group's
 * cards fill exactly one page. */
size_t gc_cards_reservation(size_t heap_bytes)
{
    size_t table = heap_bytes / (GC_CARD_SIZE - 1u) + 1u;
    return (table + GC_GROUP_SIZE - 1u) & ~(GC_GROUP_SIZE - 1u);
}

bool gc_cards_commit(const uint8_t *group)
{
    _Static_assert(GC_GROUP_SIZE / GC_CARD_SIZE == RT_PAGE_SIZE, "card table granularity");
    uint8_t *cards = card_of((uintptr_t)group);
    if (!rt_pages_commit(cards, RT_PAGE_SIZE)) {
        return false;
    }
    memset(cards, RT_CARD_CLEAN, RT_PAGE_SIZE);
    return true;
}

void rt_gc_note_stores(uintptr_t start, size_t bytes)
{
    uintptr_t base = (uintptr_t)gc_heap.base;
    if (bytes != 0 && start - base < gc_heap.reserved_bytes) {
        uint8_t *first = card_of(start);
        memset(first, RT_CARD_DIRTY, (size_t)(card_of(start + bytes - 1u) - first) + 1u);
    }
}

static void clean_chunk(uint8_t *chunk)
{
    memset(card_of((uintptr_t)chunk), RT_CARD_CLEAN, CARDS_PER_CHUNK);
}

void gc_cards_clean(void)
{
    gc_pages_for_each_chunk(clean_chunk);
}

/* ---- finding old objects ---- */

/* Bits `first` to `last` of word `word` of a bitmap, as a mask. */
static uint64_t bits_between(uint32_t word, uint32_t first, uint32_t last)
{
    uint64_t mask = ~(uint64_t)0;
    if (word == first / 64u) {
        mask <<= first % 64u;
    }
    if (word == last / 64u) {
        mask &= ~(uint64_t)0 >> (63u - last % 64u);
    }
    return mask;
}

/* Marks what old objects refer to from [low, low + GC_CARD_SIZE). */
static void mark_card(uintptr_t low)
{
    uintptr_t high = low + GC_CARD_SIZE;
    struct gc_span *span = gc_span_of(low);
    if (span == NULL || span->cell_count == 0) {
        return; /* what was stored to is gone */
    }
    uint32_t first = gc_cell_index(span, low);
    uint32_t last = gc_cell_index(span, high - 1u);
    last = last < span->cell_count ? last : span->cell_count - 1u;
    for (uint32_t word = first / 64u; word <= last / 64u; word++) {
        uint64_t old = span->marked[word] & bits_between(word, first, last);
        for (; old != 0; old &= old - 1u) {
            uint32_t index = word * 64u + (uint32_t)__builtin_ctzll(old);
            gc_mark_fields_between(gc_cell_object(span, index), low, high);
        }
    }
}

static void mark_block(uint64_t *block)
{
    for (size_t i = 0; i < BLOCK_WORDS; i++) {
        if (block[i] == ALL_CLEAN) {
            continue;
        }
        uint8_t *cards = (uint8_t *)&block[i];
        for (size_t j = 0; j < sizeof(uint64_t); j++) {
            if (cards[j] != RT_CARD_CLEAN) {
                mark_card(address_of(&cards[j]));
            }
        }
        block[i] = ALL_CLEAN;
    }
}

static void mark_chunk(uint8_t *chunk)
{
    uint64_t *words = (uint64_t *)card_of((uintptr_t)chunk);
    for (size_t i = 0; i < CARDS_PER_CHUNK / BLOCK_CARDS; i++) {
        uint64_t *block = &words[i * BLOCK_WORDS];
        uint64_t both = (block[0] & block[1] & block[2] & block[3]) &
                        (block[4] & block[5] & block[6] & block[7]);
        if (both != ALL_CLEAN) {
            mark_block(block);
        }
    }
}

void gc_cards_mark(void)
{
    _Static_assert(BLOCK_WORDS == 8u, "mark_chunk looks at eight words");
    gc_pages_for_each_chunk(mark_chunk);
    gc_mark_drain();
}
