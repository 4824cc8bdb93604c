/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What System.GC and its neighbours ask of the collector. Objects are of generation 0 or 2; there
 * are never any of generation 1, so that collecting it means a young collection. */
#include "collect.h"

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

/* Index of large objects in GCMemoryInfoData's generations. */
#define LARGE_OBJECTS 3

/* Bytes in objects now, as far as is known without a collection: what survived the last one and
 * what was allocated since. */
static uint64_t bytes_in_use(void)
{
    return gc_live_bytes() + gc_heap.allocated_since_collection;
}

/* The young objects, or all of them. */
static unsigned collected_generation(int32_t generation)
{
    return generation < 0 || generation >= MAX_GENERATION ? RT_GC_OLD : RT_GC_YOUNG;
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

/* Arrives in native mode. Generation -1 means all. The mode is a hint: forced, optimized, blocking
 * and aggressive collections are all the same here. */
void RhpCollect(int32_t generation, uint32_t mode, int32_t low_memory)
{
    (void)mode;
    (void)low_memory;
    struct rt_transition_frame *saved = rt_managed_enter();
    rt_gc_collect(RT_GC_INDUCED, collected_generation(generation));
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
    bool known = generation >= 0 && generation <= MAX_GENERATION && !special;
    return known ? (int32_t)totals.collections[generation] : 0;
}

int32_t RhGetMaxGcGeneration(void)
{
    return MAX_GENERATION;
}

int32_t RhGetGeneration(const struct rt_object *object)
{
    /* What does not live in the heap is in the frozen "generation", which .NET reports as
     * int.MaxValue. */
    if (gc_span_of((uintptr_t)object) == NULL) {
        return INT32_MAX;
    }
    return gc_is_marked(object) ? RT_GC_OLD : RT_GC_YOUNG;
}

int32_t RhGetGenerationSize(int32_t generation)
{
    switch (generation) {
    case RT_GC_YOUNG:
        return (int32_t)gc_heap.allocated_since_collection;
    case RT_GC_OLD:
        return (int32_t)gc_live_bytes();
    default:
        return 0;
    }
}

int64_t RhGetGenerationBudget(int32_t generation)
{
    return generation == RT_GC_YOUNG ? (int64_t)gc_heap.budget
           : generation == RT_GC_OLD ? (int64_t)gc_old_budget()
                                     : 0;
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

static struct gc_times times_of(int32_t generation)
{
    bool known = generation >= 0 && generation <= MAX_GENERATION;
    return known ? gc_times_of((unsigned)generation) : (struct gc_times){0};
}

int64_t RhGetLastGCStartTime(int32_t generation)
{
    return (int64_t)(times_of(generation).start_ns / 1000000u);
}

int64_t RhGetLastGCDuration(int32_t generation)
{
    return (int64_t)(times_of(generation).pause_ns / 1000000u);
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

static uint64_t free_bytes(const struct gc_sizes *sizes)
{
    uint64_t used = sizes->old + sizes->young;
    return sizes->committed > used ? sizes->committed - used : 0;
}

/* Free memory lies in pages that objects of any generation can use; it counts as the oldest
 * generation's. Large objects are counted apart, old and young ones together. */
static void fill_generations(struct memory_info *info, const struct gc_record *last)
{
    const struct gc_sizes *before = &last->before;
    const struct gc_sizes *after = &last->after;
    struct generation_info *young = &info->generations[RT_GC_YOUNG];
    struct generation_info *old = &info->generations[RT_GC_OLD];
    struct generation_info *large = &info->generations[LARGE_OBJECTS];
    young->size_before = (int64_t)(before->young - (before->large - before->large_old));
    old->size_before = (int64_t)(before->old - before->large_old);
    old->size_after = (int64_t)(after->old - after->large_old);
    old->fragmentation_before = (int64_t)free_bytes(before);
    old->fragmentation_after = (int64_t)free_bytes(after);
    large->size_before = (int64_t)before->large;
    large->size_after = (int64_t)after->large;
}

/* The last collection of a kind; all zero but for the limits when there was none. Collections are
 * never concurrent, so there is none in the background. */
void RhGetMemoryInfo(struct memory_info *info, int32_t kind)
{
    memset(info, 0, sizeof(*info));
    info->high_memory_load_threshold = (int64_t)(gc_heap.limit_bytes / 10u * 9u);
    info->total_available = (int64_t)gc_heap.limit_bytes;
    if (kind < 0 || kind >= GC_RECORD_KINDS) {
        return;
    }
    struct gc_record last = gc_record_of((enum gc_record_kind)kind);
    if (last.index == 0) {
        return;
    }
    info->memory_load = (int64_t)last.after.committed;
    info->heap_size = (int64_t)last.after.old;
    info->fragmented = (int64_t)free_bytes(&last.after);
    info->total_committed = (int64_t)last.after.committed;
    info->promoted = (int64_t)last.promoted;
    info->pinned_objects = (int64_t)last.pinned;
    info->finalization_pending = (int64_t)last.pending;
    info->index = (int64_t)last.index;
    info->generation = (int32_t)last.generation;
    info->pause_percentage = (int32_t)(gc_time_percentage() * 100u);
    info->pause_ticks[0] = (int64_t)(last.pause_ns / NS_PER_TICK);
    fill_generations(info, &last);
}

/* Arrives in native mode; 0 is an Int64 to the callback. The class library shows the names, and
 * only of settings with a public key. */
void RhEnumerateConfigurationValues(void *context,
                                    void (*callback)(void *, void *, void *, int32_t, int64_t))
{
    static char limit_name[] = "GCHeapHardLimit";
    static char limit_key[] = "System.GC.HeapHardLimit";
    static char stress_name[] = "GCStressInterval";
    static char stress_key[] = "SeL4.GC.StressInterval";
    callback(context, limit_name, limit_key, 0, (int64_t)gc_heap.limit_bytes);
    callback(context, stress_name, stress_key, 0, (int64_t)gc_heap.stress_interval);
}

/* The limit fixes the size of the reservation: it cannot change while the program runs. 1 is
 * RefreshMemoryStatus.TooLow. */
int32_t RhRefreshMemoryLimit(const void *limits)
{
    (void)limits;
    return 1;
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
