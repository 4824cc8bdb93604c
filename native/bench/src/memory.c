/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdlib.h>

#include <rootserver/vspace.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_vcpu_fault_ext.h>

#include "machine.h"

#define LOADED_VALUE 0x12345678u

static memory_fault_result_t answer_load(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                         size_t length, void *cookie)
{
    (void)vm, (void)address, (void)length, (void)cookie;
    vm_set_access_value(vcpu, LOADED_VALUE);
    return FAULT_HANDLED;
}

static memory_fault_result_t answer_store(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                          size_t length, void *cookie)
{
    (void)vm, (void)address, (void)length;
    ((bench_vm_t *)cookie)->stored = vm_get_access_value(vcpu);
    return FAULT_HANDLED;
}

static memory_fault_result_t answer_ignore(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                           size_t length, void *cookie)
{
    (void)vm, (void)vcpu, (void)address, (void)length, (void)cookie;
    return FAULT_IGNORE;
}

static memory_fault_callback_fn const answers[] = {
    [BENCH_ANSWER_LOAD] = answer_load,
    [BENCH_ANSWER_STORE] = answer_store,
    [BENCH_ANSWER_IGNORE] = answer_ignore,
};

static vm_memory_reservation_t *reserve_one(bench_vm_t *bench, uintptr_t address, size_t size,
                                            bool anonymous, bench_answer_t answer)
{
    uintptr_t chosen;
    return anonymous
               ? vm_reserve_anon_memory(bench->vm, size, size, answers[answer], bench, &chosen)
               : vm_reserve_memory_at(bench->vm, address, size, answers[answer], bench);
}

int bench_reserve(bench_vm_t *bench, uintptr_t address, size_t size, size_t count, bool anonymous,
                  bench_answer_t answer)
{
    bench->reservation = calloc(count, sizeof(vm_memory_reservation_t *));
    if (bench->reservation == NULL ||
        (anonymous && vm_memory_make_anon(bench->vm, address, size * count) != 0)) {
        return -1;
    }
    while (bench->reservations < count) {
        vm_memory_reservation_t *made =
            reserve_one(bench, address + bench->reservations * size, size, anonymous, answer);
        if (made == NULL) {
            return -1;
        }
        bench->reservation[bench->reservations++] = made;
    }
    return 0;
}

int bench_release(bench_vm_t *bench)
{
    while (bench->reservations > 0) {
        if (vm_free_reserved_memory(bench->vm, bench->reservation[bench->reservations - 1]) != 0) {
            return -1;
        }
        bench->reservations--;
    }
    free(bench->reservation);
    bench->reservation = NULL;
    return 0;
}

uint64_t bench_reserve_and_free(bench_vm_t *bench, uintptr_t address, size_t times)
{
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        vm_memory_reservation_t *made =
            vm_reserve_memory_at(bench->vm, address, VM_PAGE_SIZE, answer_load, bench);
        if (made == NULL || vm_free_reserved_memory(bench->vm, made) != 0) {
            return BENCH_FAILED;
        }
    }
    return bench_now() - start;
}

uint64_t bench_map(bench_vm_t *bench, size_t page_bits)
{
    uint64_t start = bench_now();
    if (vm_map_reservation_ram(bench->vm, bench->reservation[0], seL4_AllRights, page_bits) != 0) {
        return BENCH_FAILED;
    }
    return bench_now() - start;
}

uint64_t bench_unmap(bench_vm_t *bench)
{
    uint64_t start = bench_now();
    if (vm_unmap_reservation(bench->vm, bench->reservation[0]) != 0) {
        return BENCH_FAILED;
    }
    return bench_now() - start;
}

uint64_t bench_map_calls(void)
{
    return rs_vspace_map_calls();
}

int bench_defer(bench_vm_t *bench)
{
    return vm_map_reservation_deferred(bench->vm, bench->reservation[0], NULL, NULL, seL4_PageBits);
}

uint64_t bench_copy_in(bench_vm_t *bench, uintptr_t address, const void *buffer, size_t size,
                       size_t times)
{
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        if (vm_guest_write(bench->vm, address, buffer, size) != 0) {
            return BENCH_FAILED;
        }
    }
    return bench_now() - start;
}

uint64_t bench_copy_out(bench_vm_t *bench, uintptr_t address, void *buffer, size_t size,
                        size_t times)
{
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        if (vm_guest_read(bench->vm, address, buffer, size) != 0) {
            return BENCH_FAILED;
        }
    }
    return bench_now() - start;
}
