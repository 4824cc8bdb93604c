/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * GC handles. A handle is the address of its entry; compiled code reads the object as the entry's
 * first word. Entries live in slabs that are never moved or freed, so a stale read is harmless.
 */
#include "heap.h"

enum handle_type {
    HANDLE_WEAK_SHORT = 0, /* cleared before finalizers run */
    HANDLE_WEAK_LONG = 1,  /* cleared when the object is gone for good */
    HANDLE_NORMAL = 2,
    HANDLE_PINNED = 3,
    HANDLE_REFCOUNTED = 5, /* COM only, which does not exist here: strong */
    HANDLE_DEPENDENT = 6,
    HANDLE_FREE = 0xff
};

struct handle {
    struct rt_object *object;
    union {
        struct rt_object *secondary; /* of a dependent handle */
        struct handle *next_free;
    };
};

#define SLAB_HANDLES 960u

struct handle_slab {
    struct handle_slab *next;
    uint8_t types[SLAB_HANDLES];
    struct handle handles[SLAB_HANDLES];
};

#define SLAB_PAGES_BYTES                                                                           \
    ((sizeof(struct handle_slab) + RT_PAGE_SIZE - 1) & ~(size_t)(RT_PAGE_SIZE - 1))
/* Slabs are aligned to the next power of two, so that an entry's slab is found by masking its
 * address. */
#define SLAB_ALIGN_BITS 15u

static struct handle_slab *slabs;
static struct handle *free_handles;

static struct handle_slab *slab_of(const struct handle *handle)
{
    return (struct handle_slab *)((uintptr_t)handle & ~(((uintptr_t)1 << SLAB_ALIGN_BITS) - 1));
}

static uint8_t *type_of(const struct handle *handle)
{
    struct handle_slab *slab = slab_of(handle);
    return &slab->types[handle - slab->handles];
}

static bool add_slab(void)
{
    _Static_assert(SLAB_PAGES_BYTES <= (size_t)1 << SLAB_ALIGN_BITS, "one slab per aligned block");
    struct handle_slab *slab = rt_pages_reserve((size_t)1 << SLAB_ALIGN_BITS, SLAB_ALIGN_BITS);
    if (slab == NULL) {
        return false;
    }
    if (!rt_pages_commit(slab, SLAB_PAGES_BYTES)) {
        rt_pages_release(slab, (size_t)1 << SLAB_ALIGN_BITS);
        return false;
    }
    for (size_t i = SLAB_HANDLES; i-- > 0;) {
        slab->types[i] = HANDLE_FREE;
        slab->handles[i].next_free = free_handles;
        free_handles = &slab->handles[i];
    }
    slab->next = slabs;
    slabs = slab;
    return true;
}

bool gc_handles_initialize(void)
{
    return add_slab();
}

/* ---- exports, all called in managed mode ---- */

struct handle *RhpHandleAlloc(struct rt_object *object, int32_t type);
struct handle *RhpHandleAllocDependent(struct rt_object *primary, struct rt_object *secondary);
void RhHandleFree(struct handle *handle);
struct rt_object *RhHandleGet(const struct handle *handle);
void *RhHandleSet(struct handle *handle, struct rt_object *object);
struct rt_object *RhHandleGetDependent(const struct handle *handle, struct rt_object **secondary);
void RhHandleSetDependentSecondary(struct handle *handle, struct rt_object *secondary);

static struct handle *allocate(struct rt_object *object, struct rt_object *secondary, uint8_t type)
{
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    struct handle *handle = NULL;
    if (free_handles != NULL || add_slab()) {
        handle = free_handles;
        free_handles = handle->next_free;
        handle->object = object;
        handle->secondary = secondary;
        *type_of(handle) = type;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
    return handle;
}

struct handle *RhpHandleAlloc(struct rt_object *object, int32_t type)
{
    return allocate(object, NULL, (uint8_t)type);
}

struct handle *RhpHandleAllocDependent(struct rt_object *primary, struct rt_object *secondary)
{
    return allocate(primary, secondary, HANDLE_DEPENDENT);
}

void RhHandleFree(struct handle *handle)
{
    struct rt_thread *self = rt_thread_current();
    rt_critical_enter(self);
    rt_mutex_lock(&gc_heap.lock);
    if (*type_of(handle) != HANDLE_FREE) {
        *type_of(handle) = HANDLE_FREE;
        handle->object = NULL;
        handle->next_free = free_handles;
        free_handles = handle;
    }
    rt_mutex_unlock(&gc_heap.lock);
    rt_critical_leave(self);
}

struct rt_object *RhHandleGet(const struct handle *handle)
{
    return handle->object;
}

void *RhHandleSet(struct handle *handle, struct rt_object *object)
{
    __atomic_store_n(&handle->object, object, __ATOMIC_RELEASE);
    return handle;
}

struct rt_object *RhHandleGetDependent(const struct handle *handle, struct rt_object **secondary)
{
    /* In this order: a collection in between clears both, and then a secondary without its primary
     * must not be returned. */
    struct rt_object *value = handle->secondary;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    struct rt_object *primary = handle->object;
    *secondary = primary == NULL ? NULL : value;
    return primary;
}

void RhHandleSetDependentSecondary(struct handle *handle, struct rt_object *secondary)
{
    __atomic_store_n(&handle->secondary, secondary, __ATOMIC_RELEASE);
}

/* ---- for the collector, world stopped ---- */

void gc_handles_mark_strong(void)
{
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t i = 0; i < SLAB_HANDLES; i++) {
            uint8_t type = slab->types[i];
            if (type == HANDLE_NORMAL || type == HANDLE_PINNED || type == HANDLE_REFCOUNTED) {
                gc_mark_object(slab->handles[i].object);
            }
        }
    }
}

bool gc_handles_mark_dependent(void)
{
    bool any = false;
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t i = 0; i < SLAB_HANDLES; i++) {
            struct handle *handle = &slab->handles[i];
            if (slab->types[i] == HANDLE_DEPENDENT && handle->object != NULL &&
                handle->secondary != NULL && gc_is_marked(handle->object) &&
                !gc_is_marked(handle->secondary)) {
                gc_mark_object(handle->secondary);
                any = true;
            }
        }
    }
    return any;
}

void gc_handles_clear_weak(bool tracking_resurrection)
{
    uint8_t wanted = tracking_resurrection ? HANDLE_WEAK_LONG : HANDLE_WEAK_SHORT;
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t i = 0; i < SLAB_HANDLES; i++) {
            struct handle *handle = &slab->handles[i];
            if (slab->types[i] == wanted && handle->object != NULL &&
                !gc_is_marked(handle->object)) {
                handle->object = NULL;
            }
        }
    }
}

void gc_handles_clear_dependent(void)
{
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t i = 0; i < SLAB_HANDLES; i++) {
            struct handle *handle = &slab->handles[i];
            if (slab->types[i] == HANDLE_DEPENDENT &&
                (handle->object == NULL || !gc_is_marked(handle->object))) {
                handle->object = NULL;
                handle->secondary = NULL;
            }
        }
    }
}

uint64_t gc_handles_pinned_count(void)
{
    uint64_t count = 0;
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t i = 0; i < SLAB_HANDLES; i++) {
            count += slab->types[i] == HANDLE_PINNED && slab->handles[i].object != NULL;
        }
    }
    return count;
}
