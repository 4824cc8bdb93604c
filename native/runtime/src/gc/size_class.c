/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Cell sizes: every 8 bytes to 128, then steps of at most one eighth, so that rounding wastes at
 * most 12.5 %. */
#include "heap.h"

const uint16_t gc_class_sizes[GC_CLASS_COUNT] = {
    24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,  144,  160,
    176,  192,  208,  224,  240,  256,  288,  320,  352,  384,  416,  448,  480,  512,  576,  640,
    704,  768,  832,  896,  960,  1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920, 2048, 2304, 2560,
    2816, 3072, 3328, 3584, 3840, 4096, 4608, 5120, 5632, 6144, 6656, 7168, 7680, 8192,
};

uint8_t gc_small_class_map[RT_FAST_SIZE_MAX / 8 + 1];
/* Classes of larger ones: index is (size + 127) / 128. */
static uint8_t medium_class_map[GC_SMALL_MAX / 128 + 1];

static void fill(uint8_t *map, size_t entries, size_t step)
{
    unsigned size_class = 0;
    for (size_t i = 0; i < entries; i++) {
        while (gc_class_sizes[size_class] < i * step) {
            size_class++;
        }
        map[i] = (uint8_t)size_class;
    }
}

void gc_size_classes_initialize(void)
{
    _Static_assert(RT_FAST_CLASSES <= GC_CLASS_COUNT, "the assembly path serves the first classes");
    fill(gc_small_class_map, sizeof(gc_small_class_map), 8);
    fill(medium_class_map, sizeof(medium_class_map), 128);
}

unsigned gc_size_class(size_t size)
{
    if (size <= RT_FAST_SIZE_MAX) {
        return gc_small_class_map[(size + 7u) / 8u];
    }
    return medium_class_map[(size + 127u) / 128u];
}

size_t gc_class_span_pages(unsigned size_class)
{
    uint16_t size = gc_class_sizes[size_class];
    return size <= 1024u ? 4u : size <= 4096u ? 8u : 16u;
}
