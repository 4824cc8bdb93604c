/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"
#include "nanoseconds.h"

#include <rootserver/testproto.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>

TEST(time_goes_forward)
{
    uint64_t before = rs_time_ns();
    for (unsigned i = 0; i < 100000; i++) {
        uint64_t now = rs_time_ns();
        ASSERT_LE(before, now);
        before = now;
    }
    ASSERT_GT(rs_time_frequency(), 1000000);
    ASSERT_LT(rs_time_frequency(), 2000000000);
}

TEST(sleep_lasts_long_enough)
{
    for (unsigned i = 0; i < 5; i++) {
        uint64_t start = rs_time_ns();
        rs_time_sleep(2 * MILLISECOND);
        uint64_t slept = rs_time_ns() - start;
        ASSERT_GE(slept, 2 * MILLISECOND);
        ASSERT_LT(slept, 10 * SECOND);
    }
    rs_time_sleep(0);
    rs_time_sleep_until(0);
}

TEST(timers_fire_in_order_of_their_deadlines)
{
    enum { COUNT = 8 };
    static const unsigned delays[COUNT] = {5, 2, 9, 2, 7, 1, 8, 3};
    rs_timer_t timers[COUNT];
    rs_object_t notifications[COUNT];
    BASELINE_BEGIN();
    uint64_t start = rs_time_ns();
    for (unsigned i = 0; i < COUNT; i++) {
        ASSERT_OK(rs_object_alloc(seL4_NotificationObject, 0, &notifications[i]));
        rs_timer_start(&timers[i], notifications[i].cptr, start + delays[i] * MILLISECOND);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        seL4_Wait(notifications[i].cptr, NULL);
        ASSERT_GE(rs_time_ns(), start + delays[i] * MILLISECOND);
        ASSERT_FALSE(rs_timer_cancel(&timers[i]));
        rs_object_free(&notifications[i]);
    }
    BASELINE_END();
}

TEST(a_cancelled_timer_stays_silent)
{
    rs_timer_t timer, later;
    rs_object_t notification;
    ASSERT_OK(rs_object_alloc(seL4_NotificationObject, 0, &notification));
    rs_timer_start(&later, notification.cptr, rs_time_ns() + 600 * SECOND);
    /* A slow host may let it fire before it is cancelled: then with more time. */
    uint64_t delay = 2 * MILLISECOND;
    for (;;) {
        rs_timer_start(&timer, notification.cptr, rs_time_ns() + delay);
        if (rs_timer_cancel(&timer)) {
            break;
        }
        seL4_Wait(notification.cptr, NULL);
        delay *= 2;
        ASSERT_LT(delay, 10 * SECOND);
    }
    rs_time_sleep(2 * delay);
    seL4_Word badge = 0;
    seL4_MessageInfo_t info = seL4_Poll(notification.cptr, &badge);
    (void)info;
    ASSERT_EQ(0, badge);
    ASSERT_TRUE(rs_timer_cancel(&later));
    rs_object_free(&notification);
}

static volatile uint64_t woke_at;

static void sleep_briefly(void *unused)
{
    (void)unused;
    rs_time_sleep(3 * MILLISECOND);
    woke_at = rs_time_ns();
}

/* A sleeper of higher priority wakes up while another thread computes. */
TEST(timers_interrupt_computation)
{
#ifndef CONFIG_EXPORT_PTMR_USER
    SKIP("this kernel exports no timer to user level");
#endif
    rs_thread_t *thread;
    woke_at = 0;
    uint64_t start = rs_time_ns();
    ASSERT_OK(rs_thread_create(&thread, sleep_briefly, NULL, 0, RS_PRIORITY_MAIN + 1));
    while (woke_at == 0 && rs_time_ns() < start + 20 * SECOND) {
    }
    ASSERT_NE(0, woke_at);
    rs_thread_join(thread);
}
