/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <errno.h>
#include <rootserver/bootinfo.h>
#include <rootserver/cpu.h>
#include <rootserver/fdt.h>
#include <rootserver/testproto.h>

unsigned long getauxval(unsigned long type);

/* Extensions that a processor's manual says are there in every implementation, and ones that no
 * implementation has. */
static const struct {
    const char *compatible;
    uint64_t present, absent;
} processors[] = {
    /* ID_AA64ISAR0_EL1: DDI 0500 (Cortex-A53), DDI 0488 (A57), 100095 (A72); the cryptographic
     * extension is an option of each. */
    {"arm,cortex-a53", RS_CPU_CRC32,
     RS_CPU_ATOMICS | RS_CPU_ASIMDRDM | RS_CPU_ASIMDDP | RS_CPU_LRCPC | RS_CPU_ILRCPC},
    {"arm,cortex-a57", RS_CPU_CRC32,
     RS_CPU_ATOMICS | RS_CPU_ASIMDRDM | RS_CPU_ASIMDDP | RS_CPU_LRCPC | RS_CPU_ILRCPC},
    {"arm,cortex-a72", RS_CPU_CRC32,
     RS_CPU_ATOMICS | RS_CPU_ASIMDRDM | RS_CPU_ASIMDDP | RS_CPU_LRCPC | RS_CPU_ILRCPC},
    /* 100798 (A76): Armv8.2 with the dot product and the load-acquire RCpc of 8.3. */
    {"arm,cortex-a76",
     RS_CPU_CRC32 | RS_CPU_ATOMICS | RS_CPU_ASIMDRDM | RS_CPU_ASIMDDP | RS_CPU_LRCPC,
     RS_CPU_ILRCPC},
};

static bool processor_is(const rs_fdt_t *fdt, const char *compatible)
{
    for (rs_fdt_node_t node = rs_fdt_root(fdt); node != RS_FDT_NONE;
         node = rs_fdt_next(fdt, node)) {
        if (rs_fdt_has_string(fdt, node, "device_type", "cpu")) {
            return rs_fdt_has_string(fdt, node, "compatible", compatible);
        }
    }
    return false;
}

TEST(cpu_features_are_those_of_the_processor)
{
    size_t length = 0;
    rs_fdt_t fdt;
    const void *blob = rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
    ASSERT_TRUE(blob != NULL);
    ASSERT_TRUE(rs_fdt_open(&fdt, blob, length));
    for (size_t i = 0; i < sizeof processors / sizeof processors[0]; i++) {
        if (processor_is(&fdt, processors[i].compatible)) {
            ASSERT_EQ(processors[i].present, rs_cpu_features() & processors[i].present);
            ASSERT_EQ(0, rs_cpu_features() & processors[i].absent);
            return;
        }
    }
    SKIP("the device tree names no processor whose extensions this test knows");
}

/* Before Armv9.2 FEAT_AES has PMULL, or neither is there (ID_AA64ISAR0_EL1.AES); SHA-1 and SHA-256
 * come together with them in every core of Arm's. */
TEST(cpu_features_are_consistent)
{
    uint64_t features = rs_cpu_features();
    ASSERT_EQ(RS_CPU_FP | RS_CPU_ASIMD, features & (RS_CPU_FP | RS_CPU_ASIMD));
    ASSERT_TRUE((features & RS_CPU_PMULL) == 0 || (features & RS_CPU_AES) != 0);
    ASSERT_TRUE((features & RS_CPU_SHA2) == 0 || (features & RS_CPU_SHA1) != 0);
    ASSERT_TRUE((features & RS_CPU_ILRCPC) == 0 || (features & RS_CPU_LRCPC) != 0);
}

TEST(libraries_built_for_linux_see_the_features)
{
    ASSERT_EQ(rs_cpu_features(), getauxval(16));
    ASSERT_EQ((unsigned long)1 << seL4_PageBits, getauxval(6));
    errno = 0;
    ASSERT_EQ(0, getauxval(26)); /* nothing of AT_HWCAP2 is looked for */
    ASSERT_EQ(0, errno);
    ASSERT_EQ(0, getauxval(999));
    ASSERT_EQ(ENOENT, errno);
}

/* A value that only the instruction gives: the CRC-32C of "123456789" is 0xe3069283. */
TEST(crc32_computes_when_it_is_there)
{
    if ((rs_cpu_features() & RS_CPU_CRC32) == 0) {
        SKIP("no CRC32 instructions");
    }
    uint32_t crc = UINT32_MAX;
    for (const char *text = "123456789"; *text != '\0'; text++) {
        __asm__(".arch_extension crc\n crc32cb %w0, %w0, %w1" : "+r"(crc) : "r"(*text));
    }
    ASSERT_EQ(0xe3069283, ~crc);
}
