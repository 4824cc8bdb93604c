/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * When to collect, and what. A young collection comes whenever a fixed amount was allocated. It
 * costs about as much as what survives it, however large the heap is, but the survivors stay until
 * the next full collection, alive or dead. That one comes when as much became old as was alive
 * after the one before: the heap at most doubles in between, and marking all of it costs at most
 * twice as much as the program spent on allocating what became old.
 */
#include "heap.h"

/* Bounds of what may be allocated between two collections. The upper one keeps the sweep of a young
 * collection short. */
#define BUDGET_MIN ((size_t)256 << 10)
#define BUDGET_MAX ((size_t)4 << 20)

static struct {
    uint64_t old_bytes;
    uint64_t promoted; /* bytes of those that became old since the last full collection */
    uint64_t growth;   /* how much may become old before the next one */
    bool stress_full;  /* under stress: the next collection is a full one */
} policy;

static size_t young_budget(void)
{
    size_t share = gc_heap.limit_bytes / 8u;
    return share < BUDGET_MIN ? BUDGET_MIN : share > BUDGET_MAX ? BUDGET_MAX : share;
}

void gc_policy_initialize(void)
{
    policy.growth = young_budget();
    gc_heap.budget = young_budget();
}

bool gc_policy_wants_full(enum rt_gc_reason reason)
{
    if (reason == RT_GC_STRESS) {
        policy.stress_full = !policy.stress_full;
        return policy.stress_full;
    }
    return policy.promoted >= policy.growth;
}

void gc_policy_collected(bool young, uint64_t live)
{
    if (young) {
        policy.old_bytes += live;
        policy.promoted += live;
    } else {
        policy.old_bytes = live;
        policy.promoted = 0;
        policy.growth = live > young_budget() ? live : young_budget();
    }
    gc_heap.allocated_since_collection = 0;
}

uint64_t gc_live_bytes(void)
{
    return policy.old_bytes;
}

uint64_t gc_old_budget(void)
{
    return policy.growth > policy.promoted ? policy.growth - policy.promoted : 0;
}

bool gc_policy_full_is_near(unsigned percent)
{
    return gc_old_budget() * 100u < policy.growth * percent;
}
