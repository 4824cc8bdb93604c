/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <sel4vm/guest_memory_util.h>
#include <sel4vm/guest_ram.h>

#include "vm/vm.h"

#define RAM 0x40000000ul

static vm_t *ram_vm(size_t bytes)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, bytes, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_HugePageBits), 0);
    return vm;
}

TEST(pointers_reach_what_the_guest_sees)
{
    vm_t *vm = ram_vm(4 * MIB + 0x1000);
    char *first = vm_guest_pointer(vm, RAM, 1);
    CHECK(vm_guest_pointer(vm, RAM + 4 * MIB + 0xfff, 1) == first + 4 * MIB + 0xfff);
    CHECK(vm_guest_pointer(vm, RAM + 2 * MIB - 4, 8) == first + 2 * MIB - 4);
    first[2 * MIB] = 9;
    uintptr_t paddr = fake_translate(vm->mem.vm_vspace.root, RAM + 2 * MIB).paddr;
    CHECK_EQ(*(char *)fake_physical(paddr), 9);
    memory_vm_free(vm);
}

TEST(the_vmm_maps_a_page_when_it_first_looks_at_it)
{
    uint64_t calls = rs_vspace_map_calls();
    uint32_t frames = rs_vspace_self()->frames;
    vm_t *vm = ram_vm(128 * MIB);
    /* The guest's 64 pages, and its tables, each after a refusal: none is mapped for the VMM. */
    CHECK(rs_vspace_map_calls() - calls <= 64 + 8);
    CHECK_EQ(rs_vspace_self()->frames, frames);
    char byte = 1;
    CHECK_EQ(vm_guest_write(vm, RAM + 100 * MIB, &byte, 1), 0);
    CHECK_EQ(vm_guest_read(vm, RAM + 100 * MIB + 77, &byte, 1), 0);
    CHECK_EQ(rs_vspace_self()->frames, frames + 1);
    CHECK(vm_guest_pointer(vm, RAM + 100 * MIB - 1, 2) != NULL);
    CHECK_EQ(rs_vspace_self()->frames, frames + 2);
    memory_vm_free(vm);
    CHECK_EQ(rs_vspace_self()->frames, frames);
}

TEST(a_page_that_the_vmm_cannot_map_is_an_error_without_a_leak)
{
    baseline_t before = baseline_take();
    unsigned long failures = 0;
    for (bool done = false; !done;) {
        vm_t *vm = ram_vm(4 * MIB);
        char bytes[4] = {1, 2, 3, 4};
        fake_fail_call(failures + 1, seL4_NotEnoughMemory);
        int result = vm_guest_write(vm, RAM + 2 * MIB - 2, bytes, sizeof(bytes));
        done = !fake_failed();
        fake_fail_call(0, seL4_NoError);
        CHECK_EQ(result, done ? 0 : -1);
        failures += done ? 0 : 1;
        /* What failed succeeds when it is tried again. */
        CHECK_EQ(vm_guest_write(vm, RAM + 2 * MIB - 2, bytes, sizeof(bytes)), 0);
        memory_vm_free(vm);
        CHECK_BASELINE(before);
    }
    CHECK(failures >= 4); /* two pages, each a copy of the capability and a mapping */
}

