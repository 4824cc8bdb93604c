/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Finalization. Finalizable objects are recorded at allocation. A collection moves the unreachable
 * ones to a queue, which is a root, and a thread of its own runs managed ProcessFinalizers over it.
 * That thread is started when the queue first holds something, so a program without finalizers does
 * not pay for it.
 */
#include "heap.h"

#include <string.h>

struct object_table {
    struct rt_object **items;
    size_t count;
    size_t capacity;
};

/* Both guarded by gc_heap.lock. The queue is a stack, for the order of finalizers is unspecified.
 */
static struct object_table registered;
static struct object_table queue;
/* The first so many registered objects were there at the last collection, and hence are old. */
static size_t registered_old;

/* Hand-over to the finalizer thread. The mutex is only taken in native mode. */
static struct {
    rt_mutex_t mutex;
    rt_cond_t wake;
    rt_cond_t done;
    bool initialized;
    bool started;
    bool requested;
    uint64_t request;   /* grows with every wake-up asked for */
    uint64_t completed; /* the request up to which the queue was emptied */
    uint64_t taken;     /* the request being served */
    uint64_t thread_id;
} worker;

static bool reserve_one(struct object_table *table, size_t more)
{
    if (table->count + more <= table->capacity) {
        return true;
    }
    size_t capacity = table->capacity == 0 ? RT_PAGE_SIZE / sizeof(*table->items) : table->capacity;
    while (capacity < table->count + more) {
        capacity *= 2;
    }
    struct rt_object **items = rt_pages_alloc(capacity * sizeof(*items));
    if (items == NULL) {
        return false;
    }
    if (table->items != NULL) {
        memcpy(items, table->items, table->count * sizeof(*items));
        rt_pages_free(table->items, table->capacity * sizeof(*items));
    }
    table->items = items;
    table->capacity = capacity;
    return true;
}

/* Managed mode. Makes sure that the queue can take every registered object, so that selecting never
 * fails. */
