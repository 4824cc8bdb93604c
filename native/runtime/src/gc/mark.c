/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Marking. References inside objects are followed precisely, by the GCDesc in front of each
 * MethodTable; words from stacks and registers are taken for references when they point anywhere
 * into a cell in use.
 *
 * The mark stack has a fixed size, so that a collection needs no memory. Long objects do not fill
 * it: they are scanned a slice at a time. When it is full all the same, an object stays marked
 * without being scanned, and its span is put on a list of spans whose marked objects are scanned
 * again in the end.
 */
#include "heap.h"
#include "references.h"

#define STACK_ENTRIES 8192u
/* Objects longer than this are scanned in slices of it. */
#define SLICE_BYTES 4096u
#define SLICES_MAX  64u

/* The rest of a long object. */
struct slice {
    struct rt_object *object;
    uintptr_t next; /* references before it were scanned */
};

/* A copy in local variables keeps the fields in registers: stores to mark bits might alias this. */
struct marker {
    uintptr_t base;
    size_t size;
    struct gc_span *const *page_map;
    struct rt_object **entries;
    size_t count;
    size_t capacity;
    uint64_t bytes;
    uint64_t objects;
};

static struct marker marker;
static struct slice slices[SLICES_MAX];
static size_t slice_count;
static struct gc_span *overflowed;

uint64_t gc_mark_overflow_count;

bool gc_mark_initialize(void)
{
    marker = (struct marker){
        .base = (uintptr_t)gc_heap.base,
        .size = gc_heap.reserved_bytes,
        .page_map = gc_heap.page_map,
        .entries = rt_pages_alloc(STACK_ENTRIES * sizeof(*marker.entries)),
        .capacity = STACK_ENTRIES,
    };
    return marker.entries != NULL;
}

void gc_mark_limit_stack(size_t entries)
{
    marker.capacity = entries < STACK_ENTRIES ? entries : STACK_ENTRIES;
}

void gc_mark_begin(void)
{
    marker.bytes = 0;
    marker.objects = 0;
}

uint64_t gc_mark_bytes(void)
{
    return marker.bytes;
}

uint64_t gc_mark_objects(void)
{
    return marker.objects;
}

/* The span's marked objects have to be scanned again. */
static void note_overflow(struct gc_span *span)
{
    gc_mark_overflow_count++;
    if (!span->overflowed) {
        span->overflowed = true;
        span->next_overflowed = overflowed;
        overflowed = span;
    }
}

GC_INLINE void mark_cell(struct marker *m, struct gc_span *span, uint32_t index,
                         struct rt_object *object)
{
    uint64_t bit = (uint64_t)1 << (index % 64u);
    uint64_t *word = &span->marked[index / 64u];
    if ((*word & bit) != 0) {
        return;
    }
    *word |= bit;
    m->bytes += span->cell_size;
    m->objects++;
    if (__builtin_expect(m->count == m->capacity, 0)) {
        note_overflow(span);
        return;
    }
    m->entries[m->count++] = object;
    /* It is read when it is taken from the stack. */
    __builtin_prefetch(object);
}

GC_INLINE void mark_reference(struct marker *m, struct rt_object *object)
{
    uintptr_t offset = (uintptr_t)object - m->base;
    if (offset >= m->size) {
        return; /* null, frozen, or a constant of the image */
    }
    struct gc_span *span = m->page_map[offset >> GC_PAGE_SHIFT];
    mark_cell(m, span, gc_cell_index(span, (uintptr_t)object), object);
}

GC_INLINE void mark_slot(struct rt_object **slot, void *context)
{
    mark_reference(context, *slot);
}

void gc_mark_object(struct rt_object *object)
{
    mark_reference(&marker, object);
}

