/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"
#include "nanoseconds.h"

#include <rootserver/sync.h>
#include <rootserver/testproto.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>

static rs_mutex_t mutex;
static rs_cond_t cond;
static volatile unsigned shared;

static void increment(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < 20000; i++) {
        rs_mutex_lock(&mutex);
        shared = shared + 1;
        rs_mutex_unlock(&mutex);
    }
}

TEST(mutex_excludes)
{
    rs_thread_t *threads[4];
    BASELINE_BEGIN();
    shared = 0;
    for (unsigned i = 0; i < 4; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], increment, NULL, 0, RS_PRIORITY_MAIN - i % 2));
    }
    for (unsigned i = 0; i < 4; i++) {
        rs_thread_join(threads[i]);
    }
    ASSERT_EQ(80000, shared);
    BASELINE_END();
}

TEST(try_lock)
{
    ASSERT_TRUE(rs_mutex_try_lock(&mutex));
    ASSERT_FALSE(rs_mutex_try_lock(&mutex));
    rs_mutex_unlock(&mutex);
    ASSERT_TRUE(rs_mutex_try_lock(&mutex));
    rs_mutex_unlock(&mutex);
}

static void hold_for_a_while(void *unused)
{
    (void)unused;
    rs_mutex_lock(&mutex);
    shared = 1;
    rs_time_sleep(3 * MILLISECOND);
    shared = 2;
    rs_mutex_unlock(&mutex);
}

TEST(lock_waits_for_its_holder)
{
    rs_thread_t *thread;
    shared = 0;
    ASSERT_OK(rs_thread_create(&thread, hold_for_a_while, NULL, 0, RS_PRIORITY_MAIN + 1));
    ASSERT_EQ(1, shared);
    rs_mutex_lock(&mutex);
    ASSERT_EQ(2, shared);
    rs_mutex_unlock(&mutex);
    rs_thread_join(thread);
}

enum { QUEUE_SIZE = 4, ITEMS = 2000 };
static unsigned queue[QUEUE_SIZE], queued, produced, consumed;
static uint64_t total;
static rs_cond_t not_full, not_empty;

static void produce(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < ITEMS; i++) {
        rs_mutex_lock(&mutex);
        while (queued == QUEUE_SIZE) {
            rs_cond_wait(&not_full, &mutex);
        }
        queue[queued++] = ++produced;
        rs_cond_signal(&not_empty);
        rs_mutex_unlock(&mutex);
    }
}

static void consume(void *unused)
{
    (void)unused;
    rs_mutex_lock(&mutex);
    while (consumed < 2 * ITEMS) {
        if (queued == 0) {
            rs_cond_wait(&not_empty, &mutex);
            continue;
        }
        total += queue[--queued];
        consumed++;
        rs_cond_signal(&not_full);
    }
    rs_cond_broadcast(&not_empty);
    rs_mutex_unlock(&mutex);
}

TEST(producers_and_consumers)
{
    rs_thread_t *threads[5];
    BASELINE_BEGIN();
    queued = produced = consumed = 0;
    total = 0;
    for (unsigned i = 0; i < 5; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], i < 2 ? produce : consume, NULL, 0,
                                   RS_PRIORITY_MAIN + i % 3 - 1));
    }
    for (unsigned i = 0; i < 5; i++) {
        rs_thread_join(threads[i]);
    }
    ASSERT_EQ(2 * ITEMS, consumed);
    ASSERT_EQ((uint64_t)2 * ITEMS * (2 * ITEMS + 1) / 2, total);
    BASELINE_END();
}

TEST(timed_wait_times_out)
{
    rs_mutex_lock(&mutex);
    uint64_t deadline = rs_time_ns() + 3 * MILLISECOND;
    while (rs_cond_wait_until(&cond, &mutex, deadline)) {
    }
    ASSERT_GE(rs_time_ns(), deadline);
    ASSERT_FALSE(rs_mutex_try_lock(&mutex));
    /* A deadline in the past returns at once. */
    while (rs_cond_wait_until(&cond, &mutex, 0)) {
    }
    rs_mutex_unlock(&mutex);
    ASSERT_EQ(0, cond.waiters);
}

static void signal_later(void *unused)
{
    (void)unused;
    rs_time_sleep(2 * MILLISECOND);
    rs_mutex_lock(&mutex);
    shared = 1;
    rs_cond_signal(&cond);
    rs_mutex_unlock(&mutex);
}

TEST(timed_wait_is_signalled)
{
    rs_thread_t *thread;
    shared = 0;
    ASSERT_OK(rs_thread_create(&thread, signal_later, NULL, 0, RS_PRIORITY_MAIN));
    uint64_t start = rs_time_ns();
    rs_mutex_lock(&mutex);
    bool in_time = true;
    while (shared == 0 && in_time) {
        in_time = rs_cond_wait_until(&cond, &mutex, start + 60 * SECOND);
    }
    rs_mutex_unlock(&mutex);
    ASSERT_TRUE(in_time);
    ASSERT_LT(rs_time_ns() - start, 30 * SECOND);
    rs_thread_join(thread);
}

static unsigned arrived;

static void wait_for_start(void *unused)
{
    (void)unused;
    rs_mutex_lock(&mutex);
    arrived++;
    while (shared == 0) {
        rs_cond_wait(&cond, &mutex);
    }
    shared = shared + 1;
    rs_mutex_unlock(&mutex);
}

TEST(broadcast_wakes_all)
{
    rs_thread_t *threads[8];
    shared = 0;
    arrived = 0;
    for (unsigned i = 0; i < 8; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], wait_for_start, NULL, 0, RS_PRIORITY_MAIN + 1));
    }
    ASSERT_EQ(8, arrived);
    rs_mutex_lock(&mutex);
    shared = 1;
    rs_cond_broadcast(&cond);
    rs_mutex_unlock(&mutex);
    for (unsigned i = 0; i < 8; i++) {
        rs_thread_join(threads[i]);
    }
    ASSERT_EQ(9, shared);
}

TEST(a_word_that_changed_is_not_waited_for)
{
    uint32_t word = 4;
    ASSERT_TRUE(rs_wait_word(&word, 3, RS_TIME_NEVER));
    rs_wake_word(&word, 1);
}

static void wait_often(void *seed)
{
    uint64_t random = (uintptr_t)seed;
    for (unsigned i = 0; i < 300; i++) {
        random = random * 6364136223846793005u + 1;
        rs_mutex_lock(&mutex);
        rs_cond_wait_until(&cond, &mutex, rs_time_ns() + (random >> 33) % 200000);
        shared = shared + 1;
        rs_mutex_unlock(&mutex);
        if (random >> 63 != 0) {
            rs_cond_signal(&cond);
        }
    }
}

/* Timeouts and signals racing each other: nobody is lost, nobody stays. */
TEST(timeouts_race_with_signals)
{
    rs_thread_t *threads[6];
    BASELINE_BEGIN();
    shared = 0;
    for (unsigned i = 0; i < 6; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], wait_often, (void *)(uintptr_t)(i + 1), 0,
                                   RS_PRIORITY_MAIN + i % 2));
    }
    for (unsigned i = 0; i < 6; i++) {
        rs_thread_join(threads[i]);
    }
    ASSERT_EQ(1800, shared);
    ASSERT_EQ(0, cond.waiters);
    BASELINE_END();
}
