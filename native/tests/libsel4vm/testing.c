/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <stdlib.h>

#include "fault/memory_fault.h"

test_t *tests;
unsigned test_failures;

void test_register(test_t *test)
{
    test_t **link = &tests;
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = test;
}

void test_fail(const char *file, int line, const char *what, long long left, long long right)
{
    test_failures++;
    printf("%s:%d: %s (0x%llx, 0x%llx)\n", file, line, what, (unsigned long long)left,
           (unsigned long long)right);
}

baseline_t baseline_take(void)
{
    return (baseline_t){fake_counts(), rs_memory_stats(), heap_live()};
}

static void compare(const char *file, int line, const char *what, long long before, long long now)
{
    if (before != now) {
        test_fail(file, line, what, before, now);
    }
}

void baseline_check(const baseline_t *before, const char *file, int line)
{
    baseline_t now = baseline_take();
    compare(file, line, "mapped frames", (long long)before->counts.mapped_frames,
            (long long)now.counts.mapped_frames);
    compare(file, line, "mapped tables", (long long)before->counts.mapped_tables,
            (long long)now.counts.mapped_tables);
    compare(file, line, "free slots", (long long)before->memory.free_slots,
            (long long)now.memory.free_slots);
    compare(file, line, "free bytes", (long long)before->memory.free_bytes,
            (long long)now.memory.free_bytes);
    compare(file, line, "device bytes", (long long)before->memory.device_bytes,
            (long long)now.memory.device_bytes);
    compare(file, line, "live objects", (long long)before->memory.live_objects,
            (long long)now.memory.live_objects);
    compare(file, line, "live tables", (long long)before->memory.live_tables,
            (long long)now.memory.live_tables);
    compare(file, line, "heap", before->heap, now.heap);
}

typedef struct memory_only {
    vm_t vm;
    rs_vspace_t vspace;
} memory_only_t;

vm_t *memory_vm(void)
{
    memory_only_t *all = calloc(1, sizeof(*all));
    CHECK_EQ(rs_vspace_create(&all->vspace), seL4_NoError);
    all->vm.mem.vm_vspace = (vspace_t){&all->vspace, all->vspace.root};
    CHECK_EQ(vm_memory_init(&all->vm), 0);
    return &all->vm;
}

void memory_vm_free(vm_t *vm)
{
    memory_only_t *all = (memory_only_t *)vm;
    CHECK_EQ(vm_memory_destroy(vm), 0);
    rs_vspace_destroy(&all->vspace);
    free(all);
}

memory_fault_result_t dispatch(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length)
{
    return memory_ask(vm, vcpu, reservation_at(memory_of(vm), addr), addr, length);
}

memory_fault_result_t record(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length, void *cookie)
{
    recorder_t *recorder = cookie;
    (void)vm;
    if (recorder == NULL) {
        return FAULT_HANDLED;
    }
    recorder->calls++;
    recorder->addr = addr;
    recorder->length = length;
    recorder->vcpu = vcpu;
    return recorder->result;
}
