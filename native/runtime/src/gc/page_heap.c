/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Runs of pages: best fit over free spans, coalescing on free, growth from and return to the
 * platform.
 *
 * The heap grows in chunks of 256 KiB while it is small. Once it has a whole group's worth, it
 * takes whole groups, which the platform can back with one large page; such a group is also given
 * back whole.
 */
#include "heap.h"

#define CHUNKS_PER_GROUP (GC_GROUP_SIZE / GC_CHUNK_SIZE)

enum group_backing { BACKING_NONE, BACKING_CHUNKS, BACKING_WHOLE };

struct group {
    uint8_t backing;
    uint8_t chunks; /* bit per committed chunk */
    bool tables;    /* this group's parts of the page map and of the card table are committed */
};

struct gc_heap gc_heap;

static struct group *groups(void)
{
    return (struct group *)gc_heap.groups;
}

static size_t page_index(const uint8_t *address)
{
    return (size_t)(address - gc_heap.base) >> GC_PAGE_SHIFT;
}

struct gc_span *gc_span_of(uintptr_t address)
{
    uintptr_t offset = address - (uintptr_t)gc_heap.base;
    if (offset >= gc_heap.reserved_bytes || !groups()[offset >> GC_GROUP_SHIFT].tables) {
        return NULL;
    }
    struct gc_span *span = gc_heap.page_map[offset >> GC_PAGE_SHIFT];
    return span != NULL && span->state != GC_SPAN_FREE ? span : NULL;
}

bool gc_page_heap_initialize(size_t limit_bytes)
{
    size_t limit = (limit_bytes + GC_CHUNK_SIZE - 1) & ~(GC_CHUNK_SIZE - 1);
    /* Holes between large objects need addresses beyond the limit. */
    size_t reserved = (limit + limit / 2 + 4 * GC_GROUP_SIZE - 1) & ~(GC_GROUP_SIZE - 1);
    size_t group_count = reserved / GC_GROUP_SIZE;
    size_t group_bytes =
        (group_count * sizeof(struct group) + GC_PAGE_SIZE - 1) & ~(GC_PAGE_SIZE - 1);

    size_t card_bytes = gc_cards_reservation(reserved);
    uint8_t *start = rt_pages_reserve(card_bytes + reserved, GC_GROUP_SHIFT);
    gc_heap.page_map =
        rt_pages_reserve(reserved / GC_PAGE_SIZE * sizeof(struct gc_span *), GC_PAGE_SHIFT);
    gc_heap.groups = rt_pages_alloc(group_bytes);
    if (start == NULL || gc_heap.page_map == NULL || gc_heap.groups == NULL) {
        return false;
    }
    gc_heap.base = start + card_bytes;
    rt_barrier_range.start = start;
    rt_barrier_range.bytes = card_bytes + reserved;
    gc_heap.reserved_bytes = reserved;
    gc_heap.group_count = group_count;
    gc_heap.limit_bytes = limit;
    return true;
}

/* ---- free lists ---- */

static size_t bucket_of(size_t pages)
{
    return pages < GC_FREE_BUCKETS ? pages : 0;
}

static void free_list_add(struct gc_span *span)
{
    size_t bucket = bucket_of(span->pages);
    gc_span_list_add(&gc_heap.free_buckets[bucket], span);
    gc_heap.free_bucket_bits |= (uint64_t)1 << bucket;
    gc_heap.free_pages += span->pages;
    gc_heap.page_map[page_index(span->start)] = span;
    gc_heap.page_map[page_index(span->start) + span->pages - 1] = span;
}

static void free_list_remove(struct gc_span *span)
{
    size_t bucket = bucket_of(span->pages);
    gc_span_list_remove(&gc_heap.free_buckets[bucket], span);
    if (gc_heap.free_buckets[bucket] == NULL) {
        gc_heap.free_bucket_bits &= ~((uint64_t)1 << bucket);
    }
    gc_heap.free_pages -= span->pages;
    gc_heap.page_map[page_index(span->start)] = NULL;
    gc_heap.page_map[page_index(span->start) + span->pages - 1] = NULL;
}

