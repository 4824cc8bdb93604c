/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/guest_memory_util.h>

#include "mapping_sources.h"

/* Reserve one page, back it, and open it for the VMM; or leave nothing. */
static void *reservation_frame(vm_t *vm, uintptr_t addr, frame_source_fn source,
                               void *source_cookie, memory_fault_callback_fn callback, void *cookie,
                               const char *operation)
{
    vm_memory_reservation_t *reservation =
        vm_reserve_memory_at(vm, addr, VM_PAGE_SIZE, callback, cookie);
    if (reservation == NULL) {
        return NULL;
    }
    void *pointer = NULL;
    if (vmi_mapping_check(vm, reservation, operation) == 0 &&
        vmi_mapping_create(vm, reservation, source, source_cookie, operation) == 0) {
        pointer = vmi_mapping_vmm_pointer(vm, reservation, addr, VM_PAGE_SIZE, operation);
    }
    if (pointer == NULL) {
        vm_error_t reason = *vm_last_error(vm);
        vm_free_reserved_memory(vm, reservation);
        vmi_restore_error(vm, &reason);
    }
    return pointer;
}

void *create_allocated_reservation_frame(vm_t *vm, uintptr_t addr, seL4_CapRights_t rights,
                                         memory_fault_callback_fn alloc_fault_callback,
                                         void *alloc_fault_cookie)
{
    ram_source_t source = {seL4_PageBits, 0, rights};
    return reservation_frame(vm, addr, vmi_ram_source, &source, alloc_fault_callback,
                             alloc_fault_cookie, __func__);
}

void *create_device_reservation_frame(vm_t *vm, uintptr_t addr, seL4_CapRights_t rights,
                                      memory_fault_callback_fn fault_callback, void *fault_cookie)
{
    paddr_source_t source = {addr, addr, rights};
    return reservation_frame(vm, addr, vmi_paddr_source, &source, fault_callback, fault_cookie,
                             __func__);
}

static int map_at_paddr(vm_t *vm, uintptr_t paddr, vm_memory_reservation_t *reservation,
                        const char *operation)
{
    vm_range_t physical;
    if (vmi_mapping_check(vm, reservation, operation) != 0 ||
        vmi_range_check(vm, paddr, reservation->size, operation, &physical) != 0) {
        return -1;
    }
    paddr_source_t source = {extent_start(reservation), physical.start, seL4_AllRights};
    return vmi_mapping_create(vm, reservation, vmi_paddr_source, &source, operation);
}

int map_ut_alloc_reservation_with_base_paddr(vm_t *vm, uintptr_t paddr,
                                             vm_memory_reservation_t *reservation)
{
    return map_at_paddr(vm, paddr, reservation, __func__);
}

int map_ut_alloc_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return -1;
    }
    return map_at_paddr(vm, extent_start(reservation), reservation, __func__);
}

int map_frame_alloc_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    return vm_map_reservation_ram(vm, reservation, seL4_AllRights, seL4_HugePageBits);
}

int map_maybe_device_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (vmi_mapping_check(vm, reservation, __func__) != 0) {
        return -1;
    }
    vm_error_t before = *vm_last_error(vm);
    if (map_at_paddr(vm, extent_start(reservation), reservation, __func__) != 0) {
        if (map_frame_alloc_reservation(vm, reservation) != 0) {
            return -1;
        }
        vmi_restore_error(vm, &before);
    }
    return 0;
}
