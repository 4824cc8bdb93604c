/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Young and old objects: what each kind of collection collects, and what it has to notice. */
#include "../../runtime/src/gc/collect.h"
#include "gc_support.h"

#define LIMIT ((size_t)64 << 20)

void RhHandleSetDependentSecondary(struct rt_object **handle, struct rt_object *secondary);
int32_t RhGetGcCollectionCount(int32_t generation, bool special);

static const struct rt_method_table *leaf, *node, *array, *structures, *bytes;

static struct rt_object **weak_leaf(void)
{
    return RhpHandleAlloc(rt_new_fast_slow(leaf), WEAK_SHORT);
}

static struct rt_object **old_object(const struct rt_method_table *type, unsigned length)
{
    struct rt_object *object =
        length == 0 ? rt_new_fast_slow(type) : rt_new_array_slow(type, length);
    struct rt_object **root = RhpHandleAlloc(object, NORMAL);
    gc_collect_young_precise();
    CHECK(RhGetGeneration(*root) == RT_GC_OLD);
    return root;
}

static void expect_clean_cards(void)
{
    const uint8_t *cards = rt_barrier_range.start;
    for (uintptr_t at = (uintptr_t)gc_heap.base; gc_span_of(at) != NULL; at += GC_CARD_SIZE) {
        CHECK(cards[(at - (uintptr_t)cards) >> RT_CARD_SHIFT] == RT_CARD_CLEAN);
    }
}

static void survivors_become_old(void)
{
    struct rt_object **root = RhpHandleAlloc(rt_new_fast_slow(node), NORMAL);
    CHECK(RhGetGeneration(*root) == RT_GC_YOUNG);
    gc_collect_young_precise();
    CHECK(RhGetGeneration(*root) == RT_GC_OLD);
    gc_collect_precise();
    CHECK(RhGetGeneration(*root) == RT_GC_OLD);
    static uint64_t outside[4];
    CHECK(RhGetGeneration((struct rt_object *)&outside[1]) == INT32_MAX);
    RhHandleFree(root);
}

static void young_garbage_goes_and_old_garbage_stays(void)
{
    struct rt_object **root = old_object(node, 0);
    struct rt_object **old_weak = RhpHandleAlloc(*root, WEAK_SHORT);
    RhHandleFree(root);
    struct rt_object **young_weak = weak_leaf();
    gc_collect_young_precise();
    CHECK(*old_weak != NULL && *young_weak == NULL);
    gc_collect_precise();
    CHECK(*old_weak == NULL);
    RhHandleFree(old_weak);
    RhHandleFree(young_weak);
}

