/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The garbage collector: non-moving, stop-the-world mark and sweep with conservative stacks and two
 * generations. What start-up code, tests and benchmarks use; compiled code calls the Rh* exports
 * instead.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_object;
struct rt_method_table;

/*
 * Settings of an image. The build defines a strong `rt_gc_configured`; the default one in the
 * library leaves everything at zero. The environment overrides: DOTNET_GCHeapHardLimit (bytes,
 * hexadecimal), DOTNET_GCStressInterval (decimal).
 */
struct rt_gc_settings {
    uint64_t heap_limit; /* most bytes of RAM the heap may occupy; 0: half of what is available at
                            start */
    /* Collect at every n-th allocation, young and full in turns, verify the heap each time and
     * poison freed memory; 0: off. */
    uint32_t stress_interval;
};
extern const struct rt_gc_settings rt_gc_configured;

/*
 * Sets up the heap. Call once, on an attached thread, before any managed code. False when not even
 * the tables could be had.
 */
bool rt_gc_initialize(void);

/* Generations as .NET numbers them. Objects are of the youngest or of the oldest: none is ever of
 * the one between. */
#define RT_GC_YOUNG       0
#define RT_GC_OLD         2
#define RT_GC_GENERATIONS 3

enum rt_gc_reason {
    RT_GC_BUDGET,   /* enough was allocated since the last collection */
    RT_GC_INDUCED,  /* GC.Collect */
    RT_GC_SHORTAGE, /* an allocation found no memory */
    RT_GC_STRESS
};
/*
 * Collects the young objects, or all with RT_GC_OLD as the generation. The reasons RT_GC_BUDGET and
 * RT_GC_STRESS choose the generation themselves. Call in managed mode, outside critical sections.
 */
void rt_gc_collect(enum rt_gc_reason reason, unsigned generation);

/*
 * New zeroed object of `type` (length 0 for types without components); NULL when memory ran out
 * even after a collection. Managed mode, outside critical sections.
 */
struct rt_object *rt_gc_allocate(const struct rt_method_table *type, uint32_t length);

/* An unhandled exception is about to be reported, and the program ends afterwards: the heap may
 * grow beyond its limit for that. Managed mode, outside critical sections. */
void rt_gc_report_begins(void);

/* References were stored in [start, start + bytes), as the write barriers note it; nothing happens
 * when that is outside of the heap. */
void rt_gc_note_stores(uintptr_t start, size_t bytes);

struct rt_gc_statistics {
    /* How often each generation was collected; a full collection collects all of them. */
    uint64_t collections[RT_GC_GENERATIONS];
    uint64_t induced_collections;
    uint64_t pause_ns_total;
    uint64_t pause_ns_longest;
    uint64_t marked_objects_total;
    uint64_t marked_bytes_total;
    uint64_t mark_stack_overflows;
    uint64_t live_bytes;      /* in objects that were alive in the last collection */
    uint64_t allocated_bytes; /* ever granted to threads */
    uint64_t committed_bytes; /* RAM of the heap now */
    uint64_t limit_bytes;
};
void rt_gc_statistics(struct rt_gc_statistics *out);
