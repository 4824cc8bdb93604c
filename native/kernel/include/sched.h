/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The scheduler: 256 priorities, round robin within one, driven by the tick. */
#pragma once

#include "objects.h"

/* The thread whose registers are in the CPU; NULL while the CPU idles. */
extern tcb_t *current;

void sched_init(void);
static inline bool thread_is_runnable(const tcb_t *tcb)
{
    return tcb->state == THREAD_RUNNING || tcb->state == THREAD_RESTART;
}

/* A thread became runnable; it preempts the current one if its priority is higher. */
void sched_wake(tcb_t *tcb);
/* The thread is not runnable any more: take it from the ready queue. */
void sched_remove(tcb_t *tcb);
/* Choose again before returning to user level. */
void sched_request(void);
/* The current thread goes to the end of its queue. */
void sched_yield(void);
/* Timer interrupt: account for the time slice. */
void sched_tick(void);
/* Change a priority, keeping queues right. */
void sched_set_priority(tcb_t *tcb, uint8_t priority);
/* Before returning to user level: pick the thread, switch address space, VCPU and FPU. */
void sched_switch(void);
/* The current thread's address space or VCPU changed under it. */
void sched_reload_current(void);
void sched_dump(void);
