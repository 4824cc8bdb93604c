/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The VMM's way into guest memory. */
#include "machine.h"

TEST(copies_cross_reservations_but_not_holes)
{
    static unsigned char buffer[0x2000];
    vm_t *vm = machine_make();
    for (unsigned i = 0; i < 2; i++) {
        vm_memory_reservation_t *r =
            vm_reserve_memory_at(vm, RAM + i * 0x1000ul, 0x1000, handled, NULL);
        ASSERT_EQ(0, vm_map_reservation_ram(vm, r, seL4_AllRights, 12));
    }
    ASSERT_EQ(0, vm_guest_write(vm, RAM + 0xffe, "wxyz", 4));
    ASSERT_EQ(0, vm_guest_read(vm, RAM, buffer, 0x2000));
    ASSERT_EQ('y', buffer[0x1000]);
    ASSERT_EQ(-1, vm_guest_read(vm, RAM + 0x1000, buffer, 0x1001));
    ASSERT_ERROR(VM_ERROR_NOT_FOUND);
    ASSERT_EQ(0, vm_guest_read(vm, 0, buffer, 0));
    ASSERT_TRUE(vm_guest_pointer(vm, RAM + 0xfff, 2) == NULL);
    ASSERT_ERROR(VM_ERROR_OUT_OF_RANGE);
    ASSERT_TRUE(vm_guest_pointer(vm, UINTPTR_MAX, 2) == NULL);
    ASSERT_ERROR(VM_ERROR_WRAPS);
    machine_free();
}

TEST(two_vms_do_not_see_each_other)
{
    static vm_t other;
    vm_t *vm = machine_make();
    rs_memory_stats_t before = settled_stats();
    ASSERT_EQ(0, vm_init(&other, NULL, NULL, (vspace_t){0}, NULL, vm->host_endpoint, "other"));
    vm_memory_reservation_t *here = vm_reserve_memory_at(vm, RAM, 0x1000, handled, NULL);
    vm_memory_reservation_t *there = vm_reserve_memory_at(&other, RAM, 0x1000, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation_ram(vm, here, seL4_AllRights, 12));
    ASSERT_EQ(0, vm_map_reservation_ram(&other, there, seL4_AllRights, 12));
    ASSERT_EQ(0, vm_guest_write(vm, RAM, "a", 1));
    ASSERT_EQ(0, vm_guest_write(&other, RAM, "b", 1));
    ASSERT_EQ('a', *(char *)vm_guest_pointer(vm, RAM, 1));
    ASSERT_EQ(-1, vm_free_reserved_memory(vm, there));
    ASSERT_ERROR(VM_ERROR_INVALID_HANDLE);
    ASSERT_EQ(0, vm_destroy(&other));
    ASSERT_EQ(0, vm_free_reserved_memory(vm, here));
    ASSERT_STATS(before);
    machine_free();
}
