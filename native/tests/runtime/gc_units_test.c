/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Each part of the collector by itself, in one process with one small heap. */
#include <runtime/layout.h>

#include "gc_support.h"

#define LIMIT ((size_t)16 << 20)

static void size_classes(void)
{
    for (size_t size = 1; size <= GC_SMALL_MAX; size++) {
        unsigned size_class = gc_size_class(size);
        CHECK(gc_class_sizes[size_class] >= size);
        CHECK(size_class == 0 || gc_class_sizes[size_class - 1] < size);
        CHECK((size <= RT_FAST_SIZE_MAX) == (size_class < RT_FAST_CLASSES));
    }
}

static void cell_index_is_exact(void)
{
    for (unsigned size_class = 0; size_class < GC_CLASS_COUNT; size_class++) {
        uint64_t size = gc_class_sizes[size_class];
        size_t bytes = gc_class_span_pages(size_class) << GC_PAGE_SHIFT;
        struct gc_span span = {.reciprocal = (uint32_t)(((uint64_t)1 << 32) / size + 1u)};
        for (uintptr_t offset = 0; offset < bytes; offset++) {
            CHECK(gc_cell_index(&span, offset) == offset / size);
        }
        CHECK(bytes / size <= GC_BITMAP_WORDS * 64u);
    }
}

static void pages_split_and_coalesce(void)
{
    gc_collect_precise();
    size_t free_before = gc_heap.free_pages;
    size_t committed_before = gc_heap.committed_bytes;
    struct gc_span *spans[64];
    for (unsigned i = 0; i < 64; i++) {
        spans[i] = gc_pages_take(1 + i % 7);
        if (spans[i] == NULL) {
            CHECK(gc_pages_grow(1 + i % 7));
            spans[i] = gc_pages_take(1 + i % 7);
        }
        CHECK(spans[i] != NULL && spans[i]->pages == 1 + i % 7);
        CHECK(gc_span_of((uintptr_t)spans[i]->start + 1) == spans[i]);
        for (unsigned j = 0; j < i; j++) {
            CHECK(spans[j]->start + spans[j]->pages * GC_PAGE_SIZE <= spans[i]->start ||
                  spans[i]->start + spans[i]->pages * GC_PAGE_SIZE <= spans[j]->start);
        }
    }
    for (unsigned i = 0; i < 64; i++) {
        gc_pages_give(spans[i * 29 % 64]);
    }
    CHECK(gc_heap.free_pages ==
          free_before + (gc_heap.committed_bytes - committed_before) / GC_PAGE_SIZE);
    gc_pages_trim(0);
    CHECK(gc_heap.committed_bytes <= committed_before);
}

static void growth_stops_at_the_limit(void)
{
    CHECK(!gc_pages_grow(gc_heap.limit_bytes / GC_PAGE_SIZE + 1));
    CHECK(!gc_pages_grow(SIZE_MAX / GC_PAGE_SIZE));
    struct gc_span *all[4096];
    size_t count = 0;
    while (count < 4096) {
        struct gc_span *span = gc_pages_take(8);
        if (span == NULL) {
            if (!gc_pages_grow(8)) {
                break;
            }
            continue;
        }
        all[count++] = span;
    }
    CHECK(gc_heap.committed_bytes <= LIMIT);
    CHECK(count > LIMIT / (8 * GC_PAGE_SIZE) / 2);
    for (size_t i = 0; i < count; i++) {
        gc_pages_give(all[i]);
    }
    gc_collect_precise();
    CHECK(gc_heap.committed_bytes < LIMIT / 4);
}

static void new_objects_are_zero(void)
{
    const struct rt_method_table *bytes = type_byte_array();
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned length = 0; length < 40000; length += 1 + length / 5) {
            struct rt_object *object = rt_new_array_slow(bytes, length);
            CHECK(object->type == bytes && object->length == length &&
                  *rt_object_header(object) == 0);
            uint8_t *data = (uint8_t *)object + 16;
            for (unsigned i = 0; i < length; i++) {
                CHECK(data[i] == 0);
            }
            memset(data, 0xab, length);
            *rt_object_header(object) = 0x1234;
        }
        gc_collect_precise();
    }
}

