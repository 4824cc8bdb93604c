/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Dispatch of memory faults. */
#include "testing.h"

#include "fault/memory_fault.h"

#define DEV 0x09000000ul
#define RAM 0x40000000ul

static vm_vcpu_t *const VCPU = (vm_vcpu_t *)0x1000;

TEST(the_reservation_around_the_address_is_asked)
{
    vm_t *vm = memory_vm();
    recorder_t a = {.result = FAULT_HANDLED}, b = {.result = FAULT_IGNORE};
    uintptr_t anon;
    CHECK(vm_reserve_memory_at(vm, DEV, 0x1000, record, &a) != NULL);
    CHECK_EQ(vm_memory_make_anon(vm, DEV + 0x1000, 0x4000), 0);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, &b, &anon) != NULL);
    CHECK_EQ(dispatch(vm, VCPU, DEV + 8, 4), FAULT_HANDLED);
    CHECK(a.calls == 1 && a.addr == DEV + 8 && a.length == 4 && a.vcpu == VCPU);
    CHECK_EQ(dispatch(vm, VCPU, anon + 0xff8, 8), FAULT_IGNORE);
    CHECK_EQ(b.calls, 1);
    CHECK_EQ(dispatch(vm, VCPU, DEV + 0xfff, 1), FAULT_HANDLED);
    CHECK_EQ(vmi_memory_resolve(vm, DEV, false), RESOLVE_NONE);
    CHECK_EQ(vmi_memory_resolve(vm, 0, false), RESOLVE_NONE);
    memory_vm_free(vm);
}

TEST(accesses_outside_or_over_an_end_go_to_the_unhandled_callback)
{
    vm_t *vm = memory_vm();
    recorder_t inside = {.result = FAULT_HANDLED}, outside = {.result = FAULT_IGNORE};
    CHECK(vm_reserve_memory_at(vm, DEV, 0x1000, record, &inside) != NULL);
    CHECK_EQ(vm_memory_make_anon(vm, DEV + 0x10000, 0x1000), 0);
    static const struct {
        uintptr_t addr;
        size_t length;
    } rows[] = {{DEV - 1, 1},
                {DEV - 4, 8},
                {DEV + 0x1000, 1},
                {DEV + 0xffd, 4},
                {DEV + 0xfff, 2},
                {DEV + 0x10000, 4},
                {0, 8},
                {UINTPTR_MAX, 1},
                {UINTPTR_MAX, 8},
                {1ul << VM_IPA_BITS, 4}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_EQ(dispatch(vm, VCPU, rows[i].addr, rows[i].length), FAULT_UNHANDLED);
    }
    vm->mem.unhandled_mem_fault_handler = record;
    vm->mem.unhandled_mem_fault_cookie = &outside;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_EQ(dispatch(vm, VCPU, rows[i].addr, rows[i].length), FAULT_IGNORE);
        CHECK_EQ(outside.addr, rows[i].addr);
    }
    CHECK_EQ(inside.calls, 0);
    inside.result = FAULT_UNHANDLED;
    CHECK_EQ(dispatch(vm, VCPU, DEV, 4), FAULT_IGNORE);
    CHECK_EQ(inside.calls, 1);
    memory_vm_free(vm);
}

TEST(undefined_answers_are_errors)
{
    vm_t *vm = memory_vm();
    recorder_t r = {.result = (memory_fault_result_t)77};
    CHECK(vm_reserve_memory_at(vm, DEV, 0x1000, record, &r) != NULL);
    CHECK_EQ(dispatch(vm, VCPU, DEV, 4), FAULT_ERROR);
    CHECK_ERROR(vm, VM_ERROR_CALLBACK);
    CHECK_EQ(vm_last_error(vm)->address, 77);
    r.result = (memory_fault_result_t)-1;
    CHECK_EQ(dispatch(vm, VCPU, DEV, 4), FAULT_ERROR);
    r.result = FAULT_ERROR;
    CHECK_EQ(dispatch(vm, VCPU, DEV, 4), FAULT_ERROR);
    memory_vm_free(vm);
}

