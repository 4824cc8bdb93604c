/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * GC handles. A handle is the address of its entry; compiled code reads the object as the entry's
 * first word. Entries live in slabs that are never moved or freed, so a stale read is harmless.
 *
 * A handle that was neither made nor set since the last collection refers to an old object, if to
 * any: a young collection passes over it.
 */
#include "heap.h"

#include <string.h>

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
#define SLAB_WORDS   (SLAB_HANDLES / 64u)

struct handle_slab {
    struct handle_slab *next;
    /* A bit for each handle that is in use, and for each that may refer to a young object. */
    uint64_t used[SLAB_WORDS];
    uint64_t young[SLAB_WORDS];
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
static uint64_t pinned; /* pinned handles with a target */
static bool young_only; /* what the collection that is going on looks at */

static struct handle_slab *slab_of(const struct handle *handle)
{
    return (struct handle_slab *)((uintptr_t)handle & ~(((uintptr_t)1 << SLAB_ALIGN_BITS) - 1));
}

static uint8_t *type_of(const struct handle *handle)
{
    struct handle_slab *slab = slab_of(handle);
    return &slab->types[handle - slab->handles];
}

static void set_used(struct handle *handle, bool used)
{
    struct handle_slab *slab = slab_of(handle);
    size_t index = (size_t)(handle - slab->handles);
    uint64_t bit = (uint64_t)1 << (index % 64u);
    uint64_t *word = &slab->used[index / 64u];
    *word = used ? *word | bit : *word & ~bit;
}

/*
 * To be called before a reference is stored in the handle. In the other order a collection between
 * the two steps could overlook the reference; in this one it finds it in a register of the caller,
 * and makes the object old. Other threads set neighbouring bits without a lock.
 */
static void set_young(struct handle *handle)
{
    struct handle_slab *slab = slab_of(handle);
    size_t index = (size_t)(handle - slab->handles);
    __atomic_fetch_or(&slab->young[index / 64u], (uint64_t)1 << (index % 64u), __ATOMIC_SEQ_CST);
}

static void count_pinned(const struct handle *handle, const struct rt_object *before,
                         const struct rt_object *after)
{
    if (*type_of(handle) == HANDLE_PINNED) {
        __atomic_fetch_add(&pinned, (uint64_t)(after != NULL) - (uint64_t)(before != NULL),
                           __ATOMIC_RELAXED);
    }
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
        *type_of(handle) = type;
        set_used(handle, true);
        set_young(handle);
        handle->object = object;
        handle->secondary = secondary;
        count_pinned(handle, NULL, object);
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
        count_pinned(handle, handle->object, NULL);
        set_used(handle, false);
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
    set_young(handle);
    const struct rt_object *before = __atomic_exchange_n(&handle->object, object, __ATOMIC_ACQ_REL);
    count_pinned(handle, before, object);
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
    set_young(handle);
    __atomic_store_n(&handle->secondary, secondary, __ATOMIC_RELEASE);
}

/* ---- for the collector, world stopped ---- */

#define TYPES(type) (1u << (type))

/* Calls `visit` for handles of the types, as far as the collection looks at them. True when any
 * call said so. */
static bool for_each(unsigned types, bool (*visit)(struct handle *handle))
{
    bool any = false;
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        for (size_t word = 0; word < SLAB_WORDS; word++) {
            uint64_t bits = slab->used[word] & (young_only ? slab->young[word] : ~(uint64_t)0);
            for (; bits != 0; bits &= bits - 1u) {
                size_t index = word * 64u + (size_t)__builtin_ctzll(bits);
                if ((types & TYPES(slab->types[index])) != 0) {
                    any |= visit(&slab->handles[index]);
                }
            }
        }
    }
    return any;
}

void gc_handles_begin(bool young)
{
    young_only = young;
}

void gc_handles_end(void)
{
    for (struct handle_slab *slab = slabs; slab != NULL; slab = slab->next) {
        memset(slab->young, 0, sizeof(slab->young));
    }
}

static bool mark_strong(struct handle *handle)
{
    gc_mark_object(handle->object);
    return true;
}

void gc_handles_mark_strong(void)
{
    for_each(TYPES(HANDLE_NORMAL) | TYPES(HANDLE_PINNED) | TYPES(HANDLE_REFCOUNTED), mark_strong);
}

static bool mark_secondary(struct handle *handle)
{
    if (handle->object == NULL || handle->secondary == NULL || !gc_is_marked(handle->object) ||
        gc_is_marked(handle->secondary)) {
        return false;
    }
    gc_mark_object(handle->secondary);
    return true;
}

bool gc_handles_mark_dependent(void)
{
    return for_each(TYPES(HANDLE_DEPENDENT), mark_secondary);
}

static bool clear_weak(struct handle *handle)
{
    if (handle->object != NULL && !gc_is_marked(handle->object)) {
        handle->object = NULL;
    }
    return true;
}

void gc_handles_clear_weak(bool tracking_resurrection)
{
    for_each(TYPES(tracking_resurrection ? HANDLE_WEAK_LONG : HANDLE_WEAK_SHORT), clear_weak);
}

static bool clear_dependent(struct handle *handle)
{
    if (handle->object == NULL || !gc_is_marked(handle->object)) {
        handle->object = NULL;
        handle->secondary = NULL;
    }
    return true;
}

void gc_handles_clear_dependent(void)
{
    for_each(TYPES(HANDLE_DEPENDENT), clear_dependent);
}

uint64_t gc_handles_pinned_count(void)
{
    return pinned;
}
