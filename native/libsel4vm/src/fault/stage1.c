/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "stage1.h"

/* TCR_EL1 (D17.2.131): fields for the lower and for the upper range. */
#define TCR_T0SZ_SHIFT 0
#define TCR_EPD0       (1ull << 7)
#define TCR_TG0_SHIFT  14
#define TCR_T1SZ_SHIFT 16
#define TCR_EPD1       (1ull << 23)
#define TCR_TG1_SHIFT  30
#define TCR_TBI0       (1ull << 37)
#define TCR_TBI1       (1ull << 38)

/* Descriptors (D8.3). */
#define DESCRIPTOR_VALID   1u
#define DESCRIPTOR_TABLE   2u /* a table at levels 0 to 2, a page at level 3 */
#define DESCRIPTOR_ADDRESS 0x0000fffffffff000ull
#define TTBR_ADDRESS       0x0000fffffffffffeull
#define LAST_LEVEL         3
/* TxSZ outside 16 to 39 is not permitted without extensions that this does not know. */
#define TXSZ_MIN 16
#define TXSZ_MAX 39

/* Address bits of a granule; 0 for a reserved encoding. TG0 and TG1 are encoded differently. */
static unsigned granule_bits(bool upper, unsigned tg)
{
    static const uint8_t lower_granules[4] = {12, 16, 14, 0};
    static const uint8_t upper_granules[4] = {0, 14, 12, 16};
    return upper ? upper_granules[tg] : lower_granules[tg];
}

static uint64_t low_bits(uint64_t value, unsigned count)
{
    return value & ((1ull << count) - 1);
}

/* Where a walk begins. */
typedef struct walk_start {
    uint64_t table;
    unsigned granule;    /* address bits of a page */
    unsigned level;      /* of the first table */
    unsigned shift;      /* address bits below the first table's index */
    unsigned index_bits; /* of the first table */
} walk_start_t;

/* Returns false when the registers do not translate VA. */
static bool start_walk(const stage1_t *stage1, uint64_t va, walk_start_t *start)
{
    bool upper = vmi_stage1_is_upper(va);
    unsigned txsz = (stage1->tcr >> (upper ? TCR_T1SZ_SHIFT : TCR_T0SZ_SHIFT)) & 63;
    unsigned granule =
        granule_bits(upper, (stage1->tcr >> (upper ? TCR_TG1_SHIFT : TCR_TG0_SHIFT)) & 3);
    if ((stage1->tcr & (upper ? TCR_EPD1 : TCR_EPD0)) != 0 || granule == 0 || txsz < TXSZ_MIN ||
        txsz > TXSZ_MAX) {
        return false;
    }
    /* The bits above the range must all equal bit 55; bits 63:56 may be a tag. */
    unsigned checked = (stage1->tcr & (upper ? TCR_TBI1 : TCR_TBI0)) != 0 ? 56 : 64;
    unsigned va_bits = 64 - txsz;
    uint64_t above = va >> va_bits;
    if (low_bits(above, checked - va_bits) != (upper ? low_bits(~0ull, checked - va_bits) : 0)) {
        return false;
    }
    unsigned stride = granule - 3;
    unsigned levels = (va_bits - granule + stride - 1) / stride;
    start->granule = granule;
    start->level = LAST_LEVEL + 1 - levels;
    start->shift = granule + stride * (levels - 1);
    start->index_bits = va_bits - start->shift;
    /* A table is aligned to its size: TTBR's bits below are no address (TTBR0_EL1, field
     * BADDR). */
    start->table = stage1->ttbr[upper] & TTBR_ADDRESS & ~((8ull << start->index_bits) - 1);
    return true;
}

stage1_walk_t vmi_stage1_walk(const stage1_t *stage1, uint64_t va)
{
    if (!vmi_stage1_is_on(stage1)) {
        return (stage1_walk_t){STAGE1_MAPPED, 0, va};
    }
    walk_start_t start;
    if (!start_walk(stage1, va, &start)) {
        return (stage1_walk_t){STAGE1_UNMAPPED, 0, 0};
    }
    unsigned shift = start.shift, index_bits = start.index_bits;
    uint64_t table = start.table;
    for (unsigned level = start.level;; level++) {
        uint64_t descriptor;
        uint64_t entry = table + 8 * low_bits(va >> shift, index_bits);
        if (!stage1->read(entry, &descriptor, stage1->cookie)) {
            return (stage1_walk_t){STAGE1_NO_TABLE, level, 0};
        }
        if ((stage1->sctlr & SCTLR_EE) != 0) {
            descriptor = __builtin_bswap64(descriptor);
        }
        bool table_bit = (descriptor & DESCRIPTOR_TABLE) != 0;
        bool is_leaf = level == LAST_LEVEL || !table_bit;
        if ((descriptor & DESCRIPTOR_VALID) == 0 ||
            (is_leaf && table_bit != (level == LAST_LEVEL))) {
            return (stage1_walk_t){STAGE1_UNMAPPED, level, 0};
        }
        uint64_t address = descriptor & DESCRIPTOR_ADDRESS;
        if (is_leaf) {
            uint64_t ipa = (address & ~((1ull << shift) - 1)) | low_bits(va, shift);
            return (stage1_walk_t){STAGE1_MAPPED, level, ipa};
        }
        table = address & ~((1ull << start.granule) - 1);
        index_bits = start.granule - 3;
        shift -= index_bits;
    }
}