TEST(pointers_to_what_is_not_backed_are_refused)
{
    vm_t *vm = ram_vm(0x4000);
    CHECK(vm_reserve_memory_at(vm, RAM + 0x4000, 0x1000, record, NULL) != NULL);
    CHECK_EQ(vm_memory_make_anon(vm, RAM + 0x6000, 0x1000), 0);
    CHECK(vm_guest_pointer(vm, RAM - 1, 1) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK(vm_guest_pointer(vm, RAM + 0x4000, 1) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK(vm_guest_pointer(vm, RAM + 0x6000, 1) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK(vm_guest_pointer(vm, RAM + 0x3fff, 2) == NULL);
    CHECK_ERROR(vm, VM_ERROR_OUT_OF_RANGE);
    CHECK(vm_guest_pointer(vm, RAM, 0) == NULL);
    CHECK_ERROR(vm, VM_ERROR_ZERO_SIZE);
    CHECK(vm_guest_pointer(vm, UINTPTR_MAX, 2) == NULL);
    CHECK_ERROR(vm, VM_ERROR_WRAPS);
    CHECK(vm_guest_pointer(vm, 1ul << 63, 2) == NULL);
    CHECK(vm_guest_pointer(NULL, RAM, 1) == NULL);
    vm_t bare = {0};
    CHECK(vm_guest_pointer(&bare, RAM, 1) == NULL);
    memory_vm_free(vm);
}

TEST(copies_cross_reservations_but_not_holes)
{
    vm_t *vm = ram_vm(0x3000);
    vm_memory_reservation_t *next = vm_reserve_memory_at(vm, RAM + 0x3000, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(vm, next, NULL, NULL, 12), 0);
    char out[0x2000];
    char in[0x2000] = {0};
    memset(out, 0x5c, sizeof(out));
    CHECK_EQ(vm_guest_write(vm, RAM + 0x2000, out, 0x2000), 0);
    CHECK_EQ(vm_guest_read(vm, RAM + 0x2000, in, 0x2000), 0);
    CHECK(memcmp(in, out, sizeof(in)) == 0);
    memset(in, 0, sizeof(in));
    CHECK_EQ(vm_guest_read(vm, RAM + 0x3000, in, 0x1001), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK_EQ(in[0], 0);
    memset(out, 1, sizeof(out));
    CHECK_EQ(vm_guest_write(vm, RAM + 0x3000, out, 0x1001), -1);
    CHECK_EQ(vm_guest_read(vm, RAM + 0x3000, in, 1), 0);
    CHECK_EQ(in[0], 0x5c);
    CHECK_EQ(vm_guest_read(vm, 0, in, 0), 0);
    CHECK_EQ(vm_guest_read(vm, RAM, NULL, 0), 0);
    CHECK_EQ(vm_guest_write(vm, 0, NULL, 0), 0);
    CHECK_EQ(vm_guest_read(vm, RAM, NULL, 1), -1);
    CHECK_EQ(vm_guest_write(vm, RAM, NULL, 1), -1);
    CHECK_EQ(vm_guest_read(vm, UINTPTR_MAX - 1, in, 4), -1);
    CHECK_ERROR(vm, VM_ERROR_WRAPS);
    CHECK_EQ(vm_guest_read(NULL, RAM, in, 1), -1);
    CHECK_EQ(vm_mark_dirty(vm, RAM, 0x4000), 0);
    CHECK_EQ(vm_mark_dirty(vm, RAM, 0x4001), -1);
    CHECK_EQ(vm_mark_dirty(NULL, RAM, 1), -1);
    memory_vm_free(vm);
}

TEST(physical_addresses_are_told_for_contiguous_backing)
{
    vm_t *vm = ram_vm(2 * MIB);
    uintptr_t paddr = fake_translate(vm->mem.vm_vspace.root, RAM).paddr;
    CHECK_EQ(vm_arm_ipa_to_pa(vm, RAM + 0x123, 0x1000), paddr + 0x123);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, RAM + MIB, MIB + 1), 0);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK_EQ(vm_arm_ipa_to_pa(vm, RAM, 0), 0);
    CHECK_ERROR(vm, VM_ERROR_ZERO_SIZE);
    CHECK_EQ(vm_arm_ipa_to_pa(NULL, RAM, 1), 0);
    memory_vm_free(vm);
}

TEST(a_pointer_that_cannot_be_made_leaves_nothing)
{
    vm_t *vm = ram_vm(0x2000);
    baseline_t before = baseline_take();
    for (unsigned long n = 1; n < 20; n++) {
        fake_fail_call(n, seL4_NotEnoughMemory);
        void *pointer = vm_guest_pointer(vm, RAM, 0x1000);
        bool failed = fake_failed();
        fake_fail_call(0, seL4_NoError);
        if (!failed) {
            CHECK(pointer != NULL);
            break;
        }
        CHECK(pointer == NULL);
        CHECK_BASELINE(before);
    }
    memory_vm_free(vm);
}

/* Only what was written, and all of it, both ways. */
TEST(writes_are_cleaned_to_memory_and_unified)
{
    static char bytes[0x21000];
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_ram_register_at(vm, RAM, 4 * MIB, false), 0);
    CHECK_EQ(vm_ram_register_at(vm, RAM + 4 * MIB, 0x3000, false), 0);
    CHECK_EQ(vm_guest_write(vm, RAM, bytes, sizeof(bytes)), 0);
    CHECK_EQ(fake_counts().cleaned_bytes, 0);
    vm->mem.clean_cache = 1;
    CHECK_EQ(vm_guest_write(vm, RAM + 4 * MIB - 0x20001, bytes, sizeof(bytes)), 0);
    CHECK_EQ(fake_counts().cleaned_bytes, sizeof(bytes));
    CHECK_EQ(fake_counts().unified_bytes, sizeof(bytes));
    CHECK_EQ(vm_ram_touch(vm, RAM + 0xffe, 0x1004, vm_guest_ram_write_callback, bytes), 0);
    CHECK_EQ(fake_counts().cleaned_bytes, sizeof(bytes) + 0x1004);
    CHECK_EQ(fake_counts().unified_bytes, sizeof(bytes) + 0x1004);
    memory_vm_free(vm);
}

TEST(a_write_whose_cleaning_fails_has_copied)
{
    vm_t *vm = memory_vm();
    char bytes[4];
    CHECK_EQ(vm_ram_register_at(vm, RAM, 0x2000, false), 0);
    CHECK(vm_guest_pointer(vm, RAM, 0x2000) != NULL);
    vm->mem.clean_cache = 1;
    for (unsigned long n = 1; n <= 2; n++) {
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(vm_guest_write(vm, RAM + 0xffe, n == 1 ? "wxyz" : "abcd", 4), -1);
        CHECK_ERROR(vm, VM_ERROR_KERNEL);
        CHECK_EQ(vm_last_error(vm)->kernel_error, seL4_IllegalOperation);
        CHECK(strcmp(vm_last_error(vm)->operation, "ram_clean") == 0);
        CHECK_EQ(vm_guest_read(vm, RAM + 0xffe, bytes, 4), 0);
        CHECK(memcmp(bytes, n == 1 ? "wxyz" : "abcd", 4) == 0);
    }
    memory_vm_free(vm);
}

/* Every alignment and length; the sanitizer sees accesses that are not aligned. */
TEST(device_memory_is_copied_by_aligned_accesses)
{
    vm_t *vm = memory_vm();
    vm->mem.clean_cache = 1;
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, FAKE_DEVICE_BASE, r), 0);
    unsigned char *device = fake_physical(FAKE_DEVICE_BASE);
    unsigned char out[32], in[32];
    for (size_t at = 0; at < 8; at++) {
        for (size_t size = 1; size <= 24; size++) {
            memset(device, 0xee, 64);
            for (size_t i = 0; i < size; i++) {
                out[i] = (unsigned char)(16 * at + i + 1);
            }
            CHECK_EQ(vm_guest_write(vm, RAM + at, out, size), 0);
            CHECK(memcmp(device + at, out, size) == 0);
            CHECK(at == 0 || device[at - 1] == 0xee);
            CHECK_EQ(device[at + size], 0xee);
            CHECK_EQ(vm_guest_read(vm, RAM + at, in, size), 0);
            CHECK(memcmp(in, out, size) == 0);
        }
    }
    CHECK_EQ(fake_counts().cleaned_bytes, 0); /* nothing of it is cached */
    memory_vm_free(vm);
}

