/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm_shim/memory.h
 * Rights of mappings, copies of guest RAM, and the state of the root server's allocator.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_vm.h>

/** What the root server's allocator holds: equal before and after means that nothing leaked. */
typedef struct shim_memory_stats {
    /** Bytes of RAM that are not part of any object. */
    size_t free_bytes;
    /** Bytes of RAM inside live objects. */
    size_t used_bytes;
    /** Bytes of device memory inside live objects. */
    size_t device_bytes;
    /** Kernel objects that live. */
    size_t live_objects;
    /** Capability slots that are free. */
    size_t free_slots;
    /** Intermediate page tables of all VSpaces. */
    size_t live_tables;
} shim_memory_stats_t;

/** Rights of a frame's mapping in the guest. */
seL4_CapRights_t shim_cap_rights(bool read, bool write);

/** true when @p rights allow reading. */
bool shim_cap_rights_read(seL4_CapRights_t rights);

/** true when @p rights allow writing. */
bool shim_cap_rights_write(seL4_CapRights_t rights);

/** default_error_fault_callback() as a pointer. */
memory_fault_callback_fn shim_error_fault_callback(void);

/**
 * Copy registered guest RAM to @p buffer: vm_ram_touch() with vm_guest_ram_read_callback().
 * @return 0, or -1
 */
int shim_ram_read(vm_t *vm, uintptr_t addr, void *buffer, size_t size);

/**
 * Copy @p buffer to registered guest RAM: vm_ram_touch() with vm_guest_ram_write_callback().
 * @return 0, or -1
 */
int shim_ram_write(vm_t *vm, uintptr_t addr, const void *buffer, size_t size);

/** Read the state of the allocator. NULL is ignored. */
void shim_get_memory_stats(shim_memory_stats_t *stats);
