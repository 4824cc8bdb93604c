/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The VMM's way into guest memory; the public side is guest_memory_ext.h and
 * arch/guest_memory_arch.h. */
#include "device_copy.h"
#include "mapping.h"
#include "ram.h"
#include "ram_index.h"
#include "tracking.h"

static int check(vm_t *vm, uintptr_t addr, size_t size, const char *operation)
{
    if (vm == NULL) {
        return vm_fail_null(vm, operation, 1);
    }
    if (vm->mem.reservation_cookie == NULL) {
        return vm_fail(vm, VM_ERROR_BAD_STATE, operation, addr, size, 0);
    }
    if (addr + size < addr) {
        return vm_fail(vm, VM_ERROR_WRAPS, operation, addr, size, 0);
    }
    return 0;
}

/* The reservation around ADDR and how many bytes of SIZE lie in it; NULL with the failure recorded.
 */
static vm_memory_reservation_t *find(vm_t *vm, uintptr_t addr, size_t size, size_t *piece,
                                     const char *operation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *reservation = ram_index_find(memory, addr);
    if (reservation == NULL) {
        vm_memory_reservation_t *extent = extent_at(memory, addr);
        reservation = extent == NULL || extent->kind == EXTENT_FREE ? NULL : extent;
    }
    if (reservation == NULL) {
        vm_fail(vm, VM_ERROR_NOT_FOUND, operation, addr, size, 0);
        return NULL;
    }
    size_t space = extent_start(reservation) + reservation->size - addr;
    *piece = size < space ? size : space;
    return reservation;
}

void *vm_guest_pointer(vm_t *vm, uintptr_t addr, size_t size)
{
    if (check(vm, addr, size, __func__) != 0) {
        return NULL;
    }
    if (size == 0) {
        vm_fail(vm, VM_ERROR_ZERO_SIZE, __func__, addr, size, 0);
        return NULL;
    }
    size_t piece;
    vm_memory_reservation_t *reservation = find(vm, addr, size, &piece, __func__);
    if (reservation == NULL) {
        return NULL;
    }
    if (piece != size) {
        vm_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, addr, size, addr + piece);
        return NULL;
    }
    return mapping_vmm_pointer(vm, reservation, addr, size, __func__);
}

/* Make the whole range accessible, so that a copy cannot fail half-way. */
static int prepare(vm_t *vm, uintptr_t addr, size_t size, const char *operation)
{
    while (size != 0) {
        size_t piece;
        vm_memory_reservation_t *reservation = find(vm, addr, size, &piece, operation);
        if (reservation == NULL ||
            mapping_vmm_pointer(vm, reservation, addr, piece, operation) == NULL) {
            return -1;
        }
        addr += piece;
        size -= piece;
    }
    return 0;
}

static int copy(vm_t *vm, uintptr_t addr, void *to, const void *from, size_t size,
                const char *operation)
{
    if (check(vm, addr, size, operation) != 0) {
        return -1;
    }
    if (to == NULL && from == NULL) {
        return vm_fail_null(vm, operation, 3);
    }
    if (prepare(vm, addr, size, operation) != 0) {
        return -1;
    }
    for (size_t done = 0; done < size;) {
        size_t piece;
        vm_memory_reservation_t *reservation =
            find(vm, addr + done, size - done, &piece, operation);
        char *guest = mapping_vmm_pointer(vm, reservation, addr + done, piece, operation);
        if (to != NULL) {
            copy_out((char *)to + done, guest, piece, reservation->mapping->has_device);
        } else {
            copy_in(guest, (const char *)from + done, piece, reservation->mapping->has_device);
            tracking_mark_dirty(reservation, addr + done, piece);
        }
        done += piece;
    }
    return 0;
}

int vm_guest_read(vm_t *vm, uintptr_t addr, void *buffer, size_t size)
{
    return copy(vm, addr, buffer, NULL, size, __func__);
}

int vm_guest_write(vm_t *vm, uintptr_t addr, const void *buffer, size_t size)
{
    int result = copy(vm, addr, NULL, buffer, size, __func__);
    return result == 0 && vm->mem.clean_cache != 0 ? ram_clean(vm, addr, size) : result;
}

int vm_mark_dirty(vm_t *vm, uintptr_t addr, size_t size)
{
    if (check(vm, addr, size, __func__) != 0) {
        return -1;
    }
    while (size != 0) {
        size_t piece;
        vm_memory_reservation_t *reservation = find(vm, addr, size, &piece, __func__);
        if (reservation == NULL) {
            return -1;
        }
        tracking_mark_dirty(reservation, addr, piece);
        addr += piece;
        size -= piece;
    }
    return 0;
}

uintptr_t vm_arm_ipa_to_pa(vm_t *vm, uintptr_t ipa_base, size_t size)
{
    if (check(vm, ipa_base, size, __func__) != 0) {
        return 0;
    }
    if (size == 0) {
        vm_fail(vm, VM_ERROR_ZERO_SIZE, __func__, ipa_base, size, 0);
        return 0;
    }
    uintptr_t first = 0;
    uintptr_t end = ipa_base + size;
    for (uintptr_t at = ipa_base; at < end;) {
        size_t piece;
        vm_memory_reservation_t *reservation = find(vm, at, end - at, &piece, __func__);
        const vm_page_t *page = reservation == NULL ? NULL : mapping_page(reservation, at);
        if (page == NULL || (page->flags & PAGE_PRESENT) == 0) {
            vm_fail(vm, VM_ERROR_NOT_MAPPED, __func__, at, size, 0);
            return 0;
        }
        uintptr_t paddr = page->paddr + (at - page->addr);
        if (at == ipa_base) {
            first = paddr;
        } else if (paddr != first + (at - ipa_base)) {
            vm_fail(vm, VM_ERROR_NOT_FOUND, __func__, at, size, paddr);
            return 0;
        }
        at = page->addr + (1ul << page->bits);
    }
    return first;
}
