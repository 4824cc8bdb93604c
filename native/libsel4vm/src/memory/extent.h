/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * All ranges of a VM are *extents* in one tree, ordered by address: reservations, and the free
 * parts of anonymous regions. A reservation that is freed inside an anonymous region becomes a free
 * extent and coalesces with its neighbours, so that freeing allocates nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_memory.h>

#include "avl.h"
#include "extent_pool.h"
#include "range.h"

typedef enum extent_kind {
    EXTENT_FREE,     /* free part of an anonymous region */
    EXTENT_RESERVED, /* a reservation at an address of the caller's choice */
    EXTENT_ANONYMOUS /* a reservation inside an anonymous region */
} extent_kind_t;

struct vm_mapping;

struct vm_memory_reservation {
    avl_node_t node; /* key: first address */
    size_t size;
    size_t max_free; /* size of the largest free extent in this subtree */
    memory_fault_callback_fn callback;
    void *cookie;
    struct vm_mapping *mapping; /* NULL: not backed */
    unsigned busy;              /* callbacks running for it */
    extent_kind_t kind;
};

/* The extents of a VM, and the memory that they are made of. */
typedef struct extents {
    avl_tree_t tree;
    extent_pool_t pool;
} extents_t;

static inline uintptr_t extent_start(const vm_memory_reservation_t *extent)
{
    return extent->node.key;
}

static inline vm_range_t extent_range(const vm_memory_reservation_t *extent)
{
    return (vm_range_t){extent->node.key, extent->size};
}

static inline vm_memory_reservation_t *extent_of(avl_node_t *node)
{
    return avl_entry(node, vm_memory_reservation_t, node);
}

/* The extent that contains ADDR, free or reserved; NULL when none does. */
static inline vm_memory_reservation_t *extent_at(const extents_t *extents, uintptr_t addr)
{
    avl_node_t *node = avl_floor(&extents->tree, addr);
    if (node == NULL || addr - node->key >= extent_of(node)->size) {
        return NULL;
    }
    return extent_of(node);
}

/* An empty set. Returns false when the heap is exhausted. */
bool vmi_extents_init(extents_t *extents);

/* Free the memory of all extents. */
void vmi_extents_destroy(extents_t *extents);

/* A new extent, which is not in the tree yet; NULL when the heap is exhausted. */
vm_memory_reservation_t *vmi_extent_new(extents_t *extents, extent_kind_t kind, vm_range_t range);

/* Enter a new extent, which overlaps none. */
void vmi_extent_insert(extents_t *extents, vm_memory_reservation_t *extent);

/* Take an extent out of the tree and free it. */
void vmi_extent_remove(extents_t *extents, vm_memory_reservation_t *extent);

/* The first extent that has a byte in common with the range; NULL when none has. */
vm_memory_reservation_t *vmi_extent_overlap(const extents_t *extents, vm_range_t range);

/* Size of the largest free extent. */
size_t vmi_extent_largest_free(const extents_t *extents);

/* The free extent with the lowest address in which SIZE bytes with ALIGN fit, and that address;
 * NULL when they fit in none. */
vm_memory_reservation_t *vmi_extent_first_fit(const extents_t *extents, size_t size, size_t align,
                                              uintptr_t *addr);

/*
 * Cut RANGE out of the free extent around it, which becomes the reservation; what is left over at
 * the front and at the end becomes extents of its own. Returns -1 when the heap is exhausted.
 */
int vmi_extent_carve(extents_t *extents, vm_memory_reservation_t *extent, vm_range_t range);

/* Coalesce a free extent with free neighbours that touch it. */
void vmi_extent_coalesce(extents_t *extents, vm_memory_reservation_t *extent);
