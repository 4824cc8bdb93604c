/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What the start code hands to main. */

#include <rootserver/bootinfo.h>
#include <rootserver/fdt.h>
#include <rootserver/testproto.h>
#include <rootserver/thread.h>
#include <stdint.h>
#include <string.h>

static int initialised = 41;
static int zero[1000];
static unsigned constructed;

static __attribute__((constructor)) void construct(void)
{
    constructed++;
}

TEST(data_and_bss)
{
    ASSERT_EQ(41, initialised);
    for (unsigned i = 0; i < 1000; i++) {
        ASSERT_EQ(0, zero[i]);
    }
}

TEST(constructors_ran_once)
{
    ASSERT_EQ(1, constructed);
}

TEST(bootinfo_is_plausible)
{
    const seL4_BootInfo *bootinfo = rs_bootinfo();
    ASSERT_TRUE(bootinfo != NULL);
    ASSERT_LT(bootinfo->empty.start, bootinfo->empty.end);
    ASSERT_LT(bootinfo->untyped.start, bootinfo->untyped.end);
    ASSERT_EQ((uintptr_t)bootinfo->ipcBuffer, (uintptr_t)seL4_GetIPCBuffer());
}

TEST(device_tree_is_passed_on)
{
    size_t length = 0;
    rs_fdt_t fdt;
    const void *blob = rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
    ASSERT_TRUE(blob != NULL);
    ASSERT_TRUE(rs_fdt_open(&fdt, blob, length));
    rs_fdt_node_t console = rs_fdt_console(&fdt);
    ASSERT_NE(RS_FDT_NONE, console);
    ASSERT_TRUE(rs_fdt_has_string(&fdt, console, "compatible", "arm,pl011"));
    uint64_t address = 0, size = 0;
    unsigned irq = 0;
    ASSERT_TRUE(rs_fdt_reg(&fdt, console, 0, &address, &size));
    ASSERT_TRUE(rs_fdt_gic_interrupt(&fdt, console, 0, &irq));
    ASSERT_GT(irq, 31);
    ASSERT_EQ(console, rs_fdt_find(&fdt, "/pl011", strlen("/pl011")));
}

TEST(missing_chunk)
{
    size_t length = 0;
    ASSERT_TRUE(rs_bootinfo_chunk(0x1234, &length) == NULL);
}

TEST(main_thread_is_described)
{
    uintptr_t low, high;
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    rs_thread_stack(rs_thread_self(), &low, &high);
    ASSERT_LT(low, here);
    ASSERT_LT(here, high);
    ASSERT_EQ(1, rs_thread_id(rs_thread_self()));
    ASSERT_STR_EQ("main", rs_thread_name(rs_thread_self()));
    ASSERT_EQ(seL4_CapInitThreadTCB, rs_thread_tcb(rs_thread_self()));
}
