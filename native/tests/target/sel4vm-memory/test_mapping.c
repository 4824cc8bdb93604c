/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Frames behind reservations. */
#include <sel4vm/guest_memory_util.h>

#include <string.h>

#include "machine.h"

static rs_object_t frame(size_t bits)
{
    rs_object_t object;
    seL4_Word type = bits == seL4_PageBits ? seL4_ARM_SmallPageObject : seL4_ARM_LargePageObject;
    ASSERT_EQ(seL4_NoError, rs_object_alloc(type, bits, &object));
    return object;
}

TEST(the_callers_frames_are_mapped_and_stay_the_callers)
{
    rs_object_t objects[4];
    seL4_CPtr caps[4];
    for (unsigned i = 0; i < 4; i++) {
        objects[i] = frame(12);
        caps[i] = objects[i].cptr;
    }
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation_frames(vm, r, caps, 4, 12));
    ASSERT_EQ(objects[2].paddr + 8, vm_arm_ipa_to_pa(vm, RAM + 0x2008, 8));
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 4, 12));
    ASSERT_ERROR(VM_ERROR_ALREADY_MAPPED);
    strcpy(vm_guest_pointer(vm, RAM + 0x1ffe, 4), "abc");
    ASSERT_EQ(0, vm_unmap_reservation(vm, r));
    ASSERT_EQ(-1, vm_unmap_reservation(vm, r));
    ASSERT_EQ(0, vm_map_reservation_frames(vm, r, caps, 4, 12));
    ASSERT_STR_EQ("abc", vm_guest_pointer(vm, RAM + 0x1ffe, 4));
    machine_free();
    for (unsigned i = 0; i < 4; i++) {
        ASSERT_EQ(seL4_NoError, seL4_ARM_Page_GetAddress(caps[i]).error);
        rs_object_free(&objects[i]);
    }
}

TEST(wrong_frames_are_refused_and_leave_nothing)
{
    rs_object_t small = frame(12);
    seL4_CPtr caps[2] = {small.cptr, small.cptr};
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x2000, handled, NULL);
    rs_memory_stats_t before = settled_stats();
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 1, 12));
    ASSERT_ERROR(VM_ERROR_FRAME_COUNT);
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 1, 21));
    ASSERT_ERROR(VM_ERROR_FRAME_SIZE);
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 2, 12));
    ASSERT_ERROR(VM_ERROR_KERNEL);
    caps[1] = seL4_CapNull;
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 2, 12));
    ASSERT_ERROR(VM_ERROR_NULL_CAPABILITY);
    caps[1] = seL4_CapInitThreadTCB;
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 2, 12));
    ASSERT_ERROR(VM_ERROR_KERNEL);
    caps[1] = seL4_CapInitThreadCNode - 1 + (1ul << 40);
    ASSERT_EQ(-1, vm_map_reservation_frames(vm, r, caps, 2, 12));
    ASSERT_ERROR(VM_ERROR_KERNEL);
    ASSERT_STATS(before);
    machine_free();
    rs_object_free(&small);
}

typedef struct supply {
    vm_frame_t frames[3];
    unsigned next;
} supply_t;

static vm_frame_t next_frame(uintptr_t addr, void *cookie)
{
    supply_t *supply = cookie;
    (void)addr;
    return supply->frames[supply->next++ % 3];
}

TEST(iterators_may_mix_sizes)
{
    rs_object_t a = frame(12), b = frame(21), c = frame(12);
    uintptr_t start = RAM + 0x1ff000;
    supply_t supply = {.frames = {{a.cptr, seL4_AllRights, start, 12},
                                  {b.cptr, seL4_CanRead, start + 0x1000, 21},
                                  {c.cptr, seL4_AllRights, start + 0x201000, 12}}};
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, start, 0x202000, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation(vm, r, next_frame, &supply));
    unsigned char *pointer = vm_guest_pointer(vm, start, 0x202000);
    ASSERT_TRUE(pointer != NULL);
    memset(pointer, 0xa5, 0x202000);
    ASSERT_EQ(0, vm_unmap_reservation(vm, r));
    supply.next = 0;
    supply.frames[2].vaddr += 0x1000;
    ASSERT_EQ(-1, vm_map_reservation(vm, r, next_frame, &supply));
    ASSERT_ERROR(VM_ERROR_FRAME_ADDRESS);
    machine_free();
    rs_object_free(&a);
    rs_object_free(&b);
    rs_object_free(&c);
}

