/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What System.GC and its neighbours ask of the collector. There is one generation; asking for 1 or
 * 2 means the same. */
#include "heap.h"

#include <string.h>

#define MAX_GENERATION 2
/* TimeSpan ticks. */
#define NS_PER_TICK 100u

struct generation_info {
    int64_t size_before;
    int64_t fragmentation_before;
    int64_t size_after;
    int64_t fragmentation_after;
};

/* Fields of System.GCMemoryInfoData, in order. */
struct memory_info {
    int64_t high_memory_load_threshold;
    int64_t total_available;
    int64_t memory_load;
    int64_t heap_size;
    int64_t fragmented;
    int64_t total_committed;
    int64_t promoted;
    int64_t pinned_objects;
    int64_t finalization_pending;
    int64_t index;
    int32_t generation;
    int32_t pause_percentage; /* hundredths of a percent */
    uint8_t compacted;
    uint8_t concurrent;
    struct generation_info generations[5]; /* 0, 1, 2, large objects, pinned objects */
    int64_t pause_ticks[2];
};
_Static_assert(offsetof(struct memory_info, generation) == RT_MEMORY_INFO_GENERATION, "generation");
_Static_assert(offsetof(struct memory_info, generations) == RT_MEMORY_INFO_GENERATIONS, "each");
_Static_assert(offsetof(struct memory_info, pause_ticks) == RT_MEMORY_INFO_PAUSES, "pauses");
_Static_assert(sizeof(struct memory_info) == RT_MEMORY_INFO_SIZE, "GCMemoryInfoData");

/* Bytes in objects now, as far as is known without a collection: what survived the last one and
 * what was allocated since. */
static uint64_t bytes_in_use(void)
{
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    return totals.live_bytes + gc_heap.allocated_since_collection;
}

void RhpCollect(int32_t generation, uint32_t mode, int32_t low_memory);
int64_t RhpGetGcTotalMemory(void);
int32_t RhGetGcCollectionCount(int32_t generation, bool special);
int32_t RhGetMaxGcGeneration(void);
int32_t RhGetGeneration(const struct rt_object *object);
int32_t RhGetGenerationSize(int32_t generation);
int64_t RhGetGenerationBudget(int32_t generation);
int32_t RhGetLastGCPercentTimeInGC(void);
int32_t RhGetGcLatencyMode(void);
int32_t RhSetGcLatencyMode(int32_t mode);
bool RhIsServerGc(void);
int32_t RhGetLohCompactionMode(void);
void RhSetLohCompactionMode(int32_t mode);
int64_t RhGetCurrentObjSize(void);
int64_t RhGetGCNow(void);
int64_t RhGetLastGCStartTime(int32_t generation);
int64_t RhGetLastGCDuration(int32_t generation);
uint64_t RhGetGCSegmentSize(void);
int64_t RhGetAllocatedBytesForCurrentThread(void);
int64_t RhGetTotalAllocatedBytes(void);
int64_t RhGetTotalAllocatedBytesPrecise(void);
int64_t RhGetTotalPauseDuration(void);
void RhGetMemoryInfo(struct memory_info *info, int32_t kind);
void RhEnumerateConfigurationValues(void *context,
                                    void (*callback)(void *, void *, void *, int32_t, int64_t));
int32_t RhRefreshMemoryLimit(const void *limits);
bool RhRegisterForFullGCNotification(int32_t generation_threshold, int32_t large_threshold);
int32_t RhWaitForFullGCApproach(int32_t timeout_ms);
int32_t RhWaitForFullGCComplete(int32_t timeout_ms);
bool RhCancelFullGCNotification(void);
bool RhRegisterGcCallout(int32_t kind, void *callout);
void RhUnregisterGcCallout(int32_t kind, void *callout);
bool RhRegisterRefCountedHandleCallback(void *callout, const struct rt_method_table *filter);
void RhUnregisterRefCountedHandleCallback(void *callout, const struct rt_method_table *filter);
bool RhIsPromoted(const struct rt_object *object);
int32_t RhGetGCDescSize(const struct rt_method_table *type);
bool RhCompareObjectContentsAndPadding(const struct rt_object *first,
                                       const struct rt_object *second);
