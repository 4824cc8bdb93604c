/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Sweeping turns mark bits into allocation bits; it touches no object. A small span is swept when
 * cells are first taken from it after a collection, or when memory gets short, and at the latest
 * before the next collection.
 */
#include "heap.h"

#include <string.h>

/* What stress mode fills freed cells with: neither a plausible reference nor a plausible length. */
#define POISON 0xdd

static void poison_dead_cells(const struct gc_span *span)
{
    for (uint32_t i = 0; i < span->cell_count; i++) {
        if (gc_bit_test(span->allocated, i) && !gc_bit_test(span->marked, i)) {
            memset(span->start + i * span->cell_size, POISON, span->cell_size);
        }
    }
}

void gc_sweep_span(struct gc_span *span)
{
    if (span->sweep_epoch == gc_heap.epoch) {
        return;
    }
    if (gc_heap.stress_interval != 0) {
        poison_dead_cells(span);
    }
    memcpy(span->allocated, span->marked, sizeof(span->allocated));
    memset(span->marked, 0, sizeof(span->marked));
    span->cursor = 0;
    span->zeroed = false;
    span->sweep_epoch = gc_heap.epoch;
}

static bool is_empty(const struct gc_span *span)
{
    uint64_t any = 0;
    for (size_t i = 0; i < GC_BITMAP_WORDS; i++) {
        any |= span->allocated[i];
    }
    return any == 0;
}

static void sweep_list(struct gc_span **list)
{
    for (struct gc_span *span = *list; span != NULL;) {
        struct gc_span *next = span->next;
        gc_sweep_span(span);
        if (is_empty(span)) {
            gc_span_list_remove(list, span);
            gc_pages_give(span);
        }
        span = next;
    }
}

void gc_sweep_finish(void)
{
    for (unsigned i = 0; i < GC_CLASS_COUNT; i++) {
        /* Used spans were swept when their cells were taken, and hold at least those cells. */
        sweep_list(&gc_heap.classes[i].unused);
    }
}

/* All spans of the class may have free cells again. */
static void reopen(struct gc_size_class_spans *spans)
{
    if (spans->current != NULL) {
        gc_span_list_add(&spans->unused, spans->current);
        spans->current = NULL;
    }
    while (spans->used != NULL) {
        struct gc_span *span = spans->used;
        gc_span_list_remove(&spans->used, span);
        gc_span_list_add(&spans->unused, span);
    }
}

static void sweep_large(void)
{
    for (struct gc_span *span = gc_heap.large; span != NULL;) {
        struct gc_span *next = span->next;
        if ((span->marked[0] & 1u) == 0) {
            if (gc_heap.stress_interval != 0) {
                memset(span->start, POISON, span->pages << GC_PAGE_SHIFT);
            }
            gc_span_list_remove(&gc_heap.large, span);
            gc_heap.large_bytes -= span->pages << GC_PAGE_SHIFT;
            span->zeroed = false;
            gc_pages_give(span);
        } else {
            span->marked[0] = 0;
        }
        span = next;
    }
}

void gc_sweep_begin(void)
{
    gc_heap.epoch++;
    for (unsigned i = 0; i < GC_CLASS_COUNT; i++) {
        reopen(&gc_heap.classes[i]);
    }
    sweep_large();
    if (gc_heap.stress_interval != 0) {
        gc_sweep_finish(); /* poison at once: a use of freed memory shows early */
    }
}