static void expect_kept(struct rt_object **slot)
{
    struct rt_object **weak = weak_leaf();
    store(slot, *weak);
    gc_collect_young_precise();
    CHECK(*weak != NULL && *slot == *weak);
    expect_clean_cards();
    /* Now both are old. */
    gc_collect_young_precise();
    CHECK(*weak != NULL && (*weak)->type == leaf);
    store(slot, NULL);
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

/* Objects of all shapes, small and spread over many cards. */
static void stores_to_old_objects_are_noticed(void)
{
    enum { LONG = 30000 };
    struct rt_object **root = old_object(node, 0);
    expect_kept(node_slot(*root, 0));
    expect_kept(node_slot(*root, 1));
    RhHandleFree(root);
    root = old_object(type_two_runs(60, 70), 0);
    for (unsigned i = 0; i < 132; i += i == 59 ? 3 : 1) {
        expect_kept(node_slot(*root, i));
    }
    RhHandleFree(root);
    root = old_object(array, LONG);
    for (unsigned i = 0; i < LONG; i += i == 0 ? 61 : LONG / 50 - 1) {
        expect_kept(array_slot(*root, i));
    }
    expect_kept(array_slot(*root, LONG - 1));
    RhHandleFree(root);
    root = old_object(structures, LONG / 10);
    for (unsigned i = 0; i < LONG / 10; i += LONG / 500) {
        expect_kept(struct_array_slot(*root, i, i % 3));
    }
    expect_kept(struct_array_slot(*root, LONG / 10 - 1, 2));
    RhHandleFree(root);
}

static void dead_old_objects_keep_young_ones_until_a_full_collection(void)
{
    struct rt_object **root = old_object(node, 0);
    struct rt_object **weak = weak_leaf();
    store(node_slot(*root, 0), *weak);
    RhHandleFree(root);
    gc_collect_young_precise();
    CHECK(*weak != NULL);
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

static void memory_that_the_heap_grew_by_has_cards(void)
{
    enum { COUNT = 40 };
    struct rt_object **roots[COUNT];
    size_t before = gc_heap.committed_bytes;
    for (unsigned i = 0; i < COUNT; i++) {
        roots[i] = RhpHandleAlloc(rt_new_array_slow(array, 100000), NORMAL);
    }
    gc_collect_young_precise();
    CHECK(gc_heap.committed_bytes > before + 8 * GC_GROUP_SIZE);
    for (unsigned i = 0; i < COUNT; i++) {
        expect_kept(array_slot(*roots[i], 99999));
        RhHandleFree(roots[i]);
    }
    gc_collect_precise();
}

/* Stores in bulk, as they are noted for a whole range. */
static void ranges_are_noted_to_their_last_card(void)
{
    enum { LENGTH = 1000 };
    struct rt_object **root = old_object(array, LENGTH);
    uintptr_t start = (uintptr_t)array_slot(*root, 0);
    unsigned first = (unsigned)((GC_CARD_SIZE - start % GC_CARD_SIZE) / 8u); /* starts a card */
    unsigned per_card = GC_CARD_SIZE / 8u;
    for (unsigned extra = 0; extra < 3; extra++) {
        unsigned count = 2 * per_card - 1 + extra;
        struct rt_object **weak = weak_leaf();
        *array_slot(*root, first + count - 1) = *weak;
        rt_gc_note_stores((uintptr_t)array_slot(*root, first), count * 8u);
        gc_collect_young_precise();
        CHECK(*weak != NULL);
        RhHandleFree(weak);
    }
    rt_gc_note_stores((uintptr_t)&root, 8); /* outside of the heap */
    rt_gc_note_stores(start, 0);
    expect_clean_cards();
    RhHandleFree(root);
}

static void handles_that_are_set_are_looked_at(void)
{
    struct rt_object **root = old_object(node, 0);
    struct rt_object **weak = weak_leaf();
    RhHandleSet(root, *weak);
    gc_collect_young_precise();
    CHECK(*weak != NULL && *root == *weak);
    struct rt_object **late = RhpHandleAlloc(*root, WEAK_SHORT);
    gc_collect_young_precise();
    RhHandleSet(late, rt_new_fast_slow(leaf));
    gc_collect_young_precise();
    CHECK(*late == NULL && *weak != NULL);
    RhHandleFree(root);
    RhHandleFree(weak);
    RhHandleFree(late);
}

static void dependents_of_old_primaries(void)
{
    struct rt_object **primary = old_object(node, 0);
    struct rt_object **weak = weak_leaf();
    struct rt_object **dependent = RhpHandleAllocDependent(*primary, *weak);
    gc_collect_young_precise();
    CHECK(*weak != NULL);
    struct rt_object **second = weak_leaf();
    RhHandleSetDependentSecondary(dependent, *second);
    gc_collect_young_precise();
    CHECK(*second != NULL);
    struct rt_object *secondary;
    CHECK(RhHandleGetDependent(dependent, &secondary) == *primary && secondary == *second);
    RhHandleFree(primary);
    gc_collect_young_precise();
    CHECK(*dependent != NULL); /* old, if dead */
    gc_collect_precise();
    CHECK(*dependent == NULL && *second == NULL);
    RhHandleFree(dependent);
    RhHandleFree(weak);
    RhHandleFree(second);
}

static unsigned finalized;

static void count_finalizer(struct rt_object *object)
{
    (void)object;
    finalized++;
}

static void wait_for_finalizers(void)
{
    rt_managed_leave(RT_TRANSITION_TOP);
    RhWaitForPendingFinalizers(0);
    rt_managed_enter();
}

static void finalizers_of_young_and_of_old_objects(void)
{
    const struct rt_method_table *type = type_node(1, 8, RT_MT_HAS_FINALIZER);
    test_finalizer = count_finalizer;
    struct rt_object **old = RhpHandleAlloc(RhpNewFinalizable(type), NORMAL);
    gc_collect_young_precise();
    RhHandleFree(old);
    RhpNewFinalizable(type);
    struct rt_object **kept = RhpHandleAlloc(RhpNewFinalizable(type), NORMAL);
    gc_collect_young_precise();
    wait_for_finalizers();
    CHECK(finalized == 1);
    RhpNewFinalizable(type);
    gc_collect_young_precise();
    wait_for_finalizers();
    CHECK(finalized == 2);
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == 3);
    RhHandleFree(kept);
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == 4);
}

