/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The VMM's way into guest memory; the public side is guest_memory_ext.h and
 * arch/guest_memory_arch.h. */
#include "cache.h"
#include "device_copy.h"
#include "mapping.h"
#include "tracking.h"

/* The VMM's pointer to a range in one reservation, which is answered too; NULL after a failure. */
static void *find_pointer(vm_t *vm, uintptr_t addr, size_t size, const char *operation,
                          vm_memory_reservation_t **reservation)
{
    vm_range_t range;
    if (vmi_bytes_check(vm, addr, size, operation, &range) != 0) {
        return NULL;
    }
    if (size == 0) {
        vmi_fail(vm, VM_ERROR_ZERO_SIZE, operation, addr, size, 0);
        return NULL;
    }
    size_t piece;
    *reservation = vmi_reservation_find(vm, range.start, range.size, &piece, operation);
    if (*reservation == NULL) {
        return NULL;
    }
    if (piece != size) {
        vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, operation, addr, size, addr + piece);
        return NULL;
    }
    return vmi_mapping_vmm_pointer(vm, *reservation, addr, size, operation);
}

void *vm_guest_pointer(vm_t *vm, uintptr_t addr, size_t size)
{
    vm_memory_reservation_t *reservation;
    return find_pointer(vm, addr, size, __func__, &reservation);
}

void *vm_guest_ram_pointer(vm_t *vm, uintptr_t addr, size_t size)
{
    vm_memory_reservation_t *reservation;
    void *pointer = find_pointer(vm, addr, size, __func__, &reservation);
    if (pointer != NULL && reservation->mapping->has_device) {
        vmi_fail(vm, VM_ERROR_NOT_FOUND, __func__, addr, size, 0);
        return NULL;
    }
    return pointer;
}

/* What is copied: one of TO and FROM is NULL. */
typedef struct copy {
    char *to;
    const char *from;
} copy_t;

/* Copy the piece of RESERVATION that is OFFSET bytes into the whole, from or to GUEST. */
static void copy_piece(copy_t copy, size_t offset, char *guest,
                       vm_memory_reservation_t *reservation, uintptr_t addr, size_t size)
{
    if (copy.to != NULL) {
        copy_out(copy.to + offset, guest, size, reservation->mapping->has_device);
    } else {
        copy_in(guest, copy.from + offset, size, reservation->mapping->has_device);
        vmi_tracking_mark_dirty(reservation, addr, size);
    }
}

/* Copy a range that crosses reservations, which are held. All of it is made accessible first, so
 * that the copy cannot fail half-way. */
static int copy_pieces(vm_t *vm, vm_range_t range, copy_t copy, const char *operation)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t done = 0, piece; done < range.size; done += piece) {
            uintptr_t addr = range.start + done;
            vm_memory_reservation_t *reservation =
                vmi_reservation_find(vm, addr, range.size - done, &piece, operation);
            char *guest = vmi_mapping_vmm_pointer(vm, reservation, addr, piece, operation);
            if (guest == NULL) {
                return -1;
            }
            if (pass == 1) {
                copy_piece(copy, done, guest, reservation, addr, piece);
            }
        }
    }
    return 0;
}

static int copy_range(vm_t *vm, uintptr_t addr, copy_t copy, size_t size, const char *operation)
{
    vm_range_t range;
    if (vmi_bytes_check(vm, addr, size, operation, &range) != 0) {
        return -1;
    }
    if (size == 0) {
        return 0;
    }
    if (copy.to == NULL && copy.from == NULL) {
        return vmi_fail_null(vm, operation, 3);
    }
    size_t piece;
    vm_memory_reservation_t *reservation = vmi_reservation_find(vm, addr, size, &piece, operation);
    if (reservation == NULL) {
        return -1;
    }
    if (piece == size) {
        char *guest = vmi_mapping_vmm_pointer(vm, reservation, addr, size, operation);
        if (guest == NULL) {
            return -1;
        }
        copy_piece(copy, 0, guest, reservation, addr, size);
        return 0;
    }
    /* A source of frames that is asked for a page of one of them may free another. */
    if (vmi_range_hold(vm, range, operation) != 0) {
        return -1;
    }
    int result = copy_pieces(vm, range, copy, operation);
    vmi_range_release(vm, range);
    return result;
}

int vm_guest_read(vm_t *vm, uintptr_t addr, void *buffer, size_t size)
{
    return copy_range(vm, addr, (copy_t){buffer, NULL}, size, __func__);
}

int vm_guest_write(vm_t *vm, uintptr_t addr, const void *buffer, size_t size)
{
    int result = copy_range(vm, addr, (copy_t){NULL, buffer}, size, __func__);
    return result == 0 && vm->mem.clean_cache != 0 ? vmi_cache_clean(vm, addr, size) : result;
}

int vm_mark_dirty(vm_t *vm, uintptr_t addr, size_t size)
{
    vm_range_t range;
    if (vmi_bytes_check(vm, addr, size, __func__, &range) != 0) {
        return -1;
    }
    for (size_t done = 0, piece; done < range.size; done += piece) {
        vm_memory_reservation_t *reservation =
            vmi_reservation_find(vm, range.start + done, range.size - done, &piece, __func__);
        if (reservation == NULL) {
            return -1;
        }
        vmi_tracking_mark_dirty(reservation, range.start + done, piece);
    }
    return 0;
}

uintptr_t vm_arm_ipa_to_pa(vm_t *vm, uintptr_t ipa_base, size_t size)
{
    vm_range_t range;
    if (vmi_bytes_check(vm, ipa_base, size, __func__, &range) != 0) {
        return 0;
    }
    if (size == 0) {
        vmi_fail(vm, VM_ERROR_ZERO_SIZE, __func__, ipa_base, size, 0);
        return 0;
    }
    uintptr_t first = 0;
    for (uintptr_t at = range.start; at < range_end(range);) {
        size_t piece;
        vm_memory_reservation_t *reservation =
            vmi_reservation_find(vm, at, range_end(range) - at, &piece, __func__);
        const vm_page_t *page = reservation == NULL ? NULL : vmi_mapping_page(reservation, at);
        if (page == NULL || (page->flags & PAGE_PRESENT) == 0) {
            vmi_fail(vm, VM_ERROR_NOT_MAPPED, __func__, at, size, 0);
            return 0;
        }
        uintptr_t paddr = page->paddr + (at - page->addr);
        if (at == ipa_base) {
            first = paddr;
        } else if (paddr != first + (at - ipa_base)) {
            vmi_fail(vm, VM_ERROR_NOT_FOUND, __func__, at, size, paddr);
            return 0;
        }
        at = page->addr + (1ul << page->bits);
    }
    return first;
}
