/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The kernel's own address space at EL2: its RAM, its devices, and for cache maintenance the RAM
 * that user level has as device untyped memory; nothing else of user level. */
#include "kernel_map.h"

#include "arch.h"
#include "platform.h"

/* EL2 stage-1 descriptors; attribute indices as the loader's MAIR_EL2 numbers them. */
#define DESC_VALID           BIT(0)
#define DESC_TABLE_OR_PAGE   BIT(1)
#define DESC_ATTR(n)         ((word_t)(n) << 2)
#define DESC_DEVICE          DESC_ATTR(0)
#define DESC_NORMAL          DESC_ATTR(4)
#define DESC_AP_RES1         BIT(6)
#define DESC_INNER_SHAREABLE (3ul << 8)
#define DESC_ACCESSED        BIT(10)
#define DESC_EXECUTE_NEVER   BIT(54)

#define INDEX(va, shift)     (((va) >> (shift)) & MASK(9))
#define BLOCK_BITS           21u

typedef word_t table_t[512] __attribute__((aligned(4096)));

static table_t level0, level1, level2_ram, level2_low, level2_device, level3_device;

extern char kernel_end[];

static word_t table(const table_t *t)
{
    return va_to_pa(t) | DESC_TABLE_OR_PAGE | DESC_VALID;
}

static word_t memory(paddr_t pa)
{
    return pa | DESC_NORMAL | DESC_AP_RES1 | DESC_INNER_SHAREABLE | DESC_ACCESSED | DESC_VALID;
}

static void map_device(word_t va, paddr_t pa)
{
    level3_device[INDEX(va, 12)] = pa | DESC_DEVICE | DESC_AP_RES1 | DESC_ACCESSED |
                                   DESC_EXECUTE_NEVER | DESC_TABLE_OR_PAGE | DESC_VALID;
}

static void flush_tlb(void)
{
    asm volatile("tlbi alle2" ::: "memory");
    dsb();
    isb();
}

void kernel_map_init(void)
{
    level0[INDEX(KERNEL_VBASE, 39)] = table(&level1);
    level1[INDEX(KERNEL_VBASE, 30)] = table(&level2_ram);
    level1[INDEX(DEVICE_VBASE, 30)] = table(&level2_device);
    level1[INDEX(LOWRAM_VBASE, 30)] = table(&level2_low);
    level2_device[INDEX(DEVICE_VBASE, 21)] = table(&level3_device);
    for (paddr_t pa = KERNEL_PBASE; pa < KERNEL_PTOP; pa += BIT(BLOCK_BITS)) {
        word_t va = (word_t)pa_to_va(pa);
        bool image = va < (word_t)kernel_end;
        level2_ram[INDEX(va, BLOCK_BITS)] = memory(pa) | (image ? 0 : DESC_EXECUTE_NEVER);
    }
    for (paddr_t pa = RAM_BASE; pa < KERNEL_PTOP; pa += BIT(BLOCK_BITS)) {
        level2_low[INDEX(low_ram_va(pa), BLOCK_BITS)] = memory(pa) | DESC_EXECUTE_NEVER;
    }
    map_device(GICD_VBASE, GICD_PBASE);
    map_device(GICC_VBASE, GICC_PBASE);
    map_device(GICH_VBASE, GICH_PBASE);
    map_device(UART_VBASE, UART_PBASE);
    dsb();
    WRITE_SYSREG(ttbr0_el2, va_to_pa(level0));
    isb();
    flush_tlb();
}

const void *kernel_map_boot_memory(paddr_t pa, word_t size)
{
    if (pa < RAM_BASE || size > KERNEL_PTOP - RAM_BASE || pa > KERNEL_PTOP - size) {
        return NULL;
    }
    return (const void *)low_ram_va(pa);
}

void kernel_map_drop_boot_memory(void)
{
    for (paddr_t pa = KERNEL_PBASE; pa < KERNEL_PTOP; pa += BIT(BLOCK_BITS)) {
        level2_low[INDEX(low_ram_va(pa), BLOCK_BITS)] = 0;
    }
    dsb();
    flush_tlb();
}
