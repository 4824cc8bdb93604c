/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The root server's time, which moves when a test says so. Timers are kept and never go off by
 * themselves. */
#include <rootserver/time.h>

#include "fake_internal.h"
#include "fake_messages.h"

static uint64_t now;
static rs_timer_t *timers;

uint64_t rs_time_ns(void)
{
    return now;
}

/* As on QEMU's virt machine. */
#define FREQUENCY 62500000ul

uint64_t rs_time_frequency(void)
{
    return FREQUENCY;
}

uint64_t rs_time_ticks(void)
{
    return now / (1000000000ul / FREQUENCY);
}

void rs_time_sleep(uint64_t duration_ns)
{
    fake_advance_time(duration_ns);
}

void rs_timer_start(rs_timer_t *timer, seL4_CPtr notification, uint64_t deadline_ns)
{
    rs_timer_cancel(timer);
    timer->notification = notification;
    timer->deadline_ns = deadline_ns;
    timer->armed = true;
    timer->next = timers;
    timers = timer;
}

bool rs_timer_cancel(rs_timer_t *timer)
{
    rs_timer_t **link = &timers;
    while (*link != NULL && *link != timer) {
        link = &(*link)->next;
    }
    if (*link == NULL) {
        return false;
    }
    *link = timer->next;
    timer->armed = false;
    return true;
}

void fake_advance_time(uint64_t ns)
{
    now += ns;
    rs_timer_t **link = &timers;
    while (*link != NULL) {
        rs_timer_t *timer = *link;
        if (timer->deadline_ns > now) {
            link = &timer->next;
            continue;
        }
        *link = timer->next;
        timer->armed = false;
        seL4_Signal(timer->notification);
    }
}

unsigned fake_timers(void)
{
    unsigned count = 0;
    for (const rs_timer_t *timer = timers; timer != NULL; timer = timer->next) {
        count++;
    }
    return count;
}

void fake_time_reset(void)
{
    now = 0;
    timers = NULL;
}
