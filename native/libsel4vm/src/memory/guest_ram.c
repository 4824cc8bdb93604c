/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/guest_ram.h>

#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_ram_ext.h>

#include "mapping_sources.h"
#include "ram_regions.h"

static int check(vm_t *vm, const char *operation)
{
    if (vm == NULL) {
        return vmi_fail_null(vm, operation, 1);
    }
    return vm->mem.reservation_cookie == NULL ? vmi_fail(vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0)
                                              : 0;
}

typedef enum ram_kind { RAM_ANY, RAM_ONE_TO_ONE, RAM_ITERATOR } ram_kind_t;

/* Back RESERVATION and enter it; frees it when that fails. */
static int register_ram(vm_t *vm, vm_memory_reservation_t *reservation, ram_kind_t kind,
                        iterator_source_t *iterator, const char *operation)
{
    uintptr_t start = extent_start(reservation);
    ram_source_t ram = {seL4_HugePageBits, 0, seL4_AllRights};
    paddr_source_t same = {start, start, seL4_AllRights};
    frame_source_fn source = kind == RAM_ANY          ? vmi_ram_source
                             : kind == RAM_ONE_TO_ONE ? vmi_paddr_source
                                                      : vmi_iterator_source;
    void *cookie = kind == RAM_ANY          ? (void *)&ram
                   : kind == RAM_ONE_TO_ONE ? (void *)&same
                                            : (void *)iterator;
    if (vmi_mapping_check(vm, reservation, operation) != 0 ||
        vmi_ram_make_room(vm, operation) != 0 ||
        vmi_mapping_create(vm, reservation, source, cookie, operation) != 0 ||
        vmi_ram_make_room(vm, operation) != 0) {
        vm_error_t reason = *vm_last_error(vm);
        vm_free_reserved_memory(vm, reservation);
        vmi_restore_error(vm, &reason);
        return -1;
    }
    vmi_ram_enter(&vm->mem, extent_range(reservation));
    return 0;
}

int vm_ram_register_at(vm_t *vm, uintptr_t start, size_t bytes, bool untyped)
{
    if (check(vm, __func__) != 0) {
        return -1;
    }
    vm_memory_reservation_t *reservation =
        vm_reserve_memory_at(vm, start, bytes, default_error_fault_callback, NULL);
    if (reservation == NULL) {
        return -1;
    }
    ram_kind_t kind = untyped || vm->mem.map_one_to_one != 0 ? RAM_ONE_TO_ONE : RAM_ANY;
    return register_ram(vm, reservation, kind, NULL, __func__);
}

int vm_ram_register_at_custom_iterator(vm_t *vm, uintptr_t start, size_t bytes,
                                       memory_map_iterator_fn map_iterator, void *cookie)
{
    if (check(vm, __func__) != 0) {
        return -1;
    }
    if (map_iterator == NULL) {
        return vmi_fail_null(vm, __func__, 4);
    }
    vm_memory_reservation_t *reservation =
        vm_reserve_memory_at(vm, start, bytes, default_error_fault_callback, NULL);
    if (reservation == NULL) {
        return -1;
    }
    iterator_source_t source = {map_iterator, cookie};
    return register_ram(vm, reservation, RAM_ITERATOR, &source, __func__);
}

/* An anonymous reservation, aligned for large pages where they pay and fit. */
static vm_memory_reservation_t *reserve_anywhere(vm_t *vm, size_t bytes, uintptr_t *addr)
{
    vm_error_t before = *vm_last_error(vm);
    vm_memory_reservation_t *reservation = NULL;
    if (bytes >= 1ul << seL4_LargePageBits) {
        reservation = vm_reserve_anon_memory(vm, bytes, 1ul << seL4_LargePageBits,
                                             default_error_fault_callback, NULL, addr);
    }
    if (reservation == NULL) {
        reservation = vm_reserve_anon_memory(vm, bytes, VM_PAGE_SIZE, default_error_fault_callback,
                                             NULL, addr);
    }
    if (reservation != NULL) {
        vmi_restore_error(vm, &before); /* the first try may have failed */
    }
    return reservation;
}

uintptr_t vm_ram_register(vm_t *vm, size_t bytes)
{
    uintptr_t addr;
    if (check(vm, __func__) != 0) {
        return 0;
    }
    vm_memory_reservation_t *reservation = reserve_anywhere(vm, bytes, &addr);
    if (reservation != NULL && addr == 0) {
        /* 0 is the answer for an error. With the place at 0 taken, the next one is another. */
        vm_memory_reservation_t *at_zero = reservation;
        reservation = reserve_anywhere(vm, bytes, &addr);
        vm_free_reserved_memory(vm, at_zero);
    }
    if (reservation == NULL || register_ram(vm, reservation, RAM_ANY, NULL, __func__) != 0) {
        return 0;
    }
    return addr;
}

