/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Ten faults of upstream's library that this one must not have, by number. */
#include "testing.h"

#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_memory_util.h>
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_ram_ext.h>

#include "fault/memory_fault.h"

#define RAM 0x40000000ul

TEST(fault_01_error_paths_free_only_what_was_allocated)
{
    vm_t *vm = memory_vm();
    CHECK(vm_reserve_memory_at(vm, 0x5000, 0x1000, record, NULL) != NULL);
    baseline_t before = baseline_take();
    /* AddressSanitizer stops at a free of anything else. */
    CHECK(create_allocated_reservation_frame(vm, 0x5000, seL4_AllRights, record, NULL) == NULL);
    CHECK(create_device_reservation_frame(vm, 0x6000, seL4_AllRights, record, NULL) == NULL);
    for (unsigned long n = 1; n < 8; n++) {
        fake_fail_call(n, seL4_NotEnoughMemory);
        CHECK(create_device_reservation_frame(vm, FAKE_DEVICE_BASE, seL4_AllRights, record, NULL) ==
                  NULL ||
              !fake_failed() ||
              vm_free_reserved_memory(vm, vm_find_reservation(vm, FAKE_DEVICE_BASE)) == 0);
        fake_fail_call(0, seL4_NoError);
        CHECK_BASELINE(before);
    }
    memory_vm_free(vm);
}

TEST(fault_02_alignment_past_the_end_of_an_anonymous_region_finds_nothing)
{
    vm_t *vm = memory_vm();
    uintptr_t addr = 3;
    CHECK_EQ(vm_memory_make_anon(vm, 0x10001000, 0x2000), 0);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x100000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_BAD_ALIGNMENT);
    CHECK_EQ(addr, 3);
    memory_vm_free(vm);
}

TEST(fault_03_an_access_over_the_end_of_a_reservation_is_not_handled_by_it)
{
    vm_t *vm = memory_vm();
    recorder_t recorder = {.result = FAULT_HANDLED};
    CHECK(vm_reserve_memory_at(vm, RAM, 0x1000, record, &recorder) != NULL);
    CHECK_EQ(dispatch(vm, NULL, RAM + 0xffd, 4), FAULT_UNHANDLED);
    CHECK_EQ(dispatch(vm, NULL, RAM + 0xffc, 4), FAULT_HANDLED);
    CHECK_EQ(recorder.calls, 1);
    memory_vm_free(vm);
}

TEST(fault_04_a_large_frame_is_unmapped_once)
{
    vm_t *vm = memory_vm();
    rs_memory_stats_t before = rs_memory_stats();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 4 * MIB, record, NULL);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), 0);
    unsigned long calls = fake_counts().calls;
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    CHECK(fake_counts().calls - calls < 64);
    CHECK_EQ(rs_memory_stats().free_slots, before.free_slots);
    memory_vm_free(vm);
}

static vm_frame_t same_frame(uintptr_t addr, void *cookie)
{
    return (vm_frame_t){*(seL4_CPtr *)cookie, seL4_AllRights, addr, 12};
}

TEST(fault_05_the_callers_capabilities_survive_and_untyped_memory_comes_back)
{
    vm_t *vm = memory_vm();
    rs_object_t object;
    CHECK_EQ(rs_object_alloc(seL4_ARM_SmallPageObject, 12, &object), seL4_NoError);
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation(vm, r, same_frame, &object.cptr), 0);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    CHECK(fake_slot_used(object.cptr));
    CHECK_EQ(seL4_ARM_Page_GetAddress(object.cptr).paddr, object.paddr);
    size_t free_bytes = rs_memory_stats().free_bytes;
    r = vm_reserve_memory_at(vm, RAM, 0x10000, record, NULL);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), 0);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    CHECK_EQ(rs_memory_stats().free_bytes, free_bytes);
    rs_object_free(&object);
    memory_vm_free(vm);
}

TEST(fault_06_a_failure_half_way_leaves_nothing_mapped)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x8000, record, NULL);
    baseline_t before = baseline_take();
    fake_fail_call(20, seL4_NotEnoughMemory);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), -1);
    CHECK(fake_failed());
    CHECK_BASELINE(before);
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, r, &info), 0);
    CHECK_EQ(info.backing, VM_BACKING_NONE);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), 0);
    memory_vm_free(vm);
}

TEST(fault_07_nodes_and_cookies_do_not_leak)
{
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    for (unsigned i = 0; i < 300; i++) {
        CHECK(create_allocated_reservation_frame(vm, 0x1000 * (i + 1ul), seL4_AllRights, record,
                                                 NULL) != NULL);
    }
    while (vm_first_reservation(vm) != NULL) {
        CHECK_EQ(vm_free_reserved_memory(vm, vm_first_reservation(vm)), 0);
    }
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(fault_08_anonymous_reservations_can_be_freed)
{
    vm_t *vm = memory_vm();
    uintptr_t addr;
    CHECK_EQ(vm_memory_make_anon(vm, RAM, 0x10000), 0);
    for (unsigned i = 0; i < 100; i++) {
        vm_memory_reservation_t *r =
            vm_reserve_anon_memory(vm, 0x10000, 0x1000, record, NULL, &addr);
        CHECK(r != NULL);
        CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    }
    memory_vm_free(vm);
}

TEST(fault_09_empty_and_wrapping_ranges_are_refused_and_errors_are_told)
{
    vm_t *vm = memory_vm();
    CHECK(vm_reserve_memory_at(vm, RAM, 0, record, NULL) == NULL);
    CHECK(vm_reserve_memory_at(vm, UINTPTR_MAX - 0xfff, 0x1000, record, NULL) == NULL);
    CHECK(vm_reserve_memory_at(vm, UINTPTR_MAX - 0xfff, 0x2000, record, NULL) == NULL);
    CHECK_EQ(vm_ram_register(vm, 0x1000), 0);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK_EQ(vm_memory_make_anon(vm, 0, 0x10000), 0);
    uintptr_t addr = vm_ram_register(vm, 0x1000);
    CHECK(addr != 0);
    memory_vm_free(vm);
}

TEST(fault_10_freed_ram_can_be_allocated_again)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x2000, false), 0);
    for (unsigned i = 0; i < 10; i++) {
        uintptr_t addr = vm_ram_allocate(vm, 0x2000);
        CHECK_EQ(addr, RAM);
        CHECK_EQ(vm_ram_allocate(vm, 0x1000), 0);
        vm_ram_free(vm, addr, 0x2000);
    }
    memory_vm_free(vm);
}
