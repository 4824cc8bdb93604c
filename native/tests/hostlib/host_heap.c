/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The heap of libsel4vm and the shim: counts what lives, and lets the n-th allocation fail. */
#include "host.h"

#include <stdlib.h>

void *heap_malloc(size_t size);
void *heap_calloc(size_t count, size_t size);
void *heap_realloc(void *old, size_t size);
void heap_free(void *pointer);

static long live;
static unsigned long allocations;
static unsigned long fail_at;

static bool refuse(void)
{
    return ++allocations == fail_at;
}

void *heap_malloc(size_t size)
{
    void *pointer = refuse() ? NULL : malloc(size);
    live += pointer != NULL;
    return pointer;
}

void *heap_calloc(size_t count, size_t size)
{
    void *pointer = refuse() ? NULL : calloc(count, size);
    live += pointer != NULL;
    return pointer;
}

void *heap_realloc(void *old, size_t size)
{
    void *pointer = refuse() ? NULL : realloc(old, size);
    live += pointer != NULL && old == NULL;
    return pointer;
}

void heap_free(void *pointer)
{
    live -= pointer != NULL;
    free(pointer);
}

long host_heap_live(void)
{
    return live;
}

void host_heap_fail(unsigned long n)
{
    fail_at = n == 0 ? 0 : allocations + n;
}

bool host_heap_failed(void)
{
    return fail_at != 0 && allocations >= fail_at;
}
