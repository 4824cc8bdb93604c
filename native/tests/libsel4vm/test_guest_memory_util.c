/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_memory_util.h>

#define DEVICE FAKE_DEVICE_BASE

TEST(an_allocated_frame_is_seen_by_both_sides)
{
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    char *pointer = create_allocated_reservation_frame(vm, 0x5000, seL4_CanRead, record, NULL);
    CHECK(pointer != NULL);
    fake_translation_t t = fake_translate(vm->mem.vm_vspace.root, 0x5000);
    CHECK(t.mapped && t.read && !t.write);
    CHECK_EQ(pointer[17], 0);
    pointer[17] = 42;
    CHECK_EQ(((char *)fake_physical(t.paddr))[17], 42);
    CHECK(vm_guest_pointer(vm, 0x5000, 1) == pointer);
    CHECK_EQ(vm_free_reserved_memory(vm, vm_find_reservation(vm, 0x5000)), 0);
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(a_frame_where_something_is_reserved_is_refused)
{
    vm_t *vm = memory_vm();
    CHECK(vm_reserve_memory_at(vm, 0x4000, 0x2000, record, NULL) != NULL);
    baseline_t before = baseline_take();
    CHECK(create_allocated_reservation_frame(vm, 0x5000, seL4_AllRights, record, NULL) == NULL);
    CHECK_ERROR(vm, VM_ERROR_OVERLAP);
    CHECK(create_device_reservation_frame(vm, 0x5000, seL4_AllRights, record, NULL) == NULL);
    CHECK_ERROR(vm, VM_ERROR_OVERLAP);
    CHECK(create_allocated_reservation_frame(vm, 0x8001, seL4_AllRights, record, NULL) == NULL);
    CHECK(create_allocated_reservation_frame(vm, 0x8000, seL4_AllRights, NULL, NULL) == NULL);
    CHECK(create_allocated_reservation_frame(NULL, 0x8000, seL4_AllRights, record, NULL) == NULL);
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(a_device_frame_is_at_its_physical_address)
{
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    CHECK(create_device_reservation_frame(vm, DEVICE + 0x3000, seL4_AllRights, record, NULL) !=
          NULL);
    fake_translation_t t = fake_translate(vm->mem.vm_vspace.root, DEVICE + 0x3010);
    CHECK_EQ(t.paddr, DEVICE + 0x3010);
    /* A second one of the same device is in use. */
    vm_t *other = memory_vm();
    CHECK(create_device_reservation_frame(other, DEVICE + 0x3000, seL4_AllRights, record, NULL) ==
          NULL);
    CHECK_ERROR(other, VM_ERROR_KERNEL);
    CHECK_EQ(vm_last_error(other)->kernel_error, seL4_DeleteFirst);
    CHECK(vm_find_reservation(other, DEVICE + 0x3000) == NULL);
    memory_vm_free(other);
    CHECK_EQ(vm_free_reserved_memory(vm, vm_find_reservation(vm, DEVICE + 0x3000)), 0);
    CHECK_BASELINE(before);
    /* No memory is at that address. */
    CHECK(create_device_reservation_frame(vm, 0x1000, seL4_AllRights, record, NULL) == NULL);
    CHECK_EQ(vm_last_error(vm)->kernel_error, seL4_RangeError);
    memory_vm_free(vm);
}

TEST(reservations_are_backed_by_physical_ranges)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, 0x10000, 0x4000, record, NULL);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, DEVICE + 0x8000, r), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, 0x12008).paddr, DEVICE + 0xa008);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, 0x10000, 0x4000), DEVICE + 0x8000);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, 0x10000, 0x4001), 0);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, DEVICE, r), -1);
    CHECK_ERROR(vm, VM_ERROR_ALREADY_MAPPED);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, DEVICE + 8, r), -1);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, DEVICE, NULL), -1);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(NULL, DEVICE, r), -1);
    /* Over the end of the device: half of it could be had, nothing stays. */
    baseline_t before = baseline_take();
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, DEVICE + FAKE_DEVICE_SIZE - 0x2000, r),
             -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(large_pages_are_used_where_physical_and_guest_address_agree)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, FAKE_LOW_RAM_BASE, 4 * MIB, record, NULL);
    CHECK_EQ(map_ut_alloc_reservation(vm, r), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, FAKE_LOW_RAM_BASE + MIB).bits, 21);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, FAKE_LOW_RAM_BASE + MIB).paddr,
             FAKE_LOW_RAM_BASE + MIB);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, FAKE_LOW_RAM_BASE + 0x1000, r), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, FAKE_LOW_RAM_BASE + MIB).bits, 12);
    CHECK_EQ(map_ut_alloc_reservation(vm, NULL), -1);
    memory_vm_free(vm);
}

TEST(fresh_frames_back_a_reservation)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r =
        vm_reserve_memory_at(vm, 0x40000000, 2 * MIB + 0x1000, record, NULL);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), 0);
    CHECK(fake_translate(vm->mem.vm_vspace.root, 0x40200000).write);
    CHECK_EQ(map_frame_alloc_reservation(vm, r), -1);
    CHECK_EQ(map_frame_alloc_reservation(vm, NULL), -1);
    memory_vm_free(vm);
}