/* The neighbour of a run, when it is free. `page` may lie outside the heap. */
static struct gc_span *free_neighbour(size_t page)
{
    if (page >= gc_heap.reserved_bytes / GC_PAGE_SIZE ||
        !groups()[page / GC_PAGES_PER_GROUP].tables) {
        return NULL;
    }
    struct gc_span *span = gc_heap.page_map[page];
    return span != NULL && span->state == GC_SPAN_FREE ? span : NULL;
}

/* Puts a free span on the lists, joined with its free neighbours. */
static void insert_free(struct gc_span *span)
{
    size_t first = page_index(span->start);
    struct gc_span *after = free_neighbour(first + span->pages);
    if (after != NULL) {
        free_list_remove(after);
        span->pages += after->pages;
        span->zeroed = span->zeroed && after->zeroed;
        gc_span_delete(after);
    }
    struct gc_span *before = first == 0 ? NULL : free_neighbour(first - 1);
    if (before != NULL) {
        free_list_remove(before);
        span->start = before->start;
        span->pages += before->pages;
        span->zeroed = span->zeroed && before->zeroed;
        gc_span_delete(before);
    }
    free_list_add(span);
}

/* Cuts `span`, which is on no list, to `pages` and frees the rest. Keeps the span whole when no
 * descriptor is to be had. */
static bool split(struct gc_span *span, size_t pages)
{
    if (span->pages == pages) {
        return true;
    }
    struct gc_span *rest = gc_span_new();
    if (rest == NULL) {
        return false;
    }
    rest->start = span->start + (pages << GC_PAGE_SHIFT);
    rest->pages = span->pages - pages;
    rest->zeroed = span->zeroed;
    span->pages = pages;
    free_list_add(rest);
    return true;
}

static struct gc_span *find_free(size_t pages)
{
    if (pages < GC_FREE_BUCKETS) {
        uint64_t fitting = gc_heap.free_bucket_bits & ~(uint64_t)1 & (~(uint64_t)0 << pages);
        if (fitting != 0) {
            return gc_heap.free_buckets[__builtin_ctzll(fitting)];
        }
    }
    struct gc_span *best = NULL;
    for (struct gc_span *span = gc_heap.free_buckets[0]; span != NULL; span = span->next) {
        if (span->pages >= pages && (best == NULL || span->pages < best->pages ||
                                     (span->pages == best->pages && span->start < best->start))) {
            best = span;
        }
    }
    return best;
}

struct gc_span *gc_pages_take(size_t pages)
{
    struct gc_span *span = find_free(pages);
    if (span == NULL) {
        return NULL;
    }
    free_list_remove(span);
    if (!split(span, pages)) {
        free_list_add(span);
        return NULL;
    }
    span->state = GC_SPAN_SMALL;
    size_t first = page_index(span->start);
    for (size_t i = 0; i < pages; i++) {
        gc_heap.page_map[first + i] = span;
    }
    return span;
}

void gc_pages_give(struct gc_span *span)
{
    size_t first = page_index(span->start);
    for (size_t i = 0; i < span->pages; i++) {
        gc_heap.page_map[first + i] = NULL;
    }
    span->state = GC_SPAN_FREE;
    insert_free(span);
}

/* ---- growth ---- */

/* A page of the page map (512 entries of 8 bytes) and one of the card table serve each group. They
 * are kept when the group's memory is given back. */
static bool commit_tables(size_t group)
{
    _Static_assert(GC_PAGES_PER_GROUP * 8u == RT_PAGE_SIZE, "page map granularity");
    struct gc_span **map = &gc_heap.page_map[group * GC_PAGES_PER_GROUP];
    if (groups()[group].tables) {
        return true;
    }
    if (!rt_pages_commit(map, RT_PAGE_SIZE)) {
        return false;
    }
    if (!gc_cards_commit(gc_heap.base + group * GC_GROUP_SIZE)) {
        rt_pages_decommit(map, RT_PAGE_SIZE);
        return false;
    }
    groups()[group].tables = true;
    return true;
}

