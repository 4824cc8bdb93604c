/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The scheduler. Ready threads wait in one queue per priority; the current thread is in none.
 * What the kernel did decides what happens on the way back to user level: nothing changed, one
 * thread was woken that may be run directly (the usual IPC case), or choose from scratch.
 */
#include "sched.h"

#include "arch.h"
#include "fpu.h"
#include "ipc.h"
#include "irq.h"
#include "thread.h"
#include "vcpu.h"
#include "vspace.h"

#define PRIORITIES CONFIG_NUM_PRIORITIES

tcb_t *current;

static tcb_queue_t ready[PRIORITIES];
static word_t ready_bits[PRIORITIES / 64];
static tcb_t *candidate;  /* woken, in no queue; set only while !choose_again */
static bool choose_again; /* the current thread may not be the right one any more */

void sched_init(void)
{
    current = NULL;
    choose_again = true;
}

static int highest_ready(void)
{
    for (int i = PRIORITIES / 64 - 1; i >= 0; i--) {
        if (ready_bits[i]) {
            return i * 64 + 63 - __builtin_clzl(ready_bits[i]);
        }
    }
    return -1;
}

static void enqueue(tcb_t *tcb, bool at_head)
{
    if (tcb->queued) {
        return;
    }
    tcb_queue_t *queue = &ready[tcb->priority];
    if (queue->head == NULL) {
        tcb->prev = tcb->next = NULL;
        queue->head = queue->tail = tcb;
        ready_bits[tcb->priority / 64] |= BIT(tcb->priority % 64);
    } else if (at_head) {
        tcb->prev = NULL;
        tcb->next = queue->head;
        queue->head->prev = tcb;
        queue->head = tcb;
    } else {
        queue_append(queue, tcb);
    }
    tcb->queued = true;
}

static void dequeue(tcb_t *tcb)
{
    if (!tcb->queued) {
        return;
    }
    tcb_queue_t *queue = &ready[tcb->priority];
    queue_remove(queue, tcb);
    if (queue->head == NULL) {
        ready_bits[tcb->priority / 64] &= ~BIT(tcb->priority % 64);
    }
    tcb->queued = false;
}

void sched_request(void)
{
    if (candidate != NULL) {
        enqueue(candidate, false);
        candidate = NULL;
    }
    choose_again = true;
}

void sched_wake(tcb_t *tcb)
{
    if (tcb == current || tcb->queued || tcb == candidate) {
        return;
    }
    if (choose_again || candidate != NULL) {
        sched_request();
        enqueue(tcb, false);
    } else {
        candidate = tcb;
    }
}

void sched_remove(tcb_t *tcb)
{
    if (tcb == candidate) {
        candidate = NULL;
        choose_again = true;
    }
    dequeue(tcb);
}

void sched_yield(void)
{
    tcb_t *self = current;
    sched_request();
    enqueue(self, false);
}

void sched_tick(void)
{
    if (current == NULL || !thread_is_runnable(current)) {
        return;
    }
    if (current->timeslice > 1) {
        current->timeslice--;
        return;
    }
    current->timeslice = TIMESLICE;
    sched_yield();
}

void sched_set_priority(tcb_t *tcb, uint8_t priority)
{
    bool runnable = thread_is_runnable(tcb);
    if (tcb == candidate) {
        sched_request();
    }
    dequeue(tcb);
    tcb->priority = priority;
    if (runnable) {
        if (tcb != current) {
            enqueue(tcb, false);
        }
        sched_request();
    }
}

/* The best ready thread, taken from its queue; waits for one if there is none. */
static tcb_t *take_best(void)
{
    int priority;
    while ((priority = highest_ready()) < 0) {
        current = NULL;
        vcpu_switch(NULL);
        /* Interrupts are masked in the kernel; WFI still wakes up for a pending one. */
        asm volatile("wfi" ::: "memory");
        irq_handle();
        sched_request();
    }
    tcb_t *best = ready[priority].head;
    dequeue(best);
    return best;
}

/* The candidate, if nothing that is ready must run before it. */
static tcb_t *choose(void)
{
    tcb_t *previous = current;
    bool still_runnable = previous != NULL && thread_is_runnable(previous);
    tcb_t *next = candidate;
    candidate = NULL;
    if (next == NULL) {
        if (still_runnable) {
            enqueue(previous, true);
        }
        return take_best();
    }
    if (still_runnable) {
        if (next->priority <= previous->priority) {
            enqueue(next, false);
            return previous;
        }
        enqueue(previous, true);
    }
    if ((int)next->priority >= highest_ready()) {
        return next;
    }
    enqueue(next, true);
    return take_best();
}

void sched_switch(void)
{
    if (candidate != NULL || choose_again || unlikely(!thread_is_runnable(current))) {
        tcb_t *next = choose();
        choose_again = false;
        current = next;
    }
    tcb_t *tcb = current;
    if (tcb->state == THREAD_RESTART) {
        tcb->ctx.pc = tcb->ctx.restart_pc;
        tcb->state = THREAD_RUNNING;
    }
    vspace_activate(tcb);
    vcpu_switch(tcb->vcpu);
    fpu_switch(tcb);
}
