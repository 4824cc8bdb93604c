/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Which pages the guest touched; the public side is guest_memory_ext.h. */
#include "tracking.h"

#include "vm/vm.h"

/* Flags of a page that counts as not touched. */
static uint8_t start_flags(vm_tracking_t tracking, uint8_t flags)
{
    return vmi_page_protect(tracking, flags & (uint8_t) ~(PAGE_ACCESSED | PAGE_DIRTY));
}

int vm_set_tracking(vm_t *vm, vm_memory_reservation_t *reservation, vm_tracking_t tracking)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return -1;
    }
    if ((unsigned)tracking > VM_TRACK_ACCESSED) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, (uintptr_t)tracking, 0,
                        VM_TRACK_ACCESSED);
    }
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL) {
        return vmi_fail(vm, VM_ERROR_NOT_MAPPED, __func__, extent_start(reservation),
                        reservation->size, 0);
    }
    vm_tracking_t before = mapping->tracking;
    mapping->tracking = tracking;
    vm_counters(vm)->trackings += tracking != VM_TRACK_NONE;
    for (size_t i = 0; i < mapping->count; i++) {
        vm_page_t *page = &mapping->pages[i];
        if ((page->flags & PAGE_PRESENT) == 0) {
            continue;
        }
        page->flags = start_flags(tracking, page->flags);
        seL4_Error error = vmi_mapping_apply(vm, mapping, page);
        if (error == seL4_NoError) {
            continue;
        }
        /* Back to the old tracking. Which pages were touched is lost for those that came before:
         * they count as touched. */
        vmi_fail_kernel(vm, error, __func__, page->addr, 1ul << page->bits);
        mapping->tracking = before;
        for (size_t j = 0; j <= i; j++) {
            vm_page_t *undone = &mapping->pages[j];
            undone->flags &= (uint8_t)~PAGE_PROTECTED;
            if (before != VM_TRACK_NONE) {
                undone->flags |= PAGE_ACCESSED | PAGE_DIRTY;
            }
            if ((undone->flags & PAGE_PRESENT) != 0) {
                vmi_mapping_apply(vm, mapping, undone);
            }
        }
        return -1;
    }
    return 0;
}

bool vmi_tracking_touch(vm_t *vm, const vm_mapping_t *mapping, vm_page_t *page, bool is_write)
{
    uint8_t before = page->flags;
    uint8_t touched = is_write ? PAGE_ACCESSED | PAGE_DIRTY : PAGE_ACCESSED;
    page->flags = vmi_page_protect(mapping->tracking, before | touched);
    if (vmi_mapping_apply(vm, mapping, page) != seL4_NoError) {
        page->flags = before;
        return false;
    }
    return true;
}

/* Let a page count as not touched from now on. */
static seL4_Error start_anew(vm_t *vm, const vm_mapping_t *mapping, vm_page_t *page)
{
    uint8_t before = page->flags;
    page->flags = start_flags(mapping->tracking, before);
    seL4_Error error = vmi_mapping_apply(vm, mapping, page);
    if (error != seL4_NoError) {
        page->flags = before;
    }
    return error;
}

long vm_collect_pages(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_visitor_fn visitor,
                      void *cookie, bool clear)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return -1;
    }
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL || mapping->tracking == VM_TRACK_NONE) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, extent_start(reservation),
                        reservation->size, 0);
    }
    long visited = 0;
    bool end = false;
    /* The visitor is a callback of the user, who must not pull the reservation away under us. */
    reservation->busy++;
    vm->mem.reservation_cookie->busy++;
    for (size_t i = 0; i < mapping->count && !end; i++) {
        vm_page_t *page = &mapping->pages[i];
        unsigned state = ((page->flags & PAGE_DIRTY) != 0 ? VM_PAGE_DIRTY : 0u) |
                         ((page->flags & PAGE_ACCESSED) != 0 ? VM_PAGE_ACCESSED : 0u);
        if (state == VM_PAGE_CLEAN) {
            continue;
        }
        /* Before the visit: what is written while, or after, the visitor looks counts anew. */
        seL4_Error error = clear ? start_anew(vm, mapping, page) : seL4_NoError;
        if (error != seL4_NoError) {
            visited = vmi_fail_kernel(vm, error, __func__, page->addr, 1ul << page->bits);
            break;
        }
        visited++;
        end = visitor != NULL && visitor(vm, page->addr, 1ul << page->bits, state, cookie) != 0;
    }
    vm->mem.reservation_cookie->busy--;
    reservation->busy--;
    return visited;
}

void vmi_tracking_mark_dirty(vm_memory_reservation_t *reservation, uintptr_t addr, size_t size)
{
    const vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL || mapping->tracking == VM_TRACK_NONE) {
        return;
    }
    uintptr_t end = addr + size;
    while (addr < end) {
        vm_page_t *page = vmi_mapping_page(reservation, addr);
        if (page == NULL) {
            return;
        }
        if ((page->flags & PAGE_PRESENT) != 0) {
            page->flags |= PAGE_DIRTY;
        }
        addr = page->addr + (1ul << page->bits);
    }
}
