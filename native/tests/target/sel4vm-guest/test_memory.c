/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Memory that appears, changes and disappears while the guest runs. */
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_memory_util.h>

#include "machine.h"

#define EXTRA      0x50000000ul
#define EXTRA_SIZE 0x400000ul
/* PL031 of QEMU's virt machine; the data register counts seconds, the id registers end with 0x31
 * 0x10. */
#define RTC_BASE      0x09010000ul
#define RTC_PERIPH_ID 0xfe0ul

static vm_memory_reservation_t *reserve(machine_t *machine, uintptr_t base, size_t size)
{
    vm_memory_reservation_t *reservation =
        vm_reserve_memory_at(&machine->vm, base, size, default_error_fault_callback, NULL);
    ASSERT_TRUE(reservation != NULL);
    return reservation;
}

TEST(deferred_pages_come_one_by_one)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_deferred(&machine.vm, extra, NULL, NULL, seL4_PageBits));
    probe(&machine, PROBE_STORE32, EXTRA + 0x1000, 0x1234, 0);
    ASSERT_EQ(0x1234, probe(&machine, PROBE_LOAD32, EXTRA + 0x1000, 0, 0));
    ASSERT_EQ(0, probe(&machine, PROBE_LOAD64, EXTRA + EXTRA_SIZE - 8, 0, 0));
    vm_reservation_info_t info;
    ASSERT_OK(vm_get_reservation_info(&machine.vm, extra, &info));
    ASSERT_EQ(2, info.mapped_pages);
    ASSERT_EQ(2, vm_get_counters(&machine.vm)->deferred_maps);
    machine_end(&machine);
}

TEST(instruction_without_syndrome_touches_a_deferred_page)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_deferred(&machine.vm, extra, NULL, NULL, seL4_LargePageBits));
    probe(&machine, PROBE_STORE_PAIR, EXTRA + 0x20, 5, 6);
    ASSERT_EQ(11, probe(&machine, PROBE_LOAD_PAIR, EXTRA + 0x20, 0, 0));
    ASSERT_EQ(0, vm_get_counters(&machine.vm)->decoded_instructions);
    machine_end(&machine);
}

TEST(unmapped_memory_faults_again)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_AllRights, seL4_LargePageBits));
    probe(&machine, PROBE_STORE32, EXTRA, 1, 0);
    ASSERT_OK(vm_unmap_reservation(&machine.vm, extra));
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_LOAD32, EXTRA, 0, 0));
    ASSERT_EQ(VM_STOP_CALLBACK_ERROR, vm_get_stop(&machine.vm)->reason);
    machine_end(&machine);
}

TEST(read_only_memory_faults_on_a_store)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_CanRead, seL4_LargePageBits));
    ASSERT_EQ(0, probe(&machine, PROBE_LOAD32, EXTRA, 0, 0));
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_STORE32, EXTRA, 1, 0));
    ASSERT_EQ(EXTRA, vm_get_stop(&machine.vm)->address);
    machine_end(&machine);
}

TEST(dirty_pages_are_found)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_AllRights, seL4_PageBits));
    ASSERT_OK(vm_set_tracking(&machine.vm, extra, VM_TRACK_DIRTY));
    probe(&machine, PROBE_LOAD32, EXTRA + 0x3000, 0, 0);
    probe(&machine, PROBE_STORE32, EXTRA + 0x5004, 9, 0);
    probe(&machine, PROBE_STORE32, EXTRA + 0x5008, 9, 0);
    ASSERT_EQ(1, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
    ASSERT_EQ(0, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
    probe(&machine, PROBE_STORE32, EXTRA + 0x5008, 9, 0);
    ASSERT_EQ(1, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
    machine_end(&machine);
}

TEST(accessed_pages_are_found)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_AllRights, seL4_PageBits));
    ASSERT_OK(vm_set_tracking(&machine.vm, extra, VM_TRACK_ACCESSED));
    probe(&machine, PROBE_LOAD32, EXTRA + 0x3000, 0, 0);
    probe(&machine, PROBE_STORE32, EXTRA + 0x5004, 9, 0);
    ASSERT_EQ(2, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
    machine_end(&machine);
}

