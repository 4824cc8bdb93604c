/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that accesses a device in big-endian order (Arm DDI 0487, B2.6). */
#include "machine.h"

/* The bytes 20 18 10 08 90 28 30 38 at the device, as a little-endian value. */
#define BYTES 0x3830289008101820ul

/* By syndrome (ISV) and by decoding: with an index, and pairs. */
static void check_accesses(probe_op_t op)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.load_value = BYTES;
    ASSERT_EQ(0x2018, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD16_SIGNED, 0));
    ASSERT_EQ(0x20181008, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD32, 0));
    ASSERT_EQ(0x2018100890283038, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD64, 0));
    ASSERT_EQ(0x20181008, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD32_INDEX, 0));
    machine.load_value = 0x80;
    ASSERT_EQ(~0x7ffful, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD16_SIGNED, 0));
    machine.load_value = 0x01020304;
    /* Two accesses of four bytes: both registers get the same. */
    ASSERT_EQ(0, probe(&machine, op, DEVICE_BASE, PROBE_BIG_LOAD_PAIR, 0));
    ASSERT_EQ(2, machine.accesses);
    ASSERT_EQ(4, machine.length[1]);
    /* What a big-endian guest writes to a PL011. */
    probe(&machine, op, DEVICE_BASE, PROBE_BIG_STORE32, (uint64_t)'B' << 24);
    ASSERT_EQ('B', machine.stored[0]);
    probe(&machine, op, DEVICE_BASE, PROBE_BIG_STORE64, BYTES);
    ASSERT_EQ(0x2018100890283038, machine.stored[0]);
    probe(&machine, op, DEVICE_BASE, PROBE_BIG_STORE32_INDEX, 0x11223344);
    ASSERT_EQ(0x44332211, machine.stored[0]);
    probe(&machine, op, DEVICE_BASE, PROBE_BIG_STORE_PAIR, 0x11223344);
    ASSERT_EQ(0x44332211, machine.stored[0]);
    ASSERT_EQ(0x45332211, machine.stored[1]);
    ASSERT_EQ(DEVICE_BASE + 4, machine.address[1]);
    /* The guest itself is little-endian again. */
    machine.load_value = BYTES;
    ASSERT_EQ(0x08101820, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(0, machine.exceptions);
    machine_end(&machine);
}

TEST(big_endian_at_el1)
{
    check_accesses(PROBE_BIG_EL1);
}

TEST(big_endian_with_big_endian_tables)
{
    check_accesses(PROBE_BIG_TABLES);
}

TEST(big_endian_at_el0)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.load_value = BYTES;
    ASSERT_EQ(0x20181008, probe(&machine, PROBE_BIG_EL0, DEVICE_BASE, 0, 0));
    ASSERT_EQ(0x08101820, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    machine_end(&machine);
}
