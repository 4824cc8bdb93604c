/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Backing reservations with frames. */
#include "testing.h"

#include <rootserver/slots.h>

#define BASE 0x40000000ul

static vm_memory_reservation_t *reserve(vm_t *vm, uintptr_t addr, size_t size)
{
    return vm_reserve_memory_at(vm, addr, size, record, NULL);
}

static rs_object_t frame(size_t bits)
{
    rs_object_t object;
    seL4_Word type = bits == 12 ? seL4_ARM_SmallPageObject : seL4_ARM_LargePageObject;
    CHECK_EQ(rs_object_alloc(type, bits, &object), seL4_NoError);
    return object;
}

/* Frames for an iterator: handed out one after the other. */
typedef struct supply {
    vm_frame_t frames[8];
    unsigned next;
    vm_t *vm;
    vm_memory_reservation_t *reservation;
    int reentered;
} supply_t;

static vm_frame_t next_frame(uintptr_t addr, void *cookie)
{
    supply_t *supply = cookie;
    (void)addr;
    return supply->frames[supply->next++ % 8];
}

TEST(frames_of_an_array_are_mapped_and_stay_the_callers)
{
    vm_t *vm = memory_vm();
    rs_object_t objects[4];
    seL4_CPtr caps[4];
    for (unsigned i = 0; i < 4; i++) {
        objects[i] = frame(12);
        caps[i] = objects[i].cptr;
    }
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x4000);
    baseline_t before = baseline_take();
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 4, 12), 0);
    fake_translation_t t = fake_translate(vm->mem.vm_vspace.root, BASE + 0x2345);
    CHECK(t.mapped && t.read && t.write);
    CHECK_EQ(t.paddr, objects[2].paddr + 0x345);
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, r, &info), 0);
    CHECK_EQ(info.backing, VM_BACKING_MAPPED);
    CHECK_EQ(info.mapped_pages, 4);
    CHECK_EQ(info.mapped_bytes, 0x4000);
    CHECK(!info.library_owned);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, BASE + 0x1008, 8), objects[1].paddr + 8);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 4, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_ALREADY_MAPPED);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    CHECK_BASELINE(before);
    CHECK(!fake_translate(vm->mem.vm_vspace.root, BASE).mapped);
    CHECK_EQ(vm_unmap_reservation(vm, r), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 4, 12), 0);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    for (unsigned i = 0; i < 4; i++) {
        CHECK(fake_slot_used(caps[i]));
        rs_object_free(&objects[i]);
    }
    memory_vm_free(vm);
}

TEST(wrong_numbers_and_sizes_of_frames_are_refused)
{
    vm_t *vm = memory_vm();
    rs_object_t small = frame(12);
    seL4_CPtr caps[3] = {small.cptr, small.cptr, 0};
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x2000);
    baseline_t before = baseline_take();
    CHECK_EQ(vm_map_reservation_frames(vm, r, NULL, 2, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_NULL_ARGUMENT);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 1, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_COUNT);
    CHECK_EQ(vm_last_error(vm)->limit, 2);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 3, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_COUNT);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 0, 12), -1);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 1, 21), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_SIZE);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 1, 13), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_SIZE);
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, SIZE_MAX, 64), -1);
    /* The same capability twice: the second is mapped already, and the first is taken back. */
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 2, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    CHECK_EQ(vm_last_error(vm)->kernel_error, seL4_DeleteFirst);
    caps[1] = seL4_CapNull;
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 2, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_NULL_CAPABILITY);
    caps[1] = seL4_CapInitThreadTCB;
    CHECK_EQ(vm_map_reservation_frames(vm, r, caps, 2, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    CHECK_BASELINE(before);
    CHECK_EQ(vm_map_reservation_frames(NULL, r, caps, 2, 12), -1);
    rs_object_free(&small);
    memory_vm_free(vm);
}

TEST(iterators_may_mix_sizes)
{
    vm_t *vm = memory_vm();
    rs_object_t a = frame(12), b = frame(21), c = frame(12);
    uintptr_t start = BASE + 0x1ff000;
    supply_t supply = {.frames = {{a.cptr, seL4_AllRights, start, 12},
                                  {b.cptr, seL4_CanRead, start + 0x1000, 21},
                                  {c.cptr, seL4_AllRights, start + 0x201000, 12}}};
    vm_memory_reservation_t *r = reserve(vm, start, 0x202000);
    CHECK_EQ(vm_map_reservation(vm, r, next_frame, &supply), 0);
    fake_translation_t t = fake_translate(vm->mem.vm_vspace.root, BASE + 0x300123);
    CHECK(t.mapped && t.read && !t.write && t.bits == 21);
    CHECK_EQ(t.paddr, b.paddr + 0x100123);
    memset(vm_guest_pointer(vm, start, 0x202000), 0xa5, 0x202000);
    CHECK_EQ(*(unsigned char *)fake_physical(c.paddr + 0xfff), 0xa5);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE + 0x200000, 2 * MIB, seL4_AllRights), 0);
    CHECK(fake_translate(vm->mem.vm_vspace.root, BASE + 0x200000).write);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE + 0x200000, 0x1000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, start, 0x2000), 0);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    rs_object_free(&a);
    rs_object_free(&b);
    rs_object_free(&c);
    memory_vm_free(vm);
}

