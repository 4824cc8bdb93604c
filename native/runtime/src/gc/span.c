/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Span descriptors, which live outside the heap, and lists of them. */
#include "heap.h"

#define SLAB_BYTES 65536u

static struct gc_span *unused;

struct gc_span *gc_span_new(void)
{
    if (unused == NULL) {
        struct gc_span *slab = rt_pages_alloc(SLAB_BYTES);
        if (slab == NULL) {
            return NULL;
        }
        for (size_t i = 0; i < SLAB_BYTES / sizeof(*slab); i++) {
            slab[i].next = unused;
            unused = &slab[i];
        }
    }
    struct gc_span *span = unused;
    unused = span->next;
    *span = (struct gc_span){0};
    return span;
}

void gc_span_delete(struct gc_span *span)
{
    span->next = unused;
    unused = span;
}

void gc_span_list_add(struct gc_span **list, struct gc_span *span)
{
    span->previous = NULL;
    span->next = *list;
    if (*list != NULL) {
        (*list)->previous = span;
    }
    *list = span;
}

void gc_span_list_remove(struct gc_span **list, struct gc_span *span)
{
    if (span->previous != NULL) {
        span->previous->next = span->next;
    } else {
        *list = span->next;
    }
    if (span->next != NULL) {
        span->next->previous = span->previous;
    }
    span->next = NULL;
    span->previous = NULL;
}
