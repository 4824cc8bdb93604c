/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "park.h"

#include <rootserver/objects.h>
#include <rootserver/sync.h>
#include <rootserver/time.h>
#include <string.h>

#define BUCKETS 32u

typedef struct waiter {
    struct waiter *next;
    const uint32_t *word;
    seL4_CPtr notification;
    uint32_t woken;
} waiter_t;

typedef struct bucket {
    waiter_t *head, **tail;
} bucket_t;

static bucket_t buckets[BUCKETS];

typedef enum guard_state { GUARD_FREE, GUARD_HELD, GUARD_WAITED_FOR } guard_state_t;

/* Guards the buckets. It cannot be an rs_mutex_t, whose slow path ends here: waiting threads sleep
 * on a notification they share. */
static uint32_t guard; /* guard_state_t */
static rs_object_t guard_wakeup;

/* Signalled by a thread that left its last lock while another wants to suspend it. */
static rs_object_t held_wakeup;

static _Thread_local rs_parker_t *self;

static void enter_critical(void)
{
    if (self != NULL) {
        __atomic_add_fetch(&self->critical, 1, __ATOMIC_SEQ_CST);
    }
}

static void leave_critical(void)
{
    if (self != NULL && __atomic_sub_fetch(&self->critical, 1, __ATOMIC_SEQ_CST) == 0 &&
        __atomic_exchange_n(&self->suspend_wanted, 0, __ATOMIC_SEQ_CST) != 0) {
        seL4_Signal(held_wakeup.cptr);
        while (__atomic_load_n(&self->held, __ATOMIC_SEQ_CST) != 0) {
            seL4_Wait(self->notification, NULL);
        }
    }
}

void rs_park_prepare_hold(rs_parker_t *parker)
{
    __atomic_store_n(&parker->held, 1, __ATOMIC_SEQ_CST);
    __atomic_store_n(&parker->suspend_wanted, 1, __ATOMIC_SEQ_CST);
}

void rs_park_wait_held(rs_parker_t *parker)
{
    while (__atomic_load_n(&parker->suspend_wanted, __ATOMIC_SEQ_CST) != 0) {
        seL4_Wait(held_wakeup.cptr, NULL);
    }
}

void rs_park_let_go(rs_parker_t *parker)
{
    if (__atomic_exchange_n(&parker->held, 0, __ATOMIC_SEQ_CST) != 0) {
        seL4_Signal(parker->notification);
    }
}

static void guard_lock(void)
{
    enter_critical();
    uint32_t expected = GUARD_FREE;
    if (__atomic_compare_exchange_n(&guard, &expected, GUARD_HELD, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED)) {
        return;
    }
    while (__atomic_exchange_n(&guard, GUARD_WAITED_FOR, __ATOMIC_ACQUIRE) != GUARD_FREE) {
        seL4_Wait(guard_wakeup.cptr, NULL);
    }
}

static void guard_unlock(void)
{
    /* The notification stays signalled until a thread takes it, so no wake-up is lost. */
    if (__atomic_exchange_n(&guard, GUARD_FREE, __ATOMIC_RELEASE) == GUARD_WAITED_FOR) {
        seL4_Signal(guard_wakeup.cptr);
    }
    leave_critical();
}

void rs_critical_lock(rs_mutex_t *mutex)
{
    enter_critical();
    rs_mutex_lock(mutex);
}

void rs_critical_unlock(rs_mutex_t *mutex)
{
    rs_mutex_unlock(mutex);
    leave_critical();
}

void rs_park_synchronise(void)
{
    guard_lock();
    guard_unlock();
}

static bucket_t *bucket_of(const uint32_t *word)
{
    uintptr_t key = (uintptr_t)word >> 2;
    return &buckets[(key ^ key >> 5 ^ key >> 10) % BUCKETS];
}

static void enqueue(bucket_t *bucket, waiter_t *waiter)
{
    waiter->next = NULL;
    *bucket->tail = waiter;
    bucket->tail = &waiter->next;
}

/* Takes *link out of the bucket. */
static void dequeue(bucket_t *bucket, waiter_t **link)
{
    waiter_t *waiter = *link;
    *link = waiter->next;
    if (bucket->tail == &waiter->next) {
        bucket->tail = link;
    }
}

/* Takes a waiter that gave up out of its bucket; false when a wake-up came first. */
static bool withdraw(waiter_t *waiter)
{
    bucket_t *bucket = bucket_of(waiter->word);
    bool found = false;
    guard_lock();
    for (waiter_t **link = &bucket->head; *link != NULL; link = &(*link)->next) {
        if (*link == waiter) {
            dequeue(bucket, link);
            found = true;
            break;
        }
    }
    guard_unlock();
    return found;
}

static bool is_woken(const waiter_t *waiter)
{
    return __atomic_load_n(&waiter->woken, __ATOMIC_ACQUIRE) != 0;
}

static void sleep_until_woken(const waiter_t *waiter)
{
    while (!is_woken(waiter)) {
        seL4_Wait(waiter->notification, NULL);
    }
}

static bool sleep_until(waiter_t *waiter, uint64_t deadline_ns)
{
    rs_timer_t timer = {0};
    rs_timer_start(&timer, waiter->notification, deadline_ns);
    while (!is_woken(waiter) && rs_time_ns() < deadline_ns) {
        seL4_Wait(waiter->notification, NULL);
    }
    rs_timer_cancel(&timer);
    return is_woken(waiter) || !withdraw(waiter);
}

bool rs_wait_word(const uint32_t *word, uint32_t expected, uint64_t deadline_ns)
{
    waiter_t waiter = {.word = word, .notification = self->notification};
    guard_lock();
    bool wait = __atomic_load_n(word, __ATOMIC_SEQ_CST) == expected;
    if (wait) {
        enqueue(bucket_of(word), &waiter);
    }
    guard_unlock();
    if (!wait) {
        return true;
    }
    if (deadline_ns != RS_TIME_NEVER) {
        return sleep_until(&waiter, deadline_ns);
    }
    sleep_until_woken(&waiter);
    return true;
}

void rs_wake_word(const uint32_t *word, unsigned count)
{
    bucket_t *bucket = bucket_of(word);
    guard_lock();
    for (waiter_t **link = &bucket->head; *link != NULL && count > 0;) {
        waiter_t *waiter = *link;
        if (waiter->word != word) {
            link = &waiter->next;
            continue;
        }
        dequeue(bucket, link);
        count--;
        /* The waiter lives on a stack that may be gone as soon as woken is set. */
        seL4_CPtr notification = waiter->notification;
        __atomic_store_n(&waiter->woken, 1, __ATOMIC_RELEASE);
        seL4_Signal(notification);
    }
    guard_unlock();
}

void rs_park_attach(rs_parker_t *parker)
{
    self = parker;
}

seL4_Error rs_park_init(void)
{
    guard = GUARD_FREE;
    for (unsigned i = 0; i < BUCKETS; i++) {
        buckets[i].head = NULL;
        buckets[i].tail = &buckets[i].head;
    }
    seL4_Error error = rs_object_alloc(seL4_NotificationObject, 0, &guard_wakeup);
    return error == seL4_NoError ? rs_object_alloc(seL4_NotificationObject, 0, &held_wakeup)
                                 : error;
}
