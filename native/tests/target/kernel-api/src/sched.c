/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Who runs when: priorities, round robin, yield, preemption by the timer. (Manual 6.1.)
 */

#include "kapi.h"

static volatile seL4_Word log_entries[64];
static volatile seL4_Word log_length;

static void write_log(kapi_thread_t *self)
{
    for (seL4_Word i = 0; i < self->arg[1]; i++) {
        log_entries[log_length++] = self->arg[0];
        sys_yield();
    }
}

static void write_once(kapi_thread_t *self)
{
    log_entries[log_length++] = self->arg[0];
}

static kapi_thread_t *logger(kapi_entry_t entry, seL4_Word priority, seL4_Word mark)
{
    kapi_thread_t *thread = kapi_thread(entry, priority, seL4_CapNull);
    thread->arg[0] = mark;
    thread->arg[1] = 4;
    return thread;
}

/* Last of the threads below main: ends main's sleep. */
static void wake_main(kapi_thread_t *self)
{
    (void)self;
    kapi_wake();
}

KTEST(sched_higher_priority_runs_at_once)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_PRIO + 1, seL4_CapNull);
    kapi_resume(thread);
    EQ(thread->done, 1);
}

KTEST(sched_equal_and_lower_priorities_wait)
{
    kapi_thread_t *equal = kapi_thread(kapi_entry_nothing, KAPI_PRIO, seL4_CapNull);
    kapi_thread_t *lower = kapi_thread(wake_main, KAPI_PRIO - 1, seL4_CapNull);
    kapi_resume(lower);
    EQ(lower->done, 0);
    kapi_resume(equal);
    seL4_Yield();
    EQ(equal->done, 1);
    EQ(lower->done, 0);
    kapi_sleep();
}

KTEST(sched_runs_by_priority)
{
    static const seL4_Word priorities[] = {20, 80, 50, 80, 10};
    static const seL4_Word order[] = {80, 80, 50, 20, 10};
    log_length = 0;
    for (size_t i = 0; i < 5; i++) {
        kapi_resume(logger(write_once, priorities[i], priorities[i]));
    }
    kapi_resume(kapi_thread(wake_main, 5, seL4_CapNull));
    EQ(log_length, 0);
    kapi_sleep();
    EQ(log_length, 5);
    for (size_t i = 0; i < 5; i++) {
        EQ(log_entries[i], order[i]);
    }
}

KTEST(sched_yield_alternates_equals)
{
    log_length = 0;
    for (seL4_Word i = 0; i < 3; i++) {
        kapi_resume(logger(write_log, KAPI_BELOW, i));
    }
    kapi_resume(kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull));
    kapi_sleep();
    EQ(log_length, 12);
    /* Who comes first is the kernel's choice; from then on they take turns. */
    EQ(1ul << log_entries[0] | 1ul << log_entries[1] | 1ul << log_entries[2], 7);
    for (seL4_Word i = 3; i < 12; i++) {
        EQ(log_entries[i], log_entries[i - 3]);
    }
}

KTEST(sched_yield_alone_returns)
{
    for (int i = 0; i < 1000; i++) {
        seL4_Yield();
    }
}

KTEST(sched_yield_does_not_reach_lower_ones)
{
    kapi_thread_t *lower = kapi_thread(wake_main, KAPI_BELOW, seL4_CapNull);
    kapi_resume(lower);
    for (int i = 0; i < 100; i++) {
        seL4_Yield();
    }
    EQ(lower->done, 0);
    kapi_sleep();
}

static void count_until_time(kapi_thread_t *self)
{
    while (sys_ticks() < self->arg[0]) {
        self->out[0]++;
    }
}

/* Of 200 ms in slices of 10 each has had several; without preemption the second has had none. */
static bool equals_share(seL4_Word ticks)
{
    seL4_Word end = sys_ticks() + ticks;
    kapi_thread_t *threads[2];
    for (int i = 0; i < 2; i++) {
        threads[i] = kapi_thread(count_until_time, KAPI_BELOW, seL4_CapNull);
        threads[i]->arg[0] = end;
        kapi_resume(threads[i]);
    }
    kapi_resume(kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull));
    kapi_sleep();
    seL4_Word first = threads[0]->out[0], second = threads[1]->out[0];
    return first > 0 && second > 0 && first < 20 * second && second < 20 * first;
}

/* Two that never yield share the processor: the tick takes it from them. Should a busy host have
 * stopped the machine for most of the time, two seconds tell. */
KTEST(sched_tick_preempts_equals)
{
    seL4_Word second = sys_ticks_per_second();
    HOLDS(equals_share(second / 5) || equals_share(2 * second));
}

KTEST(sched_raised_priority_takes_over)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_BELOW, seL4_CapNull);
    kapi_resume(thread);
    EQ(thread->done, 0);
    OK(seL4_TCB_SetPriority(thread->tcb, seL4_CapInitThreadTCB, KAPI_ABOVE));
    EQ(thread->done, 1);
}

KTEST(sched_lowering_oneself_gives_way)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_PRIO - 2, seL4_CapNull);
    kapi_resume(thread);
    EQ(thread->done, 0);
    OK(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, KAPI_PRIO - 3));
    seL4_Word done = thread->done;
    OK(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, KAPI_PRIO));
    EQ(done, 1);
}

/* A message wakes a higher thread at once, a lower one when the sender waits. */
KTEST(sched_message_wakes_by_priority)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *higher = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    higher->arg[0] = (seL4_Word)seL4_SysRecv;
    higher->arg[1] = endpoint;
    kapi_resume(higher);
    seL4_Send(endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(higher->done, 1);
    kapi_thread_t *lower = kapi_thread(kapi_entry_call, KAPI_BELOW, seL4_CapNull);
    lower->arg[0] = (seL4_Word)seL4_SysRecv;
    lower->arg[1] = endpoint;
    kapi_resume(lower);
    seL4_CPtr back = kapi_endpoint();
    kapi_thread_t *waker = kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull);
    seL4_NBSend(endpoint, seL4_MessageInfo_new(0, 0, 0, 0)); /* it does not wait yet: lost */
    EQ(lower->done, 0);
    (void)back;
    kapi_resume(waker);
    kapi_sleep();
    seL4_Send(endpoint, seL4_MessageInfo_new(0, 0, 0, 0)); /* it waits now */
    EQ(lower->done, 0);
    kapi_thread_t *again = kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull);
    kapi_resume(again);
    kapi_sleep();
    EQ(lower->done, 1);
}

KTEST(sched_priority_of_a_queued_thread)
{
    log_length = 0;
    kapi_thread_t *a = logger(write_once, 40, 1), *b = logger(write_once, 40, 2);
    kapi_resume(a);
    kapi_resume(b);
    OK(seL4_TCB_SetPriority(a->tcb, seL4_CapInitThreadTCB, 30));
    kapi_resume(kapi_thread(wake_main, 20, seL4_CapNull));
    kapi_sleep();
    EQ(log_entries[0], 2);
    EQ(log_entries[1], 1);
}
