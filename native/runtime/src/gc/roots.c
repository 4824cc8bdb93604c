/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Roots: the stacks, registers and thread statics of all threads; everything else delegates. */
#include "heap.h"

#include "runtime/layout.h"

/* Reads words that may belong to any variable of any function of the stack. */
__attribute__((no_sanitize("address"))) static void scan_range(uintptr_t low, uintptr_t high)
{
    for (const uintptr_t *word = (const uintptr_t *)low; word < (const uintptr_t *)high; word++) {
        gc_mark_conservative(*word);
    }
}

/*
 * Stack words from `low` up, except those of frames that an exception has already unwound, and the
 * registers that they had. A catch block runs below the frames that were thrown through; what they
 * referred to must not count as alive, or running out of memory could not be survived.
 */
static void scan_stack(const struct rt_thread *thread, uintptr_t low)
{
    for (const struct rt_exinfo *exception = thread->exinfo_head; exception != NULL;
         exception = exception->previous) {
        uintptr_t dead_low = exception->context->sp;
        uintptr_t dead_high = exception->iterator.display.sp;
        if ((exception->state & RT_EXSTATE_UNWINDING) != 0 && low <= dead_low &&
            dead_low < dead_high && dead_high <= thread->stack_high) {
            uintptr_t registers = (uintptr_t)exception->context;
            scan_range(low, registers);
            scan_range(registers + sizeof(*exception->context), dead_low);
            low = dead_high;
        }
    }
    scan_range(low, thread->stack_high);
}

static void mark_thread(struct rt_thread *thread)
{
    if (thread->scan_from != 0) {
        scan_stack(thread, thread->scan_from & ~(uintptr_t)7u);
    }
    if (thread->suspended) {
        for (size_t i = 0; i < sizeof(thread->registers.x) / sizeof(thread->registers.x[0]); i++) {
            gc_mark_conservative(thread->registers.x[i]);
        }
    }
    for (struct rt_gc_frame *frame = thread->gc_frames; frame != NULL; frame = frame->previous) {
        for (uint32_t i = 0; i < frame->count; i++) {
            gc_mark_conservative(frame->references[i]);
        }
    }
    gc_mark_object(thread->static_root);
    if (thread->inlined_static_root != NULL) {
        gc_mark_object(*thread->inlined_static_root);
    }
}

void gc_mark_roots(void)
{
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        mark_thread(thread);
    }
    gc_frozen_mark();
    gc_handles_mark_strong();
    gc_finalize_mark_queue();
    gc_mark_drain();
}
