/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "memory_fault.h"

#include "mapping.h"
#include "tracking.h"

resolution_t memory_resolve(vm_t *vm, uintptr_t addr, bool is_write)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *reservation = reservation_at(memory, addr);
    vm_page_t *page;
    if (reservation == NULL || (page = mapping_page(reservation, addr)) == NULL) {
        return RESOLVE_NONE;
    }
    vm_mapping_t *mapping = reservation->mapping;
    if ((page->flags & PAGE_PRESENT) == 0) {
        if (mapping_fetch(vm, reservation, page, "deferred mapping") != 0) {
            return RESOLVE_NONE;
        }
        memory->counters.deferred_maps++;
        tracking_fetched(vm, mapping, page, is_write);
        return RESOLVE_FIXED;
    }
    if ((page->flags & PAGE_PROTECTED) != 0) {
        memory->counters.tracking_faults++;
        return tracking_touch(vm, mapping, page, is_write) ? RESOLVE_FIXED : RESOLVE_NONE;
    }
    return (page->flags & (is_write ? PAGE_WRITE : PAGE_READ)) != 0 ? RESOLVE_STALE : RESOLVE_NONE;
}

static memory_fault_result_t checked(vm_t *vm, memory_fault_result_t result, uintptr_t addr,
                                     size_t length)
{
    if ((unsigned)result > FAULT_ERROR) {
        vm_fail(vm, VM_ERROR_CALLBACK, "memory fault callback", (uintptr_t)(unsigned)result, length,
                addr);
        return FAULT_ERROR;
    }
    return result;
}

memory_fault_result_t memory_dispatch(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_memory_reservation_t *reservation = reservation_at(memory, addr);
    memory_fault_result_t result = FAULT_UNHANDLED;
    memory->counters.memory_faults++;
    memory->busy++;
    if (reservation != NULL && length <= extent_start(reservation) + reservation->size - addr) {
        reservation->busy++;
        result = checked(vm, reservation->callback(vm, vcpu, addr, length, reservation->cookie),
                         addr, length);
        reservation->busy--;
    }
    if (result == FAULT_UNHANDLED && vm->mem.unhandled_mem_fault_handler != NULL) {
        result = checked(vm,
                         vm->mem.unhandled_mem_fault_handler(vm, vcpu, addr, length,
                                                             vm->mem.unhandled_mem_fault_cookie),
                         addr, length);
    }
    memory->busy--;
    return result;
}
