/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Reservations. */
#include "testing.h"

#include <stdlib.h>

#define IPA_LIMIT (1ul << VM_IPA_BITS)

static vm_memory_reservation_t *reserve(vm_t *vm, uintptr_t addr, size_t size)
{
    return vm_reserve_memory_at(vm, addr, size, record, NULL);
}

TEST(a_reservation_is_where_it_was_asked_for)
{
    vm_t *vm = memory_vm();
    uintptr_t addr = 1;
    size_t size = 1;
    vm_memory_reservation_t *r = reserve(vm, 0x10000, 0x3000);
    CHECK(r != NULL);
    vm_get_reservation_memory_region(r, &addr, &size);
    CHECK_EQ(addr, 0x10000);
    CHECK_EQ(size, 0x3000);
    vm_get_reservation_memory_region(r, NULL, NULL);
    vm_get_reservation_memory_region(NULL, &addr, &size);
    CHECK_EQ(addr, 0);
    CHECK_EQ(size, 0);
    CHECK(vm_find_reservation(vm, 0xffff) == NULL);
    CHECK(vm_find_reservation(vm, 0x10000) == r);
    CHECK(vm_find_reservation(vm, 0x12fff) == r);
    CHECK(vm_find_reservation(vm, 0x13000) == NULL);
    memory_vm_free(vm);
}

TEST(bad_addresses_and_sizes_are_refused)
{
    static const struct {
        uintptr_t addr;
        size_t size;
        vm_error_code_t code;
    } rows[] = {
        {0x1000, 0, VM_ERROR_ZERO_SIZE},
        {0x1001, 0x1000, VM_ERROR_UNALIGNED},
        {0x1000, 0x1001, VM_ERROR_UNALIGNED},
        {0x1000, 1, VM_ERROR_UNALIGNED},
        {UINTPTR_MAX - 0xfff, 0x2000, VM_ERROR_WRAPS},
        {0x1000, SIZE_MAX - 0xfff, VM_ERROR_OUT_OF_RANGE},
        {0x2000, SIZE_MAX - 0xfff, VM_ERROR_WRAPS},
        {IPA_LIMIT, 0x1000, VM_ERROR_OUT_OF_RANGE},
        {IPA_LIMIT - 0x1000, 0x2000, VM_ERROR_OUT_OF_RANGE},
        {0, IPA_LIMIT + 0x1000, VM_ERROR_OUT_OF_RANGE},
    };
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vm_clear_error(vm);
        CHECK(reserve(vm, rows[i].addr, rows[i].size) == NULL);
        /* (0x1000, 2^64 - 0x1000) ends at 0: it wraps as well as being too large */
        CHECK(vm_last_error(vm)->code == rows[i].code || vm_last_error(vm)->code == VM_ERROR_WRAPS);
        CHECK_EQ(vm_last_error(vm)->address, rows[i].addr);
        CHECK_EQ(vm_memory_make_anon(vm, rows[i].addr, rows[i].size), -1);
    }
    CHECK_BASELINE(before);
    CHECK(reserve(vm, IPA_LIMIT - 0x1000, 0x1000) != NULL);
    CHECK(reserve(vm, 0, 0x1000) != NULL);
    memory_vm_free(vm);
}

TEST(overlaps_are_refused_and_neighbours_are_not)
{
    static const uintptr_t overlapping[][2] = {
        {0x10000, 0x4000}, {0x11000, 0x1000}, {0xf000, 0x2000},
        {0x13000, 0x2000}, {0x8000, 0x10000}, {0xf000, 0x6000},
    };
    vm_t *vm = memory_vm();
    CHECK(reserve(vm, 0x10000, 0x4000) != NULL);
    baseline_t before = baseline_take();
    for (size_t i = 0; i < sizeof(overlapping) / sizeof(overlapping[0]); i++) {
        CHECK(reserve(vm, overlapping[i][0], overlapping[i][1]) == NULL);
        CHECK_ERROR(vm, VM_ERROR_OVERLAP);
        CHECK_EQ(vm_last_error(vm)->limit, 0x10000);
        CHECK_EQ(vm_memory_make_anon(vm, overlapping[i][0], overlapping[i][1]), -1);
        CHECK_ERROR(vm, VM_ERROR_OVERLAP);
    }
    CHECK_BASELINE(before);
    CHECK(reserve(vm, 0xf000, 0x1000) != NULL);
    CHECK(reserve(vm, 0x14000, 0x1000) != NULL);
    memory_vm_free(vm);
}

