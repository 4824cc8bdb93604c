/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* GC.TryStartNoGCRegion: memory is committed in advance, and the budget is ignored until it is used
 * up. GC.RegisterNoGCRegionCallback: the finalizer thread calls when so much of it was used. */
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

/* GC.NoGCRegionCallbackFinalizerWorkItem of CoreLib, which `run` frees. An abandoned one is freed
 * without calling the program. */
struct region_callback {
    struct region_callback *next;
    void (*run)(struct region_callback *callback);
    bool scheduled;
    bool abandoned;
};

enum region_state { REGION_NONE, REGION_ACTIVE, REGION_COLLECTED, REGION_EXCEEDED };

static struct {
    enum region_state state;
    uint64_t remaining;
    uint64_t used;
    uint64_t callback_limit; /* the most that a callback may be asked for at */
    uint64_t callback_at;    /* bytes of the region */
    struct region_callback *callback;
    struct region_callback *due; /* a list for the finalizer thread */
} region;

static void schedule(bool abandoned)
{
    struct region_callback *callback =
        __atomic_exchange_n(&region.callback, NULL, __ATOMIC_ACQ_REL);
    if (callback != NULL) {
        callback->abandoned = abandoned;
        callback->scheduled = true;
        callback->next = __atomic_load_n(&region.due, __ATOMIC_RELAXED);
        while (!__atomic_compare_exchange_n(&region.due, &callback->next, callback, false,
                                            __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
        }
    }
}

bool gc_no_gc_region_callback_due(void)
{
    return __atomic_load_n(&region.due, __ATOMIC_ACQUIRE) != NULL;
}

void gc_no_gc_region_run_callbacks(void)
{
    struct region_callback *callback = __atomic_exchange_n(&region.due, NULL, __ATOMIC_ACQUIRE);
    while (callback != NULL) {
        struct region_callback *next = callback->next;
        callback->run(callback);
        callback = next;
    }
}

bool gc_no_gc_region_active(void)
{
    return region.state == REGION_ACTIVE;
}

void gc_no_gc_region_charge(size_t bytes)
{
    if (region.state != REGION_ACTIVE) {
        return;
    }
    if (bytes > region.remaining) {
        region.state = REGION_EXCEEDED;
        return;
    }
    region.remaining -= bytes;
    region.used += bytes;
    if (__atomic_load_n(&region.callback, __ATOMIC_ACQUIRE) != NULL &&
        region.used > region.callback_at) {
        schedule(false);
    }
}

void gc_no_gc_region_collected(void)
{
    if (region.state == REGION_ACTIVE) {
        region.state = REGION_COLLECTED;
        schedule(true);
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
int32_t RhEnableNoGCRegionCallback(struct region_callback *callback, int64_t total);

/* These arrive in native mode. */
int32_t RhpStartNoGCRegion(int64_t total, int32_t has_large, int64_t large,
                           int32_t no_full_collection)
{
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
        region.used = 0;
        /* As in the official runtime, where small and large objects have the whole budget each,
         * unless the program divides it. */
        region.callback_limit = has_large != 0 ? (uint64_t)total : 2 * (uint64_t)total;
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
    schedule(true);
    gc_finalize_kick();
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

/* Native mode. What the region has used is known as exactly as threads get memory: in pieces of
 * some kilobytes. */
int32_t RhEnableNoGCRegionCallback(struct region_callback *callback, int64_t total)
{
    if (region.state != REGION_ACTIVE) {
        return CALLBACK_NOT_STARTED;
    }
    if (__atomic_load_n(&region.callback, __ATOMIC_ACQUIRE) != NULL) {
        return CALLBACK_ALREADY_REGISTERED;
    }
    if ((uint64_t)total > region.callback_limit) {
        return CALLBACK_INSUFFICIENT_BUDGET;
    }
    region.callback_at = (uint64_t)total;
    __atomic_store_n(&region.callback, callback, __ATOMIC_RELEASE);
    return CALLBACK_SUCCESS;
}