static vm_memory_reservation_t *own;

static memory_fault_result_t meddle(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                    void *cookie)
{
    (void)vcpu;
    (void)addr;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_free_reserved_memory(vm, own), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    CHECK_EQ(vm_memory_destroy(vm), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    vm_memory_reservation_t *other = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    CHECK(other != NULL);
    CHECK_EQ(vm_free_reserved_memory(vm, other), 0);
    CHECK_EQ(vm_map_reservation_ram(vm, own, seL4_AllRights, 12), 0);
    CHECK_EQ(vm_unmap_reservation(vm, own), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    return FAULT_RESTART;
}

TEST(a_callback_may_reserve_free_and_map_but_not_free_its_own)
{
    vm_t *vm = memory_vm();
    own = vm_reserve_memory_at(vm, DEV, 0x1000, meddle, NULL);
    CHECK_EQ(dispatch(vm, VCPU, DEV, 4), FAULT_RESTART);
    CHECK(fake_translate(vm->mem.vm_vspace.root, DEV).mapped);
    CHECK_EQ(vm_free_reserved_memory(vm, own), 0);
    memory_vm_free(vm);
}

TEST(two_vcpus_may_fault_one_deferred_page)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x10000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), 0);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x3008, true), RESOLVE_MAPPED);
    baseline_t before = baseline_take();
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x3010, false), RESOLVE_STALE);
    CHECK_BASELINE(before);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x4000, false), RESOLVE_MAPPED);
    memory_vm_free(vm);
}

/* Resolve a write to RAM while each of the kernel calls it takes fails in turn; at last it
 * succeeds. */
static void resolve_without_memory(vm_t *vm)
{
    baseline_t before = baseline_take();
    for (unsigned long n = 1;; n++) {
        fake_fail_call(n, seL4_NotEnoughMemory);
        resolution_t result = vmi_memory_resolve(vm, RAM, true);
        bool failed = fake_failed();
        fake_fail_call(0, seL4_NoError);
        if (!failed) {
            CHECK_EQ(result, RESOLVE_MAPPED);
            break;
        }
        CHECK_EQ(result, RESOLVE_NONE);
        CHECK_ERROR(vm, VM_ERROR_OUT_OF_MEMORY);
        CHECK_BASELINE(before);
    }
}

TEST(a_deferred_page_that_cannot_be_had_goes_to_the_callback)
{
    vm_t *vm = memory_vm();
    recorder_t recorder = {.result = FAULT_HANDLED};
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x10000, record, &recorder);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), 0);
    resolve_without_memory(vm);
    CHECK_EQ(dispatch(vm, VCPU, RAM, 8), FAULT_HANDLED);
    memory_vm_free(vm);
}

TEST(dispatch_allocates_nothing_and_makes_no_call)
{
    vm_t *vm = memory_vm();
    recorder_t recorder = {.result = FAULT_HANDLED};
    for (unsigned i = 0; i < 1000; i++) {
        CHECK(vm_reserve_memory_at(vm, DEV + i * 0x2000ul, 0x1000, record, &recorder) != NULL);
    }
    baseline_t before = baseline_take();
    heap_fail(1);
    for (unsigned i = 0; i < 1000; i++) {
        CHECK_EQ(dispatch(vm, VCPU, DEV + (i * 37 % 1000) * 0x2000ul, 4), FAULT_HANDLED);
        CHECK_EQ(dispatch(vm, VCPU, DEV + i * 0x2000ul + 0x1000, 4), FAULT_UNHANDLED);
    }
    CHECK(!heap_failed());
    CHECK_BASELINE(before);
    CHECK_EQ(fake_counts().calls, before.counts.calls);
    heap_fail(0);
    memory_vm_free(vm);
}

TEST(a_large_deferred_page_does_not_become_a_small_one)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 4 * MIB, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 21), 0);
    resolve_without_memory(vm);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, RAM).bits, 21);
    memory_vm_free(vm);
}