TEST(null_pointers_are_refused)
{
    vm_t *vm = memory_vm();
    uintptr_t addr;
    CHECK_EQ(vm_memory_make_anon(vm, 0x100000, 0x10000), 0);
    vm_memory_reservation_t *r = reserve(vm, 0x1000, 0x1000);
    vm_clear_error(NULL);
    CHECK(vm_reserve_memory_at(NULL, 0, 0x1000, record, NULL) == NULL);
    CHECK_ERROR(NULL, VM_ERROR_NULL_ARGUMENT);
    CHECK(vm_reserve_memory_at(vm, 0x2000, 0x1000, NULL, NULL) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NULL_ARGUMENT);
    CHECK_EQ(vm_last_error(vm)->address, 4);
    CHECK(vm_reserve_anon_memory(NULL, 0x1000, 0x1000, record, NULL, &addr) == NULL);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x1000, NULL, NULL, &addr) == NULL);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, NULL) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NULL_ARGUMENT);
    CHECK_EQ(vm_memory_make_anon(NULL, 0, 0x1000), -1);
    CHECK_EQ(vm_free_reserved_memory(NULL, r), -1);
    CHECK_EQ(vm_free_reserved_memory(vm, NULL), -1);
    CHECK_ERROR(vm, VM_ERROR_NULL_ARGUMENT);
    CHECK_EQ(vm_memory_init(NULL), -1);
    CHECK_EQ(vm_memory_destroy(NULL), -1);
    CHECK_EQ(vm_unmap_reservation(vm, NULL), -1);
    CHECK_EQ(vm_get_reservation_info(vm, r, NULL), -1);
    CHECK(vm_first_reservation(NULL) == NULL);
    CHECK(vm_next_reservation(vm, NULL) == NULL);
    CHECK(vm_find_reservation(NULL, 0) == NULL);
    CHECK_EQ(vm_reservation_count(NULL), 0);
    CHECK(!vm_is_reservation(NULL, r));
    CHECK(!vm_is_reservation(vm, NULL));
    memory_vm_free(vm);
}

TEST(calls_before_the_memory_interface_exists_are_refused)
{
    vm_t vm = {0};
    uintptr_t addr;
    CHECK(reserve(&vm, 0x1000, 0x1000) == NULL);
    CHECK_ERROR(&vm, VM_ERROR_BAD_STATE);
    CHECK(vm_reserve_anon_memory(&vm, 0x1000, 0x1000, record, NULL, &addr) == NULL);
    CHECK_EQ(vm_memory_make_anon(&vm, 0x1000, 0x1000), -1);
    CHECK_EQ(vm_free_reserved_memory(&vm, (vm_memory_reservation_t *)&addr), -1);
    CHECK_ERROR(&vm, VM_ERROR_BAD_STATE);
    CHECK_EQ(vm_memory_destroy(&vm), -1);
    CHECK_EQ(vm_memory_init(&vm), 0);
    CHECK_EQ(vm_memory_init(&vm), -1);
    CHECK_ERROR(&vm, VM_ERROR_BAD_STATE);
    CHECK_EQ(vm_memory_destroy(&vm), 0);
}