int vm_ram_unregister(vm_t *vm, uintptr_t start)
{
    if (check(vm, __func__) != 0) {
        return -1;
    }
    vm_memory_reservation_t *reservation = vm_find_reservation(vm, start);
    if (reservation == NULL || extent_start(reservation) != start ||
        !vmi_ram_is_registered(vm, extent_range(reservation))) {
        return vmi_fail(vm, VM_ERROR_NOT_FOUND, __func__, start, 0, 0);
    }
    vm_range_t range = extent_range(reservation);
    if (!vmi_ram_covered(&vm->mem, range, 0)) {
        return vmi_fail(vm, VM_ERROR_BUSY, __func__, range.start, range.size, 0);
    }
    if (vmi_ram_make_room(vm, __func__) != 0 ||
        vmi_reservation_free(vm, reservation, __func__) != 0) {
        return -1;
    }
    vmi_ram_take_out(&vm->mem, range);
    return 0;
}

int vm_ram_find_largest_free_region(vm_t *vm, uintptr_t *addr, size_t *size)
{
    if (check(vm, __func__) != 0) {
        return -1;
    }
    if (addr == NULL || size == NULL) {
        return vmi_fail_null(vm, __func__, addr == NULL ? 2 : 3);
    }
    const vm_ram_region_t *best = NULL;
    for (int i = 0; i < vm->mem.num_ram_regions; i++) {
        const vm_ram_region_t *region = &vm->mem.ram_regions[i];
        if (!region->allocated && (best == NULL || region->size > best->size)) {
            best = region;
        }
    }
    if (best == NULL) {
        return vmi_fail(vm, VM_ERROR_NO_SPACE, __func__, 0, 0, 0);
    }
    *addr = best->start;
    *size = best->size;
    return 0;
}

void vm_ram_mark_allocated(vm_t *vm, uintptr_t start, size_t bytes)
{
    vm_range_t range;
    if (check(vm, __func__) != 0 || vmi_range_check(vm, start, bytes, __func__, &range) != 0 ||
        vmi_ram_make_room(vm, __func__) != 0) {
        return;
    }
    if (!vmi_ram_is_registered(vm, range)) {
        vmi_fail(vm, VM_ERROR_NOT_FOUND, __func__, start, bytes, 0);
        return;
    }
    vmi_ram_set_state(&vm->mem, range, 1);
}

uintptr_t vm_ram_allocate(vm_t *vm, size_t bytes)
{
    if (check(vm, __func__) != 0) {
        return 0;
    }
    if (bytes > SIZE_MAX - VM_PAGE_SIZE) {
        vmi_fail(vm, VM_ERROR_WRAPS, __func__, 0, bytes, 0);
        return 0;
    }
    size_t size = (bytes + VM_PAGE_SIZE - 1) & ~(VM_PAGE_SIZE - 1);
    vm_range_t lowest;
    if (vmi_range_check(vm, 0, size, __func__, &lowest) != 0 ||
        vmi_ram_make_room(vm, __func__) != 0) {
        return 0;
    }
    for (int i = 0; i < vm->mem.num_ram_regions; i++) {
        const vm_ram_region_t *region = &vm->mem.ram_regions[i];
        /* 0 is the answer for an error, so RAM at address 0 is not handed out. */
        size_t skip = region->start == 0 ? VM_PAGE_SIZE : 0;
        if (!region->allocated && region->size >= skip && region->size - skip >= size) {
            uintptr_t start = region->start + skip;
            vmi_ram_set_state(&vm->mem, (vm_range_t){start, size}, 1);
            return start;
        }
    }
    vmi_fail(vm, VM_ERROR_NO_SPACE, __func__, 0, size, 0);
    return 0;
}

void vm_ram_free(vm_t *vm, uintptr_t start, size_t bytes)
{
    size_t size = (bytes + VM_PAGE_SIZE - 1) & ~(VM_PAGE_SIZE - 1);
    vm_range_t range;
    if (check(vm, __func__) != 0 ||
        vmi_range_check(vm, start, size < bytes ? bytes : size, __func__, &range) != 0 ||
        vmi_ram_make_room(vm, __func__) != 0) {
        return;
    }
    if (!vmi_ram_covered(&vm->mem, range, 1)) {
        vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, start, size, 0);
        return;
    }
    vmi_ram_set_state(&vm->mem, range, 0);
}

size_t vm_ram_region_count(vm_t *vm)
{
    return vm == NULL ? 0 : (size_t)vm->mem.num_ram_regions;
}

int vm_ram_get_region(vm_t *vm, size_t index, vm_ram_region_t *region)
{
    if (check(vm, __func__) != 0) {
        return -1;
    }
    if (region == NULL) {
        return vmi_fail_null(vm, __func__, 3);
    }
    if (index >= (size_t)vm->mem.num_ram_regions) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, index, 0,
                        (uintptr_t)vm->mem.num_ram_regions);
    }
    *region = vm->mem.ram_regions[index];
    return 0;
}
