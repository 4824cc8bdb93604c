/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A collection from beginning to end, and what is reported of it. */
#include "collect.h"

#include <stdlib.h>
#include <string.h>

__attribute__((weak)) const struct rt_gc_settings rt_gc_configured;

/*
 * One collection at a time, in the order in which threads asked; taken in native mode only. A plain
 * mutex goes to the thread that is running: where threads collect all the time, one that waits
 * would find it taken in each of its time slices.
 */
static struct {
    rt_mutex_t mutex;
    rt_cond_t next;
    uint64_t tickets; /* ever handed out */
    uint64_t serving; /* the ticket of the thread that may collect */
} turn;

static struct {
    struct rt_gc_statistics totals;
    struct gc_record records[GC_RECORD_KINDS];
    struct gc_times times[RT_GC_GENERATIONS];
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

bool rt_gc_initialize(void)
{
    uint64_t limit = parse("DOTNET_GCHeapHardLimit", 16, rt_gc_configured.heap_limit);
    if (limit == 0) {
        limit = rt_memory_available() / 2u;
    }
    gc_heap.stress_interval =
        (uint32_t)parse("DOTNET_GCStressInterval", 10, rt_gc_configured.stress_interval);
    gc_heap.verify = gc_heap.stress_interval != 0;
    gc_heap.epoch = 1;
    gc_size_classes_initialize();
    if (!rt_mutex_init(&gc_heap.lock) || !rt_mutex_init(&turn.mutex) || !rt_cond_init(&turn.next) ||
        !gc_finalize_initialize() || !gc_notify_initialize() || !gc_page_heap_initialize(limit) ||
        !gc_mark_initialize() || !gc_handles_initialize() ||
        !gc_pages_grow(GC_CHUNK_SIZE >> GC_PAGE_SHIFT)) {
        return false;
    }
    gc_reserve_refill();
    gc_policy_initialize();
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
static void mark_and_clear(bool young)
{
    gc_mark_begin();
    gc_handles_begin(young);
    if (young) {
        gc_cards_mark(); /* before any young object has a mark */
    } else {
        gc_cards_clean();
    }
    gc_mark_roots();
    mark_dependents();
    gc_handles_clear_weak(false);
    gc_finalize_select(young);
    mark_dependents();
    gc_handles_clear_weak(true);
    gc_handles_clear_dependent();
    gc_handles_end();
    if (gc_heap.verify) {
        gc_verify_marks();
    }
}

/* World stopped. */
static void collect_young(void)
{
    mark_and_clear(true);
    gc_sweep_young();
    gc_policy_collected(true, gc_mark_bytes());
}

/* World stopped. */
static void collect_all(enum rt_gc_reason reason)
{
    gc_sweep_begin_full();
    mark_and_clear(false);
    gc_sweep_end_full();
    if (reason == RT_GC_INDUCED || reason == RT_GC_SHORTAGE) {
        gc_sweep_finish();
    }
    gc_policy_collected(false, gc_mark_bytes());
    /* What the program can need before the next full collection stays: mapping it anew would cost
     * more than clearing it. */
    gc_pages_trim(reason == RT_GC_INDUCED ? GC_CHUNK_SIZE : gc_heap.budget + gc_old_budget());
}

static struct gc_sizes sizes(void)
{
    return (struct gc_sizes){
        .young = gc_heap.allocated_since_collection,
        .old = gc_live_bytes(),
        .large = gc_heap.large_bytes,
        .large_old = gc_heap.large_old_bytes,
        .committed = gc_heap.committed_bytes,
    };
}

static void record(enum rt_gc_reason reason, bool young, const struct gc_sizes *before,
                   uint64_t start)
{
    struct rt_gc_statistics *totals = &collector.totals;
    uint64_t pause = rt_time_monotonic_ns() - start;
    for (unsigned i = 0; i < RT_GC_GENERATIONS && (i == RT_GC_YOUNG || !young); i++) {
        totals->collections[i]++;
        collector.times[i] = (struct gc_times){start, pause};
    }
    totals->induced_collections += reason == RT_GC_INDUCED;
    totals->pause_ns_total += pause;
    totals->pause_ns_longest = pause > totals->pause_ns_longest ? pause : totals->pause_ns_longest;
    totals->marked_objects_total += gc_mark_objects();
    totals->marked_bytes_total += gc_mark_bytes();
    totals->live_bytes = gc_live_bytes();
    struct gc_record result = {
        .index = totals->collections[RT_GC_YOUNG],
        .generation = young ? RT_GC_YOUNG : RT_GC_OLD,
        .before = *before,
        .after = sizes(),
        .promoted = gc_mark_bytes(),
        .pinned = gc_handles_pinned_count(),
        .pending = gc_finalize_pending(),
        .pause_ns = pause,
    };
    collector.records[GC_RECORD_ANY] = result;
    collector.records[young ? GC_RECORD_YOUNG : GC_RECORD_FULL] = result;
}

/* While a thread waited for another one's collection, this may have become unnecessary. */
static bool still_wanted(enum rt_gc_reason reason, unsigned generation, uint64_t seen)
{
    return collector.totals.collections[generation] == seen || reason == RT_GC_INDUCED ||
           reason == RT_GC_STRESS;
}

static void turn_take(void)
{
    rt_mutex_lock(&turn.mutex);
    uint64_t ticket = turn.tickets++;
    while (turn.serving != ticket) {
        rt_cond_wait(&turn.next, &turn.mutex);
    }
    rt_mutex_unlock(&turn.mutex);
}

static void turn_pass(void)
{
    rt_mutex_lock(&turn.mutex);
    turn.serving++;
    rt_cond_broadcast(&turn.next);
    rt_mutex_unlock(&turn.mutex);
}

void rt_gc_collect(enum rt_gc_reason reason, unsigned generation)
{
    struct rt_native_state state;
    unsigned least = generation == RT_GC_OLD ? RT_GC_OLD : RT_GC_YOUNG;
    uint64_t seen = collector.totals.collections[least];
    rt_native_enter(&state);
    turn_take();
    if (still_wanted(reason, least, seen)) {
        bool chooses = reason == RT_GC_BUDGET || reason == RT_GC_STRESS;
        bool young = chooses ? !gc_policy_wants_full(reason) : least == RT_GC_YOUNG;
        uint64_t start = rt_time_monotonic_ns();
        rt_world_stop();
        struct gc_sizes before = sizes();
        gc_buffers_retire();
        if (young) {
            collect_young();
        } else {
            collect_all(reason);
        }
        gc_reserve_refill();
        record(reason, young, &before, start);
        gc_no_gc_region_collected();
        rt_world_resume();
        gc_finalize_kick();
        gc_notify_collected(young);
    }
    turn_pass();
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

struct gc_record gc_record_of(enum gc_record_kind kind)
{
    return collector.records[kind];
}

struct gc_times gc_times_of(unsigned generation)
{
    return collector.times[generation];
}

unsigned gc_time_percentage(void)
{
    uint64_t elapsed = rt_time_monotonic_ns() - collector.started_ns;
    return elapsed == 0 ? 0 : (unsigned)(collector.totals.pause_ns_total * 100u / elapsed);
}
