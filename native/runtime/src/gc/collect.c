/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A collection from beginning to end, and the policy of when to have the next one. */
#include "heap.h"

#include <stdlib.h>
#include <string.h>

/*
 * One piece of the reserve: enough for the few classes of small objects that dispatching an
 * exception needs. Together the pieces take at most 1/32 of the heap, but there is always one.
 */
#define RESERVE_PIECE_PAGES 16u
/* Bounds of what may be allocated between two collections of a small heap. */
#define BUDGET_MIN ((size_t)256 << 10)
#define BUDGET_MAX ((size_t)4 << 20)

__attribute__((weak)) const struct rt_gc_settings rt_gc_configured;

static struct {
    rt_mutex_t mutex; /* one collection at a time; taken in native mode only */
    struct rt_gc_statistics totals;
    uint64_t last_start_ns;
    uint64_t started_ns; /* of the program, for the share of time spent collecting */
} collector;

static uint64_t parse(const char *name, int base, uint64_t otherwise)
{
    const char *text = rt_environment(name);
    if (text == NULL || *text == '\0') {
        return otherwise;
    }
    char *end;
    unsigned long long value = strtoull(text, &end, base);
    return *end == '\0' ? value : otherwise;
}

static void close_reserve(void)
{
    size_t pieces = 1 + gc_heap.limit_bytes / 32u / (RESERVE_PIECE_PAGES << GC_PAGE_SHIFT);
    for (size_t i = 0; i < GC_RESERVE_PIECES && i < pieces; i++) {
        if (gc_heap.reserve[i] == NULL) {
            /* Not free, so that no neighbour swallows it, and without cells. */
            gc_heap.reserve[i] = gc_pages_take(RESERVE_PIECE_PAGES);
        }
    }
}

/* Once memory is there again, what is left of an exception's right to the reserve must not help
 * ordinary allocations to it. */
static void end_reserve_grace(void)
{
    if (gc_heap.free_pages >= RESERVE_PIECE_PAGES) {
        for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
            thread->reserve_grace = 0;
        }
    }
}

static size_t smallest_budget(void)
{
    size_t share = gc_heap.limit_bytes / 8u;
    return share < BUDGET_MIN ? BUDGET_MIN : share > BUDGET_MAX ? BUDGET_MAX : share;
}

bool rt_gc_initialize(void)
{
    uint64_t limit = parse("DOTNET_GCHeapHardLimit", 16, rt_gc_configured.heap_limit);
    if (limit == 0) {
        limit = rt_memory_available() / 2u;
    }
    gc_heap.stress_interval =
        (uint32_t)parse("DOTNET_GCStressInterval", 10, rt_gc_configured.stress_interval);
    gc_heap.epoch = 1;
    gc_size_classes_initialize();
    if (!rt_mutex_init(&gc_heap.lock) || !rt_mutex_init(&collector.mutex) ||
        !gc_finalize_initialize() || !gc_page_heap_initialize(limit) || !gc_mark_initialize() ||
        !gc_handles_initialize() || !gc_pages_grow(GC_CHUNK_SIZE >> GC_PAGE_SHIFT)) {
        return false;
    }
    close_reserve();
    gc_heap.budget = smallest_budget();
    collector.started_ns = rt_time_monotonic_ns();
    return true;
}

void gc_buffers_retire(void)
{
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        for (size_t i = 0; i < RT_FAST_CLASSES; i++) {
            struct rt_alloc_buffer *buffer = &thread->alloc_buffers[i];
            thread->allocated_bytes -= (uint64_t)(buffer->limit - buffer->next);
            buffer->next = NULL;
            buffer->limit = NULL;
        }
    }
}

static void mark_dependents(void)
{
    gc_mark_drain();
    while (gc_handles_mark_dependent()) {
        gc_mark_drain();
    }
}

/* World stopped. */
static void mark_and_clear(void)
{
    gc_mark_begin();
    gc_mark_roots();
    mark_dependents();
    gc_handles_clear_weak(false);
    gc_finalize_select();
    mark_dependents();
    gc_handles_clear_weak(true);
    gc_handles_clear_dependent();
}

/* World stopped. */
static void collect(enum rt_gc_reason reason)
{
    gc_sweep_finish(); /* mark bits must be clear */
    gc_buffers_retire();
    mark_and_clear();
    gc_sweep_begin();
    if (reason == RT_GC_INDUCED || reason == RT_GC_OUT_OF_MEMORY) {
        gc_sweep_finish();
    }
    close_reserve();
    end_reserve_grace();
    size_t live = gc_mark_bytes();
    gc_heap.allocated_since_collection = 0;
    gc_heap.budget = live > smallest_budget() ? live : smallest_budget();
    gc_pages_trim(reason == RT_GC_INDUCED ? GC_CHUNK_SIZE : gc_heap.budget);
}

static void record(enum rt_gc_reason reason, uint64_t start)
{
    struct rt_gc_statistics *totals = &collector.totals;
    uint64_t pause = rt_time_monotonic_ns() - start;
    totals->collections++;
    totals->induced_collections += reason == RT_GC_INDUCED;
    totals->pause_ns_total += pause;
    totals->pause_ns_last = pause;
    totals->pause_ns_longest = pause > totals->pause_ns_longest ? pause : totals->pause_ns_longest;
    totals->marked_objects_total += gc_mark_objects();
    totals->marked_bytes_total += gc_mark_bytes();
    totals->live_bytes = gc_mark_bytes();
    collector.last_start_ns = start;
}

void rt_gc_collect(enum rt_gc_reason reason)
{
    struct rt_native_state state;
    uint64_t seen = collector.totals.collections;
    rt_native_enter(&state);
    rt_mutex_lock(&collector.mutex);
    /* While this thread waited, another one may have collected: for most purposes that will do. */
    if (collector.totals.collections == seen || reason == RT_GC_INDUCED || reason == RT_GC_STRESS) {
        uint64_t start = rt_time_monotonic_ns();
        rt_world_stop();
        collect(reason);
        record(reason, start);
        gc_no_gc_region_collected();
        rt_world_resume();
        gc_finalize_kick();
    }
    rt_mutex_unlock(&collector.mutex);
    rt_native_leave(&state);
}

void rt_gc_statistics(struct rt_gc_statistics *out)
{
    *out = collector.totals;
    out->mark_stack_overflows = gc_mark_overflow_count;
    out->allocated_bytes = gc_heap.allocated_total;
    out->committed_bytes = gc_heap.committed_bytes;
    out->limit_bytes = gc_heap.limit_bytes;
}

uint64_t gc_last_start_ns(void)
{
    return collector.last_start_ns;
}

unsigned gc_time_percentage(void)
{
    uint64_t elapsed = rt_time_monotonic_ns() - collector.started_ns;
    return elapsed == 0 ? 0 : (unsigned)(collector.totals.pause_ns_total * 100u / elapsed);
}
