/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What a thread sleeps on, and the locks of the root server itself. */

#ifndef ROOTSERVER_PARK_H
#define ROOTSERVER_PARK_H

#include <rootserver/sync.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct rs_parker {
    seL4_CPtr notification;
    uint32_t critical;       /* locks of the root server that the thread holds or waits for */
    uint32_t suspend_wanted; /* another thread waits for critical to become zero */
} rs_parker_t;

/* Makes the notification that guards the waiting lists. */
seL4_Error rs_park_init(void);

/* Makes the calling thread park on parker from now on. */
void rs_park_attach(rs_parker_t *parker);

/* Returns when no thread is about to signal the parker of a thread that has ended. */
void rs_park_synchronise(void);

/*
 * The locks inside the root server are taken with these: a thread is never left suspended
 * (rs_thread_suspend) while it holds one, so whoever suspends threads may allocate and print.
 */
void rs_lock(rs_mutex_t *mutex);
void rs_unlock(rs_mutex_t *mutex);

#endif
