/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Allocation beyond the assembly path: refilling a thread's buffers, single cells of the larger
 * classes, large objects, collecting when the budget is used up, and running out of memory.
 */
#include "heap.h"

#include <string.h>

/* Longest array or string; a length that does not fit an Int32 is an overflow, not a lack of
 * memory. */
#define LENGTH_MAX 0x7fffffffu

static void initialize_object(struct rt_object *object, const struct rt_method_table *type,
                              uint32_t length)
{
    if ((type->flags & RT_MT_HAS_COMPONENT_SIZE) != 0) {
        object->length = length;
    }
    object->type = type;
}

static void charge(struct rt_thread *self, size_t bytes)
{
    self->allocated_bytes += bytes;
    gc_heap.allocated_since_collection += bytes;
    gc_heap.allocated_total += bytes;
    gc_no_gc_region_charge(bytes);
}

static struct rt_object *take_small(struct rt_thread *self, size_t size)
{
    unsigned size_class = gc_size_class(size);
    bool single = size_class >= RT_FAST_CLASSES || gc_heap.stress_interval != 0;
    struct rt_alloc_buffer *buffer = single ? NULL : &self->alloc_buffers[size_class];
    if (buffer != NULL && buffer->next < buffer->limit) {
        struct rt_object *object = (struct rt_object *)buffer->next;
        buffer->next += buffer->cell_size;
        return object;
    }
    uint8_t *first;
    size_t bytes;
    if (!gc_cells_take(size_class, single, &first, &bytes)) {
        return NULL;
    }
    charge(self, bytes);
    if (buffer != NULL) {
        buffer->cell_size = gc_class_sizes[size_class];
        buffer->next = first + RT_OBJECT_HEADER_SIZE + buffer->cell_size;
        buffer->limit = first + RT_OBJECT_HEADER_SIZE + bytes;
    }
    return (struct rt_object *)(first + RT_OBJECT_HEADER_SIZE);
}

static struct gc_span *take_large(struct rt_thread *self, size_t size)
{
    size_t pages = (size + GC_PAGE_SIZE - 1) >> GC_PAGE_SHIFT;
    struct gc_span *span = gc_pages_obtain(pages);
    if (span == NULL) {
        return NULL;
    }
    span->state = GC_SPAN_LARGE;
    span->size_class = GC_CLASS_LARGE;
    span->cell_size = pages << GC_PAGE_SHIFT;
    span->cell_count = 1;
    span->reciprocal = 0;
    span->sweep_epoch = gc_heap.epoch;
    span->allocated[0] = 1;
    span->marked[0] = 0;
    gc_span_list_add(&gc_heap.large_young, span);
    gc_heap.large_bytes += span->cell_size;
    charge(self, span->cell_size);
    return span;
}

static bool collection_due(void)
{
    if (gc_no_gc_region_active()) {
        return false;
    }
    if (gc_heap.stress_interval != 0 && ++gc_heap.stress_count >= gc_heap.stress_interval) {
        gc_heap.stress_count = 0;
        return true;
    }
    return gc_heap.allocated_since_collection >= gc_heap.budget;
}

static struct rt_object *try_allocate(const struct rt_method_table *type, uint32_t length,
                                      size_t size)
{
    struct rt_thread *self = rt_thread_current();
    struct rt_object *object = NULL;
    /* From here until the MethodTable word is written, a collection would take the cell for free
     * memory. */
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    if (size <= GC_SMALL_MAX) {
        object = take_small(self, size);
        rt_mutex_unlock(&gc_heap.lock);
    } else {
        struct gc_span *span = take_large(self, size);
        rt_mutex_unlock(&gc_heap.lock);
        if (span != NULL) {
            if (!span->zeroed) {
                memset(span->start, 0, span->cell_size);
            }
            object = gc_cell_object(span, 0);
        }
    }
    if (object != NULL) {
        initialize_object(object, type, length);
    }
    rt_critical_leave(self);
    return object;
}

/* The same from the reserve, for a thread that is dispatching an exception. */
static struct rt_object *try_allocate_reserved(const struct rt_method_table *type, uint32_t length,
                                               size_t size)
{
    struct rt_thread *self = rt_thread_current();
    struct rt_object *object = NULL;
    size_t bytes;
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    uint8_t *cell = gc_reserve_cell(self, size, &bytes);
    if (cell != NULL) {
        charge(self, bytes);
        object = (struct rt_object *)(cell + RT_OBJECT_HEADER_SIZE);
    }
    rt_mutex_unlock(&gc_heap.lock);
    if (object != NULL) {
        initialize_object(object, type, length);
    }
    rt_critical_leave(self);
    return object;
}