TEST(bad_frames_of_an_iterator_leave_nothing)
{
    vm_t *vm = memory_vm();
    rs_object_t a = frame(12), b = frame(12), large = frame(21);
    const vm_frame_t good = {a.cptr, seL4_AllRights, BASE, 12};
    const struct {
        vm_frame_t frame;
        vm_error_code_t code;
    } rows[] = {
        {{seL4_CapNull, seL4_AllRights, BASE + 0x1000, 12}, VM_ERROR_NULL_CAPABILITY},
        {{b.cptr, seL4_AllRights, BASE, 12}, VM_ERROR_FRAME_ADDRESS},
        {{b.cptr, seL4_AllRights, BASE + 0x2000, 12}, VM_ERROR_FRAME_ADDRESS},
        {{large.cptr, seL4_AllRights, BASE + 0x1000, 21}, VM_ERROR_FRAME_SIZE},
        {{b.cptr, seL4_AllRights, BASE + 0x1000, 13}, VM_ERROR_FRAME_SIZE},
        {{b.cptr, seL4_AllRights, BASE + 0x1000, 0}, VM_ERROR_FRAME_SIZE},
        {{b.cptr, seL4_AllRights, BASE + 0x1000, SIZE_MAX}, VM_ERROR_FRAME_SIZE},
        {{a.cptr, seL4_AllRights, BASE + 0x1000, 12}, VM_ERROR_KERNEL},
    };
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x2000);
    baseline_t before = baseline_take();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        supply_t supply = {.frames = {good, rows[i].frame}};
        CHECK_EQ(vm_map_reservation(vm, r, next_frame, &supply), -1);
        CHECK_ERROR(vm, rows[i].code);
        CHECK_BASELINE(before);
        CHECK(!fake_translate(vm->mem.vm_vspace.root, BASE).mapped);
    }
    CHECK_EQ(vm_map_reservation(vm, r, NULL, NULL), -1);
    CHECK_ERROR(vm, VM_ERROR_NULL_ARGUMENT);
    /* A large frame at an address that is not aligned to it. */
    vm_memory_reservation_t *odd = reserve(vm, BASE + 0x10001000, 2 * MIB);
    supply_t supply = {.frames = {{large.cptr, seL4_AllRights, BASE + 0x10001000, 21}}};
    CHECK_EQ(vm_map_reservation(vm, odd, next_frame, &supply), -1);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    rs_object_free(&a);
    rs_object_free(&b);
    rs_object_free(&large);
    memory_vm_free(vm);
}

static vm_frame_t meddle(uintptr_t addr, void *cookie)
{
    supply_t *supply = cookie;
    supply->reentered += vm_free_reserved_memory(supply->vm, supply->reservation) == -1;
    supply->reentered += vm_unmap_reservation(supply->vm, supply->reservation) == -1;
    supply->reentered += vm_map_reservation(supply->vm, supply->reservation, meddle, cookie) == -1;
    supply->reentered += vm_guest_pointer(supply->vm, addr, 1) == NULL;
    supply->reentered += vm_memory_destroy(supply->vm) == -1;
    supply->reentered += reserve(supply->vm, 0x1000 + supply->next * 0x1000ul, 0x1000) != NULL;
    return next_frame(addr, cookie);
}

TEST(an_iterator_cannot_pull_its_reservation_away)
{
    vm_t *vm = memory_vm();
    rs_object_t a = frame(12), b = frame(12);
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x2000);
    supply_t supply = {
        .frames = {{a.cptr, seL4_AllRights, BASE, 12}, {b.cptr, seL4_AllRights, BASE + 0x1000, 12}},
        .vm = vm,
        .reservation = r};
    CHECK_EQ(vm_map_reservation(vm, r, meddle, &supply), 0);
    CHECK_EQ(supply.reentered, 12);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    supply.next = 0;
    supply.reentered = 0;
    CHECK_EQ(vm_map_reservation_deferred(vm, r, meddle, &supply, 12), 0);
    CHECK(vm_guest_pointer(vm, BASE, 1) != NULL);
    CHECK_EQ(supply.reentered, 5); /* the address reserved before is taken now */
    memory_vm_free(vm);
    rs_object_free(&a);
    rs_object_free(&b);
}

TEST(ram_comes_in_the_largest_pages_that_fit)
{
    vm_t *vm = memory_vm();
    fake_counts_t before = fake_counts();
    vm_memory_reservation_t *r = reserve(vm, BASE - 0x2000, 0x2000 + 8 * MIB + 0x3000);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_HugePageBits), 0);
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, r, &info), 0);
    CHECK_EQ(info.mapped_pages, 2 + 4 + 3);
    CHECK(info.library_owned);
    CHECK(fake_counts().page_map_calls - before.page_map_calls <= 9 + 6);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, BASE + MIB).bits, 21);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_PageBits), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, BASE + MIB).bits, 12);
    CHECK_EQ(vm_unmap_reservation(vm, r), 0);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, 20), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_SIZE);
    memory_vm_free(vm);
}

