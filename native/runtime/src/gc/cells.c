/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Taking runs of free cells out of small spans. */
#include "heap.h"

#include <string.h>

/* First index at or after `from` whose bit equals `value`; `count` when there is none. */
static uint32_t find_bit(const uint64_t *bits, uint32_t from, uint32_t count, bool value)
{
    uint64_t flip = value ? 0 : ~(uint64_t)0;
    for (uint32_t index = from; index < count; index = (index / 64u + 1u) * 64u) {
        uint64_t word = (bits[index / 64u] ^ flip) >> (index % 64u);
        if (word != 0) {
            uint32_t found = index + (uint32_t)__builtin_ctzll(word);
            return found < count ? found : count;
        }
    }
    return count;
}

static void set_bits(uint64_t *bits, uint32_t from, uint32_t to)
{
    for (uint32_t index = from; index < to;) {
        uint32_t in_word = 64u - index % 64u;
        uint32_t length = to - index < in_word ? to - index : in_word;
        uint64_t mask =
            length == 64u ? ~(uint64_t)0 : (((uint64_t)1 << length) - 1u) << (index % 64u);
        bits[index / 64u] |= mask;
        index += length;
    }
}

static struct gc_span *obtain_span(unsigned size_class)
{
    size_t pages = gc_class_span_pages(size_class);
    struct gc_span *span = gc_empty_take(pages);
    return span != NULL ? span : gc_pages_obtain(pages);
}

static struct gc_span *new_span(unsigned list)
{
    bool reserve = gc_list_is_reserve(list);
    struct gc_span *span = reserve ? gc_reserve_span(list) : obtain_span(list);
    if (span == NULL) {
        return NULL;
    }
    span->state = GC_SPAN_SMALL;
    span->size_class = (uint8_t)list;
    span->cell_size = reserve ? gc_reserve_cell_size(list) : gc_class_sizes[list];
    span->cell_count = (uint32_t)((span->pages << GC_PAGE_SHIFT) / span->cell_size);
    span->reciprocal = (uint32_t)(((uint64_t)1 << 32) / span->cell_size + 1u);
    span->sweep_epoch = gc_heap.epoch;
    span->cursor = 0;
    memset(span->allocated, 0, sizeof(span->allocated));
    memset(span->marked, 0, sizeof(span->marked));
    return span;
}

/* How many spans in a row may turn out full before new memory is taken: it bounds the time that a
 * single allocation takes. */
#define SWEEP_PER_REFILL 32u

static struct gc_span *next_span(unsigned list)
{
    struct gc_size_class_spans *spans = &gc_heap.classes[list];
    for (unsigned tries = 0;
         spans->available == NULL && tries < SWEEP_PER_REFILL && gc_sweep_one(list); tries++) {
    }
    if (spans->available == NULL) {
        struct gc_span *span = new_span(list);
        if (span != NULL) {
            return span;
        }
        /* Everything was swept in vain, or there is room now after all. */
    }
    struct gc_span *span = spans->available;
    if (span != NULL) {
        gc_span_list_remove(&spans->available, span);
    }
    return span;
}

bool gc_cells_take(unsigned list, bool only_one, uint8_t **first, size_t *bytes)
{
    struct gc_size_class_spans *spans = &gc_heap.classes[list];
    for (;;) {
        struct gc_span *span = spans->current;
        if (span != NULL) {
            uint32_t start = find_bit(span->allocated, span->cursor, span->cell_count, false);
            if (start < span->cell_count) {
                uint32_t end = only_one ? start + 1u
                                        : find_bit(span->allocated, start, span->cell_count, true);
                set_bits(span->allocated, start, end);
                span->cursor = end;
                *first = span->start + start * span->cell_size;
                *bytes = (end - start) * span->cell_size;
                if (!span->zeroed) {
                    memset(*first, 0, *bytes);
                }
                return true;
            }
            gc_span_list_add(&spans->touched, span);
        }
        spans->current = next_span(list);
        if (spans->current == NULL) {
            return false;
        }
    }
}

/* ---- walking ---- */

static void for_each(struct gc_span *list, void (*visit)(struct gc_span *span))
{
    for (struct gc_span *span = list; span != NULL; span = span->next) {
        visit(span);
    }
}

void gc_spans_for_each(void (*visit)(struct gc_span *span))
{
    for (unsigned i = 0; i < GC_LIST_COUNT; i++) {
        const struct gc_size_class_spans *spans = &gc_heap.classes[i];
        for_each(spans->current, visit);
        for_each(spans->touched, visit);
        for_each(spans->available, visit);
        for_each(spans->full, visit);
        for_each(spans->unswept, visit);
    }
    for_each(gc_heap.large_young, visit);
    for_each(gc_heap.large_old, visit);
}