TEST(a_reservation_is_freed_once_and_only_by_its_vm)
{
    vm_t *vm = memory_vm();
    vm_t *other = memory_vm();
    vm_memory_reservation_t *r = reserve(vm, 0x1000, 0x1000);
    CHECK_EQ(vm_free_reserved_memory(other, r), -1);
    CHECK_ERROR(other, VM_ERROR_INVALID_HANDLE);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    CHECK_EQ(vm_free_reserved_memory(vm, r), -1);
    CHECK_ERROR(vm, VM_ERROR_INVALID_HANDLE);
    CHECK_EQ(vm_free_reserved_memory(vm, (vm_memory_reservation_t *)((char *)r + 1)), -1);
    CHECK_EQ(vm_free_reserved_memory(vm, (vm_memory_reservation_t *)(uintptr_t)8), -1);
    CHECK_EQ(vm_free_reserved_memory(vm, (vm_memory_reservation_t *)UINTPTR_MAX), -1);
    memory_vm_free(other);
    memory_vm_free(vm);
}

TEST(anonymous_memory_comes_lowest_first_and_aligned)
{
    vm_t *vm = memory_vm();
    uintptr_t a, b, c;
    CHECK_EQ(vm_memory_make_anon(vm, 0x101000, 0x100000), 0);
    CHECK(vm_reserve_anon_memory(vm, 0x2000, 0x1000, record, NULL, &a) != NULL);
    CHECK_EQ(a, 0x101000);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x10000, record, NULL, &b) != NULL);
    CHECK_EQ(b, 0x110000);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 1, record, NULL, &c) != NULL);
    CHECK_EQ(c, 0x103000);
    CHECK(reserve(vm, 0x180000, 0x1000) == NULL);
    CHECK_ERROR(vm, VM_ERROR_OVERLAP);
    memory_vm_free(vm);
}

TEST(bad_alignments_are_refused)
{
    vm_t *vm = memory_vm();
    uintptr_t addr = 0x77;
    CHECK_EQ(vm_memory_make_anon(vm, 0x101000, 0xf000), 0);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_BAD_ALIGNMENT);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x3000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_BAD_ALIGNMENT);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x200000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK(vm_reserve_anon_memory(vm, 0x1000, 1ul << 63, record, NULL, &addr) == NULL);
    CHECK(vm_reserve_anon_memory(vm, 0x10000, 0x1000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    CHECK_EQ(vm_last_error(vm)->limit, 0xf000);
    CHECK(vm_reserve_anon_memory(vm, 0, 0x1000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_ZERO_SIZE);
    CHECK(vm_reserve_anon_memory(vm, 0x1234, 0x1000, record, NULL, &addr) == NULL);
    CHECK_ERROR(vm, VM_ERROR_UNALIGNED);
    CHECK_EQ(addr, 0x77);
    memory_vm_free(vm);
}

TEST(freed_anonymous_memory_coalesces)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r[8];
    uintptr_t addr;
    static const unsigned order[] = {3, 1, 5, 7, 0, 2, 6, 4};
    CHECK_EQ(vm_memory_make_anon(vm, 0x100000, 0x8000), 0);
    baseline_t before = baseline_take();
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 8; i++) {
            r[i] = vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &addr);
            CHECK_EQ(addr, 0x100000 + i * 0x1000);
        }
        CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &addr) == NULL);
        for (unsigned i = 0; i < 8; i++) {
            CHECK_EQ(vm_free_reserved_memory(vm, r[order[i]]), 0);
            CHECK_EQ(vm_free_reserved_memory(vm, r[order[i]]), -1);
        }
        r[0] = vm_reserve_anon_memory(vm, 0x8000, 0x1000, record, NULL, &addr);
        CHECK(r[0] != NULL);
        CHECK_EQ(vm_free_reserved_memory(vm, r[0]), 0);
        CHECK_BASELINE(before);
    }
    /* Regions that touch each other are one. */
    CHECK_EQ(vm_memory_make_anon(vm, 0x108000, 0x8000), 0);
    CHECK(vm_reserve_anon_memory(vm, 0x10000, 0x1000, record, NULL, &addr) != NULL);
    memory_vm_free(vm);
}

