/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* GC.TryStartNoGCRegion: memory is committed in advance, and the budget is ignored until it is used
 * up. */
#include "heap.h"

/* Values of System.StartNoGCRegionStatus and EndNoGCRegionStatus. */
enum {
    START_SUCCEEDED,
    START_NOT_ENOUGH_MEMORY,
    START_AMOUNT_TOO_LARGE,
    START_ALREADY_IN_PROGRESS
};
enum { END_SUCCEEDED, END_NOT_IN_PROGRESS, END_COLLECTED, END_ALLOCATION_EXCEEDED };
enum {
    CALLBACK_SUCCESS,
    CALLBACK_NOT_STARTED,
    CALLBACK_INSUFFICIENT_BUDGET,
    CALLBACK_ALREADY_REGISTERED
};

enum region_state { REGION_NONE, REGION_ACTIVE, REGION_COLLECTED, REGION_EXCEEDED };

static struct {
    enum region_state state;
    uint64_t remaining;
} region;

bool gc_no_gc_region_active(void)
{
    return region.state == REGION_ACTIVE;
}

void gc_no_gc_region_charge(size_t bytes)
{
    if (region.state == REGION_ACTIVE) {
        if (bytes > region.remaining) {
            region.state = REGION_EXCEEDED;
        } else {
            region.remaining -= bytes;
        }
    }
}

void gc_no_gc_region_collected(void)
{
    if (region.state == REGION_ACTIVE) {
        region.state = REGION_COLLECTED;
    }
}

/* Commits until `bytes` are free. Rounding of cells and pages is allowed for by an eighth on top.
 */
static bool commit_ahead(uint64_t bytes)
{
    uint64_t wanted = bytes + bytes / 8u + GC_CHUNK_SIZE;
    while ((uint64_t)gc_heap.free_pages << GC_PAGE_SHIFT < wanted) {
        uint64_t missing = wanted - ((uint64_t)gc_heap.free_pages << GC_PAGE_SHIFT);
        size_t step = missing < GC_GROUP_SIZE ? (size_t)missing : GC_GROUP_SIZE;
        /* Asking for more than the longest run forces fresh memory. */
        struct gc_span *run = gc_pages_take((step + GC_PAGE_SIZE - 1) >> GC_PAGE_SHIFT);
        bool grown;
        if (run != NULL) {
            grown = gc_pages_grow(run->pages);
            gc_pages_give(run);
        } else {
            grown = gc_pages_grow((step + GC_PAGE_SIZE - 1) >> GC_PAGE_SHIFT);
        }
        if (!grown) {
            return false;
        }
    }
    return true;
}

int32_t RhpStartNoGCRegion(int64_t total, int32_t has_large, int64_t large,
                           int32_t no_full_collection);
int32_t RhpEndNoGCRegion(void);
int32_t RhEnableNoGCRegionCallback(void *callback, int64_t total);

/* These arrive in native mode. */
int32_t RhpStartNoGCRegion(int64_t total, int32_t has_large, int64_t large,
                           int32_t no_full_collection)
{
    (void)has_large;
    (void)large;
    if (region.state != REGION_NONE) {
        return START_ALREADY_IN_PROGRESS;
    }
    if ((uint64_t)total > gc_heap.limit_bytes) {
        return START_AMOUNT_TOO_LARGE;
    }
    struct rt_transition_frame *saved = rt_managed_enter();
    if (no_full_collection == 0) {
        rt_gc_collect(RT_GC_INDUCED, RT_GC_OLD);
    }
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    bool ok = commit_ahead((uint64_t)total);
    if (ok) {
        region.remaining = (uint64_t)total + (uint64_t)total / 8u + GC_CHUNK_SIZE;
        region.state = REGION_ACTIVE;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    rt_managed_leave(saved);
    return ok ? START_SUCCEEDED : START_NOT_ENOUGH_MEMORY;
}

int32_t RhpEndNoGCRegion(void)
{
    enum region_state state = region.state;
    region.state = REGION_NONE;
    switch (state) {
    case REGION_ACTIVE:
        return END_SUCCEEDED;
    case REGION_COLLECTED:
        return END_COLLECTED;
    case REGION_EXCEEDED:
        return END_ALLOCATION_EXCEEDED;
    case REGION_NONE:
        break;
    }
    return END_NOT_IN_PROGRESS;
}

/* The callback is a courtesy that this collector does not offer: the region never grants a budget
 * for it. */
int32_t RhEnableNoGCRegionCallback(void *callback, int64_t total)
{
    (void)callback;
    (void)total;
    return region.state == REGION_NONE ? CALLBACK_NOT_STARTED : CALLBACK_INSUFFICIENT_BUDGET;
}
