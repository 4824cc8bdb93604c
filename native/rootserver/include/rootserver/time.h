/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Time and timers. Time is the generic timer's counter: the physical one where the kernel lets user
 * level read it, which does not depend on what guests do to the virtual one, else the virtual one.
 */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

/* Nanoseconds since some moment before the start; never goes back. */
uint64_t rs_time_ns(void);

/* Frequency in Hz and value of the counter itself. */
uint64_t rs_time_frequency(void);
uint64_t rs_time_ticks(void);

/* Sleeps until rs_time_ns() reaches the deadline. */
void rs_time_sleep_until(uint64_t deadline_ns);
void rs_time_sleep(uint64_t duration_ns);

/*
 * A timer that signals a notification once, at or after its deadline. The memory belongs to the
 * caller and must stay until the timer fired or was cancelled. Any number may be armed at a time.
 */
typedef struct rs_timer {
    struct rs_timer *next;
    uint64_t deadline_ns;
    seL4_CPtr notification;
    bool armed;
} rs_timer_t;

/* Arms a timer that is not armed. */
void rs_timer_start(rs_timer_t *timer, seL4_CPtr notification, uint64_t deadline_ns);

/* When it returns the timer signals no more. True when it had not fired. */
bool rs_timer_cancel(rs_timer_t *timer);

/* Starts the timer service; the start code calls it. */
seL4_Error rs_time_init(void);
