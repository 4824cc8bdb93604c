/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <kernel/gen_config.h>
#include <loader/console.h>
#include <loader/mmu.h>

#define TABLE_ENTRIES 512u
#define BLOCK_BITS    21u
#define GIB_BITS      30u
#define TABLE_BITS    39u /* reach of one level-1 table */
#define MAX_TABLES    20u

/* Descriptors (Arm ARM DDI 0487, D8.3). */
#define DESC_BLOCK  (1u << 0)
#define DESC_TABLE  (3u << 0)
#define DESC_AF     (1u << 10)
#define DESC_INNER  (3u << 8)
#define DESC_AP_RES (1u << 6) /* AP[1] is RES1 in the EL2 translation regime */
#define ATTR(index) ((uint64_t)(index) << 2)

/* MAIR_EL2 as seL4 numbers the attributes: 0 Device-nGnRnE, 1 Device-nGnRE, 2 Device-GRE, 3 Normal
 * non-cacheable, 4 Normal write-back, 5 Normal write-through. */
#define MAIR_VALUE  0x0000aaff440c0400u
#define ATTR_DEVICE 0u
#define ATTR_NORMAL 4u

/* TCR_EL2: the value that seL4 checks for. T0SZ 16, inner and outer write-back walks, inner
 * shareable, 4 KiB granule, bits 23 and 31 RES1, and the kernel's physical address size. */
#if defined(CONFIG_ARM_PA_SIZE_BITS_40)
#define PA_BITS 40u
#define TCR_PS  2u
#elif defined(CONFIG_ARM_PA_SIZE_BITS_44)
#define PA_BITS 44u
#define TCR_PS  4u
#else
#error "The kernel's physical address size is neither 40 nor 44 bits (CONFIG_ARM_PA_SIZE_BITS_*)"
#endif
#define TCR_VALUE                                                                                  \
    (16u | 1u << 8 | 1u << 10 | 3u << 12 | (uint64_t)TCR_PS << 16 | 1u << 23 | (uint64_t)1 << 31)

/* SCTLR_EL2 (D19.2.132): the RES1 bits, then M, C, SA and I. */
#define SCTLR_RES1  0x30c50830u
#define SCTLR_VALUE (SCTLR_RES1 | 1u << 0 | 1u << 2 | 1u << 3 | 1u << 12)

static uint64_t tables[MAX_TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));
static unsigned tables_used = 1; /* table 0 is the root */

static uint64_t *next_table(uint64_t *entry)
{
    if (*entry == 0) {
        if (tables_used == MAX_TABLES) {
            loader_fail("out of page tables after %u", (uint64_t)MAX_TABLES);
        }
        *entry = (uint64_t)tables[tables_used++] | DESC_TABLE;
    }
    return (uint64_t *)(*entry & ~(uint64_t)0xfff);
}

static unsigned index_at(uint64_t address, unsigned bits)
{
    return (unsigned)(address >> bits) & (TABLE_ENTRIES - 1);
}

void mmu_map(uint64_t start, uint64_t end, int64_t offset, enum mmu_kind kind)
{
    const uint64_t block = (uint64_t)1 << BLOCK_BITS;
    uint64_t flags = DESC_BLOCK | DESC_AF | DESC_AP_RES;
    flags |= kind == MMU_NORMAL ? DESC_INNER | ATTR(ATTR_NORMAL) : ATTR(ATTR_DEVICE);
    if (((uint64_t)offset & (block - 1)) != 0) {
        loader_fail("virtual [%x, %x) and its physical address differ by no multiple of 2 MiB",
                    start, end);
    }
    for (uint64_t at = start & ~(block - 1); at < end; at += block) {
        uint64_t *level1 = next_table(&tables[0][index_at(at, TABLE_BITS)]);
        uint64_t *level2 = next_table(&level1[index_at(at, GIB_BITS)]);
        uint64_t *entry = &level2[index_at(at, BLOCK_BITS)];
        if (*entry == 0) {
            *entry = (at + (uint64_t)offset) | flags;
        }
    }
}

unsigned mmu_physical_bits(void)
{
    static const uint8_t bits[] = {32, 36, 40, 42, 44, 48, 52};
    uint64_t features;
    __asm__ volatile("mrs %0, id_aa64mmfr0_el1" : "=r"(features));
    features &= 0xf;
    return features < sizeof bits ? bits[features] : 0;
}

void mmu_enable(void)
{
    if (mmu_physical_bits() < PA_BITS) {
        loader_fail("the CPU has %u bits of physical address, the kernel is built for %u",
                    (uint64_t)mmu_physical_bits(), (uint64_t)PA_BITS);
    }
    __asm__ volatile("dsb sy\n"
                     "msr mair_el2, %0\n"
                     "msr tcr_el2, %1\n"
                     "msr ttbr0_el2, %2\n"
                     "isb\n"
                     "tlbi alle2\n"
                     "dsb sy\n"
                     "isb\n"
                     "msr sctlr_el2, %3\n"
                     "isb\n"
                     "ic iallu\n"
                     "dsb sy\n"
                     "isb\n" ::"r"((uint64_t)MAIR_VALUE),
                     "r"((uint64_t)TCR_VALUE), "r"((uint64_t)tables[0]), "r"((uint64_t)SCTLR_VALUE)
                     : "memory");
}

void cache_clean(uint64_t start, uint64_t end)
{
    uint64_t type;
    __asm__ volatile("mrs %0, ctr_el0" : "=r"(type));
    uint64_t line = 4u << ((type >> 16) & 0xf); /* CTR_EL0.DminLine, in words */
    for (uint64_t at = start & ~(line - 1); at < end; at += line) {
        __asm__ volatile("dc cvac, %0" ::"r"(at) : "memory");
    }
    __asm__ volatile("dsb sy\n ic iallu\n dsb sy\n isb" ::: "memory");
}
