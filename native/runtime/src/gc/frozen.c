/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Frozen segments: objects that the compiler laid out in the image. They never die, but they are
 * mutable and may refer to the heap, so each is scanned whole at every collection.
 */
#include "heap.h"

/* Objects of a segment start one word in: the first word is the header of the first object. */
#define FIRST_OBJECT_OFFSET 8u
#define SEGMENTS_PER_BLOCK  127u

struct segment {
    uint8_t *start;
    uint8_t *end; /* NULL: the slot is free */
};

struct segment_block {
    struct segment_block *next;
    size_t reserved;
    struct segment segments[SEGMENTS_PER_BLOCK];
};

static struct segment_block first_block;

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

void RhUnregisterFrozenSegment(void *token)
{
    RhUpdateFrozenSegment(token, NULL, NULL);
}

static void mark_segment(const struct segment *segment)
{
    uint8_t *next = segment->start + FIRST_OBJECT_OFFSET;
    while (next < segment->end) {
        struct rt_object *object = (struct rt_object *)next;
        if (object->type == NULL) {
            break;
        }
        gc_mark_fields(object);
        next += rt_object_size(object);
    }
}

void gc_frozen_mark(void)
{
    for (const struct segment_block *block = &first_block; block != NULL; block = block->next) {
        for (size_t i = 0; i < SEGMENTS_PER_BLOCK; i++) {
            if (block->segments[i].end != NULL) {
                mark_segment(&block->segments[i]);
            }
        }
    }
}
