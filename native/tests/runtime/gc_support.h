/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What the collector's tests need in place of a compiled program: types, managed callbacks, a tiny
 * test runner. */
#pragma once

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../runtime/src/gc/heap.h"

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Exports of the runtime under test. */
struct handle;
struct rt_object *rt_new_fast_slow(const struct rt_method_table *type);
struct rt_object *rt_new_array_slow(const struct rt_method_table *type, int64_t length);
struct rt_object *RhpNewFinalizable(const struct rt_method_table *type);
struct rt_object *RhpGetNextFinalizableObject(void);
uint32_t RhpWaitForFinalizerRequest(void);
void RhpSignalFinalizationComplete(uint32_t count, int32_t observed);
void RhWaitForPendingFinalizers(int32_t reentrant);
void RhSuppressFinalize(struct rt_object *object);
bool RhReRegisterForFinalize(struct rt_object *object);
struct rt_object **RhpHandleAlloc(struct rt_object *object, int32_t type);
struct rt_object **RhpHandleAllocDependent(struct rt_object *primary, struct rt_object *secondary);
void RhHandleFree(struct rt_object **handle);
void *RhHandleSet(struct rt_object **handle, struct rt_object *object);
struct rt_object *RhHandleGetDependent(struct rt_object **handle, struct rt_object **secondary);
void *RhRegisterFrozenSegment(void *start, size_t allocated, size_t committed, size_t reserved);
int32_t RhGetGeneration(const struct rt_object *object);
int32_t RhpStartNoGCRegion(int64_t total, int32_t has_large, int64_t large, int32_t no_full);
int32_t RhpEndNoGCRegion(void);

enum { WEAK_SHORT, WEAK_LONG, NORMAL, PINNED };

/* An object with `references` references followed by `payload` bytes. */
const struct rt_method_table *type_node(unsigned references, unsigned payload, uint32_t flags);
/* An object whose references lie in two runs with 16 bytes between them. */
const struct rt_method_table *type_two_runs(unsigned first, unsigned second);
const struct rt_method_table *type_reference_array(void);
const struct rt_method_table *type_byte_array(void);
/* Elements {reference, 8 bytes, reference, reference, 16 bytes}: 48 bytes with references at 0, 16
 * and 24. */
const struct rt_method_table *type_struct_array(void);

static inline struct rt_object **node_slot(struct rt_object *object, unsigned index)
{
    return (struct rt_object **)object + 1 + index;
}
static inline struct rt_object **array_slot(struct rt_object *object, unsigned index)
{
    return (struct rt_object **)object + 2 + index;
}
static inline struct rt_object **struct_array_slot(struct rt_object *object, unsigned element,
                                                   unsigned reference)
{
    static const unsigned offsets[] = {0, 2, 3};
    return (struct rt_object **)object + 2 + 6 * element + offsets[reference];
}

/* What the write barriers of the target do: a thread that is stopped between the two steps still
 * has the reference in a register. */
static inline void store(struct rt_object **slot, struct rt_object *value)
{
    *slot = value;
    rt_gc_note_stores((uintptr_t)slot, sizeof(*slot));
    __asm__ volatile("" ::"r"(value) : "memory");
}

/* A fresh heap; one per process. Attaches the calling thread, in managed mode. */
void gc_start(size_t limit);
/* A full collection in which the stack of the calling thread is, or is not, a root. */
void gc_collect_precise(void);
/* A young collection in which it is not. */
void gc_collect_young_precise(void);
void gc_collect_with_stack(void);
/* From now on every collection takes the stacks of all threads for roots. */
void gc_scan_all_stacks(void);

/* Called by the stand-in for managed ProcessFinalizers. */
extern void (*test_finalizer)(struct rt_object *object);
/* Where a failed allocation jumps to; aborts when NULL. */
extern jmp_buf *test_failed_allocation;

uint64_t random_next(uint64_t *state);
