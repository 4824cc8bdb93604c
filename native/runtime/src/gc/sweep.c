/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Sweeping turns mark bits into allocation bits; it touches no object. After a full collection a
 * small span is swept when cells are first taken from it, or when memory gets short, and at the
 * latest before the next full collection. A young collection sweeps the spans with young objects
 * itself: there are never more than its budget filled.
 */
#include "heap.h"

#include <string.h>

/* What freed cells are filled with where the heap is verified: neither a plausible reference nor a
 * plausible length. */
#define POISON 0xdd

static uint32_t bitmap_words(const struct gc_span *span)
{
    return (span->cell_count + 63u) / 64u;
}

static void poison_dead_cells(const struct gc_span *span)
{
    for (uint32_t i = 0; i < span->cell_count; i++) {
        if (gc_bit_test(span->allocated, i) && !gc_bit_test(span->marked, i)) {
            memset(span->start + i * span->cell_size, POISON, span->cell_size);
        }
    }
}

static void apply_marks(struct gc_span *span)
{
    if (gc_heap.verify) {
        poison_dead_cells(span);
    }
    for (uint32_t i = 0; i < bitmap_words(span); i++) {
        span->allocated[i] = span->marked[i];
    }
    span->cursor = 0;
    span->zeroed = false;
}

/* ---- empty spans ---- */

static unsigned empty_kind(size_t pages)
{
    return pages == 4u ? 0 : pages == 8u ? 1 : 2;
}

struct gc_span *gc_empty_take(size_t pages)
{
    struct gc_span **list = &gc_heap.empty[empty_kind(pages)];
    struct gc_span *span = *list;
    if (span != NULL) {
        gc_span_list_remove(list, span);
    }
    return span;
}

bool gc_empty_release(void)
{
    bool any = false;
    for (unsigned kind = 0; kind < GC_EMPTY_KINDS; kind++) {
        while (gc_heap.empty[kind] != NULL) {
            struct gc_span *span = gc_heap.empty[kind];
            gc_span_list_remove(&gc_heap.empty[kind], span);
            gc_pages_give(span);
            any = true;
        }
    }
    return any;
}

/* Puts a swept span on the list where it belongs; it is on none. */
static void file(struct gc_size_class_spans *spans, struct gc_span *span)
{
    uint32_t last = bitmap_words(span) - 1u;
    uint64_t any = 0;
    uint64_t all = ~(uint64_t)0;
    for (uint32_t i = 0; i < last; i++) {
        any |= span->allocated[i];
        all &= span->allocated[i];
    }
    uint64_t valid = ~(uint64_t)0 >> (63u - (span->cell_count - 1u) % 64u);
    any |= span->allocated[last];
    all &= span->allocated[last] | ~valid;
    if (any == 0) {
        gc_span_list_add(&gc_heap.empty[empty_kind(span->pages)], span);
    } else {
        gc_span_list_add(all == ~(uint64_t)0 ? &spans->full : &spans->available, span);
    }
}

/* ---- after a full collection ---- */

bool gc_sweep_one(unsigned list)
{
    struct gc_size_class_spans *spans = &gc_heap.classes[list];
    struct gc_span *span = spans->unswept;
    if (span == NULL) {
        return false;
    }
    gc_span_list_remove(&spans->unswept, span);
    gc_heap.unswept--;
    apply_marks(span);
    span->sweep_epoch = gc_heap.epoch;
    file(spans, span);
    return true;
}

void gc_sweep_some(size_t spans)
{
    for (unsigned i = 0; i < GC_LIST_COUNT && gc_heap.unswept != 0; i++) {
        while (spans != 0 && gc_sweep_one(i)) {
            spans--;
        }
    }
}

void gc_sweep_finish(void)
{
    gc_sweep_some(SIZE_MAX);
    gc_empty_release();
}

/* Moves all spans of a list to the unswept ones, without marks. */
static void make_young(struct gc_size_class_spans *spans, struct gc_span **list)
{
    struct gc_span *span = *list;
    *list = NULL;
    while (span != NULL) {
        struct gc_span *next = span->next;
        memset(span->marked, 0, bitmap_words(span) * sizeof(uint64_t));
        gc_span_list_add(&spans->unswept, span);
        gc_heap.unswept++;
        span = next;
    }
}

static void make_large_young(void)
{
    while (gc_heap.large_old != NULL) {
        struct gc_span *span = gc_heap.large_old;
        gc_span_list_remove(&gc_heap.large_old, span);
        gc_span_list_add(&gc_heap.large_young, span);
        span->marked[0] = 0;
    }
}

void gc_sweep_begin_full(void)
{
    gc_sweep_finish(); /* `allocated` has to be right for the conservative roots */
    for (unsigned i = 0; i < GC_LIST_COUNT; i++) {
        struct gc_size_class_spans *spans = &gc_heap.classes[i];
        make_young(spans, &spans->current);
        make_young(spans, &spans->touched);
        make_young(spans, &spans->available);
        make_young(spans, &spans->full);
    }
    make_large_young();
}

static void sweep_large(void)
{
    while (gc_heap.large_young != NULL) {
        struct gc_span *span = gc_heap.large_young;
        gc_span_list_remove(&gc_heap.large_young, span);
        if (span->marked[0] != 0) {
            span->sweep_epoch = gc_heap.epoch;
            gc_span_list_add(&gc_heap.large_old, span);
            continue;
        }
        if (gc_heap.verify) {
            memset(span->start, POISON, span->pages << GC_PAGE_SHIFT);
        }
        gc_heap.large_bytes -= span->pages << GC_PAGE_SHIFT;
        span->zeroed = false;
        gc_pages_give(span);
    }
    gc_heap.large_old_bytes = gc_heap.large_bytes;
}

void gc_sweep_end_full(void)
{
    gc_heap.epoch++;
    sweep_large();
    if (gc_heap.verify) {
        gc_sweep_finish(); /* poison at once: a use of freed memory shows early */
    }
}

/* ---- after a young collection ---- */

static void sweep_touched(struct gc_size_class_spans *spans)
{
    if (spans->current != NULL) {
        gc_span_list_add(&spans->touched, spans->current);
        spans->current = NULL;
    }
    struct gc_span *span = spans->touched;
    spans->touched = NULL;
    while (span != NULL) {
        struct gc_span *next = span->next;
        apply_marks(span);
        file(spans, span);
        span = next;
    }
}

void gc_sweep_young(void)
{
    for (unsigned i = 0; i < GC_LIST_COUNT; i++) {
        sweep_touched(&gc_heap.classes[i]);
    }
    sweep_large();
}
