/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * State of a VM's memory interface.
 *
 * All ranges of a VM are *extents* in one tree, ordered by address: reservations, and the free
 * parts of anonymous regions. A reservation that is freed inside an anonymous region becomes a free
 * extent and melts with its neighbours, so that freeing allocates nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <rootserver/vspace.h>

#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm_ext.h>

#include "avl.h"
#include "vm/error.h"
#include "extent_pool.h"

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

struct vm_memory_reservation_cookie {
    vm_error_t error;
    vm_counters_t counters;
    avl_tree_t extents;
    vm_memory_reservation_t *last; /* where the last fault was; often the next one is there too */
    size_t reservations;
    extent_pool_t pool;
    rs_vspace_t *guest;    /* stage 2 of the guest; its owner is the VM */
    struct ram_index *ram; /* constant-time lookup of RAM */
    unsigned busy;         /* callbacks running in the VM */
};

typedef struct vm_memory_reservation_cookie vm_memory_t;

static inline uintptr_t extent_start(const vm_memory_reservation_t *extent)
{
    return extent->node.key;
}

static inline vm_memory_reservation_t *extent_of(avl_node_t *node)
{
    return avl_entry(node, vm_memory_reservation_t, node);
}

/* The extent that contains ADDR, free or reserved; NULL when none does. */
static inline vm_memory_reservation_t *extent_at(vm_memory_t *memory, uintptr_t addr)
{
    avl_node_t *node = avl_floor(&memory->extents, addr);
    if (node == NULL || addr - node->key >= extent_of(node)->size) {
        return NULL;
    }
    return extent_of(node);
}

/* The reservation that contains ADDR; NULL when none does. */
vm_memory_reservation_t *reservation_search(vm_memory_t *memory, uintptr_t addr);

static inline vm_memory_reservation_t *reservation_at(vm_memory_t *memory, uintptr_t addr)
{
    vm_memory_reservation_t *last = memory->last;
    if (last != NULL && addr - extent_start(last) < last->size) {
        return last;
    }
    return reservation_search(memory, addr);
}

/* Check that VM has a memory interface. */
static inline vm_memory_t *memory_of(vm_t *vm)
{
    return vm == NULL ? NULL : vm->mem.reservation_cookie;
}

/* Check VM and RESERVATION; records the failure and returns false. */
bool reservation_check(vm_t *vm, const vm_memory_reservation_t *reservation, const char *operation);

/* Free RESERVATION, unless a callback is running for it. Returns 0 or -1. */
int reservation_free(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation);

/* The reservation around ADDR and how many bytes of SIZE, which is not 0, lie in it; NULL with the
 * failure recorded. Constant time for RAM. */
vm_memory_reservation_t *reservation_find(vm_t *vm, uintptr_t addr, size_t size, size_t *piece,
                                          const char *operation);

/* Keep all reservations of a range, and the VM, from being freed and unmapped while callbacks run.
 * Returns -1, with the failure recorded, when there is a hole in the range. */
int range_hold(vm_t *vm, uintptr_t addr, size_t size, const char *operation);
void range_release(vm_t *vm, uintptr_t addr, size_t size);

/* Check a range of guest memory; records the failure and returns -1. */
int range_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation);
