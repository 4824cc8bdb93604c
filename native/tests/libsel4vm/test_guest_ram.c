/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <rootserver/objects.h>
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_ram_ext.h>

#define RAM 0x40000000ul

static void check_regions(vm_t *vm, const vm_ram_region_t *expected, size_t count)
{
    CHECK_EQ(vm_ram_region_count(vm), count);
    for (size_t i = 0; i < count; i++) {
        vm_ram_region_t region;
        CHECK_EQ(vm_ram_get_region(vm, i, &region), 0);
        CHECK_EQ(region.start, expected[i].start);
        CHECK_EQ(region.size, expected[i].size);
        CHECK_EQ(region.allocated, expected[i].allocated);
    }
}
#define CHECK_REGIONS(vm, ...)                                                                     \
    do {                                                                                           \
        const vm_ram_region_t expected_[] = {__VA_ARGS__};                                         \
        check_regions(vm, expected_, sizeof(expected_) / sizeof(expected_[0]));                    \
    } while (0)

TEST(registered_regions_are_sorted_and_merge)
{
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x10000, 0x10000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x40000, 0x10000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x10000, false), 0);
    CHECK_REGIONS(vm, {RAM, 0x20000, 0}, {RAM + 0x40000, 0x10000, 0});
    CHECK(fake_translate(vm->mem.vm_vspace.root, RAM + 0x1234).write);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x1f000, 0x2000, false), -1);
    CHECK_ERROR(vm, VM_ERROR_OVERLAP);
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x10000), 0);
    CHECK_REGIONS(vm, {RAM, 0x10000, 0}, {RAM + 0x40000, 0x10000, 0});
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x10000), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x1000), -1);
    CHECK_EQ(vm_ram_unregister(vm, RAM), 0);
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x40000), 0);
    baseline_t after = baseline_take();
    CHECK_EQ(after.memory.free_bytes, before.memory.free_bytes);
    CHECK_EQ(after.memory.free_slots, before.memory.free_slots);
    memory_vm_free(vm);
}

TEST(ram_is_allocated_and_freed)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_allocate(vm, 0x1000), 0);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x10000, false), 0);
    CHECK_EQ(vm_ram_allocate(vm, 0x2000), RAM);
    CHECK_EQ(vm_ram_allocate(vm, 1), RAM + 0x2000);
    CHECK_REGIONS(vm, {RAM, 0x3000, 1}, {RAM + 0x3000, 0xd000, 0});
    vm_ram_mark_allocated(vm, RAM + 0x8000, 0x1000);
    CHECK_REGIONS(vm, {RAM, 0x3000, 1}, {RAM + 0x3000, 0x5000, 0}, {RAM + 0x8000, 0x1000, 1},
                  {RAM + 0x9000, 0x7000, 0});
    CHECK_EQ(vm_ram_allocate(vm, 0x6000), RAM + 0x9000);
    CHECK_EQ(vm_ram_allocate(vm, 0x6000), 0);
    CHECK_EQ(vm_ram_unregister(vm, RAM), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    vm_ram_free(vm, RAM + 0x9000, 0x6000);
    vm_ram_free(vm, RAM + 0x8000, 0x1000);
    CHECK_REGIONS(vm, {RAM, 0x3000, 1}, {RAM + 0x3000, 0xd000, 0});
    vm_clear_error(vm);
    vm_ram_free(vm, RAM + 0x2000, 0x2000);
    CHECK_ERROR(vm, VM_ERROR_BAD_STATE);
    CHECK_REGIONS(vm, {RAM, 0x3000, 1}, {RAM + 0x3000, 0xd000, 0});
    vm_ram_free(vm, RAM, 0x2001);
    CHECK_REGIONS(vm, {RAM, 0x10000, 0});
    CHECK_EQ(vm_ram_allocate(vm, 0), 0);
    CHECK_ERROR(vm, VM_ERROR_ZERO_SIZE);
    CHECK_EQ(vm_ram_allocate(vm, SIZE_MAX), 0);
    CHECK_ERROR(vm, VM_ERROR_WRAPS);
    vm_clear_error(vm);
    vm_ram_mark_allocated(vm, RAM + 0xf000, 0x2000);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK_REGIONS(vm, {RAM, 0x10000, 0});
    memory_vm_free(vm);
}