bool gc_finalize_register(struct rt_object *object)
{
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    bool ok = reserve_one(&registered, 1) && reserve_one(&queue, registered.count + 1);
    if (ok) {
        registered.items[registered.count++] = object;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    return ok;
}

/* ---- for the collector, world stopped ---- */

void gc_finalize_mark_queue(void)
{
    for (size_t i = 0; i < queue.count; i++) {
        gc_mark_object(queue.items[i]);
    }
}

static bool take_suppression(struct rt_object *object)
{
    uint32_t *header = rt_object_header(object);
    bool suppressed = (*header & RT_HEADER_FINALIZER_SUPPRESSED) != 0;
    *header &= ~RT_HEADER_FINALIZER_SUPPRESSED;
    return suppressed;
}

void gc_finalize_select(bool young)
{
    size_t first = queue.count;
    size_t kept = young ? registered_old : 0;
    for (size_t i = kept; i < registered.count; i++) {
        struct rt_object *object = registered.items[i];
        if (gc_is_marked(object)) {
            registered.items[kept++] = object;
        } else if (!take_suppression(object)) {
            queue.items[queue.count++] = object;
        }
    }
    registered.count = kept;
    registered_old = kept;
    for (size_t i = first; i < queue.count; i++) {
        gc_mark_object(queue.items[i]);
    }
}

uint64_t gc_finalize_pending(void)
{
    return queue.count;
}

/* ---- the thread ---- */

/* Managed; never returns. */
void ProcessFinalizers(void);

static void run_finalizers(void *argument)
{
    (void)argument;
    worker.thread_id = rt_os_thread_id();
    ProcessFinalizers();
}

static void initialize_worker(void)
{
    if (!worker.initialized) {
        worker.initialized = rt_mutex_init(&worker.mutex) && rt_cond_init(&worker.wake) &&
                             rt_cond_init(&worker.done);
    }
}

bool gc_finalize_initialize(void)
{
    initialize_worker();
    return worker.initialized;
}

/* Native mode. True when a finalizer thread exists that will serve the request. */
static bool request(uint64_t *number)
{
    rt_mutex_lock(&worker.mutex);
    *number = ++worker.request;
    worker.requested = true;
    bool start = !worker.started;
    worker.started = true;
    rt_cond_signal(&worker.wake);
    rt_mutex_unlock(&worker.mutex);
    if (start && !rt_thread_start(run_finalizers, NULL, 0)) {
        worker.started = false; /* the objects stay queued; the next collection tries again */
        return false;
    }
    return true;
}

void gc_finalize_kick(void)
{
    if (queue.count != 0 || gc_no_gc_region_callback_due()) {
        uint64_t number;
        request(&number);
    }
}

uint32_t RhpWaitForFinalizerRequest(void);
void RhpSignalFinalizationComplete(uint32_t count, int32_t observed_collections);
struct rt_object *RhpGetNextFinalizableObject(void);
void RhWaitForPendingFinalizers(int32_t allow_reentrant_wait);
void RhSuppressFinalize(struct rt_object *object);
bool RhReRegisterForFinalize(struct rt_object *object);

/* Native mode; 1: finalize, 0 would ask for a collection under low memory, which nothing here
 * reports. */
uint32_t RhpWaitForFinalizerRequest(void)
{
    rt_mutex_lock(&worker.mutex);
    while (!worker.requested) {
        rt_cond_wait(&worker.wake, &worker.mutex);
    }
    worker.requested = false;
    worker.taken = worker.request;
    rt_mutex_unlock(&worker.mutex);
    gc_no_gc_region_run_callbacks();
    return 1;
}

/* Native mode. */
void RhpSignalFinalizationComplete(uint32_t count, int32_t observed_collections)
{
    (void)count;
    (void)observed_collections;
    rt_mutex_lock(&worker.mutex);
    worker.completed = worker.taken;
    rt_cond_broadcast(&worker.done);
    rt_mutex_unlock(&worker.mutex);
}

/* Managed mode. */
struct rt_object *RhpGetNextFinalizableObject(void)
{
    struct rt_thread *self = rt_thread_current();
    struct rt_object *object = NULL;
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    while (object == NULL && queue.count != 0) {
        object = queue.items[--queue.count];
        if (take_suppression(object)) {
            object = NULL; /* suppressed after it had been queued, by another object's finalizer */
        }
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    return object;
}

/* Native mode. */
void RhWaitForPendingFinalizers(int32_t allow_reentrant_wait)
{
    (void)allow_reentrant_wait;
    if (worker.thread_id == rt_os_thread_id()) {
        return; /* a finalizer waiting for itself */
    }
    uint64_t number;
    if ((queue.count == 0 && worker.completed == worker.request) || !request(&number)) {
        return;
    }
    rt_mutex_lock(&worker.mutex);
    while (worker.completed < number) {
        rt_cond_wait(&worker.done, &worker.mutex);
    }
    rt_mutex_unlock(&worker.mutex);
}

void RhSuppressFinalize(struct rt_object *object)
{
    if ((object->type->flags & RT_MT_HAS_FINALIZER) != 0) {
        __atomic_fetch_or(rt_object_header(object), RT_HEADER_FINALIZER_SUPPRESSED,
                          __ATOMIC_RELAXED);
    }
}

bool RhReRegisterForFinalize(struct rt_object *object)
{
    if ((object->type->flags & RT_MT_HAS_FINALIZER) == 0) {
        return true;
    }
    uint32_t before = __atomic_fetch_and(rt_object_header(object), ~RT_HEADER_FINALIZER_SUPPRESSED,
                                         __ATOMIC_RELAXED);
    /* A suppressed object is still registered. */
    return (before & RT_HEADER_FINALIZER_SUPPRESSED) != 0 || gc_finalize_register(object);
}
