/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "reservation.h"

#include "mapping.h"
#include "ram_index.h"

vm_memory_reservation_t *vmi_reservation_search(vm_memory_t *memory, uintptr_t addr)
{
    vm_memory_reservation_t *extent = extent_at(&memory->extents, addr);
    if (extent == NULL || extent->kind == EXTENT_FREE) {
        return NULL;
    }
    memory->last = extent;
    return extent;
}

bool vmi_reservation_check(vm_t *vm, const vm_memory_reservation_t *reservation,
                           const char *operation)
{
    vm_memory_t *memory = memory_of(vm);
    if (vm == NULL || reservation == NULL) {
        vmi_fail_null(vm, operation, vm == NULL ? 1 : 2);
        return false;
    }
    if (memory == NULL) {
        vmi_fail(vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
        return false;
    }
    if (!vm_is_reservation(vm, reservation)) {
        vmi_fail(vm, VM_ERROR_INVALID_HANDLE, operation, (uintptr_t)reservation, 0, 0);
        return false;
    }
    return true;
}

vm_memory_reservation_t *vmi_reservation_find(vm_t *vm, uintptr_t addr, size_t size, size_t *piece,
                                              const char *operation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *reservation = vmi_ram_index_find(memory, addr);
    if (reservation == NULL) {
        vm_memory_reservation_t *extent = extent_at(&memory->extents, addr);
        reservation = extent == NULL || extent->kind == EXTENT_FREE ? NULL : extent;
    }
    if (reservation == NULL) {
        vmi_fail(vm, VM_ERROR_NOT_FOUND, operation, addr, size, 0);
        return NULL;
    }
    size_t space = extent_start(reservation) + reservation->size - addr;
    *piece = size < space ? size : space;
    return reservation;
}

/* Add CHANGE to the callbacks that run for the range's reservations, up to the first hole. Returns
 * how many bytes lie before that. */
static size_t change_busy(vm_t *vm, vm_range_t range, unsigned change, const char *operation)
{
    size_t done = 0;
    while (done < range.size) {
        size_t piece;
        vm_memory_reservation_t *reservation =
            vmi_reservation_find(vm, range.start + done, range.size - done, &piece, operation);
        if (reservation == NULL) {
            break;
        }
        reservation->busy += change;
        done += piece;
    }
    return done;
}

int vmi_range_hold(vm_t *vm, vm_range_t range, const char *operation)
{
    vm->mem.reservation_cookie->busy++;
    size_t held = change_busy(vm, range, 1, operation);
    if (held < range.size) {
        vmi_range_release(vm, (vm_range_t){range.start, held});
        return -1;
    }
    return 0;
}

void vmi_range_release(vm_t *vm, vm_range_t range)
{
    change_busy(vm, range, -1u, __func__);
    vm->mem.reservation_cookie->busy--;
}

void vmi_reservation_release(vm_t *vm, vm_memory_reservation_t *reservation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vmi_mapping_remove(vm, reservation);
    if (memory->last == reservation) {
        memory->last = NULL;
    }
    memory->reservations--;
    if (reservation->kind == EXTENT_ANONYMOUS) {
        reservation->kind = EXTENT_FREE;
        vmi_extent_coalesce(&memory->extents, reservation);
    } else {
        vmi_extent_remove(&memory->extents, reservation);
    }
}

int vmi_reservation_free(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation)
{
    if (reservation->busy != 0) {
        return vmi_fail(vm, VM_ERROR_BUSY, operation, extent_start(reservation), reservation->size,
                        0);
    }
    vmi_reservation_release(vm, reservation);
    return 0;
}