TEST(the_largest_free_region_is_found)
{
    vm_t *vm = memory_vm();
    uintptr_t addr = 5;
    size_t size = 5;
    CHECK_EQ(vm_ram_find_largest_free_region(vm, &addr, &size), -1);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK_EQ(addr, 5);
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x10000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x20000, 0x8000, false), 0);
    vm_ram_mark_allocated(vm, RAM, 0x9000);
    CHECK_EQ(vm_ram_find_largest_free_region(vm, &addr, &size), 0);
    CHECK_EQ(addr, RAM + 0x20000);
    CHECK_EQ(size, 0x8000);
    CHECK_EQ(vm_ram_find_largest_free_region(vm, NULL, &size), -1);
    CHECK_EQ(vm_ram_find_largest_free_region(vm, &addr, NULL), -1);
    CHECK_EQ(vm_ram_find_largest_free_region(NULL, &addr, &size), -1);
    memory_vm_free(vm);
}

TEST(ram_is_registered_anywhere_but_at_zero)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_register(vm, 0x1000), 0);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK_EQ(vm_memory_make_anon(vm, 0, 0x3000), 0);
    CHECK_EQ(vm_ram_register(vm, 0x1000), 0x1000);
    CHECK_EQ(vm_reservation_count(vm), 1);
    CHECK_EQ(vm_memory_make_anon(vm, RAM + 0x1000, 8 * MIB), 0);
    CHECK_EQ(vm_ram_register(vm, 2 * MIB), RAM + 2 * MIB);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, RAM + 3 * MIB).bits, 21);
    CHECK_EQ(vm_ram_register(vm, 0), 0);
    CHECK_ERROR(vm, VM_ERROR_ZERO_SIZE);
    CHECK_EQ(vm_ram_register(vm, 0x1001), 0);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(vm_ram_register(NULL, 0x1000), 0);
    memory_vm_free(vm);
}

TEST(one_to_one_ram_is_at_its_physical_address)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_register_at(vm, FAKE_LOW_RAM_BASE, 4 * MIB, true), 0);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, FAKE_LOW_RAM_BASE, 4 * MIB), FAKE_LOW_RAM_BASE);
    vm->mem.map_one_to_one = 1;
    CHECK_EQ(vm_ram_register_at(vm, FAKE_LOW_RAM_BASE + 8 * MIB, 0x1000, false), 0);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, FAKE_LOW_RAM_BASE + 8 * MIB, 1), FAKE_LOW_RAM_BASE + 8 * MIB);
    CHECK_EQ(vm_ram_register_at(vm, 0x1000, 0x1000, true), -1);
    CHECK_EQ(vm_reservation_count(vm), 2);
    memory_vm_free(vm);
}

static rs_object_t supply[2];

static vm_frame_t give(uintptr_t addr, void *cookie)
{
    unsigned *next = cookie;
    return (vm_frame_t){supply[(*next)++].cptr, seL4_AllRights, addr, 12};
}

TEST(ram_may_come_from_the_callers_frames)
{
    vm_t *vm = memory_vm();
    unsigned next = 0;
    CHECK_EQ(rs_object_alloc(seL4_ARM_SmallPageObject, 12, &supply[0]), 0);
    CHECK_EQ(rs_object_alloc(seL4_ARM_SmallPageObject, 12, &supply[1]), 0);
    CHECK_EQ(vm_ram_register_at_custom_iterator(vm, RAM, 0x2000, give, &next), 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, RAM + 0x1000).paddr, supply[1].paddr);
    CHECK_EQ(vm_ram_register_at_custom_iterator(vm, RAM, 0x2000, give, &next), -1);
    CHECK_EQ(vm_ram_register_at_custom_iterator(vm, RAM, 0x2000, NULL, NULL), -1);
    CHECK_EQ(vm_ram_register_at_custom_iterator(NULL, RAM, 0x2000, give, &next), -1);
    CHECK_EQ(vm_ram_unregister(vm, RAM), 0);
    CHECK(fake_slot_used(supply[0].cptr));
    rs_object_free(&supply[0]);
    rs_object_free(&supply[1]);
    memory_vm_free(vm);
}

