/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Interface dispatch cells and their caches.
 *
 * A cell is two words: the stub to call through, and either an encoding of the interface type or a
 * pointer to a cache. A cache is an open-addressed hash table from type to target and never changes
 * once published: a new target makes a new cache. Old ones are not freed, for another thread may be
 * reading them; growing by doubling, they stay within twice the size of the newest.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <runtime/exports.h>
#include <runtime/thread.h>

/* Cell word 1: low two bits. */
#define ENCODING_MASK              3u
#define ENCODING_CACHE             0u /* a cache pointer, or a vtable offset when small */
#define ENCODING_TYPE              1u /* a MethodTable pointer */
#define ENCODING_RELATIVE_INDIRECT 2u /* 32-bit distance to a MethodTable pointer */
#define ENCODING_RELATIVE          3u /* 32-bit distance to a MethodTable */

/* Vtable offsets are smaller than this, addresses are not. */
#define VTABLE_OFFSET_LIMIT 0x1000u

/* A call site that sees more types than this resolves the further ones every time. */
#define MAX_TYPES 128

/* log2 of the table's slots for each type it holds, at least. */
#define SPARSITY_BITS 1

struct rt_dispatch_cell {
    uintptr_t stub;
    uintptr_t cache;
};

struct rt_dispatch_cell_info {
    int32_t type;
    const struct rt_method_table *interface;
    uint16_t slot;
    uint8_t has_cache;
    uint32_t metadata_token;
    uint32_t vtable_offset;
};

