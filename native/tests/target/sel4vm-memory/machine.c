/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "machine.h"

#include <rootserver/heap.h>
#include <vka/object.h>

static vm_t vm;
static vka_object_t endpoint;
static rs_memory_stats_t before;

rs_memory_stats_t settled_stats(void)
{
    rs_heap_trim();
    return rs_memory_stats();
}

vm_t *machine_current(void)
{
    return &vm;
}

vm_t *machine_make(void)
{
    if (vm.vm_initialised) { /* a test that failed has left it */
        vm_destroy(&vm);
        vka_free_object(NULL, &endpoint);
    }
    before = settled_stats();
    ASSERT_EQ(0, vka_alloc_endpoint(NULL, &endpoint));
    ASSERT_EQ(0, vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "memory"));
    return &vm;
}

void machine_free(void)
{
    ASSERT_EQ(0, vm_destroy(&vm));
    vka_free_object(NULL, &endpoint);
    ASSERT_STATS(before);
}

memory_fault_result_t handled(vm_t *machine, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                              void *cookie)
{
    (void)machine;
    (void)vcpu;
    (void)addr;
    (void)length;
    (void)cookie;
    return FAULT_HANDLED;
}

void assert_same_stats(const char *file, int line, rs_memory_stats_t old)
{
    rs_memory_stats_t now = settled_stats();
    if (now.free_bytes != old.free_bytes || now.used_bytes != old.used_bytes ||
        now.device_bytes != old.device_bytes || now.live_objects != old.live_objects ||
        now.free_slots != old.free_slots || now.live_tables != old.live_tables) {
        rs_test_fail(
            file, line, "leak: %ld bytes, %ld device bytes, %ld objects, %ld slots, %ld tables",
            (long)(old.free_bytes - now.free_bytes), (long)(now.device_bytes - old.device_bytes),
            (long)(now.live_objects - old.live_objects), (long)(old.free_slots - now.free_slots),
            (long)(now.live_tables - old.live_tables));
    }
}
