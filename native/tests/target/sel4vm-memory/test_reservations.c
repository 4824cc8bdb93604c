/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Reservations. */
#include <sel4vm/guest_memory_helpers.h>

#include "machine.h"

TEST(reserve_find_and_free)
{
    vm_t *vm = machine_make();
    uintptr_t addr;
    size_t size;
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x3000, handled, NULL);
    ASSERT_TRUE(r != NULL);
    vm_get_reservation_memory_region(r, &addr, &size);
    ASSERT_EQ(RAM, addr);
    ASSERT_EQ(0x3000, size);
    ASSERT_TRUE(vm_find_reservation(vm, RAM + 0x2fff) == r);
    ASSERT_TRUE(vm_find_reservation(vm, RAM + 0x3000) == NULL);
    ASSERT_TRUE(vm_is_reservation(vm, r));
    ASSERT_EQ(0, vm_free_reserved_memory(vm, r));
    ASSERT_EQ(-1, vm_free_reserved_memory(vm, r));
    ASSERT_ERROR(VM_ERROR_INVALID_HANDLE);
    machine_free();
}

TEST(bad_ranges_are_refused)
{
    static const struct {
        uintptr_t addr;
        size_t size;
        vm_error_code_t code;
    } rows[] = {
        {0x1000, 0, VM_ERROR_ZERO_SIZE},
        {0x1001, 0x1000, VM_ERROR_UNALIGNED},
        {0x1000, 0x1001, VM_ERROR_UNALIGNED},
        {UINTPTR_MAX - 0xfff, 0x2000, VM_ERROR_WRAPS},
        {1ul << VM_IPA_BITS, 0x1000, VM_ERROR_OUT_OF_RANGE},
        {RAM, 0x1000, VM_ERROR_OVERLAP},
        {RAM - 0x1000, 0x2000, VM_ERROR_OVERLAP},
        {RAM - 0x1000, 0x4000, VM_ERROR_OVERLAP},
    };
    vm_t *vm = machine_make();
    ASSERT_TRUE(vm_reserve_memory_at(vm, RAM, 0x1000, handled, NULL) != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ASSERT_TRUE(vm_reserve_memory_at(vm, rows[i].addr, rows[i].size, handled, NULL) == NULL);
        ASSERT_ERROR(rows[i].code);
        ASSERT_EQ(-1, vm_memory_make_anon(vm, rows[i].addr, rows[i].size));
    }
    ASSERT_TRUE(vm_reserve_memory_at(vm, 0, 0x1000, NULL, NULL) == NULL);
    ASSERT_ERROR(VM_ERROR_NULL_ARGUMENT);
    char text[128];
    ASSERT_GT(vm_error_format(vm_last_error(vm), text, sizeof(text)), 10);
    ASSERT_STR_EQ("null argument", vm_error_name(VM_ERROR_NULL_ARGUMENT));
    vm_clear_error(vm);
    ASSERT_ERROR(VM_ERROR_NONE);
    ASSERT_EQ(-1, vm_memory_init(vm));
    ASSERT_ERROR(VM_ERROR_BAD_STATE);
    machine_free();
}

TEST(anonymous_memory_coalesces)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r[16];
    uintptr_t addr;
    ASSERT_EQ(0, vm_memory_make_anon(vm, RAM, 0x10000));
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 16; i++) {
            r[i] = vm_reserve_anon_memory(vm, 0x1000, 0x1000, handled, NULL, &addr);
            ASSERT_EQ(RAM + i * 0x1000, addr);
        }
        ASSERT_TRUE(vm_reserve_anon_memory(vm, 0x1000, 0x1000, handled, NULL, &addr) == NULL);
        ASSERT_ERROR(VM_ERROR_NO_SPACE);
        for (unsigned i = 0; i < 16; i++) {
            ASSERT_EQ(0, vm_free_reserved_memory(vm, r[i * 7 % 16]));
        }
        r[0] = vm_reserve_anon_memory(vm, 0x10000, 0x10000, handled, NULL, &addr);
        ASSERT_TRUE(r[0] != NULL);
        ASSERT_EQ(0, vm_free_reserved_memory(vm, r[0]));
    }
    ASSERT_TRUE(vm_reserve_anon_memory(vm, 0x1000, 0, handled, NULL, &addr) == NULL);
    ASSERT_ERROR(VM_ERROR_BAD_ALIGNMENT);
    machine_free();
}

TEST(reservations_are_enumerated)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *b = vm_reserve_memory_at(vm, RAM + 0x1000, 0x1000, handled, vm);
    vm_memory_reservation_t *a =
        vm_reserve_memory_at(vm, RAM, 0x1000, default_error_fault_callback, NULL);
    vm_reservation_info_t info;
    ASSERT_EQ(2, vm_reservation_count(vm));
    ASSERT_TRUE(vm_first_reservation(vm) == a);
    ASSERT_TRUE(vm_next_reservation(vm, a) == b);
    ASSERT_TRUE(vm_next_reservation(vm, b) == NULL);
    ASSERT_EQ(0, vm_get_reservation_info(vm, b, &info));
    ASSERT_TRUE(info.fault_callback == handled && info.fault_cookie == vm);
    ASSERT_EQ(FAULT_ERROR, default_error_fault_callback(vm, NULL, 0, 0, NULL));
    machine_free();
}

TEST(ten_thousand_cycles_return_to_the_baseline)
{
    vm_t *vm = machine_make();
    rs_memory_stats_t before = settled_stats();
    for (unsigned i = 0; i < 10000; i++) {
        vm_memory_reservation_t *r =
            vm_reserve_memory_at(vm, RAM + (i % 64) * 0x1000ul, 0x1000, handled, NULL);
        ASSERT_EQ(0, vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_PageBits));
        ASSERT_EQ(0, vm_free_reserved_memory(vm, r));
    }
    ASSERT_STATS(before);
    machine_free();
}
