/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Locks and condition variables. Without contention they make no system call. */

#ifndef ROOTSERVER_SYNC_H
#define ROOTSERVER_SYNC_H

#include <rootserver/objects.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

/* Not recursive. RS_MUTEX_INITIAL is good for use before other threads exist; rs_mutex_init must
 * have succeeded before two threads may meet at it. */
typedef struct rs_mutex {
    uint32_t state;     /* 0 free, 1 held, 2 held and waited for */
    rs_object_t wakeup; /* notification */
} rs_mutex_t;

#define RS_MUTEX_INITIAL ((rs_mutex_t){0, {0, 0, 0, 0, 0}})

seL4_Error rs_mutex_init(rs_mutex_t *mutex);
void rs_mutex_destroy(rs_mutex_t *mutex);
void rs_mutex_lock(rs_mutex_t *mutex);
bool rs_mutex_try_lock(rs_mutex_t *mutex);
void rs_mutex_unlock(rs_mutex_t *mutex);

#endif