#define CHECK_INFO(field, value)                                                                   \
    _Static_assert(offsetof(struct rt_dispatch_cell_info, field) == (value), #field)
CHECK_INFO(type, RT_DISPATCH_INFO_TYPE);
CHECK_INFO(interface, RT_DISPATCH_INFO_INTERFACE);
CHECK_INFO(slot, RT_DISPATCH_INFO_SLOT);
CHECK_INFO(has_cache, RT_DISPATCH_INFO_CACHED);
CHECK_INFO(metadata_token, RT_DISPATCH_INFO_TOKEN);
CHECK_INFO(vtable_offset, RT_DISPATCH_INFO_VTABLE);
_Static_assert(sizeof(struct rt_dispatch_cell_info) == RT_DISPATCH_INFO_SIZE, "cell info");

struct entry {
    const struct rt_method_table *type; /* NULL ends a probe */
    uintptr_t target;
};

/* The assembly stub knows `mask` and the place of `entries`. */
struct rt_dispatch_cache {
    uint64_t mask; /* of a byte offset into entries */
    const struct cache_origin *origin;
    struct entry
        entries[]; /* slots for the hash, then as many as probes may run over, then a NULL one */
};

/* What the cell said before it got a cache. */
struct cache_origin {
    struct rt_dispatch_cell_info info;
    uint32_t type_count;
};

extern const char rt_dispatch_cached[], RhpInitialDynamicInterfaceDispatch[];

static bool is_cache(uintptr_t word)
{
    return (word & ENCODING_MASK) == ENCODING_CACHE && word >= VTABLE_OFFSET_LIMIT;
}

static uintptr_t load_cache_word(const struct rt_dispatch_cell *cell)
{
    return __atomic_load_n(&cell->cache, __ATOMIC_ACQUIRE);
}

static const struct rt_method_table *decode_interface(const struct rt_dispatch_cell *cell,
                                                      uintptr_t word)
{
    uintptr_t relative =
        ((uintptr_t)&cell->cache + (uintptr_t)(intptr_t)(int32_t)word) & ~(uintptr_t)ENCODING_MASK;

    switch (word & ENCODING_MASK) {
    case ENCODING_TYPE:
        return (const struct rt_method_table *)(word & ~(uintptr_t)ENCODING_MASK);
    case ENCODING_RELATIVE:
        return (const struct rt_method_table *)relative;
    default:
        return *(const struct rt_method_table *const *)relative;
    }
}

void RhpGetDispatchCellInfo(const struct rt_dispatch_cell *cell, struct rt_dispatch_cell_info *info)
{
    uintptr_t word = load_cache_word(cell);

    if (is_cache(word)) {
        *info = ((const struct rt_dispatch_cache *)word)->origin->info;
        info->has_cache = 1;
        return;
    }
    memset(info, 0, sizeof(*info));
    if ((word & ENCODING_MASK) == ENCODING_CACHE) {
        info->type = RT_DISPATCH_VTABLE;
        info->vtable_offset = (uint32_t)word;
        info->has_cache = 1;
        return;
    }

    /* Cells for one slot form a run; behind the last one, a cell without a stub holds the slot. */
    const struct rt_dispatch_cell *last = cell;

    while (last->stub != 0) {
        last++;
    }
    info->type = (int32_t)(last->cache >> 16);
    info->slot = (uint16_t)last->cache;
    if (info->type == RT_DISPATCH_INTERFACE) {
        info->interface = decode_interface(cell, word);
    } else {
        info->metadata_token = (uint32_t)(word >> 2);
    }
}

static struct entry *probe_start(const struct rt_dispatch_cache *cache,
                                 const struct rt_method_table *type)
{
    return (struct entry *)((uintptr_t)cache->entries + (((uintptr_t)type >> 2) & cache->mask));
}

static uintptr_t search(const struct rt_dispatch_cache *cache, const struct rt_method_table *type)
{
    for (const struct entry *entry = probe_start(cache, type); entry->type != NULL; entry++) {
        if (entry->type == type) {
            return entry->target;
        }
    }
    return 0;
}

uintptr_t RhpSearchDispatchCellCache(const struct rt_dispatch_cell *cell,
                                     const struct rt_method_table *type)
{
    uintptr_t word = load_cache_word(cell);

    return is_cache(word) ? search((const struct rt_dispatch_cache *)word, type) : 0;
}

static void insert(struct rt_dispatch_cache *cache, const struct rt_method_table *type,
                   uintptr_t target)
{
    struct entry *entry = probe_start(cache, type);

    while (entry->type != NULL) {
        entry++;
    }
    *entry = (struct entry){type, target};
}

static size_t slots_for(uint32_t types)
{
    size_t slots = 1;

    while (slots < types) {
        slots *= 2;
    }
    return types == 1 ? 1 : slots << SPARSITY_BITS;
}

/* Everything in one allocation; NULL when there is no memory. */
static struct rt_dispatch_cache *new_cache(const struct rt_dispatch_cell_info *info, uint32_t types)
{
    size_t slots = slots_for(types);
    size_t entries = slots + types + 1; /* probes run past the end rather than wrap */
    size_t size = sizeof(struct rt_dispatch_cache) + entries * sizeof(struct entry);
    struct rt_dispatch_cache *cache = calloc(1, size + sizeof(struct cache_origin));

    if (cache != NULL) {
        struct cache_origin *origin = (struct cache_origin *)((uint8_t *)cache + size);

        origin->info = *info;
        origin->type_count = types;
        cache->mask = (slots - 1) * sizeof(struct entry);
        cache->origin = origin;
    }
    return cache;
}

static struct rt_dispatch_cache *extended(const struct rt_dispatch_cache *old,
                                          const struct rt_dispatch_cell_info *info,
                                          const struct rt_method_table *type, uintptr_t target)
{
    uint32_t types = old != NULL ? old->origin->type_count : 0;

    if (types >= MAX_TYPES) {
        return NULL;
    }

    struct rt_dispatch_cache *cache = new_cache(info, types + 1);

    if (cache == NULL) {
        return NULL;
    }
    if (old != NULL) {
        size_t entries = slots_for(types) + types;

        for (size_t i = 0; i < entries; i++) {
            if (old->entries[i].type != NULL) {
                insert(cache, old->entries[i].type, old->entries[i].target);
            }
        }
    }
    insert(cache, type, target);
    return cache;
}

/* Best effort: without memory, or with too many types, the call resolves again next time. */
uintptr_t RhpUpdateDispatchCellCache(struct rt_dispatch_cell *cell, uintptr_t target,
                                     const struct rt_method_table *type,
                                     const struct rt_dispatch_cell_info *info)
{
    struct rt_thread *self = rt_thread_current();

    rt_critical_enter(self); /* calloc holds a lock */

    uintptr_t word = load_cache_word(cell);
    const struct rt_dispatch_cache *old =
        is_cache(word) ? (const struct rt_dispatch_cache *)word : NULL;

    if (old == NULL || search(old, type) == 0) {
        struct rt_dispatch_cache *cache =
            extended(old, old != NULL ? &old->origin->info : info, type, target);

        if (cache != NULL) {
            if (__atomic_compare_exchange_n(&cell->cache, &word, (uintptr_t)cache, false,
                                            __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
                __atomic_store_n(&cell->stub, (uintptr_t)rt_dispatch_cached, __ATOMIC_RELEASE);
            } else {
                free(cache); /* another thread was faster; it was never visible */
            }
        }
    }
    rt_critical_leave(self);
    return target;
}

struct rt_dispatch_cell *RhNewInterfaceDispatchCell(const struct rt_method_table *type,
                                                    int32_t slot)
{
    struct rt_thread *self = rt_thread_current();

    rt_critical_enter(self);

    struct rt_dispatch_cell *cells = calloc(2, sizeof(*cells));

    rt_critical_leave(self);
    if (cells != NULL) {
        cells[0].stub = (uintptr_t)RhpInitialDynamicInterfaceDispatch;
        cells[0].cache = (uintptr_t)type | ENCODING_TYPE;
        cells[1].cache = ((uintptr_t)RT_DISPATCH_INTERFACE << 16) | (uint16_t)slot;
    }
    return cells;
}
