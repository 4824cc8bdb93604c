/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdlib.h>

#include "mapping.h"
#include "reservation.h"
#include "ram.h"
#include "ram_index.h"
#include "vcpu/vcpu.h"

#define IPA_LIMIT (1ul << VM_IPA_BITS)

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

int range_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation)
{
    if (size == 0) {
        return vm_fail(vm, VM_ERROR_ZERO_SIZE, operation, addr, size, VM_PAGE_SIZE);
    }
    if (((addr | size) & (VM_PAGE_SIZE - 1)) != 0) {
        return vm_fail(vm, VM_ERROR_UNALIGNED, operation, addr, size, VM_PAGE_SIZE);
    }
    if (addr + size < addr) {
        return vm_fail(vm, VM_ERROR_WRAPS, operation, addr, size, IPA_LIMIT);
    }
    if (addr >= IPA_LIMIT || size > IPA_LIMIT - addr) {
        return vm_fail(vm, VM_ERROR_OUT_OF_RANGE, operation, addr, size, IPA_LIMIT);
    }
    return 0;
}

/* The first extent that has a byte in common with the range. */
static vm_memory_reservation_t *overlap(vm_memory_t *memory, uintptr_t addr, size_t size)
{
    avl_node_t *node = avl_floor(&memory->extents, addr + size - 1);
    vm_memory_reservation_t *found = NULL;
    while (node != NULL && node->key + extent_of(node)->size > addr) {
        found = extent_of(node);
        node = avl_prev(node);
    }
    return found;
}

static vm_memory_reservation_t *new_extent(vm_t *vm, extent_kind_t kind, uintptr_t addr,
                                           size_t size, const char *operation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *extent = extent_pool_alloc(&memory->pool);
    if (extent == NULL) {
        vm_fail(vm, VM_ERROR_OUT_OF_HEAP, operation, addr, size, 0);
        return NULL;
    }
    extent->node.key = addr;
    extent->size = size;
    extent->kind = kind;
    return extent;
}