typedef struct walk {
    unsigned pieces;
    size_t bytes;
    unsigned stop_at;
} walk_t;

static int walk_piece(vm_t *vm, uintptr_t addr, void *pointer, size_t size, size_t offset,
                      void *cookie)
{
    walk_t *walk = cookie;
    CHECK(vm_guest_pointer(vm, addr, size) == pointer);
    CHECK_EQ(offset, walk->bytes);
    CHECK((addr & 0xfff) + size <= 0x1000);
    walk->pieces++;
    walk->bytes += size;
    return walk->pieces == walk->stop_at ? 7 : 0;
}

TEST(touching_walks_page_by_page_over_registered_ram_only)
{
    vm_t *vm = memory_vm();
    walk_t walk = {0};
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x3000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x3000, 0x2000, false), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x10, 0x4ff0, walk_piece, &walk), 0);
    CHECK_EQ(walk.pieces, 5);
    CHECK_EQ(walk.bytes, 0x4ff0);
    walk = (walk_t){.stop_at = 2};
    CHECK_EQ(vm_ram_touch(vm, RAM, 0x5000, walk_piece, &walk), -1);
    CHECK_ERROR(vm, VM_ERROR_CALLBACK);
    CHECK_EQ(walk.pieces, 2);
    walk = (walk_t){0};
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x4fff, 2, walk_piece, &walk), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK_EQ(vm_ram_touch(vm, RAM - 1, 2, walk_piece, &walk), -1);
    CHECK_EQ(vm_ram_touch(vm, UINTPTR_MAX, 2, walk_piece, &walk), -1);
    CHECK_ERROR(vm, VM_ERROR_WRAPS);
    CHECK_EQ(vm_ram_touch(vm, RAM, 0, walk_piece, &walk), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM, 1, NULL, NULL), -1);
    CHECK_EQ(vm_ram_touch(NULL, RAM, 1, walk_piece, &walk), -1);
    CHECK_EQ(walk.pieces, 0);
    /* Memory that is reserved and mapped, but not registered as RAM. */
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM + 0x5000, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, 12), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x4fff, 2, walk_piece, &walk), -1);
    memory_vm_free(vm);
}

TEST(the_copy_callbacks_copy)
{
    vm_t *vm = memory_vm();
    char out[0x2345];
    char in[sizeof(out)];
    CHECK_EQ(vm_ram_register_at(vm, RAM, 4 * MIB, false), 0);
    for (size_t i = 0; i < sizeof(out); i++) {
        out[i] = (char)(i * 7);
    }
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x7ff, sizeof(out), vm_guest_ram_write_callback, out), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x7ff, sizeof(in), vm_guest_ram_read_callback, in), 0);
    CHECK(memcmp(in, out, sizeof(in)) == 0);
    vm->mem.clean_cache = 1;
    CHECK_EQ(vm_ram_touch(vm, RAM + 2 * MIB - 8, 16, vm_guest_ram_write_callback, out), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM, 16, vm_guest_ram_write_callback, NULL), -1);
    CHECK_EQ(vm_ram_touch(vm, RAM, 16, vm_guest_ram_read_callback, NULL), -1);
    CHECK_EQ(vm_guest_ram_read_callback(vm, RAM, NULL, 1, 0, in), -1);
    CHECK_EQ(vm_guest_ram_write_callback(vm, RAM, NULL, 1, 0, out), -1);
    CHECK_EQ(vm_guest_ram_write_callback(NULL, RAM, in, 1, 0, out), -1);
    CHECK_EQ(vm_guest_ram_write_callback(vm, RAM - 0x1000, in, 1, 0, out), -1);
    memory_vm_free(vm);
}