TEST(half_a_gibibyte_takes_few_map_calls)
{
    fake_reset(29);
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = reserve(vm, BASE, 448 * MIB);
    fake_counts_t before = fake_counts();
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_HugePageBits), 0);
    CHECK(fake_counts().page_map_calls - before.page_map_calls <= 300);
    memory_vm_free(vm);
}

TEST(ram_that_is_not_there_leaves_nothing)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = reserve(vm, BASE, GIB);
    baseline_t before = baseline_take();
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_LargePageBits), -1);
    CHECK_ERROR(vm, VM_ERROR_OUT_OF_MEMORY);
    CHECK_EQ(vm_last_error(vm)->kernel_error, seL4_NotEnoughMemory);
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(rights_change_for_whole_pages_only)
{
    vm_t *vm = memory_vm();
    seL4_CPtr root = vm->mem.vm_vspace.root;
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x4000);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0x1000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, 12), 0);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE + 0x1000, 0x2000, seL4_CanRead), 0);
    CHECK(fake_translate(root, BASE).write && fake_translate(root, BASE + 0x3000).write);
    CHECK(!fake_translate(root, BASE + 0x1000).write && !fake_translate(root, BASE + 0x2000).write);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0x1000, seL4_NoRights), 0);
    CHECK(!fake_translate(root, BASE).mapped);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0x4000, seL4_AllRights), 0);
    CHECK(fake_translate(root, BASE).write);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE - 0x1000, 0x1000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_OUT_OF_RANGE);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE + 0x3000, 0x2000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_OUT_OF_RANGE);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE + 8, 0x1000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0, seL4_CanRead), -1);
    CHECK_EQ(vm_set_reservation_rights(vm, NULL, BASE, 0x1000, seL4_CanRead), -1);
    /* The third page fails: the first two get their rights back. */
    fake_fail_call(3, seL4_InvalidCapability);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0x4000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    for (unsigned i = 0; i < 4; i++) {
        CHECK(fake_translate(root, BASE + i * 0x1000ul).write);
    }
    memory_vm_free(vm);
}

TEST(deferred_pages_are_fetched_when_touched)
{
    vm_t *vm = memory_vm();
    rs_object_t a = frame(12);
    vm_memory_reservation_t *r = reserve(vm, BASE, 0x4000);
    supply_t supply = {.frames = {{a.cptr, seL4_AllRights, BASE + 0x2000, 12}}};
    CHECK_EQ(vm_map_reservation_deferred(vm, r, next_frame, &supply, 12), 0);
    CHECK(!fake_translate(vm->mem.vm_vspace.root, BASE + 0x2000).mapped);
    CHECK_EQ(vm_set_reservation_rights(vm, r, BASE, 0x1000, seL4_CanRead), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, BASE, 1), 0);
    CHECK(vm_guest_pointer(vm, BASE + 0x2000, 8) != NULL);
    CHECK(fake_translate(vm->mem.vm_vspace.root, BASE + 0x2000).mapped);
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, r, &info), 0);
    CHECK_EQ(info.backing, VM_BACKING_DEFERRED);
    CHECK_EQ(info.mapped_pages, 1);
    /* A frame for another address, of another size, none at all: nothing happens. */
    CHECK(vm_guest_pointer(vm, BASE, 8) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NULL_CAPABILITY);
    supply = (supply_t){.frames = {{a.cptr, seL4_AllRights, BASE + 0x2000, 12}}};
    CHECK(vm_guest_pointer(vm, BASE, 8) == NULL);
    CHECK_ERROR(vm, VM_ERROR_FRAME_ADDRESS);
    supply = (supply_t){.frames = {{a.cptr, seL4_AllRights, BASE, 21}}};
    CHECK(vm_guest_pointer(vm, BASE, 8) == NULL);
    CHECK_ERROR(vm, VM_ERROR_FRAME_SIZE);
    memory_vm_free(vm);
    rs_object_free(&a);
}

TEST(deferred_mappings_need_whole_pages)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = reserve(vm, BASE + 0x1000, 2 * MIB);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 21), -1);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 13), -1);
    CHECK_ERROR(vm, VM_ERROR_FRAME_SIZE);
    CHECK_EQ(vm_map_reservation_deferred(vm, NULL, NULL, NULL, 12), -1);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), 0);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), -1);
    CHECK_ERROR(vm, VM_ERROR_ALREADY_MAPPED);
    memory_vm_free(vm);
}

TEST(memory_without_an_address_space_can_be_reserved_but_not_backed)
{
    vm_t vm = {0};
    CHECK_EQ(vm_memory_init(&vm), 0);
    vm_memory_reservation_t *r = reserve(&vm, BASE, 0x1000);
    CHECK_EQ(vm_map_reservation_ram(&vm, r, seL4_AllRights, 12), -1);
    CHECK_ERROR(&vm, VM_ERROR_BAD_STATE);
    CHECK_EQ(vm_memory_destroy(&vm), 0);
}
