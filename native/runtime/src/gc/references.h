/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Where the references of an object lie: the GCDesc that the compiler puts in front of each
 * MethodTable (src/coreclr/gc/gcdesc.h of dotnet/runtime describes it).
 *
 * The word in front of a MethodTable holds the number of series n. n > 0: runs of references;
 * series i has its start offset 2 + 2i words in front of the MethodTable, and in front of that the
 * run length less the object's size. n < 0: an array of structures; one start offset, then -n items
 * {references, bytes to skip} that repeat for each element.
 */
#pragma once

#include "runtime/object.h"

#define GC_INLINE static inline __attribute__((always_inline))

struct gc_series_item {
    uint32_t references;
    uint32_t skip;
};

typedef void (*gc_visitor)(struct rt_object **slot, void *context);

static inline bool gc_has_references(const struct rt_object *object)
{
    return (object->type->flags & RT_MT_HAS_POINTERS) != 0;
}

static inline bool gc_is_array(const struct rt_object *object)
{
    return (object->type->flags & RT_MT_HAS_COMPONENT_SIZE) != 0;
}

GC_INLINE intptr_t gc_series_count(const struct rt_object *object)
{
    return ((const intptr_t *)object->type)[-1];
}

/* The references of run `index` of an object of so many bytes, at addresses in [low, high). */
GC_INLINE void gc_visit_run(struct rt_object *object, intptr_t index, uintptr_t size, uintptr_t low,
                            uintptr_t high, gc_visitor visit, void *context)
{
    const intptr_t *desc = (const intptr_t *)object->type - 2 * index;
    uintptr_t slot = (uintptr_t)object + (uintptr_t)desc[-2];
    uintptr_t end = slot + (uintptr_t)desc[-3] + size;
    slot = slot > low ? slot : low;
    end = end < high ? end : high;
    for (; slot < end; slot += sizeof(struct rt_object *)) {
        visit((struct rt_object **)slot, context);
    }
}

/* Arrays of structures: the references of the elements that lie in [low, high), also in part. */
GC_INLINE void gc_visit_elements(struct rt_object *object, uintptr_t low, uintptr_t high,
                                 gc_visitor visit, void *context)
{
    const intptr_t *desc = (const intptr_t *)object->type;
    /* The size includes the header, which lies in front of the object. */
    uintptr_t end = (uintptr_t)object + rt_object_size(object) - RT_OBJECT_HEADER_SIZE;
    uintptr_t slot = (uintptr_t)object + (uintptr_t)desc[-2];
    uint32_t element = rt_component_size(object->type);
    end = end < high ? end : high;
    if (low > slot) {
        slot += (low - slot) / element * element;
    }
    while (slot < end) {
        for (intptr_t i = 0; i > desc[-1]; i--) {
            const struct gc_series_item *item = (const struct gc_series_item *)&desc[-3 + i];
            for (uint32_t n = 0; n < item->references; n++) {
                visit((struct rt_object **)slot, context);
                slot += sizeof(struct rt_object *);
            }
            slot += item->skip;
        }
    }
}

/* The references of an object that has some, at addresses in [low, high) and perhaps some next to
 * them. */
GC_INLINE void gc_visit_references(struct rt_object *object, uintptr_t low, uintptr_t high,
                                   gc_visitor visit, void *context)
{
    intptr_t count = gc_series_count(object);
    if (count < 0) {
        gc_visit_elements(object, low, high, visit, context);
        return;
    }
    for (intptr_t i = 0; i < count; i++) {
        gc_visit_run(object, i, rt_object_size(object), low, high, visit, context);
    }
}
