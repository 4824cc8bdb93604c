/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <rootserver/sync.h>

enum { MUTEX_FREE, MUTEX_HELD, MUTEX_WAITED_FOR };

seL4_Error rs_mutex_init(rs_mutex_t *mutex)
{
    rs_object_t wakeup;
    seL4_Error error = rs_object_alloc(seL4_NotificationObject, 0, &wakeup);
    if (error == seL4_NoError) {
        *mutex = (rs_mutex_t){MUTEX_FREE, wakeup};
    }
    return error;
}

void rs_mutex_destroy(rs_mutex_t *mutex)
{
    rs_object_free(&mutex->wakeup);
}

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
        seL4_Wait(mutex->wakeup.cptr, NULL);
    }
}

void rs_mutex_unlock(rs_mutex_t *mutex)
{
    /* The notification stays signalled until a waiter takes it, so no wake-up is lost. */
    if (__atomic_exchange_n(&mutex->state, MUTEX_FREE, __ATOMIC_RELEASE) == MUTEX_WAITED_FOR) {
        seL4_Signal(mutex->wakeup.cptr);
    }
}