/* Conservative roots between the collections that change how cells in use are known. */
static void large_objects_on_the_stack_survive_every_collection(void)
{
    volatile uintptr_t keep = (uintptr_t)rt_new_array_slow(bytes, 100000) + 5000;
    struct rt_object **weak = RhpHandleAlloc((struct rt_object *)(keep - 5000), WEAK_SHORT);
    for (unsigned i = 0; i < 4; i++) {
        gc_collect_with_stack();
        CHECK(*weak != NULL && (*weak)->length == 100000);
    }
    keep = 0;
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

/* Full collections for the budget leave spans unswept. */
static void collect_all_lazily(void)
{
    gc_heap.verify = false;
    while (!gc_policy_wants_full(RT_GC_BUDGET)) {
        gc_policy_collected(true, 1u << 20); /* as if so much had become old */
    }
    rt_gc_collect(RT_GC_BUDGET, RT_GC_YOUNG);
    gc_heap.verify = true;
    CHECK(gc_heap.unswept != 0);
}

static void cells_that_are_not_swept_yet(void)
{
    struct rt_object **dead = weak_leaf();
    uintptr_t address = (uintptr_t)*dead;
    struct rt_object **alive = RhpHandleAlloc(rt_new_fast_slow(leaf), NORMAL);
    gc_collect_young_precise();
    struct rt_object **old_dead = RhpHandleAlloc(rt_new_fast_slow(leaf), NORMAL);
    uintptr_t old_address = (uintptr_t)*old_dead;
    gc_collect_young_precise();
    RhHandleFree(old_dead);
    collect_all_lazily();
    gc_mark_begin();
    gc_mark_conservative(address + 8);
    gc_mark_conservative(old_address + 8);
    CHECK(!gc_is_marked((struct rt_object *)old_address));
    CHECK(gc_is_marked(*alive));
    /* A young collection in between, with stores to old objects in unswept spans. */
    struct rt_object **root = old_object(array, 200);
    collect_all_lazily();
    struct rt_object **weak = weak_leaf();
    store(array_slot(*root, 150), *weak);
    gc_collect_young_precise();
    CHECK(*weak != NULL && *array_slot(*root, 150) == *weak);
    RhHandleFree(weak);
    RhHandleFree(root);
    RhHandleFree(dead);
    RhHandleFree(alive);
    gc_collect_precise();
}

/* More long arrays inside each other than can be scanned in slices at the same time. */
static void long_arrays_in_long_arrays(void)
{
    enum { DEPTH = 150, LENGTH = 2000 };
    struct rt_object **root = RhpHandleAlloc(rt_new_array_slow(array, LENGTH), NORMAL);
    struct rt_object *last = *root;
    struct rt_object **weak[2 * DEPTH];
    for (unsigned i = 0; i < DEPTH; i++) {
        struct rt_object *next = rt_new_array_slow(array, LENGTH);
        store(array_slot(last, 0), next);
        weak[2 * i] = weak_leaf();
        store(array_slot(next, 1), *weak[2 * i]);
        weak[2 * i + 1] = weak_leaf();
        store(array_slot(next, LENGTH - 1), *weak[2 * i + 1]);
        last = next;
    }
    for (unsigned round = 0; round < 2; round++) {
        round == 0 ? gc_collect_young_precise() : gc_collect_precise();
        for (unsigned i = 0; i < 2 * DEPTH; i++) {
            CHECK(*weak[i] != NULL);
        }
    }
    RhHandleFree(root);
    gc_collect_precise();
    for (unsigned i = 0; i < 2 * DEPTH; i++) {
        CHECK(*weak[i] == NULL);
        RhHandleFree(weak[i]);
    }
}

static void a_full_mark_stack_in_a_young_collection(void)
{
    enum { WIDTH = 5000 };
    gc_mark_limit_stack(16);
    struct rt_object **root = old_object(array, WIDTH);
    for (unsigned i = 0; i < WIDTH; i++) {
        struct rt_object *object = rt_new_fast_slow(node);
        store(array_slot(*root, i), object);
        store(node_slot(object, 0), rt_new_fast_slow(node));
    }
    uint64_t overflows = gc_mark_overflow_count;
    gc_collect_young_precise();
    CHECK(gc_mark_overflow_count > overflows);
    CHECK(gc_mark_objects() == 2 * WIDTH);
    RhHandleFree(root);
    gc_mark_limit_stack(SIZE_MAX);
    gc_collect_precise();
}

static uint64_t counts(int32_t generation)
{
    return (uint64_t)RhGetGcCollectionCount(generation, false);
}

static void collections_count_for_the_generations_they_collect(void)
{
    uint64_t young = counts(0), middle = counts(1), full = counts(2);
    gc_collect_young_precise();
    CHECK(counts(0) == young + 1 && counts(1) == middle && counts(2) == full);
    gc_collect_precise();
    CHECK(counts(0) == young + 2 && counts(1) == middle + 1 && counts(2) == full + 1);
    CHECK(counts(3) == 0 && counts(-1) == 0);
    struct gc_record any = gc_record_of(GC_RECORD_ANY);
    struct gc_record last_young = gc_record_of(GC_RECORD_YOUNG);
    struct gc_record last_full = gc_record_of(GC_RECORD_FULL);
    CHECK(any.index == young + 2 && any.generation == RT_GC_OLD && any.index == last_full.index);
    CHECK(last_young.index == young + 1 && last_young.generation == RT_GC_YOUNG);
    CHECK(any.after.old == gc_mark_bytes() && any.after.young == 0 && any.pause_ns != 0);
}

/* What the records say of a collection in which so much survived, and so much did not. */
static void records_tell_the_truth(void)
{
    gc_collect_precise();
    struct rt_object **root = RhpHandleAlloc(rt_new_array_slow(bytes, 100000), PINNED);
    for (unsigned i = 0; i < 1000; i++) {
        rt_new_array_slow(bytes, 1000);
    }
    struct gc_record before = gc_record_of(GC_RECORD_ANY);
    gc_collect_young_precise();
    struct gc_record after = gc_record_of(GC_RECORD_YOUNG);
    CHECK(after.index == before.index + 1 && after.pinned == before.pinned + 1);
    CHECK(after.before.old == before.after.old && after.before.young >= 1100000);
    CHECK(after.promoted >= 100000 && after.promoted < 110000);
    CHECK(after.after.old == before.after.old + after.promoted && after.after.young == 0);
    CHECK(after.after.large == after.after.large_old &&
          after.after.large == before.after.large + 25 * GC_PAGE_SIZE);
    RhHandleFree(root);
    CHECK(gc_handles_pinned_count() == before.pinned);
    gc_collect_precise();
    after = gc_record_of(GC_RECORD_FULL);
    CHECK(after.after.old == before.after.old && after.pinned == before.pinned);
}

/* Far more garbage than fits, but young collections free its memory: no full one is needed. */
static void young_collections_make_room(void)
{
    gc_collect_precise();
    uint64_t full = counts(2);
    for (unsigned i = 0; i < 40000; i++) {
        rt_new_array_slow(bytes, i % 2 == 0 ? 7000 : 9000); /* cells, and large objects */
    }
    CHECK(counts(2) == full);
    CHECK(gc_heap.committed_bytes < 4 * gc_heap.budget);
}

/* Garbage needs young collections only; what becomes old leads to full ones, ever more seldom. */
static void full_collections_come_with_growth(void)
{
    gc_collect_precise();
    uint64_t young = counts(0), full = counts(2);
    for (unsigned i = 0; i < 60000; i++) {
        rt_new_array_slow(bytes, 1000);
    }
    CHECK(counts(0) - young >= 10 && counts(2) == full);
    struct rt_object **root = RhpHandleAlloc(NULL, NORMAL);
    for (unsigned i = 0; i < 20000; i++) {
        struct rt_object *next = rt_new_array_slow(array, 100);
        store(array_slot(next, 0), *root);
        RhHandleSet(root, next);
    }
    uint64_t grown = counts(2) - full;
    CHECK(grown >= 1 && grown <= 4);
    RhHandleFree(root);
    gc_collect_precise();
}

/*
 * One array of each young collection becomes old, and then garbage, until a full collection frees
 * them all. That memory is needed again at once: it stays mapped. (The first one gives back what
 * the heap grew by in too large a step.)
 */
static void full_collections_keep_what_is_needed_soon(void)
{
    gc_collect_precise();
    struct rt_object **root = RhpHandleAlloc(NULL, NORMAL);
    uint64_t full = counts(2);
    size_t committed = 0;
    for (unsigned i = 0; i < 100000 && counts(2) < full + 4; i++) {
        RhHandleSet(root, rt_new_array_slow(bytes, 200000));
        CHECK(counts(2) <= full + 1 || gc_heap.committed_bytes == committed);
        committed = gc_heap.committed_bytes;
    }
    CHECK(counts(2) == full + 4);
    RhHandleFree(root);
    gc_collect_precise();
    CHECK(gc_heap.committed_bytes < committed);
}

int main(void)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } tests[] = {
#define T(name) {#name, name}
        T(survivors_become_old),
        T(young_garbage_goes_and_old_garbage_stays),
        T(stores_to_old_objects_are_noticed),
        T(dead_old_objects_keep_young_ones_until_a_full_collection),
        T(memory_that_the_heap_grew_by_has_cards),
        T(ranges_are_noted_to_their_last_card),
        T(handles_that_are_set_are_looked_at),
        T(dependents_of_old_primaries),
        T(finalizers_of_young_and_of_old_objects),
        T(large_objects_on_the_stack_survive_every_collection),
        T(cells_that_are_not_swept_yet),
        T(long_arrays_in_long_arrays),
        T(a_full_mark_stack_in_a_young_collection),
        T(collections_count_for_the_generations_they_collect),
        T(records_tell_the_truth),
        T(young_collections_make_room),
        T(full_collections_come_with_growth),
        T(full_collections_keep_what_is_needed_soon),
    };
    gc_start(LIMIT);
    leaf = type_node(0, 8, 0);
    node = type_node(2, 8, 0);
    array = type_reference_array();
    structures = type_struct_array();
    bytes = type_byte_array();
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        printf("%s\n", tests[i].name);
        fflush(stdout);
        tests[i].run();
    }
    printf("%zu passed, 0 failed\n", sizeof(tests) / sizeof(tests[0]));
    return 0;
}
