/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* State of a VM's memory interface: its reservations. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <rootserver/vspace.h>

#include <sel4vm/guest_memory_ext.h>

#include "vm/error.h"

#include "extent.h"

struct vm_memory_reservation_cookie {
    extents_t extents;
    vm_memory_reservation_t *last; /* where the last fault was; often the next one is there too */
    size_t reservations;
    rs_vspace_t *guest;    /* stage 2 of the guest; its owner is the VM */
    struct ram_index *ram; /* constant-time lookup of RAM */
    unsigned busy;         /* callbacks running in the VM */
};

typedef struct vm_memory_reservation_cookie vm_memory_t;

/* The reservation that contains ADDR; NULL when none does. */
vm_memory_reservation_t *vmi_reservation_search(vm_memory_t *memory, uintptr_t addr);

static inline vm_memory_reservation_t *reservation_at(vm_memory_t *memory, uintptr_t addr)
{
    vm_memory_reservation_t *last = memory->last;
    if (last != NULL && addr - extent_start(last) < last->size) {
        return last;
    }
    return vmi_reservation_search(memory, addr);
}

/* Check that VM has a memory interface. */
static inline vm_memory_t *memory_of(vm_t *vm)
{
    return vm == NULL ? NULL : vm->mem.reservation_cookie;
}

/* Check VM and RESERVATION; records the failure and returns false. */
bool vmi_reservation_check(vm_t *vm, const vm_memory_reservation_t *reservation,
                           const char *operation);

/* Take the backing of RESERVATION away and free it. No callback runs for it. */
void vmi_reservation_release(vm_t *vm, vm_memory_reservation_t *reservation);

/* Free RESERVATION, unless a callback is running for it. Returns 0 or -1. */
int vmi_reservation_free(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation);

/* The reservation around ADDR and how many bytes of SIZE, which is not 0, lie in it; NULL with the
 * failure recorded. Constant time for RAM. */
vm_memory_reservation_t *vmi_reservation_find(vm_t *vm, uintptr_t addr, size_t size, size_t *piece,
                                              const char *operation);

/* Keep all reservations of a range, and the VM, from being freed and unmapped while callbacks run.
 * Returns -1, with the failure recorded, when there is a hole in the range. */
int vmi_range_hold(vm_t *vm, vm_range_t range, const char *operation);
void vmi_range_release(vm_t *vm, vm_range_t range);