/* Adds fresh committed memory to the free spans. */
static bool add_memory(uint8_t *start, size_t bytes)
{
    struct gc_span *span = gc_span_new();
    if (span == NULL) {
        return false;
    }
    span->start = start;
    span->pages = bytes >> GC_PAGE_SHIFT;
    span->zeroed = true;
    gc_heap.committed_bytes += bytes;
    insert_free(span);
    return true;
}

static bool commit(size_t group, uint8_t *start, size_t bytes)
{
    if (gc_heap.committed_bytes + bytes > gc_heap.limit_bytes || !commit_tables(group) ||
        !rt_pages_commit(start, bytes)) {
        return false;
    }
    if (!add_memory(start, bytes)) {
        rt_pages_decommit(start, bytes);
        return false;
    }
    return true;
}

static bool commit_group(size_t group)
{
    if (!commit(group, gc_heap.base + group * GC_GROUP_SIZE, GC_GROUP_SIZE)) {
        return false;
    }
    groups()[group].backing = BACKING_WHOLE;
    groups()[group].chunks = 0xff;
    return true;
}

static bool chunk_committed(size_t chunk)
{
    return (groups()[chunk / CHUNKS_PER_GROUP].chunks >> (chunk % CHUNKS_PER_GROUP) & 1u) != 0;
}

static bool commit_chunk(size_t chunk)
{
    size_t group = chunk / CHUNKS_PER_GROUP;
    if (!commit(group, gc_heap.base + chunk * GC_CHUNK_SIZE, GC_CHUNK_SIZE)) {
        return false;
    }
    groups()[group].backing = BACKING_CHUNKS;
    groups()[group].chunks = (uint8_t)(groups()[group].chunks | 1u << (chunk % CHUNKS_PER_GROUP));
    return true;
}

/* Free pages that end exactly where `chunk` starts. */
static size_t free_pages_before(size_t chunk)
{
    size_t page = chunk << (GC_CHUNK_SHIFT - GC_PAGE_SHIFT);
    struct gc_span *span = page == 0 ? NULL : free_neighbour(page - 1);
    return span == NULL ? 0 : span->pages;
}

bool gc_pages_grow(size_t pages)
{
    size_t chunk_count = gc_heap.group_count * CHUNKS_PER_GROUP;
    size_t chunk_pages = GC_CHUNK_SIZE / GC_PAGE_SIZE;
    /* First fit: uncommitted chunks that, with the free pages in front of them, hold the run. */
    for (size_t first = 0; first < chunk_count; first++) {
        if (chunk_committed(first)) {
            continue;
        }
        size_t room = free_pages_before(first);
        size_t end = first;
        while (end < chunk_count && !chunk_committed(end) && (room < pages || end == first)) {
            room += chunk_pages;
            end++;
        }
        if (room < pages) {
            first = end;
            continue;
        }
        bool large = gc_heap.committed_bytes >= GC_GROUP_SIZE;
        for (size_t chunk = first; chunk < end;) {
            if (large && chunk % CHUNKS_PER_GROUP == 0 &&
                groups()[chunk / CHUNKS_PER_GROUP].chunks == 0 &&
                commit_group(chunk / CHUNKS_PER_GROUP)) {
                chunk += CHUNKS_PER_GROUP;
            } else if (commit_chunk(chunk)) {
                chunk++;
            } else {
                return false;
            }
        }
        return true;
    }
    return false;
}

/* How many spans one request for pages sweeps at most before the heap grows: it bounds the time
 * that a single allocation takes, and still sweeps faster than small objects are allocated. */
#define SWEEP_PER_REQUEST 64u