/* A caller can register a device as RAM; copies page by page keep to the same rule. */
TEST(a_device_that_is_registered_as_ram_is_copied_alike)
{
    vm_t *vm = memory_vm();
    char in[12];
    vm->mem.clean_cache = 1;
    CHECK_EQ(vm_ram_register_at(vm, FAKE_DEVICE_BASE, 0x2000, true), 0);
    uintptr_t at = FAKE_DEVICE_BASE + 0xffb;
    CHECK_EQ(vm_ram_touch(vm, at, 12, vm_guest_ram_write_callback, "hello, world"), 0);
    CHECK_EQ(vm_ram_touch(vm, at, 12, vm_guest_ram_read_callback, in), 0);
    CHECK(memcmp(in, "hello, world", 12) == 0);
    CHECK_EQ(fake_translate(vm->mem.vm_vspace.root, at).attributes, 0);
    CHECK_EQ(fake_counts().cleaned_bytes, 0);
    memory_vm_free(vm);
}

TEST(a_ram_pointer_is_none_of_a_device)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *device = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    vm_memory_reservation_t *ram = vm_reserve_memory_at(vm, RAM + 0x1000, 0x1000, record, NULL);
    CHECK_EQ(map_ut_alloc_reservation_with_base_paddr(vm, FAKE_DEVICE_BASE, device), 0);
    CHECK_EQ(map_ut_alloc_reservation(vm, ram), 0);
    CHECK(vm_guest_ram_pointer(vm, RAM, 8) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
    CHECK(vm_guest_ram_pointer(vm, RAM + 0x1000, 0x1000) ==
          vm_guest_pointer(vm, RAM + 0x1000, 0x1000));
    CHECK(vm_guest_ram_pointer(vm, RAM + 0x1fff, 2) == NULL);
    CHECK(vm_guest_ram_pointer(vm, RAM + 0x1000, 0) == NULL);
    memory_vm_free(vm);
}

