/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Loads and stores that the syndrome describes: width, extension, register. */
#include <sel4vm/guest_vcpu_fault.h>

#include "machine.h"

#define PATTERN 0x8123456789abcdeful

static void check_load(probe_op_t op, size_t offset, size_t length, uint64_t expected)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.load_value = PATTERN;
    ASSERT_EQ(expected, probe(&machine, op, DEVICE_BASE + offset, 0, 0));
    ASSERT_EQ(1, machine.accesses);
    ASSERT_EQ(DEVICE_BASE + offset, machine.address[0]);
    ASSERT_EQ(length, machine.length[0]);
    ASSERT_EQ(0, machine.exceptions);
    machine_end(&machine);
}

static void check_store(probe_op_t op, size_t offset, size_t length, uint64_t expected)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, op, DEVICE_BASE + offset, PATTERN, 0);
    ASSERT_EQ(1, machine.accesses);
    ASSERT_EQ(DEVICE_BASE + offset, machine.address[0]);
    ASSERT_EQ(length, machine.length[0]);
    ASSERT_EQ(expected, machine.stored[0]);
    machine_end(&machine);
}

TEST(load_8)
{
    check_load(PROBE_LOAD8, 3, 1, 0xef);
}

TEST(load_16)
{
    check_load(PROBE_LOAD16, 2, 2, 0xcdef);
}

TEST(load_32)
{
    check_load(PROBE_LOAD32, 4, 4, 0x89abcdef);
}

TEST(load_64)
{
    check_load(PROBE_LOAD64, 8, 8, PATTERN);
}

TEST(load_8_sign_extended_to_64)
{
    check_load(PROBE_LOAD8_SIGNED, 0, 1, 0xffffffffffffffef);
}

TEST(load_16_sign_extended_to_32)
{
    check_load(PROBE_LOAD16_SIGNED_32, 0, 2, 0xffffcdef);
}

TEST(load_32_sign_extended_to_64)
{
    check_load(PROBE_LOAD32_SIGNED, 0, 4, 0xffffffff89abcdef);
}

TEST(load_to_the_last_register_of_the_context)
{
    check_load(PROBE_LOAD_HIGH, 0, 8, PATTERN);
}

TEST(load_at_the_last_byte)
{
    check_load(PROBE_LOAD8, DEVICE_SIZE - 1, 1, 0xef);
}

TEST(store_8)
{
    check_store(PROBE_STORE8, 1, 1, 0xef);
}

TEST(store_16)
{
    check_store(PROBE_STORE16, 6, 2, 0xcdef);
}

TEST(store_32)
{
    check_store(PROBE_STORE32, 4, 4, 0x89abcdef);
}

TEST(store_64)
{
    check_store(PROBE_STORE64, 16, 8, PATTERN);
}

TEST(store_of_the_zero_register)
{
    check_store(PROBE_STORE_ZERO32, 0, 4, 0);
}

TEST(store_from_a_late_register_of_the_context)
{
    check_store(PROBE_STORE_HIGH, 0, 8, PATTERN);
}

static seL4_Word seen_data, seen_mask;

static void look_at_data(machine_t *machine)
{
    seen_data = get_vcpu_fault_data(machine->vcpu);
    seen_mask = get_vcpu_fault_data_mask(machine->vcpu);
}

TEST(data_sits_where_it_does_in_the_word)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = look_at_data;
    probe(&machine, PROBE_STORE8, DEVICE_BASE + 2, 0x5a, 0);
    ASSERT_EQ(0x5a0000, seen_data);
    ASSERT_EQ(0xff0000, seen_mask);
    machine_end(&machine);
}

static seL4_Word emulated;

static void emulate(machine_t *machine)
{
    emulated = emulate_vcpu_fault(machine->vcpu, emulated);
}

TEST(emulate_merges_a_store_and_serves_a_load)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = emulate;
    emulated = 0x11223344;
    probe(&machine, PROBE_STORE8, DEVICE_BASE + 1, 0xaa, 0);
    ASSERT_EQ(0x1122aa44, emulated);
    ASSERT_EQ(0x1122, probe(&machine, PROBE_LOAD16, DEVICE_BASE + 2, 0, 0));
    machine_end(&machine);
}
