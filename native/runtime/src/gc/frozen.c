/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Frozen segments: objects that the compiler laid out in the image, and those that the class
 * library places outside of the heap. They never die, but they are mutable and may refer to the
 * heap, so every collection scans them: the write barriers do not note stores to them. Few have
 * references at all (most are strings), so these are looked up once and remembered.
 */
#include "heap.h"
#include "references.h"

#include <string.h>

/* Objects of a segment start one word in: the first word is the header of the first object. */
#define FIRST_OBJECT_OFFSET 8u
#define SEGMENTS_PER_BLOCK  127u

struct segment {
    uint8_t *start;
    uint8_t *end;    /* NULL: the slot is free */
    uint8_t *walked; /* the objects with references in front of it are among the holders */
};

struct segment_block {
    struct segment_block *next;
    size_t reserved;
    struct segment segments[SEGMENTS_PER_BLOCK];
};

static struct segment_block first_block;

/* Objects with references, of all segments. */
static struct {
    struct rt_object **items;
    size_t count;
    size_t capacity;
} holders;

void *RhRegisterFrozenSegment(void *start, size_t allocated, size_t committed, size_t reserved);
void RhUpdateFrozenSegment(void *token, void *allocated_end, void *committed_end);
void RhUnregisterFrozenSegment(void *token);

static struct segment *find_slot(void)
{
    struct segment_block *block = &first_block;
    for (;;) {
        for (size_t i = 0; i < SEGMENTS_PER_BLOCK; i++) {
            if (block->segments[i].end == NULL) {
                return &block->segments[i];
            }
        }
        if (block->next == NULL) {
            block->next =
                rt_pages_alloc((sizeof(*block) + RT_PAGE_SIZE - 1) & ~(size_t)(RT_PAGE_SIZE - 1));
            if (block->next == NULL) {
                return NULL;
            }
        }
        block = block->next;
    }
}

/* These three arrive in native mode; the list is shared with the collector, so they are managed
 * mode's business. */
void *RhRegisterFrozenSegment(void *start, size_t allocated, size_t committed, size_t reserved)
{
    (void)committed;
    (void)reserved;
    struct rt_transition_frame *saved = rt_managed_enter();
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    struct segment *segment = find_slot();
    if (segment != NULL) {
        segment->start = start;
        segment->walked = (uint8_t *)start + FIRST_OBJECT_OFFSET;
        segment->end = (uint8_t *)start + allocated;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    rt_managed_leave(saved);
    return segment;
}

void RhUpdateFrozenSegment(void *token, void *allocated_end, void *committed_end)
{
    (void)committed_end;
    struct rt_transition_frame *saved = rt_managed_enter();
    ((struct segment *)token)->end = allocated_end;
    rt_managed_leave(saved);
}

/* The memory may be gone when this returns: holders are looked up afresh. */
void RhUnregisterFrozenSegment(void *token)
{
    struct rt_transition_frame *saved = rt_managed_enter();
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    ((struct segment *)token)->end = NULL;
    holders.count = 0;
    for (struct segment_block *block = &first_block; block != NULL; block = block->next) {
        for (size_t i = 0; i < SEGMENTS_PER_BLOCK; i++) {
            block->segments[i].walked = block->segments[i].start + FIRST_OBJECT_OFFSET;
        }
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    rt_managed_leave(saved);
}

/* ---- for the collector, world stopped ---- */

static bool remember(struct rt_object *object)
{
    if (holders.count == holders.capacity) {
        size_t old_bytes = holders.capacity * sizeof(*holders.items);
        size_t bytes = old_bytes == 0 ? RT_PAGE_SIZE : 2u * old_bytes;
        struct rt_object **items = rt_pages_alloc(bytes);
        if (items == NULL) {
            return false;
        }
        if (holders.items != NULL) {
            memcpy(items, holders.items, old_bytes);
            rt_pages_free(holders.items, old_bytes);
        }
        holders.items = items;
        holders.capacity = bytes / sizeof(*items);
    }
    holders.items[holders.count++] = object;
    return true;
}

/* Objects that are not among the holders yet. Where there is no memory to remember them, they are
 * walked over again the next time. */
static void mark_new_objects(struct segment *segment)
{
    bool remembered = true;
    for (uint8_t *next = segment->walked; next < segment->end;) {
        struct rt_object *object = (struct rt_object *)next;
        if (object->type == NULL) {
            return; /* allocated, but not made yet */
        }
        if (gc_has_references(object)) {
            gc_mark_fields(object);
            remembered = remembered && remember(object);
        }
        next += rt_object_size(object);
        if (remembered) {
            segment->walked = next;
        }
    }
}

void gc_frozen_mark(void)
{
    for (size_t i = 0; i < holders.count; i++) {
        gc_mark_fields(holders.items[i]);
    }
    for (struct segment_block *block = &first_block; block != NULL; block = block->next) {
        for (size_t i = 0; i < SEGMENTS_PER_BLOCK; i++) {
            if (block->segments[i].end != NULL) {
                mark_new_objects(&block->segments[i]);
            }
        }
    }
}
