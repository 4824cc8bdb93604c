/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_ram.h
 * Guest RAM: memory that is mapped with all rights into the guest and reachable for the VMM.
 * Registered regions of equal state that touch each other merge. Their reservations cannot be freed
 * or unmapped by themselves: vm_ram_unregister() in guest_ram_ext.h does both.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/**
 * Called by vm_ram_touch() for one contiguous piece after the other, in address order. It cannot
 * unregister RAM that is being walked over (VM_ERROR_BUSY).
 * @param vm          the VM
 * @param guest_addr  guest physical address of the piece
 * @param vmm_vaddr   the piece in the VMM's address space
 * @param size        bytes in the piece; a piece never crosses a 4 KiB boundary
 * @param offset      bytes of the whole range that lie before the piece
 * @param cookie      the pointer given to vm_ram_touch()
 * @return            0 to go on, another value ends the walk
 */
typedef int (*ram_touch_callback_fn)(vm_t *vm, uintptr_t guest_addr, void *vmm_vaddr, size_t size,
                                     size_t offset, void *cookie);

/** A ram_touch_callback_fn that copies from the guest to @p buf + offset. @return 0, -1 when @p buf
 * is NULL */
int vm_guest_ram_read_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                               size_t offset, void *buf);

/** A ram_touch_callback_fn that copies from @p buf + offset to the guest. With vm->mem.clean_cache
 * set, what was written goes from the data cache to memory afterwards. @return 0; -1 when @p buf is
 * NULL, or, with everything copied, when the kernel refuses to maintain the caches (operation
 * "ram_clean" of vm_last_error()) */
int vm_guest_ram_write_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                                size_t offset, void *buf);

/**
 * Walk over a range of guest RAM.
 * @param addr            first guest physical address, of any alignment
 * @param size            bytes; 0 calls nothing and succeeds
 * @param touch_callback  called for each piece; must not be NULL
 * @param cookie          passed to the callback
 * @return                0; -1 when a byte of the range is not registered RAM (nothing is touched
 * then), or when the callback ended the walk
 */
int vm_ram_touch(vm_t *vm, uintptr_t addr, size_t size, ram_touch_callback_fn touch_callback,
                 void *cookie);

/**
 * The largest registered region that is not allocated.
 * @return 0, or -1 when there is none
 */
int vm_ram_find_largest_free_region(vm_t *vm, uintptr_t *addr, size_t *size);

/**
 * Register fresh RAM at an address of the library's choice, inside the anonymous regions.
 * @param bytes  a multiple of 4 KiB, not 0
 * @return       the address, or 0 for an error: address 0 itself is never chosen
 */
uintptr_t vm_ram_register(vm_t *vm, size_t bytes);

/**
 * Register fresh RAM at @p start.
 * @param start    guest physical address, a multiple of 4 KiB
 * @param bytes    a multiple of 4 KiB, not 0
 * @param untyped  true: back it with the physical memory of the same addresses (1:1), which devices
 * can address; false: any memory, in the largest pages that fit
 * @return         0, or -1
 */
int vm_ram_register_at(vm_t *vm, uintptr_t start, size_t bytes, bool untyped);

/**
 * Register RAM at @p start with the caller's own frames.
 * @param map_iterator  source of frames, as for vm_map_reservation()
 * @return              0, or -1
 */
int vm_ram_register_at_custom_iterator(vm_t *vm, uintptr_t start, size_t bytes,
                                       memory_map_iterator_fn map_iterator, void *cookie);

/** Mark registered RAM as allocated, as a whole: a range that is not wholly registered is recorded
 * as an error and left alone. */
void vm_ram_mark_allocated(vm_t *vm, uintptr_t start, size_t bytes);

/**
 * Allocate registered RAM, lowest address first. The smallest unit is 4 KiB: @p bytes is rounded
 * up.
 * @return the address, or 0 when nothing fits
 */
uintptr_t vm_ram_allocate(vm_t *vm, size_t bytes);

/** Undo vm_ram_allocate() or vm_ram_mark_allocated(): the range stays registered and mapped and may
 * be allocated again. A range that is not wholly allocated is recorded as an error and left alone.
 */
void vm_ram_free(vm_t *vm, uintptr_t start, size_t bytes);
