/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdlib.h>

#include "ram_index.h"
#include "ram_regions.h"
#include "reservation.h"
#include "vm/vm.h"

/* Checks that reserving has in common. */
static bool reserve_check(vm_t *vm, memory_fault_callback_fn callback, unsigned callback_number,
                          const char *operation)
{
    if (vm == NULL || callback == NULL) {
        vmi_fail_null(vm, operation, vm == NULL ? 1 : callback_number);
        return false;
    }
    if (vm->mem.reservation_cookie == NULL) {
        vmi_fail(vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
        return false;
    }
    return true;
}

vm_memory_reservation_t *vm_reserve_memory_at(vm_t *vm, uintptr_t addr, size_t size,
                                              memory_fault_callback_fn fault_callback, void *cookie)
{
    vm_range_t range;
    if (!reserve_check(vm, fault_callback, 4, __func__) ||
        vmi_range_check(vm, addr, size, __func__, &range) != 0) {
        return NULL;
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *taken = vmi_extent_overlap(&memory->extents, range);
    if (taken != NULL) {
        vmi_fail(vm, VM_ERROR_OVERLAP, __func__, addr, size, extent_start(taken));
        return NULL;
    }
    vm_memory_reservation_t *extent = vmi_extent_new(&memory->extents, EXTENT_RESERVED, range);
    if (extent == NULL) {
        vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, addr, size, 0);
        return NULL;
    }
    extent->callback = fault_callback;
    extent->cookie = cookie;
    vmi_extent_insert(&memory->extents, extent);
    memory->reservations++;
    return extent;
}

vm_memory_reservation_t *vm_reserve_anon_memory(vm_t *vm, size_t size, size_t align,
                                                memory_fault_callback_fn fault_callback,
                                                void *cookie, uintptr_t *addr)
{
    if (!reserve_check(vm, fault_callback, 4, __func__)) {
        return NULL;
    }
    if (addr == NULL) {
        vmi_fail_null(vm, __func__, 6);
        return NULL;
    }
    vm_range_t lowest;
    if (vmi_range_check(vm, 0, size, __func__, &lowest) != 0) {
        return NULL;
    }
    if (align == 0 || (align & (align - 1)) != 0) {
        vmi_fail(vm, VM_ERROR_BAD_ALIGNMENT, __func__, align, size, VM_PAGE_SIZE);
        return NULL;
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    uintptr_t found = 0;
    align = align < VM_PAGE_SIZE ? VM_PAGE_SIZE : align;
    vm_memory_reservation_t *extent =
        vmi_extent_first_fit(&memory->extents, lowest.size, align, &found);
    if (extent == NULL) {
        vmi_fail(vm, VM_ERROR_NO_SPACE, __func__, align, size,
                 vmi_extent_largest_free(&memory->extents));
        return NULL;
    }
    if (vmi_extent_carve(&memory->extents, extent, (vm_range_t){found, size}) != 0) {
        vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, found, size, 0);
        return NULL;
    }
    extent->callback = fault_callback;
    extent->cookie = cookie;
    memory->reservations++;
    *addr = found;
    return extent;
}

int vm_memory_make_anon(vm_t *vm, uintptr_t addr, size_t size)
{
    if (vm == NULL) {
        return vmi_fail_null(vm, __func__, 1);
    }
    vm_memory_t *memory = vm->mem.reservation_cookie;
    if (memory == NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, addr, size, 0);
    }
    vm_range_t range;
    if (vmi_range_check(vm, addr, size, __func__, &range) != 0) {
        return -1;
    }
    vm_memory_reservation_t *taken = vmi_extent_overlap(&memory->extents, range);
    if (taken != NULL) {
        return vmi_fail(vm, VM_ERROR_OVERLAP, __func__, addr, size, extent_start(taken));
    }
    vm_memory_reservation_t *extent = vmi_extent_new(&memory->extents, EXTENT_FREE, range);
    if (extent == NULL) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, addr, size, 0);
    }
    vmi_extent_insert(&memory->extents, extent);
    vmi_extent_coalesce(&memory->extents, extent);
    return 0;
}

int vm_free_reserved_memory(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (!vmi_reservation_check(vm, reservation, __func__) ||
        vmi_ram_check_unregistered(vm, reservation, __func__) != 0) {
        return -1;
    }
    return vmi_reservation_free(vm, reservation, __func__);
}

void vm_get_reservation_memory_region(vm_memory_reservation_t *reservation, uintptr_t *addr,
                                      size_t *size)
{
    if (reservation == NULL) {
        vmi_fail_null(NULL, __func__, 1);
    }
    if (addr != NULL) {
        *addr = reservation == NULL ? 0 : extent_start(reservation);
    }
    if (size != NULL) {
        *size = reservation == NULL ? 0 : reservation->size;
    }
}

/* A VM that vm_init() has not made has its state, with the record of the last failure, from
 * vm_memory_init(). */
static void drop_state(vm_t *vm)
{
    if (vm_state(vm)->of_memory) {
        free(vm_state(vm));
        vm->arch.state = NULL;
    }
}

int vm_memory_init(vm_t *vm)
{
    if (vm == NULL) {
        return vmi_fail_null(vm, __func__, 1);
    }
    if (vm->mem.reservation_cookie != NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    if (vm_state(vm) == NULL) {
        vm->arch.state = vmi_state_new();
        if (vm_state(vm) == NULL) {
            return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*vm->arch.state), 0);
        }
        vm_state(vm)->of_memory = true;
    }
    vm_memory_t *memory = calloc(1, sizeof(*memory));
    if (memory == NULL || !vmi_extents_init(&memory->extents)) {
        free(memory);
        drop_state(vm);
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, 0, sizeof(*memory), 0);
    }
    memory->guest = vm->mem.vm_vspace.data;
    vm->mem.reservation_cookie = memory;
    return 0;
}

int vm_memory_destroy(vm_t *vm)
{
    vm_memory_t *memory = memory_of(vm);
    if (vm == NULL) {
        return vmi_fail_null(vm, __func__, 1);
    }
    if (memory == NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    if (memory->busy != 0 || vm_is_running(vm)) {
        return vmi_fail(vm, VM_ERROR_BUSY, __func__, 0, 0, 0);
    }
    vm_memory_reservation_t *reservation;
    while ((reservation = vm_first_reservation(vm)) != NULL) {
        vmi_reservation_release(vm, reservation);
    }
    free(vm->mem.ram_regions);
    vm->mem.ram_regions = NULL;
    vm->mem.num_ram_regions = 0;
    vmi_ram_index_destroy(memory);
    vmi_extents_destroy(&memory->extents);
    free(memory);
    vm->mem.reservation_cookie = NULL;
    drop_state(vm);
    return 0;
}