TEST(pages_that_the_vmm_fetched_are_tracked)
{
    static const vm_tracking_t kinds[] = {VM_TRACK_DIRTY, VM_TRACK_ACCESSED};
    for (unsigned i = 0; i < 2; i++) {
        machine_t machine;
        uint32_t word = 7;
        machine_start(&machine, false);
        vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
        ASSERT_OK(vm_map_reservation_deferred(&machine.vm, extra, NULL, NULL, seL4_PageBits));
        ASSERT_OK(vm_set_tracking(&machine.vm, extra, kinds[i]));
        ASSERT_OK(vm_guest_write(&machine.vm, EXTRA + 0x1000, &word, sizeof(word)));
        ASSERT_OK(vm_guest_read(&machine.vm, EXTRA + 0x2000, &word, sizeof(word)));
        ASSERT_EQ(1, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
        ASSERT_EQ(7, probe(&machine, PROBE_LOAD32, EXTRA + 0x1000, 0, 0));
        probe(&machine, PROBE_STORE32, EXTRA + 0x2000, 8, 0);
        ASSERT_EQ(kinds[i] == VM_TRACK_DIRTY ? 1 : 2,
                  vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
        ASSERT_OK(vm_guest_read(&machine.vm, EXTRA + 0x2000, &word, sizeof(word)));
        ASSERT_EQ(8, word);
        machine_end(&machine);
    }
}

TEST(rights_that_are_extended_later_are_tracked_too)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_CanRead, seL4_PageBits));
    ASSERT_OK(vm_set_tracking(&machine.vm, extra, VM_TRACK_DIRTY));
    ASSERT_EQ(0, probe(&machine, PROBE_LOAD32, EXTRA, 0, 0));
    ASSERT_OK(vm_set_reservation_rights(&machine.vm, extra, EXTRA, EXTRA_SIZE, seL4_AllRights));
    probe(&machine, PROBE_STORE32, EXTRA, 1, 0);
    ASSERT_EQ(1, vm_collect_pages(&machine.vm, extra, NULL, NULL, true));
    machine_end(&machine);
}

TEST(frame_is_shared_with_the_vmm)
{
    machine_t machine;
    machine_start(&machine, false);
    volatile uint32_t *shared = create_allocated_reservation_frame(
        &machine.vm, EXTRA, seL4_AllRights, default_error_fault_callback, NULL);
    ASSERT_TRUE(shared != NULL);
    shared[1] = 0xcafe;
    ASSERT_EQ(0xcafe, probe(&machine, PROBE_LOAD32, EXTRA + 4, 0, 0));
    probe(&machine, PROBE_STORE32, EXTRA + 8, 0xbeef, 0);
    ASSERT_EQ(0xbeef, shared[2]);
    machine_end(&machine);
}

TEST(device_is_passed_through)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *rtc = reserve(&machine, RTC_BASE, 0x1000);
    ASSERT_OK(map_maybe_device_reservation(&machine.vm, rtc));
    ASSERT_EQ(0x31, probe(&machine, PROBE_LOAD32, RTC_BASE + RTC_PERIPH_ID, 0, 0));
    ASSERT_NE(0, probe(&machine, PROBE_LOAD32, RTC_BASE, 0, 0));
    machine_end(&machine);
}

TEST(code_in_new_memory_runs)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *extra = reserve(&machine, EXTRA, EXTRA_SIZE);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, extra, seL4_AllRights, seL4_LargePageBits));
    const uint32_t code[] = {0xd2800540 /* mov x0, #42 */, 0xd65f03c0 /* ret */};
    ASSERT_OK(vm_guest_write(&machine.vm, EXTRA, code, sizeof(code)));
    ASSERT_EQ(42, probe(&machine, PROBE_EXECUTE, EXTRA, 0, 0));
    machine_end(&machine);
}
