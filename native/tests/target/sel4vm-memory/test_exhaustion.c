/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Memory and slots that run out, a step later each time. */
#include <sel4vm/guest_memory_util.h>
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_ram_ext.h>

#include "machine.h"

#define HOGS 4096u

static rs_object_t hogs[HOGS];

/* Take all RAM, in blocks of ever smaller size down to 4 KiB. */
static size_t take_memory(void)
{
    size_t count = 0;
    for (seL4_Word bits = 29; bits >= seL4_PageBits && count < HOGS; bits--) {
        while (count < HOGS &&
               rs_object_alloc(seL4_UntypedObject, bits, &hogs[count]) == seL4_NoError) {
            count++;
        }
    }
    return count;
}

static void give_all(size_t count)
{
    while (count > 0) {
        rs_object_free(&hogs[--count]);
    }
}

TEST(mapping_with_ever_more_memory_fails_cleanly_until_it_fits)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x8000, handled, NULL);
    rs_memory_stats_t whole = settled_stats();
    size_t count = take_memory();
    bool done = false;
    unsigned failures = 0;
    while (!done && count > 0) {
        rs_memory_stats_t before = settled_stats();
        done = map_frame_alloc_reservation(vm, r) == 0;
        if (done) {
            ASSERT_EQ(0, vm_unmap_reservation(vm, r));
        } else {
            ASSERT_TRUE(vm_last_error(vm)->code == VM_ERROR_OUT_OF_MEMORY ||
                        vm_last_error(vm)->code == VM_ERROR_OUT_OF_HEAP);
            failures++;
            rs_object_free(&hogs[--count]);
            before = settled_stats();
            continue;
        }
        ASSERT_STATS(before);
    }
    if (!done) {
        FAIL("never fits: %s", vm_error_name(vm_last_error(vm)->code));
    }
    ASSERT_GT(failures, 0);
    give_all(count);
    ASSERT_STATS(whole);
    machine_free();
}

TEST(without_memory_every_operation_fails_and_leaves_nothing)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x2000, handled, NULL);
    vm_memory_reservation_t *deferred = vm_reserve_memory_at(vm, GIB * 2, 0x2000, handled, NULL);
    ASSERT_EQ(0, vm_map_reservation_deferred(vm, deferred, NULL, NULL, 12));
    ASSERT_EQ(0, vm_memory_make_anon(vm, GIB * 8, MIB));
    size_t count = take_memory();
    rs_memory_stats_t before = settled_stats();
    ASSERT_EQ(-1, map_frame_alloc_reservation(vm, r));
    ASSERT_EQ(-1, vm_ram_register_at(vm, GIB * 4, 4 * MIB, false));
    ASSERT_EQ(0, vm_ram_register(vm, 0x4000));
    ASSERT_TRUE(create_allocated_reservation_frame(vm, GIB * 4, seL4_AllRights, handled, NULL) ==
                NULL);
    ASSERT_TRUE(vm_guest_pointer(vm, GIB * 2, 1) == NULL);
    ASSERT_ERROR(VM_ERROR_OUT_OF_MEMORY);
    static vm_t second;
    ASSERT_EQ(-1, vm_init(&second, NULL, NULL, (vspace_t){0}, NULL, vm->host_endpoint, "second"));
    ASSERT_TRUE(vm_create_vcpu(vm, 10) == NULL);
    ASSERT_STATS(before);
    give_all(count);
    ASSERT_EQ(0, map_frame_alloc_reservation(vm, r));
    machine_free();
}