void RhRegisterForGCReporting(struct rt_gc_frame *frame);
void RhUnregisterForGCReporting(struct rt_gc_frame *frame);

/* Arrives in native mode. */
void RhpCollect(int32_t generation, uint32_t mode, int32_t low_memory)
{
    (void)generation;
    (void)mode;
    (void)low_memory;
    struct rt_transition_frame *saved = rt_managed_enter();
    rt_gc_collect(RT_GC_INDUCED);
    rt_managed_leave(saved);
}

int64_t RhpGetGcTotalMemory(void)
{
    return (int64_t)bytes_in_use();
}

int32_t RhGetGcCollectionCount(int32_t generation, bool special)
{
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    return generation > MAX_GENERATION || special ? 0 : (int32_t)totals.collections;
}

int32_t RhGetMaxGcGeneration(void)
{
    return MAX_GENERATION;
}

int32_t RhGetGeneration(const struct rt_object *object)
{
    /* What does not live in the heap is in the frozen "generation", which .NET reports as
     * int.MaxValue. */
    return gc_span_of((uintptr_t)object) == NULL ? INT32_MAX : MAX_GENERATION;
}

int32_t RhGetGenerationSize(int32_t generation)
{
    return generation == MAX_GENERATION ? (int32_t)bytes_in_use() : 0;
}

int64_t RhGetGenerationBudget(int32_t generation)
{
    return generation == MAX_GENERATION ? (int64_t)gc_heap.budget : 0;
}

int32_t RhGetLastGCPercentTimeInGC(void)
{
    return (int32_t)gc_time_percentage();
}

/* GCLatencyMode.Batch, the only one: collections are never concurrent. */
int32_t RhGetGcLatencyMode(void)
{
    return 0;
}

int32_t RhSetGcLatencyMode(int32_t mode)
{
    (void)mode;
    return 0;
}

bool RhIsServerGc(void)
{
    return false;
}

/* GCLargeObjectHeapCompactionMode.Default: nothing moves. */
int32_t RhGetLohCompactionMode(void)
{
    return 1;
}

void RhSetLohCompactionMode(int32_t mode)
{
    (void)mode;
}

int64_t RhGetCurrentObjSize(void)
{
    return (int64_t)bytes_in_use();
}

/* Milliseconds, like the two below. */
int64_t RhGetGCNow(void)
{
    return (int64_t)(rt_time_monotonic_ns() / 1000000u);
}

int64_t RhGetLastGCStartTime(int32_t generation)
{
    (void)generation;
    return (int64_t)(gc_last_start_ns() / 1000000u);
}

int64_t RhGetLastGCDuration(int32_t generation)
{
    (void)generation;
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    return (int64_t)(totals.pause_ns_last / 1000000u);
}

uint64_t RhGetGCSegmentSize(void)
{
    return GC_GROUP_SIZE;
}

int64_t RhGetAllocatedBytesForCurrentThread(void)
{
    const struct rt_thread *self = rt_thread_current();
    uint64_t bytes = self->allocated_bytes;
    for (size_t i = 0; i < RT_FAST_CLASSES; i++) {
        bytes -= (uint64_t)(self->alloc_buffers[i].limit - self->alloc_buffers[i].next);
    }
    return (int64_t)bytes;
}

int64_t RhGetTotalAllocatedBytes(void)
{
    return (int64_t)gc_heap.allocated_total;
}

int64_t RhGetTotalAllocatedBytesPrecise(void)
{
    return (int64_t)gc_heap.allocated_total;
}

int64_t RhGetTotalPauseDuration(void)
{
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    return (int64_t)(totals.pause_ns_total / NS_PER_TICK);
}

