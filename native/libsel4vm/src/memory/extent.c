/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "extent.h"

static size_t max_free_of(const avl_node_t *node)
{
    return node == NULL ? 0 : avl_entry(node, vm_memory_reservation_t, node)->max_free;
}

static void summarise(avl_node_t *node)
{
    vm_memory_reservation_t *extent = extent_of(node);
    size_t best = extent->kind == EXTENT_FREE ? extent->size : 0;
    if (max_free_of(node->left) > best) {
        best = max_free_of(node->left);
    }
    if (max_free_of(node->right) > best) {
        best = max_free_of(node->right);
    }
    extent->max_free = best;
}

bool vmi_extents_init(extents_t *extents)
{
    *extents = (extents_t){.tree.summary = summarise};
    return vmi_extent_pool_init(&extents->pool);
}

void vmi_extents_destroy(extents_t *extents)
{
    vmi_extent_pool_destroy(&extents->pool);
}

vm_memory_reservation_t *vmi_extent_new(extents_t *extents, extent_kind_t kind, vm_range_t range)
{
    vm_memory_reservation_t *extent = vmi_extent_pool_alloc(&extents->pool);
    if (extent != NULL) {
        extent->node.key = range.start;
        extent->size = range.size;
        extent->kind = kind;
    }
    return extent;
}

void vmi_extent_insert(extents_t *extents, vm_memory_reservation_t *extent)
{
    vmi_avl_insert(&extents->tree, &extent->node);
}

void vmi_extent_remove(extents_t *extents, vm_memory_reservation_t *extent)
{
    vmi_avl_remove(&extents->tree, &extent->node);
    vmi_extent_pool_free(&extents->pool, extent);
}

vm_memory_reservation_t *vmi_extent_overlap(const extents_t *extents, vm_range_t range)
{
    avl_node_t *node = avl_floor(&extents->tree, range_end(range) - 1);
    vm_memory_reservation_t *found = NULL;
    while (node != NULL && node->key + extent_of(node)->size > range.start) {
        found = extent_of(node);
        node = vmi_avl_prev(node);
    }
    return found;
}

/* Address inside a free extent where SIZE bytes with ALIGN fit; false when they do not. */
static bool place(const vm_memory_reservation_t *extent, size_t size, size_t align, uintptr_t *addr)
{
    uintptr_t start = extent_start(extent);
    uintptr_t skip = (align - (start & (align - 1))) & (align - 1);
    if (skip >= extent->size || extent->size - skip < size) {
        return false;
    }
    *addr = start + skip;
    return true;
}

/* As vmi_extent_first_fit(), in the subtree of NODE. */
static vm_memory_reservation_t *first_fit(avl_node_t *node, size_t size, size_t align,
                                          uintptr_t *addr)
{
    if (max_free_of(node) < size) {
        return NULL;
    }
    vm_memory_reservation_t *found = first_fit(node->left, size, align, addr);
    if (found != NULL) {
        return found;
    }
    if (extent_of(node)->kind == EXTENT_FREE && place(extent_of(node), size, align, addr)) {
        return extent_of(node);
    }
    return first_fit(node->right, size, align, addr);
}

size_t vmi_extent_largest_free(const extents_t *extents)
{
    return max_free_of(extents->tree.root);
}

vm_memory_reservation_t *vmi_extent_first_fit(const extents_t *extents, size_t size, size_t align,
                                              uintptr_t *addr)
{
    return first_fit(extents->tree.root, size, align, addr);
}

int vmi_extent_carve(extents_t *extents, vm_memory_reservation_t *extent, vm_range_t range)
{
    vm_range_t front = {extent_start(extent), range.start - extent_start(extent)};
    vm_range_t back = {range_end(range), range_end(extent_range(extent)) - range_end(range)};
    vm_memory_reservation_t *before = NULL;
    vm_memory_reservation_t *after = NULL;
    if (front.size != 0 && (before = vmi_extent_new(extents, EXTENT_FREE, front)) == NULL) {
        return -1;
    }
    if (back.size != 0 && (after = vmi_extent_new(extents, EXTENT_FREE, back)) == NULL) {
        if (before != NULL) {
            vmi_extent_pool_free(&extents->pool, before);
        }
        return -1;
    }
    /* The order of keys stays as it is: the new extents lie directly around the old one. */
    extent->node.key = range.start;
    extent->size = range.size;
    extent->kind = EXTENT_ANONYMOUS;
    vmi_avl_changed(&extents->tree, &extent->node);
    if (before != NULL) {
        vmi_extent_insert(extents, before);
    }
    if (after != NULL) {
        vmi_extent_insert(extents, after);
    }
    return 0;
}

void vmi_extent_coalesce(extents_t *extents, vm_memory_reservation_t *extent)
{
    avl_node_t *next = vmi_avl_next(&extent->node);
    if (next != NULL && extent_of(next)->kind == EXTENT_FREE &&
        next->key == extent_start(extent) + extent->size) {
        extent->size += extent_of(next)->size;
        vmi_extent_remove(extents, extent_of(next));
    }
    avl_node_t *prev = vmi_avl_prev(&extent->node);
    if (prev != NULL && extent_of(prev)->kind == EXTENT_FREE &&
        prev->key + extent_of(prev)->size == extent_start(extent)) {
        extent_of(prev)->size += extent->size;
        vmi_extent_remove(extents, extent);
        extent = extent_of(prev);
    }
    vmi_avl_changed(&extents->tree, &extent->node);
}
