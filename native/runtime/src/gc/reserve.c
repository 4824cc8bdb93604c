/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Memory for the way of an exception when the heap is full: for making an OutOfMemoryException, for
 * its stack trace, and for reporting one that nothing catches. It has spans of its own, of few and
 * coarse classes, so that ordinary allocations never get what an exception left over. A thread may
 * use it from the failed allocation until its exception is caught, but not in the program's catch
 * blocks, finally blocks and filters.
 */
#include "heap.h"

#include <runtime/layout.h>

#define SMALLEST_CELL 32u
_Static_assert(SMALLEST_CELL << (GC_RESERVE_CLASSES - 1) == GC_SMALL_MAX, "classes of the reserve");

/*
 * Bytes that may be allocated between a failed allocation and the dispatch of its exception: the
 * exception and its message, which the class library looks up in its resources the first time.
 */
#define GRANT_BYTES 32768u

/* By how much the report of an unhandled exception may exceed the heap's limit. */
#define REPORT_BYTES ((size_t)4 << 20)

/* 16 to 512 cells; span lengths are those of the size classes (GC_EMPTY_KINDS). */
static size_t span_pages(unsigned reserve_class)
{
    size_t cell = SMALLEST_CELL << reserve_class;
    return cell <= 1024u ? 4u : cell <= 4096u ? 8u : 16u;
}

size_t gc_reserve_cell_size(unsigned list)
{
    return SMALLEST_CELL << (list - GC_CLASS_COUNT);
}

struct gc_span *gc_reserve_span(unsigned list)
{
    struct gc_span **kept = &gc_heap.reserve[list - GC_CLASS_COUNT];
    struct gc_span *span = *kept;
    *kept = NULL;
    return span;
}

static bool has_cells(const struct gc_size_class_spans *spans)
{
    return spans->current != NULL || spans->available != NULL || spans->unswept != NULL;
}

void gc_reserve_refill(void)
{
    for (unsigned i = 0; i < GC_RESERVE_CLASSES; i++) {
        if (gc_heap.reserve[i] == NULL && !has_cells(&gc_heap.classes[GC_CLASS_COUNT + i])) {
            /* Not free, so that no neighbour swallows it, and without cells. */
            gc_heap.reserve[i] = gc_pages_take(span_pages(i));
        }
    }
}

static bool may_use(struct rt_thread *self, size_t size)
{
    if (self->reserve_grant >= size) {
        self->reserve_grant -= (uint32_t)size;
        return true;
    }
    const struct rt_exinfo *dispatched = self->exinfo_head;
    return dispatched != NULL && (dispatched->state & RT_EXSTATE_IN_FUNCLET) == 0;
}

uint8_t *gc_reserve_cell(struct rt_thread *self, size_t size, size_t *cell_size)
{
    uint8_t *cell = NULL;
    if (size > GC_SMALL_MAX || !may_use(self, size)) {
        return NULL;
    }
    for (unsigned i = 0; i < GC_RESERVE_CLASSES && cell == NULL; i++) {
        if (size <= SMALLEST_CELL << i &&
            !gc_cells_take(GC_CLASS_COUNT + i, true, &cell, cell_size)) {
            cell = NULL;
        }
    }
    return cell;
}

void gc_reserve_grant(struct rt_thread *self)
{
    self->reserve_grant = GRANT_BYTES;
}

void rt_gc_report_begins(void)
{
    static bool begun;
    rt_critical_enter(rt_thread_current());
    rt_mutex_lock(&gc_heap.lock);
    if (!begun) {
        begun = true;
        gc_heap.limit_bytes += REPORT_BYTES;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(rt_thread_current());
}