void RhGetMemoryInfo(struct memory_info *info, int32_t kind)
{
    (void)kind;
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    uint64_t used = bytes_in_use();
    uint64_t fragmented = totals.committed_bytes > used ? totals.committed_bytes - used : 0;
    memset(info, 0, sizeof(*info));
    info->high_memory_load_threshold = (int64_t)(totals.limit_bytes / 10u * 9u);
    info->total_available = (int64_t)totals.limit_bytes;
    info->memory_load = (int64_t)totals.committed_bytes;
    info->heap_size = (int64_t)used;
    info->fragmented = (int64_t)fragmented;
    info->total_committed = (int64_t)totals.committed_bytes;
    info->promoted = (int64_t)totals.live_bytes;
    info->pinned_objects = (int64_t)gc_handles_pinned_count();
    info->finalization_pending = (int64_t)gc_finalize_pending();
    info->index = (int64_t)totals.collections;
    info->generation = totals.collections == 0 ? 0 : MAX_GENERATION;
    info->pause_percentage = (int32_t)(gc_time_percentage() * 100u);
    info->generations[2].size_after = (int64_t)(used - gc_heap.large_bytes);
    info->generations[2].fragmentation_after = (int64_t)fragmented;
    info->generations[3].size_after = (int64_t)gc_heap.large_bytes;
    info->pause_ticks[0] = (int64_t)(totals.pause_ns_last / NS_PER_TICK);
}

/* Arrives in native mode; 0 is an Int64 to the callback. */
void RhEnumerateConfigurationValues(void *context,
                                    void (*callback)(void *, void *, void *, int32_t, int64_t))
{
    static char name[] = "GCHeapHardLimit";
    static char key[] = "System.GC.HeapHardLimit";
    callback(context, name, key, 0, (int64_t)gc_heap.limit_bytes);
}

/* The limit fixes the size of the reservation: it cannot change while the program runs. 1 is
 * RefreshMemoryStatus.TooLow. */
int32_t RhRefreshMemoryLimit(const void *limits)
{
    (void)limits;
    return 1;
}

/* Notifications of full collections are not offered: false makes managed code say so. 4 is
 * NotApplicable. */
bool RhRegisterForFullGCNotification(int32_t generation_threshold, int32_t large_threshold)
{
    (void)generation_threshold;
    (void)large_threshold;
    return false;
}

int32_t RhWaitForFullGCApproach(int32_t timeout_ms)
{
    (void)timeout_ms;
    return 4;
}

int32_t RhWaitForFullGCComplete(int32_t timeout_ms)
{
    (void)timeout_ms;
    return 4;
}

bool RhCancelFullGCNotification(void)
{
    return false;
}

/* Callouts exist for COM and Objective-C interoperation only. */
bool RhRegisterGcCallout(int32_t kind, void *callout)
{
    (void)kind;
    (void)callout;
    return false;
}

void RhUnregisterGcCallout(int32_t kind, void *callout)
{
    (void)kind;
    (void)callout;
}

bool RhRegisterRefCountedHandleCallback(void *callout, const struct rt_method_table *filter)
{
    (void)callout;
    (void)filter;
    return false;
}

void RhUnregisterRefCountedHandleCallback(void *callout, const struct rt_method_table *filter)
{
    (void)callout;
    (void)filter;
}

bool RhIsPromoted(const struct rt_object *object)
{
    return gc_is_marked(object);
}

/* Bytes of the description in front of a MethodTable. */
int32_t RhGetGCDescSize(const struct rt_method_table *type)
{
    if ((type->flags & RT_MT_HAS_POINTERS) == 0) {
        return 0;
    }
    intptr_t series = ((const intptr_t *)type)[-1];
    return (int32_t)(series > 0 ? 8 + 16 * series : 16 - 8 * series);
}

bool RhCompareObjectContentsAndPadding(const struct rt_object *first,
                                       const struct rt_object *second)
{
    /* Fields start behind the MethodTable word; the size counts that word and the header. */
    size_t bytes = first->type->base_size - 2u * sizeof(void *);
    return memcmp((const uint8_t *)first + 8, (const uint8_t *)second + 8, bytes) == 0;
}

void RhRegisterForGCReporting(struct rt_gc_frame *frame)
{
    struct rt_thread *self = rt_thread_current();
    frame->previous = self->gc_frames;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    self->gc_frames = frame;
}

void RhUnregisterForGCReporting(struct rt_gc_frame *frame)
{
    rt_thread_current()->gc_frames = frame->previous;
}
