/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gc_support.h"

void (*test_finalizer)(struct rt_object *object);
jmp_buf *test_failed_allocation;
static bool scan_own_stack;

/* ---- types ---- */

#define SERIES_MAX 8u

/* `series` words are given from the MethodTable downwards. */
static const struct rt_method_table *make_type(uint32_t flags, uint32_t base_size,
                                               const intptr_t *series, size_t count)
{
    intptr_t *block = calloc(SERIES_MAX + sizeof(struct rt_method_table) / 8u + 1u, 8u);
    CHECK(block != NULL && count <= SERIES_MAX);
    for (size_t i = 0; i < count; i++) {
        block[SERIES_MAX - 1u - i] = series[i];
    }
    struct rt_method_table *type = (struct rt_method_table *)&block[SERIES_MAX];
    type->flags = flags | (count != 0 ? RT_MT_HAS_POINTERS : 0);
    type->base_size = base_size;
    return type;
}

const struct rt_method_table *type_node(unsigned references, unsigned payload, uint32_t flags)
{
    uint32_t size = 16u + 8u * references + ((payload + 7u) & ~7u);
    size = size < 24u ? 24u : size;
    intptr_t series[] = {1, 8, (intptr_t)(8u * references) - (intptr_t)size};
    return make_type(flags, size, series, references == 0 ? 0 : 3);
}

const struct rt_method_table *type_two_runs(unsigned first, unsigned second)
{
    intptr_t size = 16 + 8 * (intptr_t)(first + second) + 16;
    intptr_t series[] = {2, 8, 8 * (intptr_t)first - size, 8 + 8 * (intptr_t)first + 16,
                         8 * (intptr_t)second - size};
    return make_type(0, (uint32_t)size, series, 5);
}

const struct rt_method_table *type_reference_array(void)
{
    intptr_t series[] = {1, 16, -24};
    return make_type(RT_MT_HAS_COMPONENT_SIZE | 8u, 24, series, 3);
}

const struct rt_method_table *type_byte_array(void)
{
    return make_type(RT_MT_HAS_COMPONENT_SIZE | 1u, 24, NULL, 0);
}

static intptr_t item(uint32_t references, uint32_t skip)
{
    return (intptr_t)((uint64_t)skip << 32 | references);
}

const struct rt_method_table *type_struct_array(void)
{
    intptr_t series[] = {-2, 16, item(1, 8), item(2, 16)};
    return make_type(RT_MT_HAS_COMPONENT_SIZE | 48u, 24, series, 4);
}

/* ---- stand-ins for managed code and for assembly ---- */

_Noreturn void RhExceptionHandling_FailedAllocation(const struct rt_method_table *type,
                                                    bool overflow);
void ProcessFinalizers(void);

void RhExceptionHandling_FailedAllocation(const struct rt_method_table *type, bool overflow)
{
    (void)type;
    CHECK(test_failed_allocation != NULL);
    longjmp(*test_failed_allocation, overflow ? 2 : 1);
}

void ProcessFinalizers(void)
{
    for (;;) {
        RhpWaitForFinalizerRequest();
        struct rt_transition_frame *saved = rt_managed_enter();
        uint32_t count = 0;
        for (struct rt_object *object; (object = RhpGetNextFinalizableObject()) != NULL; count++) {
            test_finalizer(object);
        }
        rt_managed_leave(saved);
        RhpSignalFinalizationComplete(count, 0);
    }
}

const uintptr_t rt_alloc_restart_ranges[2];

/* native_mode_host.S */
void test_capture_registers(uintptr_t *callee_saved, uintptr_t *sp);

void rt_native_enter(struct rt_native_state *state)
{
    struct rt_thread *self = rt_thread_current();
    test_capture_registers(state->callee_saved, &state->frame.sp);
    if (!scan_own_stack) {
        state->frame.sp = 0;
    }
    __atomic_store_n(&self->transition_frame, &state->frame, __ATOMIC_RELEASE);
}

/* ---- set-up ---- */

void gc_start(size_t limit)
{
    char text[32];
    snprintf(text, sizeof(text), "%zx", limit);
    setenv("DOTNET_GCHeapHardLimit", text, 1);
    rt_thread_attach();
    CHECK(rt_gc_initialize());
    gc_heap.verify = true;
    rt_managed_enter();
}

void gc_collect_precise(void)
{
    scan_own_stack = false;
    rt_gc_collect(RT_GC_INDUCED, RT_GC_OLD);
}

void gc_collect_young_precise(void)
{
    scan_own_stack = false;
    rt_gc_collect(RT_GC_INDUCED, RT_GC_YOUNG);
}

void gc_collect_with_stack(void)
{
    scan_own_stack = true;
    rt_gc_collect(RT_GC_INDUCED, RT_GC_OLD);
    scan_own_stack = false;
}

void gc_scan_all_stacks(void)
{
    scan_own_stack = true;
}

uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}
