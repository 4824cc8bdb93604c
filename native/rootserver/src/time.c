/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * One thread signals what is due. It sleeps on the interrupt of the EL1 physical timer, which the
 * kernel has to export to user level (CONFIG_EXPORT_PTMR_USER, and CONFIG_EXPORT_PCNT_USER for the
 * counter). No other timer is at hand: a thread that watched the counter instead would take the
 * time of guests, or wait for them.
 */

#include "park.h"

#include <rootserver/irq.h>
#include <rootserver/pages.h>
#include <rootserver/sync.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>

#define NS_PER_SECOND 1000000000u

/* PPI of the EL1 physical timer: 14, that is interrupt 30 (Arm Base System Architecture, 3.8.2). */
#define PHYSICAL_TIMER_IRQ 30u

/* CNTP_CTL_EL0 (Arm ARM DDI 0487, D19.12.18). */
#define CTL_ENABLE 1u
#define CTL_IMASK  2u

static rs_mutex_t lock;
static rs_timer_t *armed; /* by deadline, earliest first */
static rs_irq_t interrupt;
static uint64_t frequency;

uint64_t rs_time_frequency(void)
{
    if (frequency == 0) {
        __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    }
    return frequency;
}

uint64_t rs_time_ticks(void)
{
    uint64_t ticks;
    __asm__ volatile("isb\n mrs %0, cntpct_el0" : "=r"(ticks)::"memory");
    return ticks;
}

uint64_t rs_time_ns(void)
{
    uint64_t hz = rs_time_frequency();
    uint64_t ticks = rs_time_ticks();
    return ticks / hz * NS_PER_SECOND + ticks % hz * NS_PER_SECOND / hz;
}

/* The first tick at which rs_time_ns() is not below the deadline, or later. */
static uint64_t ticks_at(uint64_t deadline_ns)
{
    uint64_t hz = rs_time_frequency();
    uint64_t seconds = deadline_ns / NS_PER_SECOND;
    if (seconds >= UINT64_MAX / hz - 1) {
        return UINT64_MAX;
    }
    return seconds * hz + (deadline_ns % NS_PER_SECOND * hz + NS_PER_SECOND - 1) / NS_PER_SECOND;
}

/* Makes the hardware interrupt at the earliest deadline, or not at all. */
static void program(void)
{
    if (armed != NULL) {
        __asm__ volatile("msr cntp_cval_el0, %0" ::"r"(ticks_at(armed->deadline_ns)));
    }
    uint64_t control = armed != NULL ? CTL_ENABLE : CTL_IMASK;
    __asm__ volatile("msr cntp_ctl_el0, %0\n isb" ::"r"(control) : "memory");
}

void rs_timer_start(rs_timer_t *timer, seL4_CPtr notification, uint64_t deadline_ns)
{
    timer->notification = notification;
    timer->deadline_ns = deadline_ns;
    timer->armed = true;
    rs_critical_lock(&lock);
    rs_timer_t **link = &armed;
    while (*link != NULL && (*link)->deadline_ns <= deadline_ns) {
        link = &(*link)->next;
    }
    timer->next = *link;
    *link = timer;
    if (armed == timer) {
        program();
    }
    rs_critical_unlock(&lock);
}

bool rs_timer_cancel(rs_timer_t *timer)
{
    rs_critical_lock(&lock);
    bool was_armed = timer->armed;
    if (was_armed) {
        rs_timer_t **link = &armed;
        while (*link != timer) {
            link = &(*link)->next;
        }
        bool was_first = link == &armed;
        *link = timer->next;
        timer->armed = false;
        if (was_first) {
            program();
        }
    }
    rs_critical_unlock(&lock);
    return was_armed;
}

/* Signals what is due. */
static void fire(void)
{
    rs_critical_lock(&lock);
    while (armed != NULL && armed->deadline_ns <= rs_time_ns()) {
        rs_timer_t *timer = armed;
        armed = timer->next;
        timer->armed = false;
        seL4_Signal(timer->notification);
    }
    program();
    rs_critical_unlock(&lock);
}

static void run_timers(void *unused)
{
    (void)unused;
    for (;;) {
        fire();
        rs_irq_ack(&interrupt);
        rs_irq_wait(&interrupt);
    }
}

void rs_time_sleep_until(uint64_t deadline_ns)
{
    static const uint32_t never_woken;
    while (rs_time_ns() < deadline_ns) {
        rs_wait_word(&never_woken, 0, deadline_ns);
    }
}

void rs_time_sleep(uint64_t duration_ns)
{
    uint64_t now = rs_time_ns();
    rs_time_sleep_until(duration_ns < RS_TIME_NEVER - now ? now + duration_ns : RS_TIME_NEVER - 1);
}

seL4_Error rs_time_init(void)
{
    rs_thread_t *thread;
    program();
    seL4_Error error = rs_irq_init(&interrupt, PHYSICAL_TIMER_IRQ);
    if (error == seL4_NoError) {
        error = rs_thread_create(&thread, run_timers, NULL, 2 * RS_PAGE_SIZE, RS_PRIORITY_TIMER);
    }
    if (error == seL4_NoError) {
        rs_thread_set_name(thread, "timer");
    }
    return error;
}
