/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "extent.h"
#include "extent_pool.h"

#define CHUNK_EXTENTS 64u /* bits of extent_chunk.used */
#define CHUNK_FULL    UINT64_MAX

typedef struct extent_chunk {
    avl_node_t node; /* key: address of the first extent */
    struct extent_chunk *next;
    struct extent_chunk *prev;
    uint64_t used; /* a bit per extent */
    unsigned
        cursor; /* where the search starts: reuse of a freed extent comes as late as possible */
    vm_memory_reservation_t extents[CHUNK_EXTENTS];
} extent_chunk_t;

static void link_chunk(extent_pool_t *pool, extent_chunk_t *chunk)
{
    chunk->prev = NULL;
    chunk->next = pool->space;
    if (chunk->next != NULL) {
        chunk->next->prev = chunk;
    }
    pool->space = chunk;
}

static void unlink_chunk(extent_pool_t *pool, extent_chunk_t *chunk)
{
    if (chunk->prev != NULL) {
        chunk->prev->next = chunk->next;
    } else {
        pool->space = chunk->next;
    }
    if (chunk->next != NULL) {
        chunk->next->prev = chunk->prev;
    }
}

static extent_chunk_t *add_chunk(extent_pool_t *pool)
{
    extent_chunk_t *chunk = calloc(1, sizeof(*chunk));
    if (chunk == NULL) {
        return NULL;
    }
    chunk->node.key = (uintptr_t)chunk->extents;
    vmi_avl_insert(&pool->chunks, &chunk->node);
    link_chunk(pool, chunk);
    return chunk;
}

bool vmi_extent_pool_init(extent_pool_t *pool)
{
    *pool = (extent_pool_t){0};
    return add_chunk(pool) != NULL;
}

void vmi_extent_pool_destroy(extent_pool_t *pool)
{
    avl_node_t *node;
    while ((node = vmi_avl_first(&pool->chunks)) != NULL) {
        vmi_avl_remove(&pool->chunks, node);
        free(avl_entry(node, extent_chunk_t, node));
    }
    pool->space = NULL;
}

vm_memory_reservation_t *vmi_extent_pool_alloc(extent_pool_t *pool)
{
    extent_chunk_t *chunk = pool->space != NULL ? pool->space : add_chunk(pool);
    if (chunk == NULL) {
        return NULL;
    }
    unsigned index = chunk->cursor;
    while ((chunk->used >> index) & 1) {
        index = (index + 1) % CHUNK_EXTENTS;
    }
    chunk->cursor = (index + 1) % CHUNK_EXTENTS;
    chunk->used |= 1ull << index;
    if (chunk->used == CHUNK_FULL) {
        unlink_chunk(pool, chunk);
    }
    memset(&chunk->extents[index], 0, sizeof(chunk->extents[index]));
    return &chunk->extents[index];
}

/* The chunk around ANY and the index in it; NULL when ANY is not an extent of the pool. */
static extent_chunk_t *chunk_of(const extent_pool_t *pool, const void *any, size_t *index)
{
    avl_node_t *node = avl_floor(&pool->chunks, (uintptr_t)any);
    if (node == NULL) {
        return NULL;
    }
    uintptr_t offset = (uintptr_t)any - node->key;
    if (offset % sizeof(vm_memory_reservation_t) != 0 ||
        offset / sizeof(vm_memory_reservation_t) >= CHUNK_EXTENTS) {
        return NULL;
    }
    *index = offset / sizeof(vm_memory_reservation_t);
    return avl_entry(node, extent_chunk_t, node);
}

void vmi_extent_pool_free(extent_pool_t *pool, vm_memory_reservation_t *extent)
{
    size_t index;
    extent_chunk_t *chunk = chunk_of(pool, extent, &index);
    if (chunk->used == CHUNK_FULL) {
        link_chunk(pool, chunk);
    }
    chunk->used &= ~(1ull << index);
    if (chunk->used == 0 && pool->chunks.count > 1) {
        unlink_chunk(pool, chunk);
        vmi_avl_remove(&pool->chunks, &chunk->node);
        free(chunk);
    }
}

bool vmi_extent_pool_contains(const extent_pool_t *pool, const vm_memory_reservation_t *extent)
{
    size_t index;
    extent_chunk_t *chunk = chunk_of(pool, extent, &index);
    return chunk != NULL && ((chunk->used >> index) & 1) != 0;
}