static void descriptors_name_every_reference(void)
{
    const struct rt_method_table *leaf = type_node(0, 8, 0);
    struct rt_object **root = RhpHandleAlloc(rt_new_fast_slow(type_two_runs(2, 3)), NORMAL);
    struct rt_object **weak[5];
    for (unsigned i = 0; i < 5; i++) {
        struct rt_object *object = rt_new_fast_slow(leaf);
        store(node_slot(*root, i < 2 ? i : i + 2), object);
        weak[i] = RhpHandleAlloc(object, WEAK_SHORT);
    }
    struct rt_object **array = RhpHandleAlloc(rt_new_array_slow(type_struct_array(), 7), NORMAL);
    struct rt_object **weak_elements[21];
    for (unsigned i = 0; i < 21; i++) {
        struct rt_object *object = rt_new_fast_slow(leaf);
        store(struct_array_slot(*array, i / 3, i % 3), object);
        weak_elements[i] = RhpHandleAlloc(object, WEAK_SHORT);
    }
    gc_collect_precise();
    for (unsigned i = 0; i < 5; i++) {
        CHECK(*weak[i] != NULL);
    }
    for (unsigned i = 0; i < 21; i++) {
        CHECK(*weak_elements[i] == *struct_array_slot(*array, i / 3, i % 3));
    }
    RhHandleFree(root);
    RhHandleFree(array);
    gc_collect_precise();
    for (unsigned i = 0; i < 5; i++) {
        CHECK(*weak[i] == NULL);
        RhHandleFree(weak[i]);
    }
    for (unsigned i = 0; i < 21; i++) {
        CHECK(*weak_elements[i] == NULL);
        RhHandleFree(weak_elements[i]);
    }
}

