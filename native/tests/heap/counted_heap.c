/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "counted_heap.h"

#include <stdlib.h>

#include "trap.h"

static long live;
static trap_t trap;

void *heap_malloc(size_t size)
{
    void *pointer = trap_refuses(&trap) ? NULL : malloc(size);
    live += pointer != NULL;
    return pointer;
}

void *heap_calloc(size_t count, size_t size)
{
    void *pointer = trap_refuses(&trap) ? NULL : calloc(count, size);
    live += pointer != NULL;
    return pointer;
}

void *heap_realloc(void *old, size_t size)
{
    void *pointer = trap_refuses(&trap) ? NULL : realloc(old, size);
    live += pointer != NULL && old == NULL;
    return pointer;
}

void heap_free(void *pointer)
{
    live -= pointer != NULL;
    free(pointer);
}

long heap_live(void)
{
    return live;
}

void heap_fail(unsigned long n)
{
    trap_set(&trap, n);
}

bool heap_failed(void)
{
    return trap_sprung(&trap);
}