bool reservation_check(vm_t *vm, const vm_memory_reservation_t *reservation, const char *operation)
{
    vm_memory_t *memory = memory_of(vm);
    if (vm == NULL || reservation == NULL) {
        vm_fail_null(vm, operation, vm == NULL ? 1 : 2);
        return false;
    }
    if (memory == NULL) {
        vm_fail(vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
        return false;
    }
    if (!vm_is_reservation(vm, reservation)) {
        vm_fail(vm, VM_ERROR_INVALID_HANDLE, operation, (uintptr_t)reservation, 0, 0);
        return false;
    }
    return true;
}

/* Checks that reserving has in common. */
static bool reserve_check(vm_t *vm, memory_fault_callback_fn callback, unsigned callback_number,
                          const char *operation)
{
    if (vm == NULL || callback == NULL) {
        vm_fail_null(vm, operation, vm == NULL ? 1 : callback_number);
        return false;
    }
    if (vm->mem.reservation_cookie == NULL) {
        vm_fail(vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
        return false;
    }
    return true;
}

vm_memory_reservation_t *vm_reserve_memory_at(vm_t *vm, uintptr_t addr, size_t size,
                                              memory_fault_callback_fn fault_callback, void *cookie)
{
    if (!reserve_check(vm, fault_callback, 4, __func__) ||
        range_check(vm, addr, size, __func__) != 0) {
        return NULL;
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *taken = overlap(memory, addr, size);
    if (taken != NULL) {
        vm_fail(vm, VM_ERROR_OVERLAP, __func__, addr, size, extent_start(taken));
        return NULL;
    }
    vm_memory_reservation_t *extent = new_extent(vm, EXTENT_RESERVED, addr, size, __func__);
    if (extent == NULL) {
        return NULL;
    }
    extent->callback = fault_callback;
    extent->cookie = cookie;
    avl_insert(&memory->extents, &extent->node);
    memory->reservations++;
    return extent;
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

/* The free extent with the lowest address in which the range fits. */
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

/*
 * Cut [addr, addr + size) out of a free extent, which becomes the reservation; what is left over at
 * the front and at the end becomes extents of its own. Returns -1 when the heap is exhausted.
 */
static int carve(vm_t *vm, vm_memory_reservation_t *extent, uintptr_t addr, size_t size,
                 const char *operation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    uintptr_t start = extent_start(extent);
    size_t front = addr - start;
    size_t back = extent->size - front - size;
    vm_memory_reservation_t *before = NULL;
    vm_memory_reservation_t *after = NULL;
    if (front != 0 && (before = new_extent(vm, EXTENT_FREE, start, front, operation)) == NULL) {
        return -1;
    }
    if (back != 0 && (after = new_extent(vm, EXTENT_FREE, addr + size, back, operation)) == NULL) {
        if (before != NULL) {
            extent_pool_free(&memory->pool, before);
        }
        return -1;
    }
    /* The order of keys stays as it is: the new extents lie directly around the old one. */
    extent->node.key = addr;
    extent->size = size;
    extent->kind = EXTENT_ANONYMOUS;
    avl_changed(&memory->extents, &extent->node);
    if (before != NULL) {
        avl_insert(&memory->extents, &before->node);
    }
    if (after != NULL) {
        avl_insert(&memory->extents, &after->node);
    }
    return 0;
}

vm_memory_reservation_t *vm_reserve_anon_memory(vm_t *vm, size_t size, size_t align,
                                                memory_fault_callback_fn fault_callback,
                                                void *cookie, uintptr_t *addr)
{
    if (!reserve_check(vm, fault_callback, 4, __func__)) {
        return NULL;
    }
    if (addr == NULL) {
        vm_fail_null(vm, __func__, 6);
        return NULL;
    }
    if (range_check(vm, 0, size, __func__) != 0) {
        return NULL;
    }
    if (align == 0 || (align & (align - 1)) != 0) {
        vm_fail(vm, VM_ERROR_BAD_ALIGNMENT, __func__, align, size, VM_PAGE_SIZE);
        return NULL;
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    uintptr_t found = 0;
    align = align < VM_PAGE_SIZE ? VM_PAGE_SIZE : align;
    vm_memory_reservation_t *extent = first_fit(memory->extents.root, size, align, &found);
    if (extent == NULL) {
        vm_fail(vm, VM_ERROR_NO_SPACE, __func__, align, size, max_free_of(memory->extents.root));
        return NULL;
    }
    if (carve(vm, extent, found, size, __func__) != 0) {
        return NULL;
    }
    extent->callback = fault_callback;
    extent->cookie = cookie;
    memory->reservations++;
    *addr = found;
    return extent;
}

/* Let a free extent melt with free neighbours that touch it. */
static void coalesce(vm_memory_t *memory, vm_memory_reservation_t *extent)
{
    avl_node_t *next = avl_next(&extent->node);
    if (next != NULL && extent_of(next)->kind == EXTENT_FREE &&
        next->key == extent_start(extent) + extent->size) {
        extent->size += extent_of(next)->size;
        avl_remove(&memory->extents, next);
        extent_pool_free(&memory->pool, extent_of(next));
    }
    avl_node_t *prev = avl_prev(&extent->node);
    if (prev != NULL && extent_of(prev)->kind == EXTENT_FREE &&
        prev->key + extent_of(prev)->size == extent_start(extent)) {
        extent_of(prev)->size += extent->size;
        avl_remove(&memory->extents, &extent->node);
        extent_pool_free(&memory->pool, extent);
        extent = extent_of(prev);
    }
    avl_changed(&memory->extents, &extent->node);
}

int vm_memory_make_anon(vm_t *vm, uintptr_t addr, size_t size)
{
    if (vm == NULL) {
        return vm_fail_null(vm, __func__, 1);
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    if (memory == NULL) {
        return vm_fail(vm, VM_ERROR_BAD_STATE, __func__, addr, size, 0);
    }
    if (range_check(vm, addr, size, __func__) != 0) {
        return -1;
    }
    vm_memory_reservation_t *taken = overlap(memory, addr, size);
    if (taken != NULL) {
        return vm_fail(vm, VM_ERROR_OVERLAP, __func__, addr, size, extent_start(taken));
    }
    vm_memory_reservation_t *extent = new_extent(vm, EXTENT_FREE, addr, size, __func__);
    if (extent == NULL) {
        return -1;
    }
    avl_insert(&memory->extents, &extent->node);
    coalesce(memory, extent);
    return 0;
}

static void release_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    mapping_remove(vm, reservation);
    if (memory->last == reservation) {
        memory->last = NULL;
    }
    memory->reservations--;
    if (reservation->kind == EXTENT_ANONYMOUS) {
        reservation->kind = EXTENT_FREE;
        coalesce(memory, reservation);
    } else {
        avl_remove(&memory->extents, &reservation->node);
        extent_pool_free(&memory->pool, reservation);
    }
}

int reservation_free(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation)
{
    if (reservation->busy != 0) {
        return vm_fail(vm, VM_ERROR_BUSY, operation, extent_start(reservation), reservation->size,
                       0);
    }
    release_reservation(vm, reservation);
    return 0;
}

int vm_free_reserved_memory(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (!reservation_check(vm, reservation, __func__) ||
        ram_check_unregistered(vm, reservation, __func__) != 0) {
        return -1;
    }
    return reservation_free(vm, reservation, __func__);
}

void vm_get_reservation_memory_region(vm_memory_reservation_t *reservation, uintptr_t *addr,
                                      size_t *size)
{
    if (reservation == NULL) {
        vm_fail_null(NULL, __func__, 1);
    }
    if (addr != NULL) {
        *addr = reservation == NULL ? 0 : extent_start(reservation);
    }
    if (size != NULL) {
        *size = reservation == NULL ? 0 : reservation->size;
    }
}

int vm_memory_init(vm_t *vm)
{
    if (vm == NULL) {
        return vm_fail_null(vm, __func__, 1);
    }
    if (vm->mem.reservation_cookie != NULL) {
        return vm_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    vm_memory_t *memory = calloc(1, sizeof(*memory));
    if (memory == NULL || !extent_pool_init(&memory->pool)) {
        free(memory);
        return vm_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*memory), 0);
    }
    memory->extents.summary = summarise;
    memory->guest = vm->mem.vm_vspace.data;
    memory->error.operation = "";
    vm->mem.reservation_cookie = memory;
    return 0;
}

int vm_memory_destroy(vm_t *vm)
{
    vm_memory_t *memory = memory_of(vm);
    if (vm == NULL) {
        return vm_fail_null(vm, __func__, 1);
    }
    if (memory == NULL) {
        return vm_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    if (memory->busy != 0 || vm_is_running(vm)) {
        return vm_fail(vm, VM_ERROR_BUSY, __func__, 0, 0, 0);
    }
    vm_memory_reservation_t *reservation;
    while ((reservation = vm_first_reservation(vm)) != NULL) {
        release_reservation(vm, reservation);
    }
    free(vm->mem.ram_regions);
    vm->mem.ram_regions = NULL;
    vm->mem.num_ram_regions = 0;
    ram_index_destroy(memory);
    extent_pool_destroy(&memory->pool);
    free(memory);
    vm->mem.reservation_cookie = NULL;
    return 0;
}