static void conservative_words(void)
{
    struct rt_object **weak = RhpHandleAlloc(rt_new_fast_slow(type_node(0, 40, 0)), WEAK_SHORT);
    uintptr_t address = (uintptr_t)*weak;
    struct gc_span *span = gc_span_of(address);
    gc_mark_begin();
    gc_mark_conservative(0);
    gc_mark_conservative(UINTPTR_MAX);
    gc_mark_conservative((uintptr_t)gc_heap.base);
    gc_mark_conservative((uintptr_t)gc_heap.base + gc_heap.reserved_bytes - 1);
    gc_mark_conservative((uintptr_t)gc_heap.base + gc_heap.reserved_bytes);
    gc_mark_conservative(address - RT_OBJECT_HEADER_SIZE - 1); /* the cell before */
    CHECK(!gc_is_marked(*weak));
    gc_mark_conservative(address + 39); /* inside */
    CHECK(gc_is_marked(*weak));
    memset(span->marked, 0, sizeof(span->marked));
    gc_mark_conservative(address - RT_OBJECT_HEADER_SIZE);
    CHECK(gc_is_marked(*weak));
    memset(span->marked, 0, sizeof(span->marked));
    for (uintptr_t offset = 0; offset < gc_heap.reserved_bytes; offset += 999) {
        gc_mark_conservative((uintptr_t)gc_heap.base + offset);
    }
    gc_mark_drain();
    gc_collect_precise(); /* leftover marks only keep things alive */
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

__attribute__((noinline)) static struct rt_object **allocate_hidden(volatile uintptr_t *keep)
{
    struct rt_object *object = rt_new_fast_slow(type_node(1, 8, 0));
    *keep = (uintptr_t)object + 13;
    return RhpHandleAlloc(object, WEAK_SHORT);
}

static void stack_words_are_roots(void)
{
    volatile uintptr_t keep;
    struct rt_object **weak = allocate_hidden(&keep);
    gc_collect_with_stack();
    CHECK(*weak != NULL && (uintptr_t)*weak + 13 == keep);
    keep = 0;
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

static void weak_and_dependent_handles(void)
{
    const struct rt_method_table *node = type_node(1, 8, 0);
    struct rt_object **primary = RhpHandleAlloc(rt_new_fast_slow(node), NORMAL);
    /* A chain of dependents, registered in the order that needs the most passes. */
    struct rt_object *chain[10];
    struct rt_object **dependent[9];
    struct rt_object **weak[10];
    for (unsigned i = 0; i < 10; i++) {
        chain[i] = i == 0 ? *primary : rt_new_fast_slow(node);
        weak[i] = RhpHandleAlloc(chain[i], i % 2 == 0 ? WEAK_SHORT : WEAK_LONG);
    }
    for (unsigned i = 9; i-- > 0;) {
        dependent[i] = RhpHandleAllocDependent(chain[i], chain[i + 1]);
    }
    gc_collect_precise();
    for (unsigned i = 0; i < 9; i++) {
        struct rt_object *secondary;
        CHECK(RhHandleGetDependent(dependent[i], &secondary) == chain[i] &&
              secondary == chain[i + 1]);
        CHECK(*weak[i] == chain[i]);
    }
    RhHandleFree(primary);
    gc_collect_precise();
    for (unsigned i = 0; i < 9; i++) {
        struct rt_object *secondary;
        CHECK(RhHandleGetDependent(dependent[i], &secondary) == NULL && secondary == NULL);
        RhHandleFree(dependent[i]);
    }
    for (unsigned i = 0; i < 10; i++) {
        CHECK(*weak[i] == NULL);
        RhHandleFree(weak[i]);
    }
}

static void handle_table_grows(void)
{
    enum { COUNT = 5000 };
    const struct rt_method_table *node = type_node(1, 8, 0);
    static struct rt_object **handles[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        handles[i] = RhpHandleAlloc(rt_new_fast_slow(node), i % 3 == 0 ? PINNED : NORMAL);
        *(uint64_t *)node_slot(*handles[i], 1) = i;
    }
    CHECK(gc_handles_pinned_count() == (COUNT + 2) / 3);
    gc_collect_precise();
    for (unsigned i = 0; i < COUNT; i++) {
        CHECK(*(uint64_t *)node_slot(*handles[i], 1) == i);
        RhHandleFree(handles[i]);
    }
    gc_collect_precise();
    CHECK(gc_handles_pinned_count() == 0);
}

static void mark_stack_overflow_is_repaired(void)
{
    const struct rt_method_table *array = type_reference_array();
    const struct rt_method_table *node = type_node(2, 8, 0);
    enum { WIDTH = 20000 };
    struct rt_object **root = RhpHandleAlloc(rt_new_array_slow(array, WIDTH), NORMAL);
    for (unsigned i = 0; i < WIDTH; i++) {
        struct rt_object *object = rt_new_fast_slow(node);
        store(array_slot(*root, i), object);
        store(node_slot(object, 0), rt_new_fast_slow(node));
        store(node_slot(*node_slot(object, 0), 1), rt_new_fast_slow(node));
    }
    gc_collect_precise();
    uint64_t expected = gc_mark_objects();
    gc_mark_limit_stack(64);
    uint64_t overflows = gc_mark_overflow_count;
    gc_collect_precise();
    CHECK(gc_mark_overflow_count > overflows);
    CHECK(gc_mark_objects() == expected);
    RhHandleFree(root);
    gc_collect_precise();
    CHECK(gc_mark_objects() < expected);
}

static void frozen_segments_are_roots(void)
{
    static uint64_t memory[8];
    struct rt_object *frozen = (struct rt_object *)&memory[1];
    const struct rt_method_table *node = type_node(1, 8, 0);
    frozen->type = node;
    CHECK(RhRegisterFrozenSegment(memory, sizeof(memory), sizeof(memory), sizeof(memory)) != NULL);
    struct rt_object **weak = RhpHandleAlloc(rt_new_fast_slow(node), WEAK_SHORT);
    *node_slot(frozen, 0) = *weak;
    gc_collect_precise();
    CHECK(*weak != NULL);
    *node_slot(frozen, 0) = NULL;
    gc_collect_precise();
    CHECK(*weak == NULL);
    RhHandleFree(weak);
}

static void large_objects_come_and_go(void)
{
    const struct rt_method_table *bytes = type_byte_array();
    for (unsigned i = 0; i < 200; i++) {
        struct rt_object *object = rt_new_array_slow(bytes, 1000000 + 4096 * (i % 10));
        memset((uint8_t *)object + 16, 0x5a, object->length);
    }
    gc_collect_precise();
    CHECK(gc_heap.large_young == NULL && gc_heap.large_old == NULL && gc_heap.large_bytes == 0);
    CHECK(gc_heap.committed_bytes < LIMIT / 2);
}

static void out_of_memory_is_survived(void)
{
    const struct rt_method_table *array = type_reference_array();
    const struct rt_method_table *bytes = type_byte_array();
    static const unsigned lengths[] = {10, 500, 3000, 100000};
    for (unsigned i = 0; i < 4; i++) {
        struct rt_object **list = RhpHandleAlloc(NULL, NORMAL);
        jmp_buf failed;
        test_failed_allocation = &failed;
        volatile unsigned count = 0;
        if (setjmp(failed) == 0) {
            for (;;) {
                struct rt_object *cell = rt_new_array_slow(array, 2);
                store(array_slot(cell, 0), *list);
                RhHandleSet(list, cell);
                store(array_slot(cell, 1), rt_new_array_slow(bytes, lengths[i]));
                count++;
            }
        }
        CHECK((uint64_t)count * (lengths[i] + 72) > LIMIT / 2);
        /* The exception's own allocations. */
        CHECK(rt_new_array_slow(bytes, 200) != NULL);
        RhHandleFree(list);
        CHECK(rt_new_array_slow(bytes, 2000000) != NULL);
        test_failed_allocation = NULL;
    }
    jmp_buf failed;
    test_failed_allocation = &failed;
    int result = setjmp(failed);
    if (result == 0) {
        rt_new_array_slow(bytes, -1);
    }
    CHECK(result == 2);
    result = setjmp(failed);
    if (result == 0) {
        rt_new_array_slow(bytes, 0x7fffffff);
    }
    CHECK(result == 1);
    test_failed_allocation = NULL;
}

static bool reserve_is_whole(void)
{
    for (unsigned i = 0; i < GC_RESERVE_CLASSES; i++) {
        const struct gc_size_class_spans *spans = &gc_heap.classes[GC_CLASS_COUNT + i];
        if (gc_heap.reserve[i] == NULL && spans->current == NULL && spans->available == NULL &&
            spans->unswept == NULL) {
            return false;
        }
    }
    return true;
}

static bool can_allocate(unsigned bytes)
{
    jmp_buf failed;
    test_failed_allocation = &failed;
    bool ok = setjmp(failed) == 0;
    if (ok) {
        rt_new_array_slow(type_byte_array(), bytes);
    }
    rt_thread_current()->reserve_grant = 0;
    test_failed_allocation = NULL;
    return ok;
}

/* Fills the heap to the last cell of 40 bytes; returns the first of the objects. */
static struct rt_object **fill_heap(void)
{
    const struct rt_method_table *node = type_node(2, 0, 0);
    struct rt_object **volatile list = RhpHandleAlloc(NULL, NORMAL);
    rt_thread_current()->reserve_grant = 0;
    jmp_buf failed;
    test_failed_allocation = &failed;
    if (setjmp(failed) == 0) {
        for (;;) {
            struct rt_object *cell = rt_new_fast_slow(node);
            store(node_slot(cell, 0), *list);
            RhHandleSet(list, cell);
        }
    }
    rt_thread_current()->reserve_grant = 0;
    test_failed_allocation = NULL;
    return list;
}

/* However often allocations fail, the reserve stays for exceptions on their way, and the program's
 * handlers, that run meanwhile, get none of it. */
static void only_a_dispatch_uses_the_reserve(void)
{
    static const unsigned sizes[] = {8, 100, 200, 1000, 3000, 8000};
    struct rt_thread *self = rt_thread_current();
    struct rt_exinfo exinfo = {.kind = RT_EXKIND_THROW};
    struct rt_object **list = fill_heap();
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 20; i++) {
            CHECK(!can_allocate(24));
        }
        CHECK(reserve_is_whole());
        self->exinfo_head = &exinfo;
        for (unsigned i = 0; i < 6; i++) {
            CHECK(can_allocate(sizes[i]));
        }
        exinfo.state = RT_EXSTATE_IN_FUNCLET;
        CHECK(!can_allocate(8));
        exinfo.state = 0;
        self->exinfo_head = NULL;
    }
    /* A grant reaches so far, and no farther. */
    gc_reserve_grant(self);
    unsigned granted = 0;
    jmp_buf failed;
    test_failed_allocation = &failed;
    while (self->reserve_grant >= 2000) {
        if (setjmp(failed) != 0) {
            CHECK(false);
        }
        rt_new_array_slow(type_byte_array(), 1900);
        granted++;
    }
    CHECK(granted >= 8 && granted <= 20);
    CHECK(!can_allocate(8000));
    RhHandleFree(list);
    gc_collect_precise();
    CHECK(reserve_is_whole());
}

