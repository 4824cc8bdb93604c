/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Locks and condition variables. They are plain words: all zeroes is the initial state, nothing has
 * to be created or destroyed, and without contention no system call is made. A thread that must
 * wait parks on its own notification.
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Not recursive. */
typedef struct rs_mutex {
    uint32_t state; /* 0 free, 1 held, 2 held and waited for */
} rs_mutex_t;

typedef struct rs_cond {
    uint32_t sequence; /* changes with every signal */
    uint32_t waiters;
} rs_cond_t;

#define RS_MUTEX_INITIAL ((rs_mutex_t){0})
#define RS_COND_INITIAL  ((rs_cond_t){0, 0})

/* No deadline, for the functions that take one. */
#define RS_TIME_NEVER UINT64_MAX

void rs_mutex_lock(rs_mutex_t *mutex);
bool rs_mutex_try_lock(rs_mutex_t *mutex);
void rs_mutex_unlock(rs_mutex_t *mutex);

/* Releases the mutex, waits for a signal and takes the mutex again. May return without a signal, as
 * condition variables do: test the condition in a loop. */
void rs_cond_wait(rs_cond_t *cond, rs_mutex_t *mutex);

/* The same up to a deadline (rs_time_ns). False when the deadline passed. */
bool rs_cond_wait_until(rs_cond_t *cond, rs_mutex_t *mutex, uint64_t deadline_ns);

void rs_cond_signal(rs_cond_t *cond);
void rs_cond_broadcast(rs_cond_t *cond);

/*
 * What both are made of. Wait sleeps while *word equals expected, until a wake-up of that word or
 * the deadline; it may return early. False only when the deadline passed. Wake lets up to count
 * threads go on that wait for the word.
 */
bool rs_wait_word(const uint32_t *word, uint32_t expected, uint64_t deadline_ns);
void rs_wake_word(const uint32_t *word, unsigned count);
