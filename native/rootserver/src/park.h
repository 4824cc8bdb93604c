/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What a thread sleeps on, and the locks of the root server itself. */

#pragma once

#include <rootserver/sync.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct rs_parker {
    seL4_CPtr notification;
    uint32_t critical;       /* locks of the root server that the thread holds or waits for */
    uint32_t suspend_wanted; /* a thread in rs_park_wait_held waits for critical to become zero */
    uint32_t held;           /* the thread has to stay where it left its last lock */
} rs_parker_t;

/* Makes the notification that guards the waiting lists. */
seL4_Error rs_park_init(void);

/* Makes the calling thread park on parker from now on. */
void rs_park_attach(rs_parker_t *parker);

/*
 * For a thread that was suspended with critical not zero: prepare, resume it, then wait. It goes on
 * until it has left its last lock and stays there until rs_park_let_go. One caller at a time.
 */
void rs_park_prepare_hold(rs_parker_t *parker);
void rs_park_wait_held(rs_parker_t *parker);
void rs_park_let_go(rs_parker_t *parker);

/* Returns when no thread is about to signal the parker of a thread that has ended. */
void rs_park_synchronise(void);

/*
 * Locks inside the root server are taken with these, those of its users with rs_mutex_lock(): a
 * thread is never left suspended (rs_thread_suspend) while it holds one, so whoever suspends
 * threads may allocate and print.
 */
void rs_critical_lock(rs_mutex_t *mutex);
void rs_critical_unlock(rs_mutex_t *mutex);