static void no_gc_region(void)
{
    const struct rt_method_table *bytes = type_byte_array();
    struct rt_gc_statistics before, after;
    struct rt_transition_frame *native = RT_TRANSITION_TOP;
    rt_managed_leave(native);
    CHECK(RhpEndNoGCRegion() == 1);
    CHECK(RhpStartNoGCRegion((int64_t)LIMIT + 1, 0, 0, 0) == 2);
    CHECK(RhpStartNoGCRegion(4 << 20, 0, 0, 0) == 0);
    CHECK(RhpStartNoGCRegion(1, 0, 0, 0) == 3);
    rt_managed_enter();
    rt_gc_statistics(&before);
    for (unsigned i = 0; i < 4000; i++) {
        rt_new_array_slow(bytes, 1000);
    }
    rt_gc_statistics(&after);
    CHECK(after.collections[RT_GC_YOUNG] == before.collections[RT_GC_YOUNG]);
    rt_managed_leave(native);
    CHECK(RhpEndNoGCRegion() == 0);
    CHECK(RhpStartNoGCRegion(1 << 20, 0, 0, 0) == 0);
    rt_managed_enter();
    gc_collect_precise();
    rt_managed_leave(native);
    CHECK(RhpEndNoGCRegion() == 2);
    CHECK(RhpStartNoGCRegion(1 << 20, 0, 0, 0) == 0);
    rt_managed_enter();
    for (unsigned i = 0; i < 10; i++) {
        rt_new_array_slow(bytes, 1 << 20);
    }
    rt_managed_leave(native);
    CHECK(RhpEndNoGCRegion() == 3);
    rt_managed_enter();
}

