/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Doubly linked queues of threads. */
#include "ipc.h"

void queue_append(tcb_queue_t *queue, tcb_t *tcb)
{
    tcb->next = NULL;
    tcb->prev = queue->tail;
    if (queue->tail != NULL) {
        queue->tail->next = tcb;
    } else {
        queue->head = tcb;
    }
    queue->tail = tcb;
}

void queue_remove(tcb_queue_t *queue, tcb_t *tcb)
{
    if (tcb->prev != NULL) {
        tcb->prev->next = tcb->next;
    } else {
        queue->head = tcb->next;
    }
    if (tcb->next != NULL) {
        tcb->next->prev = tcb->prev;
    } else {
        queue->tail = tcb->prev;
    }
    tcb->prev = tcb->next = NULL;
}