TEST(reservations_are_enumerated_in_address_order)
{
    vm_t *vm = memory_vm();
    uintptr_t anon;
    CHECK(vm_first_reservation(vm) == NULL);
    CHECK_EQ(vm_memory_make_anon(vm, 0x20000, 0x10000), 0);
    CHECK(vm_first_reservation(vm) == NULL);
    vm_memory_reservation_t *c = reserve(vm, 0x50000, 0x1000);
    vm_memory_reservation_t *a = reserve(vm, 0x10000, 0x1000);
    vm_memory_reservation_t *b = vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, &anon, &anon);
    CHECK_EQ(vm_reservation_count(vm), 3);
    CHECK(vm_first_reservation(vm) == a);
    CHECK(vm_next_reservation(vm, a) == b);
    CHECK(vm_next_reservation(vm, b) == c);
    CHECK(vm_next_reservation(vm, c) == NULL);
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, b, &info), 0);
    CHECK(info.anonymous && info.address == anon && info.size == 0x1000);
    CHECK(info.fault_callback == record && info.fault_cookie == &anon);
    CHECK_EQ(info.backing, VM_BACKING_NONE);
    CHECK_EQ(vm_free_reserved_memory(vm, b), 0);
    CHECK(vm_next_reservation(vm, a) == c);
    CHECK(vm_next_reservation(vm, b) == NULL);
    CHECK_ERROR(vm, VM_ERROR_INVALID_HANDLE);
    memory_vm_free(vm);
}

#define MANY 10000u

TEST(ten_thousand_reservations_are_freed_in_any_order)
{
    vm_t *vm = memory_vm();
    static vm_memory_reservation_t *r[MANY];
    static unsigned order[MANY];
    uintptr_t addr;
    CHECK_EQ(vm_memory_make_anon(vm, GIB, MANY * 0x2000ul), 0);
    baseline_t before = baseline_take();
    for (unsigned i = 0; i < MANY; i++) {
        order[i] = i;
        r[i] = i % 2 == 0 ? reserve(vm, i * 0x2000ul, 0x1000)
                          : vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &addr);
        CHECK(r[i] != NULL);
    }
    CHECK_EQ(vm_reservation_count(vm), MANY);
    srand(7);
    for (unsigned i = MANY - 1; i > 0; i--) {
        unsigned j = (unsigned)rand() % (i + 1);
        unsigned swap = order[i];
        order[i] = order[j];
        order[j] = swap;
    }
    for (unsigned i = 0; i < MANY; i++) {
        CHECK_EQ(vm_free_reserved_memory(vm, r[order[i]]), 0);
    }
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(ten_thousand_reserve_map_free_cycles_return_to_the_baseline)
{
    vm_t *vm = memory_vm();
    baseline_t before = baseline_take();
    for (unsigned i = 0; i < MANY; i++) {
        vm_memory_reservation_t *r = reserve(vm, 0x10000 + (i % 64) * 0x1000ul, 0x2000);
        CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_PageBits), 0);
        CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    }
    CHECK_BASELINE(before);
    memory_vm_free(vm);
}

TEST(destroying_a_vm_frees_everything)
{
    baseline_t before = baseline_take();
    vm_t *vm = memory_vm();
    uintptr_t addr;
    CHECK_EQ(vm_memory_make_anon(vm, GIB, MIB), 0);
    for (unsigned i = 0; i < 200; i++) {
        vm_memory_reservation_t *r = reserve(vm, i * 0x3000ul, 0x2000);
        CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_PageBits), 0);
        vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &addr);
    }
    CHECK(vm_guest_pointer(vm, 0x3000, 0x2000) != NULL);
    memory_vm_free(vm);
    baseline_t after = baseline_take();
    CHECK_EQ(after.memory.free_slots, before.memory.free_slots);
    CHECK_EQ(after.memory.free_bytes, before.memory.free_bytes);
    CHECK_EQ(after.heap, before.heap);
}
