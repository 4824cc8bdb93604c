/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <guests/mmu.h>

/* Descriptors (Arm DDI 0487, D8.3): valid block, valid table, access flag, inner shareable; MAIR
 * index 0 is normal memory, index 1 device memory. */
#define BLOCK           1ul
#define TABLE           3ul
#define ACCESSED        (1ul << 10)
#define INNER_SHAREABLE (3ul << 8)
#define DEVICE          (1ul << 2)

/* MAIR_EL1: attribute 0 normal write-back, attribute 1 device nGnRnE. */
#define MAIR 0x00fful
/* TCR_EL1: 39 bits of address (T0SZ 25), cacheable inner shareable walks, no upper range (EPD1),
 * 40-bit output. */
#define TCR (25ul | 1ul << 8 | 1ul << 10 | 3ul << 12 | 1ul << 23 | 2ul << 32)
/* SCTLR_EL1: M, C, I. */
#define SCTLR_ON (1ul | 1ul << 2 | 1ul << 12)

_Static_assert(GUEST_DEVICE_BLOCK(0) == (BLOCK | ACCESSED | DEVICE), "block of device memory");

static uint64_t level1[512] __attribute__((aligned(4096)));
static uint64_t low_blocks[512] __attribute__((aligned(4096)));

uint64_t *guest_low_blocks(void)
{
    if (low_blocks[0] == 0) {
        for (uint64_t i = 0; i < 512; i++) {
            low_blocks[i] = GUEST_DEVICE_BLOCK(i << 21);
        }
    }
    return low_blocks;
}

uint64_t *guest_top_table(void)
{
    return level1;
}

void guest_mmu_on(void)
{
    uint64_t sctlr;
    level1[0] = (uint64_t)guest_low_blocks() | TABLE;
    level1[1] = 0x40000000ul | BLOCK | ACCESSED | INNER_SHAREABLE;
    level1[2] = 0x80000000ul | BLOCK | ACCESSED | INNER_SHAREABLE;
    __asm__ volatile(
        "dsb ish\n\tmsr mair_el1, %0\n\tmsr tcr_el1, %1\n\tmsr ttbr0_el1, %2\n\tisb\n\t"
        "tlbi vmalle1\n\tdsb ish\n\tisb\n\tic iallu\n\tdsb ish\n\tisb" ::"r"(MAIR),
        "r"(TCR), "r"(level1)
        : "memory");
    __asm__ volatile("mrs %0, sctlr_el1" : "=r"(sctlr));
    __asm__ volatile("msr sctlr_el1, %0\n\tisb" ::"r"(sctlr | SCTLR_ON) : "memory");
}
