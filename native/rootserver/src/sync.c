/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <limits.h>
#include <rootserver/sync.h>

enum { MUTEX_FREE, MUTEX_HELD, MUTEX_WAITED_FOR };

bool rs_mutex_try_lock(rs_mutex_t *mutex)
{
    uint32_t expected = MUTEX_FREE;
    return __atomic_compare_exchange_n(&mutex->state, &expected, MUTEX_HELD, false,
                                       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void rs_mutex_lock(rs_mutex_t *mutex)
{
    if (rs_mutex_try_lock(mutex)) {
        return;
    }
    while (__atomic_exchange_n(&mutex->state, MUTEX_WAITED_FOR, __ATOMIC_ACQUIRE) != MUTEX_FREE) {
        rs_wait_word(&mutex->state, MUTEX_WAITED_FOR, RS_TIME_NEVER);
    }
}

void rs_mutex_unlock(rs_mutex_t *mutex)
{
    if (__atomic_exchange_n(&mutex->state, MUTEX_FREE, __ATOMIC_RELEASE) == MUTEX_WAITED_FOR) {
        rs_wake_word(&mutex->state, 1);
    }
}

bool rs_cond_wait_until(rs_cond_t *cond, rs_mutex_t *mutex, uint64_t deadline_ns)
{
    __atomic_add_fetch(&cond->waiters, 1, __ATOMIC_SEQ_CST);
    uint32_t sequence = __atomic_load_n(&cond->sequence, __ATOMIC_SEQ_CST);
    rs_mutex_unlock(mutex);
    bool in_time = rs_wait_word(&cond->sequence, sequence, deadline_ns);
    __atomic_sub_fetch(&cond->waiters, 1, __ATOMIC_SEQ_CST);
    rs_mutex_lock(mutex);
    return in_time;
}

void rs_cond_wait(rs_cond_t *cond, rs_mutex_t *mutex)
{
    rs_cond_wait_until(cond, mutex, RS_TIME_NEVER);
}

static void wake(rs_cond_t *cond, unsigned count)
{
    __atomic_add_fetch(&cond->sequence, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&cond->waiters, __ATOMIC_SEQ_CST) != 0) {
        rs_wake_word(&cond->sequence, count);
    }
}

void rs_cond_signal(rs_cond_t *cond)
{
    wake(cond, 1);
}

void rs_cond_broadcast(rs_cond_t *cond)
{
    wake(cond, UINT_MAX);
}
