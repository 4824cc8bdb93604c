/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Memory for extents, in chunks. A pointer can be asked whether it is a live extent of the pool
 * without being followed, which is how handles that were freed, or that belong to another VM, are
 * recognised. A chunk without live extents goes back to the heap, except the first.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "avl.h"

struct vm_memory_reservation;
struct extent_chunk;

typedef struct extent_pool {
    avl_tree_t chunks;          /* by address */
    struct extent_chunk *space; /* chunks with room */
} extent_pool_t;

/* Allocate the first chunk. Returns false when the heap is exhausted. */
bool vmi_extent_pool_init(extent_pool_t *pool);

/* Give every chunk back. */
void vmi_extent_pool_destroy(extent_pool_t *pool);

/* A zeroed extent; NULL when the heap is exhausted. */
struct vm_memory_reservation *vmi_extent_pool_alloc(extent_pool_t *pool);

void vmi_extent_pool_free(extent_pool_t *pool, struct vm_memory_reservation *extent);

/* true when EXTENT, which may be any pointer, is a live extent of the pool. */
bool vmi_extent_pool_contains(const extent_pool_t *pool,
                              const struct vm_memory_reservation *extent);