void gc_mark_conservative(uintptr_t word)
{
    struct gc_span *span = gc_span_of(word);
    if (span == NULL) {
        return;
    }
    uint32_t index = gc_cell_index(span, word);
    if (index >= span->cell_count || !gc_cell_in_use(span, index)) {
        return;
    }
    struct rt_object *object = gc_cell_object(span, index);
    /* Cells in allocation buffers have no type yet. */
    if (object->type != NULL) {
        mark_cell(&marker, span, index, object);
    }
}

bool gc_is_marked(const struct rt_object *object)
{
    if ((uintptr_t)object - (uintptr_t)gc_heap.base >= gc_heap.reserved_bytes) {
        return true;
    }
    const struct gc_span *span = gc_span_of_object(object);
    return gc_bit_test(span->marked, gc_cell_index(span, (uintptr_t)object));
}

/* ---- scanning ---- */

void gc_mark_fields_between(struct rt_object *object, uintptr_t low, uintptr_t high)
{
    if (gc_has_references(object)) {
        struct marker m = marker;
        gc_visit_references(object, low, high, mark_slot, &m);
        marker = m;
    }
}

void gc_mark_fields(struct rt_object *object)
{
    gc_mark_fields_between(object, 0, UINTPTR_MAX);
}

/* False when there is no room for one more unfinished object. */
static bool push_slice(struct rt_object *object)
{
    if (slice_count == SLICES_MAX) {
        return false;
    }
    slices[slice_count++] = (struct slice){object, (uintptr_t)object};
    return true;
}

static void scan_slice(void)
{
    struct slice *slice = &slices[slice_count - 1u];
    struct rt_object *object = slice->object;
    uintptr_t low = slice->next;
    uintptr_t high = low + SLICE_BYTES;
    slice->next = high;
    if (high >= (uintptr_t)object + rt_object_size(object)) {
        slice_count--;
    }
    gc_mark_fields_between(object, low, high);
}

static void scan_array(struct rt_object *object)
{
    if (rt_object_size(object) <= SLICE_BYTES || !push_slice(object)) {
        gc_mark_fields(object);
    }
}

/* Scans what is on the stack, but only begins with long arrays. The parameters are fields of the
 * marker, which the compiler would otherwise keep in vector registers. */
static __attribute__((noinline)) void scan_stack_entries(uintptr_t base, size_t size,
                                                         struct gc_span *const *page_map,
                                                         struct rt_object **entries)
{
    struct marker m = marker;
    m.base = base;
    m.size = size;
    m.page_map = page_map;
    m.entries = entries;
    while (m.count != 0) {
        struct rt_object *object = m.entries[--m.count];
        if (!gc_has_references(object)) {
            continue;
        }
        if (gc_is_array(object)) {
            marker = m;
            scan_array(object);
            m.count = marker.count;
            m.bytes = marker.bytes;
            m.objects = marker.objects;
            continue;
        }
        intptr_t runs = gc_series_count(object);
        uintptr_t bytes = object->type->base_size;
        gc_visit_run(object, 0, bytes, 0, UINTPTR_MAX, mark_slot, &m);
        for (intptr_t i = 1; i < runs; i++) {
            gc_visit_run(object, i, bytes, 0, UINTPTR_MAX, mark_slot, &m);
        }
    }
    marker = m;
}

static void scan_all(void)
{
    for (;;) {
        scan_stack_entries(marker.base, marker.size, marker.page_map, marker.entries);
        if (slice_count == 0) {
            return;
        }
        scan_slice();
    }
}

/* Scans what the full mark stack could not hold. */
static void scan_overflowed(struct gc_span *span)
{
    for (uint32_t i = 0; i < span->cell_count; i++) {
        if (gc_bit_test(span->marked, i)) {
            gc_mark_fields(gc_cell_object(span, i));
            scan_all();
        }
    }
}

void gc_mark_drain(void)
{
    scan_all();
    while (overflowed != NULL) {
        struct gc_span *span = overflowed;
        overflowed = span->next_overflowed;
        span->overflowed = false;
        scan_overflowed(span);
    }
}
