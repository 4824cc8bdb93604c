/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Whatever runs out, at whichever point: the call fails, says so, and leaves everything as it was.
 */
#include "testing.h"

#include <sel4vm/guest_memory_util.h>
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_ram_ext.h>

#define RAM 0x40000000ul

/* An operation, and what undoes it. */
typedef struct operation {
    const char *name;
    bool (*run)(vm_t *vm);
    void (*undo)(vm_t *vm);
} operation_t;

static vm_memory_reservation_t *reservation;
static uintptr_t anon;

static void free_reservation(vm_t *vm)
{
    CHECK_EQ(vm_free_reserved_memory(vm, reservation), 0);
}

static bool reserve(vm_t *vm)
{
    reservation = vm_reserve_memory_at(vm, RAM, 0x4000, record, NULL);
    return reservation != NULL;
}

static bool reserve_anon(vm_t *vm)
{
    reservation = vm_reserve_anon_memory(vm, 0x4000, 0x10000, record, NULL, &anon);
    return reservation != NULL;
}

/* Reserve first, which must not fail here, then back it. */
static bool backed(vm_t *vm, int (*back)(vm_t *vm))
{
    reservation = vm_find_reservation(vm, RAM + 0x10000000);
    return back(vm) == 0;
}

static void unmap(vm_t *vm)
{
    CHECK_EQ(vm_unmap_reservation(vm, reservation), 0);
}

static int back_ram(vm_t *vm)
{
    return vm_map_reservation_ram(vm, reservation, seL4_AllRights, seL4_HugePageBits);
}

static int back_paddr(vm_t *vm)
{
    return map_ut_alloc_reservation_with_base_paddr(vm, FAKE_DEVICE_BASE + 0x1000, reservation);
}

static int back_deferred(vm_t *vm)
{
    return vm_map_reservation_deferred(vm, reservation, NULL, NULL, 12);
}

static bool map_ram(vm_t *vm)
{
    return backed(vm, back_ram);
}

static bool map_paddr(vm_t *vm)
{
    return backed(vm, back_paddr);
}

static bool map_deferred(vm_t *vm)
{
    return backed(vm, back_deferred);
}

static bool allocated_frame(vm_t *vm)
{
    bool done = create_allocated_reservation_frame(vm, RAM, seL4_AllRights, record, NULL) != NULL;
    reservation = vm_find_reservation(vm, RAM);
    CHECK((reservation != NULL) == done);
    return done;
}

static bool device_frame(vm_t *vm)
{
    bool done =
        create_device_reservation_frame(vm, FAKE_DEVICE_BASE, seL4_AllRights, record, NULL) != NULL;
    reservation = vm_find_reservation(vm, FAKE_DEVICE_BASE);
    return done;
}

static bool register_ram(vm_t *vm)
{
    return vm_ram_register_at(vm, RAM, 0x5000, false) == 0;
}

static void unregister_ram(vm_t *vm)
{
    CHECK_EQ(vm_ram_unregister(vm, RAM), 0);
}

static bool register_anywhere(vm_t *vm)
{
    anon = vm_ram_register(vm, 0x3000);
    return anon != 0;
}

static void unregister_anywhere(vm_t *vm)
{
    CHECK_EQ(vm_ram_unregister(vm, anon), 0);
}

static bool change_rights(vm_t *vm)
{
    vm_memory_reservation_t *r = vm_find_reservation(vm, RAM + 0x20000000);
    return vm_set_reservation_rights(vm, r, RAM + 0x20000000, 0x4000, seL4_CanRead) == 0;
}

static void restore_rights(vm_t *vm)
{
    vm_memory_reservation_t *r = vm_find_reservation(vm, RAM + 0x20000000);
    CHECK_EQ(vm_set_reservation_rights(vm, r, RAM + 0x20000000, 0x4000, seL4_AllRights), 0);
}

static const operation_t operations[] = {
    {"reserve", reserve, free_reservation},
    {"reserve anonymous", reserve_anon, free_reservation},
    {"map RAM", map_ram, unmap},
    {"map physical", map_paddr, unmap},
    {"map deferred", map_deferred, unmap},
    {"allocated frame", allocated_frame, free_reservation},
    {"device frame", device_frame, free_reservation},
    {"register RAM", register_ram, unregister_ram},
    {"register RAM anywhere", register_anywhere, unregister_anywhere},
    {"change rights", change_rights, restore_rights},
};
#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))

static vm_t *prepared_vm(void)
{
    vm_t *vm = memory_vm();
    CHECK_EQ(vm_memory_make_anon(vm, GIB * 4 + 0x1000, MIB), 0);
    CHECK(vm_reserve_memory_at(vm, RAM + 0x10000000, 2 * MIB + 0x2000, record, NULL) != NULL);
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM + 0x20000000, 0x4000, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, 12), 0);
    /* The array of RAM regions keeps its room, and a chunk of extents its place. */
    CHECK_EQ(vm_ram_register_at(vm, RAM + 0x30000000, 0x1000, false), 0);
    return vm;
}

