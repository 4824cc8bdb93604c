/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Instructions that the syndrome does not describe: decoded, or refused cleanly. */
#include <sel4vm/guest_memory_helpers.h>

#include "machine.h"

TEST(load_pair_is_two_accesses)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.load_value = 21;
    ASSERT_EQ(42, probe(&machine, PROBE_LOAD_PAIR, DEVICE_BASE + 0x10, 0, 0));
    ASSERT_EQ(2, machine.accesses);
    ASSERT_EQ(DEVICE_BASE + 0x10, machine.address[0]);
    ASSERT_EQ(DEVICE_BASE + 0x18, machine.address[1]);
    ASSERT_EQ(1, vm_get_counters(&machine.vm)->decoded_instructions);
    machine_end(&machine);
}

TEST(store_pair_is_two_accesses)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_STORE_PAIR, DEVICE_BASE, 0x1111, 0x2222);
    ASSERT_EQ(2, machine.accesses);
    ASSERT_EQ(0x1111, machine.stored[0]);
    ASSERT_EQ(0x2222, machine.stored[1]);
    machine_end(&machine);
}

TEST(post_index_moves_the_base)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.load_value = 7;
    ASSERT_EQ(7 | (DEVICE_BASE + 0x24) << 32,
              probe(&machine, PROBE_LOAD32_POST, DEVICE_BASE + 0x20, 0, 0));
    machine_end(&machine);
}

TEST(pre_index_moves_the_base)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(DEVICE_BASE + 0x28, probe(&machine, PROBE_STORE32_PRE, DEVICE_BASE + 0x20, 99, 0));
    ASSERT_EQ(DEVICE_BASE + 0x28, machine.address[0]);
    ASSERT_EQ(99, machine.stored[0]);
    machine_end(&machine);
}

TEST(pre_index_moves_the_stack_pointer)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(DEVICE_BASE + 0x30,
              probe(&machine, PROBE_STORE_PAIR_PRE_SP, DEVICE_BASE + 0x40, 3, 4));
    ASSERT_EQ(DEVICE_BASE + 0x30, machine.address[0]);
    ASSERT_EQ(4, machine.stored[1]);
    machine_end(&machine);
}

TEST(instruction_behind_the_guests_own_translation)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    machine.load_value = 5;
    ASSERT_EQ(10, probe(&machine, PROBE_LOAD_PAIR, 0x3f000000, 0, 0));
    ASSERT_EQ(DEVICE_BASE, machine.address[0]);
    machine_end(&machine);
}

static void check_refused(probe_op_t op)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(-1, probe_until_stop(&machine, op, DEVICE_BASE, 0, 0));
    ASSERT_EQ(VM_STOP_UNSUPPORTED_ACCESS, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(DEVICE_BASE, vm_get_stop(&machine.vm)->address);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe_continue(&machine);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(0, machine.accesses);
    machine_end(&machine);
}

TEST(simd_load_is_refused)
{
    check_refused(PROBE_LOAD_SIMD);
}

TEST(simd_store_is_refused)
{
    check_refused(PROBE_STORE_SIMD);
}

TEST(exclusive_load_is_refused)
{
    check_refused(PROBE_LOAD_EXCLUSIVE);
}

/* The hardware reports the first byte that it cannot reach, which is not where the access begins.
 */
TEST(pair_that_begins_in_ram_is_refused)
{
    machine_t machine;
    machine_start(&machine, false);
    vm_memory_reservation_t *below = vm_reserve_memory_at(&machine.vm, DEVICE_BASE - 0x1000, 0x1000,
                                                          default_error_fault_callback, NULL);
    ASSERT_OK(vm_map_reservation_ram(&machine.vm, below, seL4_AllRights, seL4_PageBits));
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_STORE_PAIR, DEVICE_BASE - 8, 3, 4));
    ASSERT_EQ(VM_STOP_UNSUPPORTED_ACCESS, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(DEVICE_BASE, vm_get_stop(&machine.vm)->address);
    ASSERT_EQ(0, machine.accesses);
    machine_end(&machine);
}

TEST(cache_maintenance_of_a_device_does_nothing)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_CLEAN_LINE, DEVICE_BASE, 0, 0);
    ASSERT_EQ(0, machine.accesses);
    ASSERT_EQ(0, machine.exceptions);
    machine_end(&machine);
}

TEST(prefetch_does_nothing)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_PREFETCH, DEVICE_BASE, 0, 0);
    ASSERT_EQ(0, machine.accesses);
    machine_end(&machine);
}
