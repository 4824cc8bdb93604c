/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Marking. References inside objects are followed precisely, by the GCDesc in front of each
 * MethodTable; words from stacks and registers are taken for references when they point anywhere
 * into an allocated cell.
 *
 * The mark stack is an explicit array that grows by committing more of its reservation. When it
 * cannot grow, objects stay marked without being scanned, and draining makes up for it by scanning
 * all marked objects in the affected range again.
 */
#include "heap.h"

#define MARK_STACK_RESERVED ((size_t)64 << 20)
#define MARK_STACK_STEP     ((size_t)64 << 10)

static struct {
    struct rt_object **entries;
    size_t count;
    size_t committed; /* entries backed by memory */
    size_t capacity;  /* entries reserved */
    uintptr_t overflow_low;
    uintptr_t overflow_high;
    uint64_t bytes;
    uint64_t objects;
} mark;

uint64_t gc_mark_overflow_count;

static bool grow(void)
{
    size_t step = MARK_STACK_STEP / sizeof(*mark.entries);
    if (mark.committed + step > mark.capacity ||
        !rt_pages_commit(mark.entries + mark.committed, MARK_STACK_STEP)) {
        return false;
    }
    mark.committed += step;
    return true;
}

bool gc_mark_initialize(void)
{
    mark.entries = rt_pages_reserve(MARK_STACK_RESERVED, GC_PAGE_SHIFT);
    mark.capacity = MARK_STACK_RESERVED / sizeof(*mark.entries);
    return mark.entries != NULL && grow();
}

void gc_mark_limit_stack(size_t entries)
{
    mark.capacity = entries;
    mark.committed = mark.committed < entries ? mark.committed : entries;
}

void gc_mark_begin(void)
{
    mark.count = 0;
    mark.overflow_low = UINTPTR_MAX;
    mark.overflow_high = 0;
    mark.bytes = 0;
    mark.objects = 0;
}

uint64_t gc_mark_bytes(void)
{
    return mark.bytes;
}

uint64_t gc_mark_objects(void)
{
    return mark.objects;
}

static void push(struct rt_object *object)
{
    if (__builtin_expect(mark.count == mark.committed, 0) && !grow()) {
        uintptr_t address = (uintptr_t)object;
        mark.overflow_low = address < mark.overflow_low ? address : mark.overflow_low;
        mark.overflow_high = address > mark.overflow_high ? address : mark.overflow_high;
        gc_mark_overflow_count++;
        return;
    }
    mark.entries[mark.count++] = object;
}

static void mark_cell(struct gc_span *span, uint32_t index, struct rt_object *object)
{
    uint64_t bit = (uint64_t)1 << (index % 64u);
    uint64_t *word = &span->marked[index / 64u];
    if ((*word & bit) != 0) {
        return;
    }
    *word |= bit;
    mark.bytes += span->cell_size;
    mark.objects++;
    if ((object->type->flags & RT_MT_HAS_POINTERS) != 0) {
        push(object);
    }
}

void gc_mark_object(struct rt_object *object)
{
    if ((uintptr_t)object - (uintptr_t)gc_heap.base >= gc_heap.reserved_bytes) {
        return; /* null, frozen, or a constant of the image */
    }
    struct gc_span *span = gc_span_of_object(object);
    mark_cell(span, gc_cell_index(span, (uintptr_t)object - RT_OBJECT_HEADER_SIZE), object);
}

void gc_mark_conservative(uintptr_t word)
{
    struct gc_span *span = gc_span_of(word);
    if (span == NULL) {
        return;
    }
    uint32_t index = gc_cell_index(span, word);
    if (index >= span->cell_count || !gc_bit_test(span->allocated, index)) {
        return;
    }
    struct rt_object *object = gc_cell_object(span, index);
    /* Cells in allocation buffers have no type yet. */
    if (object->type != NULL) {
        mark_cell(span, index, object);
    }
}

bool gc_is_marked(const struct rt_object *object)
{
    if ((uintptr_t)object - (uintptr_t)gc_heap.base >= gc_heap.reserved_bytes) {
        return true;
    }
    const struct gc_span *span = gc_span_of_object(object);
    return gc_bit_test(span->marked,
                       gc_cell_index(span, (uintptr_t)object - RT_OBJECT_HEADER_SIZE));
}

/* ---- GCDesc ---- */