/* Room that was made for RAM regions is kept: it is one allocation, made before. */
static void try_all(void (*arm)(unsigned long n), bool (*fired)(void))
{
    vm_t *vm = prepared_vm();
    for (size_t i = 0; i < OPERATIONS; i++) {
        const operation_t *operation = &operations[i];
        unsigned long n = 1;
        for (;; n++) {
            baseline_t before = baseline_take();
            vm_clear_error(vm);
            arm(n);
            bool done = operation->run(vm);
            bool failed = fired();
            arm(0);
            if (!failed) {
                CHECK(done);
                operation->undo(vm);
                CHECK_BASELINE(before);
                break;
            }
            if (done) {
                /* It found another way (a smaller page): undone, nothing may be left. */
                operation->undo(vm);
            } else {
                CHECK(vm_last_error(vm)->code == VM_ERROR_OUT_OF_MEMORY ||
                      vm_last_error(vm)->code == VM_ERROR_OUT_OF_HEAP);
            }
            CHECK_BASELINE(before);
        }
        printf("       %s: %lu points\n", operation->name, n - 1);
    }
    memory_vm_free(vm);
}

static void arm_call(unsigned long n)
{
    fake_fail_call(n, seL4_NotEnoughMemory);
}

TEST(every_kernel_call_may_fail)
{
    try_all(arm_call, fake_failed);
}

TEST(every_heap_allocation_may_fail)
{
    try_all(heap_fail, heap_failed);
}

TEST(the_memory_interface_may_not_come_up)
{
    baseline_t before = baseline_take();
    for (unsigned long n = 1;; n++) {
        vm_t vm = {0};
        heap_fail(n);
        int result = vm_memory_init(&vm);
        bool failed = heap_failed();
        heap_fail(0);
        if (!failed) {
            CHECK_EQ(result, 0);
            CHECK_EQ(vm_memory_destroy(&vm), 0);
            break;
        }
        CHECK_EQ(result, -1);
        CHECK_ERROR(&vm, VM_ERROR_OUT_OF_HEAP);
        CHECK_BASELINE(before);
    }
}

TEST(slots_may_run_out)
{
    vm_t *vm = prepared_vm();
    static rs_object_t filler[1ul << CONFIG_ROOT_CNODE_SIZE_BITS];
    size_t fillers = 0;
    /* One 4 KiB untyped after the other until none is left. */
    while (rs_object_alloc(seL4_EndpointObject, 0, &filler[fillers]) == seL4_NoError) {
        fillers++;
    }
    for (size_t i = 0; i < OPERATIONS; i++) {
        baseline_t before = baseline_take();
        if (operations[i].run(vm)) {
            operations[i].undo(vm);
        }
        CHECK_BASELINE(before);
    }
    CHECK(vm_guest_pointer(vm, RAM + 0x20000000, 1) == NULL);
    while (fillers > 0) {
        rs_object_free(&filler[--fillers]);
    }
    CHECK(vm_guest_pointer(vm, RAM + 0x20000000, 1) != NULL);
    memory_vm_free(vm);
}

TEST(extents_may_not_be_had)
{
    vm_t *vm = memory_vm();
    uintptr_t addr;
    CHECK_EQ(vm_memory_make_anon(vm, GIB, GIB), 0);
    /* Every place of the first chunk is taken: the next extents need another. */
    for (unsigned i = 0; i < 63; i++) {
        CHECK(vm_reserve_memory_at(vm, i * 0x1000ul, 0x1000, record, NULL) != NULL);
    }
    for (unsigned left = 0; left < 2; left++) {
        baseline_t before = baseline_take();
        heap_fail(1);
        CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &addr) == NULL);
        CHECK_ERROR(vm, VM_ERROR_OUT_OF_HEAP);
        heap_fail(1);
        CHECK(vm_reserve_memory_at(vm, 0x100000, 0x1000, record, NULL) == NULL);
        heap_fail(1);
        CHECK_EQ(vm_memory_make_anon(vm, 0x100000, 0x1000), -1);
        heap_fail(0);
        CHECK_BASELINE(before);
        CHECK_EQ(vm_free_reserved_memory(vm, vm_first_reservation(vm)), 0);
        /* One place is free now, but a cut out of the middle needs two. */
        uintptr_t low;
        vm_memory_reservation_t *first =
            vm_reserve_anon_memory(vm, 0x1000, 0x1000, record, NULL, &low);
        CHECK(first != NULL);
        before = baseline_take();
        heap_fail(1);
        CHECK(vm_reserve_anon_memory(vm, 0x1000, 0x200000, record, NULL, &addr) == NULL);
        heap_fail(0);
        CHECK_BASELINE(before);
        CHECK_EQ(vm_free_reserved_memory(vm, first), 0);
        CHECK(vm_reserve_memory_at(vm, 0, 0x1000, record, NULL) != NULL);
    }
    memory_vm_free(vm);
}

TEST(address_space_of_the_vmm_may_run_out)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 4 * MIB, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_LargePageBits), 0);
    static uintptr_t taken[64];
    unsigned count = 0;
    for (size_t size = 1ul << 38; size >= 2 * MIB; size /= 2) {
        while (count < 64 && (taken[count] = rs_vspace_reserve(size, seL4_LargePageBits)) != 0) {
            taken[count++] |= (uintptr_t)__builtin_ctzl(size);
        }
    }
    CHECK(vm_guest_pointer(vm, RAM, 1) == NULL);
    CHECK_ERROR(vm, VM_ERROR_NO_SPACE);
    while (count > 0) {
        count--;
        rs_vspace_release(taken[count] & ~0xfffful, 1ul << (taken[count] & 0xffff));
    }
    CHECK(vm_guest_pointer(vm, RAM, 1) != NULL);
    memory_vm_free(vm);
}
