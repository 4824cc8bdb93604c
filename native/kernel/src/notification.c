/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Notifications: a word of flags, threads that wait for it, and the thread bound to it. */
#include "ipc.h"
#include "sched.h"

/* `queue.head` of an active notification; no thread waits then. */
#define NOTIFICATION_ACTIVE ((tcb_t *)1)

bool notification_is_active(const notification_t *notification)
{
    return notification->queue.head == NOTIFICATION_ACTIVE;
}

static void deliver(tcb_t *tcb, word_t badge)
{
    tcb->blocked_on = NULL;
    tcb->ctx.x[0] = badge;
    tcb->ctx.x[1] = 0;
    tcb->state = THREAD_RUNNING;
    sched_wake(tcb);
}

void notification_signal(notification_t *notification, word_t badge)
{
    if (notification_is_active(notification)) {
        notification->badge |= badge;
        return;
    }
    tcb_t *waiter = notification->queue.head;
    if (waiter != NULL) {
        queue_remove(&notification->queue, waiter);
        deliver(waiter, badge);
        return;
    }
    tcb_t *bound = notification->bound;
    if (bound != NULL && bound->state == THREAD_BLOCKED_RECEIVE) {
        queue_remove(bound->blocked_on, bound);
        deliver(bound, badge);
        return;
    }
    notification->queue.head = NOTIFICATION_ACTIVE;
    notification->badge = badge;
}

void notification_consume(tcb_t *receiver, notification_t *notification)
{
    receiver->ctx.x[0] = notification->badge;
    receiver->ctx.x[1] = 0;
    notification->badge = 0;
    notification->queue.head = NULL;
}

void notification_receive(tcb_t *receiver, notification_t *notification, bool blocking)
{
    if (notification_is_active(notification)) {
        notification_consume(receiver, notification);
    } else if (blocking) {
        receiver->state = THREAD_BLOCKED_NOTIFICATION;
        receiver->blocked_on = notification;
        sched_remove(receiver);
        queue_append(&notification->queue, receiver);
    } else {
        receiver->ctx.x[0] = 0;
    }
}

void notification_cancel_all(notification_t *notification)
{
    if (notification_is_active(notification)) {
        return;
    }
    tcb_t *tcb;
    while ((tcb = notification->queue.head) != NULL) {
        queue_remove(&notification->queue, tcb);
        tcb->blocked_on = NULL;
        tcb->state = THREAD_RESTART;
        sched_wake(tcb);
    }
    sched_request();
}

void notification_bind(tcb_t *tcb, notification_t *notification)
{
    tcb->bound = notification;
    notification->bound = tcb;
}

void notification_unbind(tcb_t *tcb)
{
    tcb->bound->bound = NULL;
    tcb->bound = NULL;
}