/*
 * The word in front of a MethodTable holds the number of series n. n > 0: runs of references;
 * series i has its start offset 2 + 2i words in front of the MethodTable, and in front of that the
 * run length less the object's size. n < 0: an array of structures; one start offset, then -n items
 * {references, bytes to skip} that repeat for each element.
 */
struct series_item {
    uint32_t references;
    uint32_t skip;
};

#define FOR_EACH_REFERENCE(object, slot, body)                                                     \
    do {                                                                                           \
        const intptr_t *desc_ = (const intptr_t *)(object)->type;                                  \
        intptr_t series_ = desc_[-1];                                                              \
        size_t size_ = rt_object_size(object);                                                     \
        if (series_ > 0) {                                                                         \
            for (intptr_t i_ = 0; i_ < series_; i_++) {                                            \
                struct rt_object **slot =                                                          \
                    (struct rt_object **)((uint8_t *)(object) + desc_[-2 - 2 * i_]);               \
                struct rt_object **end_ =                                                          \
                    (struct rt_object **)((uint8_t *)slot + desc_[-3 - 2 * i_] + (intptr_t)size_); \
                for (; slot < end_; slot++) {                                                      \
                    body;                                                                          \
                }                                                                                  \
            }                                                                                      \
        } else {                                                                                   \
            struct rt_object **slot = (struct rt_object **)((uint8_t *)(object) + desc_[-2]);      \
            /* The size includes the header, which lies in front of the object. */                 \
            uint8_t *limit_ = (uint8_t *)(object) + size_ - RT_OBJECT_HEADER_SIZE;                 \
            while ((uint8_t *)slot < limit_) {                                                     \
                for (intptr_t i_ = 0; i_ > series_; i_--) {                                        \
                    const struct series_item *item_ = (const struct series_item *)&desc_[-3 + i_]; \
                    for (uint32_t n_ = 0; n_ < item_->references; n_++, slot++) {                  \
                        body;                                                                      \
                    }                                                                              \
                    slot = (struct rt_object **)((uint8_t *)slot + item_->skip);                   \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void scan_fields(struct rt_object *object)
{
    FOR_EACH_REFERENCE(object, slot, gc_mark_object(*slot));
}

void gc_mark_fields(struct rt_object *object)
{
    if ((object->type->flags & RT_MT_HAS_POINTERS) != 0) {
        scan_fields(object);
    }
}

void gc_visit_references(struct rt_object *object,
                         void (*visit)(struct rt_object **slot, void *context), void *context)
{
    if ((object->type->flags & RT_MT_HAS_POINTERS) != 0) {
        FOR_EACH_REFERENCE(object, slot, visit(slot, context));
    }
}

/* ---- draining ---- */

static void drain_stack(void)
{
    while (mark.count != 0) {
        scan_fields(mark.entries[--mark.count]);
    }
}

static void rescan_span(struct gc_span *span, uintptr_t low, uintptr_t high)
{
    uintptr_t start = (uintptr_t)span->start;
    if (start > high || start + (span->pages << GC_PAGE_SHIFT) <= low) {
        return;
    }
    for (uint32_t i = 0; i < span->cell_count; i++) {
        if (gc_bit_test(span->marked, i)) {
            gc_mark_fields(gc_cell_object(span, i));
            drain_stack();
        }
    }
}

static void rescan_list(struct gc_span *list, uintptr_t low, uintptr_t high)
{
    for (struct gc_span *span = list; span != NULL; span = span->next) {
        rescan_span(span, low, high);
    }
}

/* Scans what the full mark stack could not hold. */
static void recover_from_overflow(void)
{
    uintptr_t low = mark.overflow_low;
    uintptr_t high = mark.overflow_high;
    mark.overflow_low = UINTPTR_MAX;
    mark.overflow_high = 0;
    for (unsigned i = 0; i < GC_CLASS_COUNT; i++) {
        rescan_list(gc_heap.classes[i].unused, low, high);
        rescan_list(gc_heap.classes[i].used, low, high);
        if (gc_heap.classes[i].current != NULL) {
            rescan_span(gc_heap.classes[i].current, low, high);
        }
    }
    rescan_list(gc_heap.large, low, high);
}

void gc_mark_drain(void)
{
    drain_stack();
    while (mark.overflow_high != 0) {
        recover_from_overflow();
    }
}
