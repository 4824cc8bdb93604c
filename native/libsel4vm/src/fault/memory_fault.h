/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What happens when the guest touches memory. */
#pragma once

#include "memory/reservation.h"
#include "vm/vm.h"

typedef enum resolution {
    RESOLVE_NONE,    /* nothing to put right here */
    RESOLVE_MAPPED,  /* a page of a deferred mapping is there now */
    RESOLVE_TRACKED, /* a page may be used as the guest did, and counts as touched */
    RESOLVE_STALE    /* nothing is wrong (any more): another vCPU may have had it put right */
} resolution_t;

/* The guest touched ADDR, and its address space did not let it: map a deferred page, open a tracked
 * one. Unless the answer is RESOLVE_NONE, the guest repeats the instruction. */
resolution_t vmi_memory_resolve(vm_t *vm, uintptr_t addr, bool is_write);

/* What a callback answered, checked: an undefined value is FAULT_ERROR, with the failure recorded.
 */
static inline memory_fault_result_t memory_check_result(vm_t *vm, memory_fault_result_t result,
                                                        uintptr_t addr, size_t length)
{
    if (__builtin_expect((unsigned)result > FAULT_ERROR, 0)) {
        vmi_fail(vm, VM_ERROR_CALLBACK, "memory fault callback", (uintptr_t)(unsigned)result,
                 length, addr);
        return FAULT_ERROR;
    }
    return result;
}

/* Ask the callback of RESERVATION, which has ADDR (NULL: none has), and then, if that does not
 * answer for the access, the VM's. FAULT_UNHANDLED when nobody does; FAULT_ERROR, with the failure
 * recorded, when a callback answers an undefined value. */
static inline memory_fault_result_t memory_ask(vm_t *vm, vm_vcpu_t *vcpu,
                                               vm_memory_reservation_t *reservation, uintptr_t addr,
                                               size_t length)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    memory_fault_result_t result = FAULT_UNHANDLED;
    vm_counters(vm)->memory_faults++;
    memory->busy++;
    if (reservation != NULL && length <= extent_start(reservation) + reservation->size - addr) {
        reservation->busy++;
        result = reservation->callback(vm, vcpu, addr, length, reservation->cookie);
        reservation->busy--;
        result = memory_check_result(vm, result, addr, length);
    }
    if (result == FAULT_UNHANDLED && vm->mem.unhandled_mem_fault_handler != NULL) {
        result = vm->mem.unhandled_mem_fault_handler(vm, vcpu, addr, length,
                                                     vm->mem.unhandled_mem_fault_cookie);
        result = memory_check_result(vm, result, addr, length);
    }
    memory->busy--;
    return result;
}
