/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Address space of the root task. Two arenas, each with one bit a granule: small ranges share page
 * tables in an arena of 4 KiB granules, large ones come from an arena of 2 MiB granules, so that
 * large pages fit. Both lie in the first 512 GiB, like the image, and share its upper tables.
 */

#include "address_space.h"

#include "objects_internal.h"

#include <rootserver/sync.h>
#include <rootserver/vspace.h>
#include <string.h>

#define SMALL_BASE  ((uintptr_t)0x0800000000) /* 32 GiB */
#define SMALL_BITS  seL4_PageBits
#define SMALL_COUNT ((size_t)1 << 18)         /* 1 GiB */
#define LARGE_BASE  ((uintptr_t)0x1000000000) /* 64 GiB */
#define LARGE_BITS  seL4_LargePageBits
#define LARGE_COUNT ((size_t)1 << 15) /* 64 GiB */

typedef struct arena {
    uintptr_t base;
    unsigned granule_bits;
    size_t count;
    size_t hint; /* no granule below it is free */
    uint64_t *taken;
} arena_t;

static uint64_t small_taken[SMALL_COUNT / 64];
static uint64_t large_taken[LARGE_COUNT / 64];
static arena_t small_arena = {SMALL_BASE, SMALL_BITS, SMALL_COUNT, 0, small_taken};
static arena_t large_arena = {LARGE_BASE, LARGE_BITS, LARGE_COUNT, 0, large_taken};

static bool is_taken(const arena_t *arena, size_t granule)
{
    return (arena->taken[granule / 64] >> (granule % 64) & 1) != 0;
}

static void set_range(arena_t *arena, size_t first, size_t count, bool taken)
{
    for (size_t i = first; i < first + count; i++) {
        uint64_t bit = (uint64_t)1 << (i % 64);
        arena->taken[i / 64] = taken ? arena->taken[i / 64] | bit : arena->taken[i / 64] & ~bit;
    }
}

/* First fit of count granules at a multiple of step. */
static uintptr_t arena_reserve(arena_t *arena, size_t count, size_t step)
{
    while (arena->hint < arena->count && is_taken(arena, arena->hint)) {
        arena->hint++;
    }
    size_t first = (arena->hint + step - 1) / step * step;
    while (first < arena->count && count <= arena->count - first) {
        size_t run = 0;
        while (run < count && !is_taken(arena, first + run)) {
            run++;
        }
        if (run == count) {
            set_range(arena, first, count, true);
            return arena->base + (first << arena->granule_bits);
        }
        first = (first + run + step) / step * step;
    }
    return 0;
}

static size_t granules(const arena_t *arena, size_t bytes)
{
    size_t size = (size_t)1 << arena->granule_bits;
    return bytes / size + (bytes % size != 0);
}

static uintptr_t try_arena(arena_t *arena, size_t bytes, seL4_Word align_bits)
{
    size_t step =
        align_bits > arena->granule_bits ? (size_t)1 << (align_bits - arena->granule_bits) : 1;
    return step < arena->count ? arena_reserve(arena, granules(arena, bytes), step) : 0;
}

uintptr_t rs_vspace_reserve(size_t bytes, seL4_Word align_bits)
{
    if (bytes == 0 || align_bits >= seL4_WordBits) {
        return 0;
    }
    rs_objects_lock();
    uintptr_t vaddr = 0;
    if (bytes < (size_t)1 << LARGE_BITS && align_bits < LARGE_BITS) {
        vaddr = try_arena(&small_arena, bytes, align_bits);
    }
    if (vaddr == 0) {
        vaddr = try_arena(&large_arena, bytes, align_bits);
    }
    rs_objects_unlock();
    return vaddr;
}

/* The arena that holds [vaddr, vaddr + bytes), and the range's granules; NULL when none does. */
static arena_t *arena_of(uintptr_t vaddr, size_t bytes, size_t *first, size_t *count)
{
    arena_t *arena = vaddr >= LARGE_BASE ? &large_arena : &small_arena;
    if (bytes == 0 || vaddr < arena->base) {
        return NULL;
    }
    size_t offset = (vaddr - arena->base) & (((size_t)1 << arena->granule_bits) - 1);
    *first = (vaddr - arena->base) >> arena->granule_bits;
    *count = bytes > SIZE_MAX - offset ? SIZE_MAX : granules(arena, offset + bytes);
    return *first < arena->count && *count <= arena->count - *first ? arena : NULL;
}

bool rs_vspace_reserve_at(uintptr_t vaddr, size_t bytes)
{
    size_t first, count;
    arena_t *arena = arena_of(vaddr, bytes, &first, &count);
    if (arena == NULL) {
        return false;
    }
    rs_objects_lock();
    bool is_free = true;
    for (size_t i = first; i < first + count && is_free; i++) {
        is_free = !is_taken(arena, i);
    }
    if (is_free) {
        set_range(arena, first, count, true);
    }
    rs_objects_unlock();
    return is_free;
}

void rs_vspace_release(uintptr_t vaddr, size_t bytes)
{
    size_t first, count;
    arena_t *arena = arena_of(vaddr, bytes, &first, &count);
    if (arena == NULL) {
        return;
    }
    rs_objects_lock();
    set_range(arena, first, count, false);
    if (first < arena->hint) {
        arena->hint = first;
    }
    rs_objects_unlock();
}

void rs_address_space_init(void)
{
    memset(small_taken, 0, sizeof small_taken);
    memset(large_taken, 0, sizeof large_taken);
    small_arena.hint = 0;
    large_arena.hint = 0;
}
