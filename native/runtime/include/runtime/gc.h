/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The garbage collector: non-moving, stop-the-world mark and sweep with conservative stacks. What
 * start-up code, tests and benchmarks use; compiled code calls the Rh* exports instead.
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
    uint32_t stress_interval; /* collect at every n-th allocation and poison freed memory; 0: off */
};
extern const struct rt_gc_settings rt_gc_configured;

/*
 * Sets up the heap. Call once, on an attached thread, before any managed code. False when not even
 * the tables could be had.
 */
bool rt_gc_initialize(void);

enum rt_gc_reason {
    RT_GC_BUDGET,  /* enough was allocated since the last collection */
    RT_GC_INDUCED, /* GC.Collect */
    RT_GC_OUT_OF_MEMORY,
    RT_GC_STRESS
};
/* Collects. Call in managed mode, outside critical sections. */
void rt_gc_collect(enum rt_gc_reason reason);

/*
 * New zeroed object of `type` (length 0 for types without components); NULL when memory ran out
 * even after a collection. Managed mode, outside critical sections.
 */
struct rt_object *rt_gc_allocate(const struct rt_method_table *type, uint32_t length);

struct rt_gc_statistics {
    uint64_t collections;
    uint64_t induced_collections;
    uint64_t pause_ns_total;
    uint64_t pause_ns_last;
    uint64_t pause_ns_longest;
    uint64_t marked_objects_total;
    uint64_t marked_bytes_total;
    uint64_t mark_stack_overflows;
    uint64_t live_bytes;      /* after the last collection */
    uint64_t allocated_bytes; /* ever granted to threads */
    uint64_t committed_bytes; /* RAM of the heap now */
    uint64_t limit_bytes;
};
void rt_gc_statistics(struct rt_gc_statistics *out);