struct gc_span *gc_pages_obtain(size_t pages)
{
    struct gc_span *span = gc_pages_take(pages);
    if (span == NULL && gc_empty_release()) {
        span = gc_pages_take(pages);
    }
    if (span == NULL && gc_heap.unswept != 0) {
        gc_sweep_some(SWEEP_PER_REQUEST);
        span = gc_empty_release() ? gc_pages_take(pages) : NULL;
    }
    if (span == NULL && gc_pages_grow(pages)) {
        span = gc_pages_take(pages);
    }
    if (span == NULL && gc_heap.unswept != 0) {
        gc_sweep_finish();
        span = gc_pages_take(pages);
    }
    return span;
}

/* ---- return ---- */

/* Takes [start, start + bytes) out of the free span that contains it. */
static bool carve(struct gc_span *span, uint8_t *start, size_t bytes)
{
    size_t before = (size_t)(start - span->start) >> GC_PAGE_SHIFT;
    free_list_remove(span);
    if (before != 0) {
        struct gc_span *head = gc_span_new();
        if (head == NULL) {
            free_list_add(span);
            return false;
        }
        head->start = span->start;
        head->pages = before;
        head->zeroed = span->zeroed;
        span->start = start;
        span->pages -= before;
        free_list_add(head);
    }
    if (!split(span, bytes >> GC_PAGE_SHIFT)) {
        insert_free(span);
        return false;
    }
    gc_span_delete(span);
    return true;
}

static bool give_back(uint8_t *start, size_t bytes)
{
    struct gc_span *span = NULL;
    /* The page map knows only the ends of a free span: find the one that contains the range. */
    for (size_t bucket = 0; bucket < GC_FREE_BUCKETS && span == NULL; bucket++) {
        struct gc_span *candidate = gc_heap.free_buckets[bucket];
        while (candidate != NULL &&
               !(candidate->start <= start &&
                 start + bytes <= candidate->start + (candidate->pages << GC_PAGE_SHIFT))) {
            candidate = candidate->next;
        }
        span = candidate;
        if (bucket == 0 && span == NULL && bytes >= GC_FREE_BUCKETS * GC_PAGE_SIZE) {
            break; /* only the list of long spans can hold it */
        }
    }
    if (span == NULL || !carve(span, start, bytes)) {
        return false;
    }
    rt_pages_decommit(start, bytes);
    gc_heap.committed_bytes -= bytes;
    return true;
}

void gc_pages_trim(size_t keep_bytes)
{
    for (size_t group = gc_heap.group_count; group-- > 0;) {
        struct group *g = &groups()[group];
        uint8_t *start = gc_heap.base + group * GC_GROUP_SIZE;
        size_t unit = g->backing == BACKING_WHOLE ? GC_GROUP_SIZE : GC_CHUNK_SIZE;
        for (size_t i = 0; g->backing != BACKING_NONE && i < GC_GROUP_SIZE / unit; i++) {
            uint8_t bits = unit == GC_GROUP_SIZE ? 0xff : (uint8_t)(1u << i);
            if ((gc_heap.free_pages << GC_PAGE_SHIFT) < keep_bytes + unit) {
                break;
            }
            if ((g->chunks & bits) != 0 && give_back(start + i * unit, unit)) {
                g->chunks = (uint8_t)(g->chunks & ~bits);
            }
        }
        if (g->chunks == 0) {
            g->backing = BACKING_NONE;
        }
    }
}

/* ---- walking ---- */

void gc_pages_for_each_chunk(void (*visit)(uint8_t *chunk))
{
    for (size_t group = 0; group < gc_heap.group_count; group++) {
        uint8_t *start = gc_heap.base + group * GC_GROUP_SIZE;
        for (unsigned bits = groups()[group].chunks; bits != 0; bits &= bits - 1u) {
            visit(start + (size_t)__builtin_ctz(bits) * GC_CHUNK_SIZE);
        }
    }
}
