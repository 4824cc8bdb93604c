/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that does its worst. */
#include "machine.h"

#define GIB 0x40000000ul

static void check_alive(machine_t *machine)
{
    machine->load_value = 0x600d;
    machine->answer = FAULT_HANDLED;
    ASSERT_EQ(0x600d, probe(machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    machine_end(machine);
}

TEST(stores_all_over_the_address_space)
{
    machine_t machine;
    machine_start(&machine, true);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    /* Below its own memory, interrupt controller included. */
    ASSERT_LT(1000, probe(&machine, PROBE_SCRIBBLE, GIB, 0x10004, 0));
    check_alive(&machine);
}

TEST(stores_all_over_the_distributor)
{
    machine_t machine;
    machine_start(&machine, true);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    for (uint64_t value = 0; value < 2; value++) {
        for (uint64_t offset = 0; offset < 0x1000; offset += 4) {
            probe(&machine, PROBE_STORE32, 0x08000000 + offset, value - 1, 0);
            probe(&machine, PROBE_LOAD32, 0x08000000 + offset, 0, 0);
        }
    }
    for (uint64_t offset = 0; offset < 0x1000; offset += 8) {
        probe(&machine, PROBE_STORE64, 0x08000000 + offset, ~0ul, 0);
        probe(&machine, PROBE_STORE8, 0x08000000 + offset + 3, 0xff, 0);
    }
    check_alive(&machine);
}

TEST(branches_all_over_the_address_space)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    ASSERT_LT(100, probe(&machine, PROBE_JUMP_ABOUT, GIB, 0x100002, 0));
    check_alive(&machine);
}

TEST(flood_of_calls)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_FLOOD, 2000, 0, 0);
    ASSERT_LE(4000, vm_get_counters(&machine.vm)->smc_calls);
    check_alive(&machine);
}

TEST(access_over_the_end_of_a_reservation)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    /* Device memory: an unaligned access is the guest's own fault, and ends there. */
    probe(&machine, PROBE_LOAD64, DEVICE_BASE + DEVICE_SIZE - 4, 0, 0);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(0, machine.accesses);
    check_alive(&machine);
}

TEST(address_beyond_every_range)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    for (uint64_t bit = 30; bit < 64; bit++) {
        probe(&machine, PROBE_LOAD32, (1ul << bit) | 0x20000000, 0, 0);
        ASSERT_EQ(1, machine.exceptions);
    }
    check_alive(&machine);
}
