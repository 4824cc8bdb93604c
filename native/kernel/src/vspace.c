/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Stage-2 translation tables (Arm ARM D5: 4 KiB granule, 44-bit IPA, four levels). */
#include "vspace.h"

#include "arch.h"
#include "asid.h"

#define PTE_VALID           BIT(0)
#define PTE_TABLE_OR_PAGE   BIT(1) /* table at levels 0-2, page at level 3; clear: block */
#define PTE_MEMATTR(n)      ((word_t)(n) << 2)
#define PTE_MEMATTR_NORMAL  PTE_MEMATTR(0xf) /* write-back inner and outer */
#define PTE_MEMATTR_DEVICE  PTE_MEMATTR(0x0) /* nGnRnE */
#define PTE_S2AP_READ       BIT(6)
#define PTE_S2AP_WRITE      BIT(7)
#define PTE_INNER_SHAREABLE (3ul << 8)
#define PTE_ACCESSED        BIT(10)
#define PTE_EXECUTE_NEVER   BIT(54)
#define PTE_ADDRESS         (MASK(48) & ~MASK(12))

#define TOP_SHIFT           39u
#define LEVEL_BITS          9u

word_t pte_table(paddr_t table)
{
    return table | PTE_TABLE_OR_PAGE | PTE_VALID;
}

word_t pte_frame(paddr_t frame, unsigned size, unsigned rights, word_t attributes)
{
    word_t pte = frame | PTE_ACCESSED | PTE_INNER_SHAREABLE | PTE_VALID;
    pte |= size == FRAME_SMALL ? PTE_TABLE_OR_PAGE : 0;
    pte |= attributes & seL4_ARM_PageCacheable ? PTE_MEMATTR_NORMAL : PTE_MEMATTR_DEVICE;
    pte |= attributes & seL4_ARM_ExecuteNever ? PTE_EXECUTE_NEVER : 0;
    if (rights & RIGHT_READ) { /* write-only mappings are not accessible at all */
        pte |= PTE_S2AP_READ;
        pte |= rights & RIGHT_WRITE ? PTE_S2AP_WRITE : 0;
    }
    return pte;
}

word_t *vspace_lookup_entry(word_t *root, word_t vaddr, unsigned *bits_left)
{
    word_t *table = root;
    for (unsigned shift = TOP_SHIFT;; shift -= LEVEL_BITS) {
        word_t *entry = &table[(vaddr >> shift) & MASK(LEVEL_BITS)];
        if (shift == seL4_PageBits || !(*entry & PTE_VALID) || !(*entry & PTE_TABLE_OR_PAGE)) {
            *bits_left = shift;
            return entry;
        }
        table = pa_to_va(*entry & PTE_ADDRESS);
    }
}

void vspace_unmap_frame(cap_t cap)
{
    if (!cap_is_mapped(cap)) {
        return;
    }
    word_t *root = vspace_of_asid(cap_asid(cap));
    if (root == NULL) {
        return;
    }
    unsigned bits_left;
    word_t *entry = vspace_lookup_entry(root, frame_vaddr(cap), &bits_left);
    if (bits_left == frame_size_bits(frame_size(cap)) && pte_is_valid(*entry) &&
        (*entry & PTE_ADDRESS) == frame_paddr(cap)) {
        *entry = 0;
        tlb_invalidate_page(cap_asid(cap), frame_vaddr(cap));
    }
}

void vspace_unmap_table(cap_t cap)
{
    if (!cap_is_mapped(cap)) {
        return;
    }
    word_t *table = vspace_of_asid(cap_asid(cap));
    paddr_t self = va_to_pa(cap_object(cap));
    if (table == NULL) {
        return;
    }
    for (unsigned shift = TOP_SHIFT; shift > seL4_PageBits; shift -= LEVEL_BITS) {
        word_t *entry = &table[(cap.w1 >> shift) & MASK(LEVEL_BITS)];
        if (!(*entry & PTE_VALID) || !(*entry & PTE_TABLE_OR_PAGE)) {
            return;
        }
        if ((*entry & PTE_ADDRESS) == self) {
            *entry = 0;
            tlb_invalidate_asid(cap_asid(cap));
            return;
        }
        table = pa_to_va(*entry & PTE_ADDRESS);
    }
}

/* DC and IC by virtual address, line by line, `end` exclusive. */
#define FOR_EACH_LINE(instruction)                                                                 \
    for (word_t line = ALIGN_DOWN(start, CACHE_LINE_BITS); line < end;                             \
         line += BIT(CACHE_LINE_BITS)) {                                                           \
        asm volatile(instruction ", %0" ::"r"(line) : "memory");                                   \
    }

void cache_clean(word_t start, word_t end)
{
    FOR_EACH_LINE("dc cvac")
    dsb();
}

void cache_clean_invalidate(word_t start, word_t end)
{
    FOR_EACH_LINE("dc civac")
    dsb();
}

void cache_invalidate(word_t start, word_t end)
{
    /* A line that the range only touches must not lose its other part. */
    cache_clean(start, start + 1);
    cache_clean(end - 1, end);
    FOR_EACH_LINE("dc ivac")
    dsb();
}

void cache_unify(word_t start, word_t end)
{
    FOR_EACH_LINE("dc cvau")
    dsb();
    FOR_EACH_LINE("ic ivau")
    dsb();
    isb();
}