static bool fits(const struct rt_method_table *type, uint32_t length, size_t *size)
{
    size_t bytes = type->base_size + (size_t)rt_component_size(type) * length;
    *size = (bytes + 7u) & ~(size_t)7u;
    return *size <= gc_heap.limit_bytes;
}

/* Collects until the allocation succeeds: first the young objects where that can be worth it. */
static struct rt_object *collect_and_allocate(const struct rt_method_table *type, uint32_t length,
                                              size_t size)
{
    struct rt_object *object = NULL;
    if (gc_heap.allocated_since_collection >= gc_heap.budget / 4u) {
        rt_gc_collect(RT_GC_SHORTAGE, RT_GC_YOUNG);
        object = try_allocate(type, length, size);
    }
    if (object == NULL) {
        rt_gc_collect(RT_GC_SHORTAGE, RT_GC_OLD);
        object = try_allocate(type, length, size);
    }
    return object;
}

static void kick_finalizer(void)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    gc_finalize_kick();
    rt_native_leave(&state);
}

static struct rt_object *allocate(const struct rt_method_table *type, uint32_t length)
{
    size_t size;
    if (!fits(type, length, &size)) {
        return NULL;
    }
    if (collection_due()) {
        rt_gc_collect(gc_heap.stress_interval != 0 ? RT_GC_STRESS : RT_GC_BUDGET, RT_GC_YOUNG);
    }
    struct rt_object *object = try_allocate(type, length, size);
    /* Before a collection: an exception on its way allocates often, and the heap is still full. */
    if (object == NULL) {
        object = try_allocate_reserved(type, length, size);
    }
    if (object == NULL) {
        object = collect_and_allocate(type, length, size);
    }
    if (object == NULL) {
        object = try_allocate_reserved(type, length, size);
    }
    if (gc_no_gc_region_callback_due()) {
        kick_finalizer();
    }
    return object;
}

struct rt_object *rt_gc_allocate(const struct rt_method_table *type, uint32_t length)
{
    return allocate(type, length);
}

/* ---- what compiled code calls ---- */

/* Managed: throws OutOfMemoryException, or OverflowException for a bad length. */
_Noreturn void RhExceptionHandling_FailedAllocation(const struct rt_method_table *type,
                                                    bool overflow);

static _Noreturn void out_of_memory(const struct rt_method_table *type)
{
    gc_reserve_grant(rt_thread_current());
    RhExceptionHandling_FailedAllocation(type, false);
}

struct rt_object *rt_new_fast_slow(const struct rt_method_table *type);
struct rt_object *rt_new_array_slow(const struct rt_method_table *type, int64_t length);
struct rt_object *RhpNewFinalizable(const struct rt_method_table *type);
void RhAllocateNewArray(const struct rt_method_table *type, uint32_t length, uint32_t flags,
                        struct rt_object **result);
void RhAllocateNewObject(const struct rt_method_table *type, uint32_t flags,
                         struct rt_object **result);

struct rt_object *rt_new_fast_slow(const struct rt_method_table *type)
{
    struct rt_object *object = allocate(type, 0);
    if (object == NULL) {
        out_of_memory(type);
    }
    return object;
}

struct rt_object *rt_new_array_slow(const struct rt_method_table *type, int64_t length)
{
    if ((uint64_t)length > LENGTH_MAX) {
        RhExceptionHandling_FailedAllocation(type, true);
    }
    struct rt_object *object = allocate(type, (uint32_t)length);
    if (object == NULL) {
        out_of_memory(type);
    }
    return object;
}

struct rt_object *RhpNewFinalizable(const struct rt_method_table *type)
{
    struct rt_object *object = allocate(type, 0);
    if (object == NULL || !gc_finalize_register(object)) {
        out_of_memory(type);
    }
    return object;
}

/*
 * The two calls for the type loader and GC.AllocateArray arrive in native mode. `result` points
 * into the caller's stack frame. The flags ask for pinning or for memory that need not be zero:
 * nothing moves, and zeroing is cheap.
 */
void RhAllocateNewArray(const struct rt_method_table *type, uint32_t length, uint32_t flags,
                        struct rt_object **result)
{
    (void)flags;
    struct rt_transition_frame *saved = rt_managed_enter();
    *result = length > LENGTH_MAX ? NULL : allocate(type, length);
    rt_managed_leave(saved);
}

void RhAllocateNewObject(const struct rt_method_table *type, uint32_t flags,
                         struct rt_object **result)
{
    (void)flags;
    struct rt_transition_frame *saved = rt_managed_enter();
    struct rt_object *object = allocate(type, 0);
    if (object != NULL && (type->flags & RT_MT_HAS_FINALIZER) != 0 &&
        !gc_finalize_register(object)) {
        object = NULL;
    }
    *result = object;
    rt_managed_leave(saved);
}