TEST(ram_comes_in_large_pages)
{
    vm_t *vm = machine_make();
    vm_reservation_info_t info;
    vm_memory_reservation_t *r =
        vm_reserve_memory_at(vm, RAM - 0x1000, 64 * MIB + 0x2000, handled, NULL);
    ASSERT_EQ(0, map_frame_alloc_reservation(vm, r));
    ASSERT_EQ(0, vm_get_reservation_info(vm, r, &info));
    ASSERT_EQ(34, info.mapped_pages);
    ASSERT_TRUE(info.library_owned);
    unsigned char *pointer = vm_guest_pointer(vm, RAM - 0x1000, 64 * MIB + 0x2000);
    for (size_t at = 0; at < 64 * MIB + 0x2000; at += 0x1000) {
        ASSERT_EQ(0, pointer[at]);
        pointer[at] = 1;
    }
    ASSERT_EQ(0, vm_unmap_reservation(vm, r));
    /* Memory that was used before comes back zeroed. */
    ASSERT_EQ(0, map_frame_alloc_reservation(vm, r));
    pointer = vm_guest_pointer(vm, RAM, 64 * MIB);
    for (size_t at = 0; at < 64 * MIB; at += 0x1000) {
        ASSERT_EQ(0, pointer[at]);
    }
    machine_free();
}

TEST(rights_and_tracking_are_set)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation_ram(vm, r, seL4_AllRights, 12));
    ASSERT_EQ(0, vm_set_reservation_rights(vm, r, RAM + 0x1000, 0x2000, seL4_CanRead));
    ASSERT_EQ(0, vm_set_reservation_rights(vm, r, RAM, 0x1000, seL4_NoRights));
    ASSERT_EQ(0, vm_set_reservation_rights(vm, r, RAM, 0x4000, seL4_AllRights));
    ASSERT_EQ(-1, vm_set_reservation_rights(vm, r, RAM, 0x5000, seL4_AllRights));
    ASSERT_EQ(0, vm_set_tracking(vm, r, VM_TRACK_DIRTY));
    ASSERT_EQ(0, vm_collect_pages(vm, r, NULL, NULL, true));
    ASSERT_EQ(0, vm_guest_write(vm, RAM + 0xfff, "ab", 2));
    ASSERT_EQ(2, vm_collect_pages(vm, r, NULL, NULL, true));
    ASSERT_EQ(0, vm_mark_dirty(vm, RAM, 1));
    ASSERT_EQ(1, vm_collect_pages(vm, r, NULL, NULL, false));
    ASSERT_EQ(0, vm_set_tracking(vm, r, VM_TRACK_ACCESSED));
    ASSERT_EQ(0, vm_set_tracking(vm, r, VM_TRACK_NONE));
    ASSERT_EQ(-1, vm_collect_pages(vm, r, NULL, NULL, false));
    ASSERT_ERROR(VM_ERROR_BAD_STATE);
    machine_free();
}

TEST(deferred_pages_come_when_the_vmm_touches_them)
{
    vm_t *vm = machine_make();
    vm_reservation_info_t info;
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 16 * MIB, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation_deferred(vm, r, NULL, NULL, seL4_LargePageBits));
    ASSERT_EQ(0, vm_guest_write(vm, RAM + 4 * MIB - 1, "ab", 2));
    ASSERT_EQ(0, vm_get_reservation_info(vm, r, &info));
    ASSERT_EQ(VM_BACKING_DEFERRED, info.backing);
    ASSERT_EQ(2, info.mapped_pages);
    ASSERT_EQ(4 * MIB, info.mapped_bytes);
    machine_free();
}