TEST(a_maybe_device_is_the_device_or_ram)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *device =
        vm_reserve_memory_at(vm, DEVICE + 0x10000, 0x2000, record, NULL);
    vm_memory_reservation_t *ram = vm_reserve_memory_at(vm, 0x10000, 0x2000, record, NULL);
    CHECK_EQ(map_maybe_device_reservation(vm, device), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, DEVICE + 0x11000).paddr, DEVICE + 0x11000);
    CHECK_EQ(map_maybe_device_reservation(vm, ram), 0);
    CHECK_EQ(vm_last_error(vm)->code, VM_ERROR_NONE); /* of the device that is not there */
    CHECK(fake_translate(vm->mem.vm_vspace.root, 0x11000).paddr >= FAKE_RAM_BASE);
    CHECK_EQ(map_maybe_device_reservation(vm, ram), -1);
    CHECK_EQ(map_maybe_device_reservation(NULL, ram), -1);
    memory_vm_free(vm);
}

TEST(the_default_callback_answers_an_error)
{
    CHECK_EQ(default_error_fault_callback(NULL, NULL, 0, 0, NULL), FAULT_ERROR);
}

/* Attributes of ADDR for the guest, and of POINTER for the VMM. */
static seL4_Word both_views(vm_t *vm, uintptr_t addr)
{
    const void *pointer = vm_guest_pointer(vm, addr, 1);
    seL4_Word guest = fake_translate(vm->mem.vm_vspace.root, addr).attributes;
    seL4_Word vmm = fake_translate(seL4_CapInitThreadVSpace, (uintptr_t)pointer).attributes;
    CHECK(pointer != NULL);
    CHECK_EQ(guest, vmm);
    return guest;
}

static seL4_Word attributes_at(vm_t *vm, uintptr_t paddr)
{
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, 0x10000, 0x1000, record, NULL);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, paddr, r), 0);
    seL4_Word attributes = both_views(vm, 0x10000);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    return attributes;
}

/* Also RAM that comes as device untyped memory: a guest that caches it must not meet a VMM that
 * does not. */
TEST(ram_is_normal_memory_in_both_views)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(attributes_at(vm, FAKE_LOW_RAM_BASE), seL4_ARM_Default_VMAttributes);
    CHECK_EQ(attributes_at(vm, FAKE_LOW_RAM_BASE + 256 * MIB), seL4_ARM_Default_VMAttributes);
    CHECK_EQ(attributes_at(vm, FAKE_RAM_BASE + 16 * MIB), seL4_ARM_Default_VMAttributes);
    CHECK(create_allocated_reservation_frame(vm, 0x5000, seL4_AllRights, record, NULL) != NULL);
    CHECK_EQ(both_views(vm, 0x5000), seL4_ARM_Default_VMAttributes);
    CHECK(create_device_reservation_frame(vm, FAKE_LOW_RAM_BASE, seL4_AllRights, record, NULL) !=
          NULL);
    CHECK_EQ(both_views(vm, FAKE_LOW_RAM_BASE), seL4_ARM_Default_VMAttributes);
    memory_vm_free(vm);
}

TEST(a_device_is_device_memory_in_both_views)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(attributes_at(vm, DEVICE + 0x4000), 0);
    CHECK(create_device_reservation_frame(vm, DEVICE, seL4_AllRights, record, NULL) != NULL);
    CHECK_EQ(both_views(vm, DEVICE), 0);
    /* New rights and tracking map anew, and leave that as it is. */
    vm_memory_reservation_t *r = vm_find_reservation(vm, DEVICE);
    CHECK_EQ(vm_set_reservation_rights(vm, r, DEVICE, 0x1000, seL4_CanRead), 0);
    CHECK_EQ(both_views(vm, DEVICE), 0);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), 0);
    CHECK_EQ(both_views(vm, DEVICE), 0);
    memory_vm_free(vm);
}

/* Frames of the caller's say themselves where they are. */
TEST(frames_of_the_caller_are_mapped_as_what_they_are)
{
    vm_t *vm = memory_vm();
    rs_object_t frames[2];
    CHECK_EQ(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, DEVICE, &frames[0]), seL4_NoError);
    CHECK_EQ(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, FAKE_LOW_RAM_BASE, &frames[1]),
             seL4_NoError);
    seL4_CPtr capabilities[] = {frames[0].cptr, frames[1].cptr};
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, 0x10000, 0x2000, record, NULL);
    CHECK_EQ(vm_map_reservation_frames(vm, r, capabilities, 2, seL4_PageBits), 0);
    CHECK_EQ(both_views(vm, 0x10000), 0);
    CHECK_EQ(both_views(vm, 0x11000), seL4_ARM_Default_VMAttributes);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, 0x11000, 0x1000), FAKE_LOW_RAM_BASE);
    memory_vm_free(vm);
    rs_object_free(&frames[0]);
    rs_object_free(&frames[1]);
}

TEST(a_frame_that_the_kernel_does_not_know_is_refused)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, 0x10000, 0x1000, record, NULL);
    baseline_t before = baseline_take();
    seL4_CPtr beyond = 1ul << CONFIG_ROOT_CNODE_SIZE_BITS;
    unsigned long calls = fake_counts().calls;
    CHECK_EQ(vm_map_reservation_frames(vm, r, &beyond, 1, seL4_PageBits), -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    CHECK_EQ(vm_last_error(vm)->kernel_error, seL4_InvalidCapability);
    CHECK_EQ(fake_counts().calls, calls); /* the call alone would be a fault of this thread */
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

/* Then nobody says that it is RAM. */
TEST(device_untyped_memory_without_a_device_tree_is_a_device)
{
    fake_drop_device_tree();
    vm_t *vm = memory_vm();
    CHECK_EQ(attributes_at(vm, FAKE_LOW_RAM_BASE), 0);
    CHECK_EQ(attributes_at(vm, FAKE_RAM_BASE + 16 * MIB), seL4_ARM_Default_VMAttributes);
    memory_vm_free(vm);
}
