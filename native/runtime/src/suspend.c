/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Modes and stopping the world.
 *
 * A thread that enters managed mode stores its mode and then reads RhpTrapThreads; a collector sets
 * RhpTrapThreads and then reads each thread's mode. With a full barrier between the two steps on
 * both sides, at least one of them sees the other.
 */
#include "suspend.h"

#include "runtime/barriers.h"
#include "runtime/gc.h"

volatile uint32_t RhpTrapThreads;

static struct {
    rt_mutex_t mutex;
    rt_cond_t resumed; /* the world runs again */
    rt_cond_t arrived; /* a thread left a critical section, or managed mode */
} meeting;

/* How long a collector waits for a thread to leave a critical section before it looks again. */
#define POLL_INTERVAL_NS 1000000u

bool rt_suspend_initialize(void)
{
    return rt_mutex_init(&meeting.mutex) && rt_cond_init(&meeting.resumed) &&
           rt_cond_init(&meeting.arrived);
}

static void publish(struct rt_thread *self, struct rt_transition_frame *frame)
{
    __atomic_store_n(&self->transition_frame, frame, __ATOMIC_RELEASE);
}

/* True when the thread is in managed mode for good; otherwise a collection is in progress. */
static bool claim_managed(struct rt_thread *self)
{
    __atomic_store_n(&self->transition_frame, NULL, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return RhpTrapThreads == 0;
}

void rt_pinvoke_return_slow(struct rt_transition_frame *frame)
{
    struct rt_thread *self = rt_thread_current();
    do {
        publish(self, frame);
        rt_mutex_lock(&meeting.mutex);
        rt_cond_broadcast(&meeting.arrived);
        while (RhpTrapThreads != 0) {
            rt_cond_wait(&meeting.resumed, &meeting.mutex);
        }
        rt_mutex_unlock(&meeting.mutex);
    } while (!claim_managed(self));
}

void rt_native_leave(struct rt_native_state *state)
{
    if (!claim_managed(rt_thread_current())) {
        rt_pinvoke_return_slow(&state->frame);
    }
}

struct rt_transition_frame *rt_managed_enter(void)
{
    struct rt_thread *self = rt_thread_current();
    struct rt_transition_frame *saved = self->transition_frame;
    if (!claim_managed(self)) {
        rt_pinvoke_return_slow(saved);
    }
    return saved;
}

void rt_managed_leave(struct rt_transition_frame *saved)
{
    publish(rt_thread_current(), saved);
}

void rt_gc_poll(void)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    rt_native_leave(&state);
}

void rt_critical_rendezvous(void)
{
    rt_gc_poll();
}

/* ---- the collector's side ---- */

struct restart_range {
    uintptr_t begin;
    uintptr_t commit;
};
/* Allocation paths, ended by a zero entry; a thread stopped inside one before its commit starts
 * over. */
extern const struct restart_range rt_alloc_restart_ranges[];

static void restart_allocation(struct rt_registers *registers)
{
    for (const struct restart_range *range = rt_alloc_restart_ranges; range->begin != 0; range++) {
        if (registers->pc > range->begin && registers->pc <= range->commit) {
            registers->pc = range->begin;
        }
    }
}

/* A thread that moves references has perhaps stored some that it has not noted yet. */
static void note_bulk_move(const struct rt_registers *registers)
{
    if (registers->pc >= (uintptr_t)rt_bulk_move_begin &&
        registers->pc < (uintptr_t)rt_bulk_move_end) {
        rt_gc_note_stores(registers->x[9], registers->x[10]);
    }
}

/* True when the thread counts as stopped. */
static bool try_stop(struct rt_thread *thread)
{
    thread->suspended = false;
    struct rt_transition_frame *frame =
        __atomic_load_n(&thread->transition_frame, __ATOMIC_ACQUIRE);
    if (frame != NULL) {
        thread->scan_from = frame == RT_TRANSITION_TOP ? 0 : frame->sp;
        return true;
    }
    if (!rt_os_thread_suspend(thread, &thread->registers)) {
        thread->scan_from = 0;
        return true;
    }
    /* Only now is it certain what the thread is doing. */
    if (thread->transition_frame != NULL || thread->critical != 0) {
        rt_os_thread_resume(thread, &thread->registers);
        return false;
    }
    restart_allocation(&thread->registers);
    note_bulk_move(&thread->registers);
    thread->suspended = true;
    thread->scan_from = thread->registers.sp;
    return true;
}

void rt_world_stop(void)
{
    rt_thread_list_lock();
    RhpTrapThreads = 1;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    struct rt_thread *self = rt_thread_current();
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        if (thread == self) {
            thread->suspended = false;
            thread->scan_from =
                self->transition_frame == RT_TRANSITION_TOP ? 0 : self->transition_frame->sp;
            continue;
        }
        while (!try_stop(thread)) {
            /* It is in a critical section or on its way out: it meets us here, or is ready at the
             * next look. */
            rt_mutex_lock(&meeting.mutex);
            if (thread->transition_frame == NULL) {
                rt_cond_wait_for(&meeting.arrived, &meeting.mutex, POLL_INTERVAL_NS);
            }
            rt_mutex_unlock(&meeting.mutex);
        }
    }
}

void rt_world_resume(void)
{
    RhpTrapThreads = 0;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        if (thread->suspended) {
            thread->suspended = false;
            rt_os_thread_resume(thread, &thread->registers);
        }
    }
    rt_mutex_lock(&meeting.mutex);
    rt_cond_broadcast(&meeting.resumed);
    rt_mutex_unlock(&meeting.mutex);
    rt_thread_list_unlock();
}