/* Who keeps a pointer, or keeps in mind that nothing is tracked, looks at these. */
TEST(counters_say_when_a_pointer_is_not_valid_any_more)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *ram = vm_reserve_memory_at(vm, RAM, 0x2000, record, NULL);
    const vm_counters_t *counters = vm_counters(vm);
    CHECK_EQ(map_ut_alloc_reservation(vm, ram), 0);
    CHECK(vm_guest_ram_pointer(vm, RAM + 0x1000, 1) != NULL);
    CHECK_EQ(counters->vmm_unmaps, 0);
    CHECK_EQ(counters->trackings, 0);
    CHECK_EQ(vm_set_tracking(vm, ram, VM_TRACK_DIRTY), 0);
    CHECK_EQ(vm_set_tracking(vm, ram, VM_TRACK_NONE), 0);
    CHECK_EQ(counters->trackings, 1);
    CHECK_EQ(vm_unmap_reservation(vm, ram), 0);

    /* The page that the VMM has looked at. */
    CHECK_EQ(counters->vmm_unmaps, 1);
    memory_vm_free(vm);
}

/* A source of frames that frees another reservation, or tries to. */
typedef struct meddler {
    vm_t *vm;
    vm_memory_reservation_t *victim;
    seL4_CPtr frame;
    int result;
} meddler_t;

static vm_frame_t give_and_free(uintptr_t addr, void *cookie)
{
    meddler_t *meddler = cookie;
    meddler->result = vm_free_reserved_memory(meddler->vm, meddler->victim);
    return (vm_frame_t){meddler->frame, seL4_AllRights, addr, 12};
}

TEST(a_frame_source_cannot_pull_away_what_is_copied)
{
    rs_object_t frame;
    CHECK_EQ(rs_object_alloc(seL4_ARM_SmallPageObject, 12, &frame), 0);
    for (unsigned i = 0; i < 2; i++) {
        vm_t *vm = ram_vm(0x1000);
        vm_memory_reservation_t *last =
            vm_reserve_memory_at(vm, RAM + 0x2000, 0x1000, record, NULL);
        CHECK_EQ(vm_map_reservation_ram(vm, last, seL4_AllRights, 12), 0);
        meddler_t meddler = {.vm = vm, .frame = frame.cptr};
        meddler.victim = i == 0 ? vm_find_reservation(vm, RAM) : last;
        vm_memory_reservation_t *middle =
            vm_reserve_memory_at(vm, RAM + 0x1000, 0x1000, record, NULL);
        CHECK_EQ(vm_map_reservation_deferred(vm, middle, give_and_free, &meddler, 12), 0);
        char bytes[0x2002];
        memset(bytes, 7, sizeof(bytes));
        CHECK_EQ(vm_guest_write(vm, RAM + 0xfff, bytes, 0x1002), 0);
        CHECK_EQ(meddler.result, -1);
        CHECK_ERROR(vm, VM_ERROR_BUSY);
        memset(bytes, 0, sizeof(bytes));
        CHECK_EQ(vm_guest_read(vm, RAM + 0xfff, bytes, 0x1002), 0);
        CHECK(bytes[0] == 7 && bytes[1] == 7 && bytes[0x1001] == 7);
        /* Nothing is held any more, not even after a copy that met a hole. */
        CHECK_EQ(vm_guest_read(vm, RAM, bytes, 0x3001), -1);
        CHECK_ERROR(vm, VM_ERROR_NOT_FOUND);
        CHECK_EQ(vm_free_reserved_memory(vm, meddler.victim), 0);
        CHECK_EQ(vm_free_reserved_memory(vm, middle), 0);
        memory_vm_free(vm);
    }
    rs_object_free(&frame);
}

TEST(a_piece_that_cannot_be_had_ends_a_copy_before_it_begins)
{
    vm_t *vm = ram_vm(0x1000);
    CHECK(vm_reserve_memory_at(vm, RAM + 0x1000, 0x1000, record, NULL) != NULL);
    CHECK_EQ(vm_guest_write(vm, RAM + 0xfff, "ab", 2), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    char byte = 1;
    CHECK_EQ(vm_guest_read(vm, RAM + 0xfff, &byte, 1), 0);
    CHECK_EQ(byte, 0);
    memory_vm_free(vm);
}