static unsigned finalized;
static struct rt_object *resurrected;

static void count_finalizer(struct rt_object *object)
{
    CHECK((object->type->flags & RT_MT_HAS_FINALIZER) != 0);
    CHECK(*node_slot(object, 0) == NULL ||
          (*node_slot(object, 0))->type->base_size == object->type->base_size);
    finalized++;
    if (*(uint64_t *)node_slot(object, 1) == 77) {
        resurrected = object;
    }
}

static void wait_for_finalizers(void)
{
    rt_managed_leave(RT_TRANSITION_TOP);
    RhWaitForPendingFinalizers(0);
    rt_managed_enter();
}

static void finalizers_run_once(void)
{
    const struct rt_method_table *type = type_node(1, 8, RT_MT_HAS_FINALIZER);
    test_finalizer = count_finalizer;
    wait_for_finalizers(); /* nothing to wait for */
    enum { COUNT = 3000 };
    struct rt_object *previous = NULL;
    for (unsigned i = 0; i < COUNT; i++) {
        struct rt_object *object = RhpNewFinalizable(type);
        store(node_slot(object, 0), previous);
        previous = object;
    }
    struct rt_object **handle = RhpHandleAlloc(previous, NORMAL);
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == 0);
    struct rt_object **short_weak = RhpHandleAlloc(*handle, WEAK_SHORT);
    struct rt_object **long_weak = RhpHandleAlloc(*handle, WEAK_LONG);
    RhHandleFree(handle);
    gc_collect_precise();
    CHECK(*short_weak == NULL);
    wait_for_finalizers();
    CHECK(finalized == COUNT);
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == COUNT && *long_weak == NULL);

    /* Suppressed, resurrected and registered again. */
    RhSuppressFinalize(RhpNewFinalizable(type));
    struct rt_object *object = RhpNewFinalizable(type);
    *(uint64_t *)node_slot(object, 1) = 77;
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == COUNT + 1 && resurrected == object && resurrected->type == type);
    handle = RhpHandleAlloc(resurrected, NORMAL);
    CHECK(RhReRegisterForFinalize(*handle));
    RhSuppressFinalize(*handle);
    CHECK(RhReRegisterForFinalize(*handle));
    *(uint64_t *)node_slot(*handle, 1) = 0;
    RhHandleFree(handle);
    gc_collect_precise();
    wait_for_finalizers();
    CHECK(finalized == COUNT + 2);
    RhHandleFree(short_weak);
    RhHandleFree(long_weak);
}

int main(void)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } tests[] = {
#define T(name) {#name, name}
        T(size_classes),
        T(cell_index_is_exact),
        T(pages_split_and_coalesce),
        T(growth_stops_at_the_limit),
        T(new_objects_are_zero),
        T(descriptors_name_every_reference),
        T(conservative_words),
        T(stack_words_are_roots),
        T(weak_and_dependent_handles),
        T(handle_table_grows),
        T(frozen_segments_are_roots),
        T(large_objects_come_and_go),
        T(out_of_memory_is_survived),
        T(only_a_dispatch_uses_the_reserve),
        T(no_gc_region),
        T(finalizers_run_once),
        T(mark_stack_overflow_is_repaired),
    };
    gc_start(LIMIT);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        printf("%s\n", tests[i].name);
        fflush(stdout);
        tests[i].run();
    }
    printf("%zu passed, 0 failed\n", sizeof(tests) / sizeof(tests[0]));
    return 0;
}