TEST(ram_calls_without_a_vm_are_refused)
{
    vm_t vm = {0};
    vm_ram_region_t region;
    CHECK_EQ(vm_ram_register_at(NULL, RAM, 0x1000, false), -1);
    CHECK_EQ(vm_ram_register_at(&vm, RAM, 0x1000, false), -1);
    CHECK_EQ(vm_ram_touch(&vm, RAM, 0x1000, walk_piece, NULL), -1);
    CHECK_EQ(vm_ram_allocate(NULL, 0x1000), 0);
    CHECK_EQ(vm_ram_unregister(NULL, RAM), -1);
    CHECK_EQ(vm_ram_region_count(NULL), 0);
    CHECK_EQ(vm_ram_get_region(NULL, 0, &region), -1);
    vm_ram_mark_allocated(NULL, RAM, 0x1000);
    vm_ram_free(NULL, RAM, 0x1000);
    vm_t *real = memory_vm();
    CHECK_EQ(vm_ram_get_region(real, 0, &region), -1);
    CHECK_ERROR(real, VM_ERROR_OUT_OF_RANGE);
    CHECK_EQ(vm_ram_get_region(real, 0, NULL), -1);
    memory_vm_free(real);
}

TEST(registered_ram_goes_by_unregistering_only)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x2000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x2000, 0x2000, false), 0);
    CHECK_EQ(vm_ram_allocate(vm, 0x1000), RAM);
    for (unsigned i = 0; i < 2; i++) {
        vm_memory_reservation_t *r = vm_find_reservation(vm, RAM + i * 0x2000ul);
        CHECK_EQ(vm_free_reserved_memory(vm, r), -1);
        CHECK_ERROR(vm, VM_ERROR_BUSY);
        CHECK_EQ(vm_unmap_reservation(vm, r), -1);
        CHECK_ERROR(vm, VM_ERROR_BUSY);
    }
    CHECK_REGIONS(vm, {RAM, 0x1000, 1}, {RAM + 0x1000, 0x3000, 0});
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x2000), 0);
    CHECK_REGIONS(vm, {RAM, 0x1000, 1}, {RAM + 0x1000, 0x1000, 0});
    memory_vm_free(vm);
}

static int pull_away(vm_t *vm, uintptr_t addr, void *pointer, size_t size, size_t offset,
                     void *cookie)
{
    (void)addr;
    (void)pointer;
    (void)size;
    (void)offset;
    unsigned *calls = cookie;
    ++*calls;
    for (unsigned i = 0; i < 2; i++) {
        CHECK_EQ(vm_ram_unregister(vm, RAM + i * 0x2000ul), -1);
        CHECK_ERROR(vm, VM_ERROR_BUSY);
    }
    CHECK_EQ(vm_memory_destroy(vm), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    return 0;
}

TEST(a_walk_keeps_its_ram)
{
    vm_t *vm = memory_vm();
    unsigned calls = 0;
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x2000, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x2000, 0x2000, false), 0);
    CHECK_EQ(vm_ram_touch(vm, RAM + 0x1800, 0x1000, pull_away, &calls), 0);
    CHECK_EQ(calls, 2);
    CHECK_EQ(vm_ram_unregister(vm, RAM), 0);
    CHECK_EQ(vm_ram_unregister(vm, RAM + 0x2000), 0);
    memory_vm_free(vm);
}

TEST(ram_that_fits_at_the_second_try_leaves_no_error)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_memory_make_anon(vm, RAM + 0x1000, 2 * MIB), 0);
    CHECK_EQ(vm_ram_register(vm, 2 * MIB), RAM + 0x1000);
    CHECK_EQ(vm_last_error(vm)->code, VM_ERROR_NONE);
    CHECK_EQ(vm_ram_register(vm, 2 * MIB), 0);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    memory_vm_free(vm);
}
