/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Threads that allocate, wait in native mode, and are stopped wherever they happen to be. Their
 * roots are handles of their own; what they build must stay intact while all of them collect.
 */
#include "gc_support.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 300, LENGTH = 60 };

static const struct rt_method_table *node, *bytes;
static uint32_t finished;

static void check_list(struct rt_object *list, uint64_t owner)
{
    unsigned count = 0;
    for (struct rt_object *object = list; object != NULL; object = *node_slot(object, 0)) {
        CHECK(object->type == node);
        CHECK(*(uint64_t *)node_slot(object, 2) == owner * 1000u + LENGTH - 1 - count);
        CHECK((*node_slot(object, 1))->type == bytes);
        count++;
    }
    CHECK(count == LENGTH);
}

static void build(struct rt_object **root, struct rt_object **scratch, uint64_t owner,
                  uint64_t *seed)
{
    RhHandleSet(root, NULL);
    for (unsigned i = 0; i < LENGTH; i++) {
        RhHandleSet(scratch, rt_new_fast_slow(node));
        *(uint64_t *)node_slot(*scratch, 2) = owner * 1000u + i;
        store(node_slot(*scratch, 0), *root);
        RhHandleSet(root, *scratch);
        struct rt_object *array = rt_new_array_slow(bytes, (int64_t)(random_next(seed) % 3000));
        store(node_slot(*root, 1), array);
    }
}

static void work(void *argument)
{
    uint64_t owner = (uint64_t)(uintptr_t)argument;
    uint64_t seed = 0x9e3779b97f4a7c15u * (owner + 1);
    rt_managed_enter();
    struct rt_object **root = RhpHandleAlloc(NULL, NORMAL);
    struct rt_object **scratch = RhpHandleAlloc(NULL, NORMAL);
    for (unsigned round = 0; round < ROUNDS; round++) {
        build(root, scratch, owner, &seed);
        if (round % 7 == 0) {
            rt_managed_leave(RT_TRANSITION_TOP);
            sched_yield();
            rt_managed_enter();
        }
        if (round % 50 == owner) {
            rt_gc_collect(RT_GC_INDUCED, RT_GC_OLD);
        }
        check_list(*root, owner);
    }
    RhHandleFree(root);
    RhHandleFree(scratch);
    rt_managed_leave(RT_TRANSITION_TOP);
    __atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
}

int main(void)
{
    gc_start((size_t)16 << 20);
    gc_scan_all_stacks();
    node = type_node(2, 8, 0);
    bytes = type_byte_array();
    rt_managed_leave(RT_TRANSITION_TOP);
    for (uintptr_t i = 0; i < THREADS; i++) {
        CHECK(rt_thread_start(work, (void *)i, 0));
    }
    while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) != THREADS) {
        sched_yield();
    }
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    CHECK(totals.collections[RT_GC_OLD] >= THREADS * ROUNDS / 50);
    printf("%llu collections\n1 passed, 0 failed\n",
           (unsigned long long)totals.collections[RT_GC_YOUNG]);
    return 0;
}
