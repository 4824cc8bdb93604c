/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "memory_fault.h"

#include "memory/mapping.h"
#include "memory/tracking.h"

resolution_t vmi_memory_resolve(vm_t *vm, uintptr_t addr, bool is_write)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *reservation = reservation_at(memory, addr);
    vm_page_t *page;
    if (reservation == NULL || (page = vmi_mapping_page(reservation, addr)) == NULL) {
        return RESOLVE_NONE;
    }
    vm_mapping_t *mapping = reservation->mapping;
    if ((page->flags & PAGE_PRESENT) == 0) {
        uint8_t touched = is_write ? PAGE_ACCESSED | PAGE_DIRTY : PAGE_ACCESSED;
        if (vmi_mapping_fetch(vm, reservation, page, touched, "deferred mapping") != 0) {
            return RESOLVE_NONE;
        }
        vm_counters(vm)->deferred_maps++;
        return RESOLVE_MAPPED;
    }
    uint8_t needed = is_write ? PAGE_WRITE : PAGE_READ;
    if ((page->flags & needed) == 0) {
        return RESOLVE_NONE;
    }
    if ((vmi_mapping_rights_now(mapping, page) & needed) != 0) {
        return RESOLVE_STALE;
    }
    vm_counters(vm)->tracking_faults++;
    return vmi_tracking_touch(vm, mapping, page, is_write) ? RESOLVE_TRACKED : RESOLVE_NONE;
}
