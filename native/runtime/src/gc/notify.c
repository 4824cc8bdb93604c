/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * GC.RegisterForFullGCNotification: threads wait for a full collection to come near, and for its
 * end. It is near when a young collection has left less than the threshold's share of what may
 * become old; large objects count against the same budget. One that the program asks for, or a lack
 * of memory, is told of when it is over: then both waits end.
 */
#include "heap.h"

/* System.GCNotificationStatus */
enum { NOTICE_SUCCEEDED, NOTICE_FAILED, NOTICE_CANCELED, NOTICE_TIMEOUT, NOTICE_NOT_APPLICABLE };

#define NS_PER_MS 1000000u

struct notice {
    bool given;     /* and not out of date */
    uint64_t count; /* how often it was given */
};

/* The mutex is only taken in native mode, never while the world is stopped. */
static struct {
    rt_mutex_t mutex;
    rt_cond_t changed;
    unsigned percent;       /* 0: nobody is registered */
    uint64_t registrations; /* cancelling ends the waits of one registration */
    struct notice approach;
    struct notice end;
} notices;

bool gc_notify_initialize(void)
{
    return rt_mutex_init(&notices.mutex) && rt_cond_init(&notices.changed);
}

static void give(struct notice *notice)
{
    notice->given = true;
    notice->count++;
}

void gc_notify_collected(bool young)
{
    if (__atomic_load_n(&notices.percent, __ATOMIC_RELAXED) == 0) {
        return;
    }
    rt_mutex_lock(&notices.mutex);
    if (!young) {
        give(&notices.approach);
        notices.approach.given = false; /* of the next one nothing is known */
        give(&notices.end);
    } else if (!notices.approach.given && gc_policy_full_is_near(notices.percent)) {
        give(&notices.approach);
        notices.end.given = false;
    }
    rt_cond_broadcast(&notices.changed);
    rt_mutex_unlock(&notices.mutex);
}

/* Native mode. A timeout below 0 is none. */
static int32_t wait_for(const struct notice *notice, int32_t timeout_ms)
{
    uint64_t deadline =
        rt_time_monotonic_ns() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms) * NS_PER_MS;
    int32_t status = NOTICE_NOT_APPLICABLE;
    rt_mutex_lock(&notices.mutex);
    uint64_t registration = notices.registrations;
    uint64_t seen = notice->count;
    if (notices.percent != 0) {
        status = NOTICE_SUCCEEDED;
        while (!notice->given && notice->count == seen) {
            uint64_t now = rt_time_monotonic_ns();
            if (notices.percent == 0 || notices.registrations != registration) {
                status = NOTICE_CANCELED;
                break;
            }
            if (timeout_ms >= 0 && now >= deadline) {
                status = NOTICE_TIMEOUT;
                break;
            }
            if (timeout_ms < 0) {
                rt_cond_wait(&notices.changed, &notices.mutex);
            } else {
                rt_cond_wait_for(&notices.changed, &notices.mutex, deadline - now);
            }
        }
    }
    rt_mutex_unlock(&notices.mutex);
    return status;
}

/* Native mode. */
static void set_percent(unsigned percent)
{
    rt_mutex_lock(&notices.mutex);
    __atomic_store_n(&notices.percent, percent, __ATOMIC_RELAXED);
    notices.registrations++;
    notices.approach.given = false;
    notices.end.given = false;
    rt_cond_broadcast(&notices.changed);
    rt_mutex_unlock(&notices.mutex);
}

/* ---- exports; all arrive in managed mode ---- */

bool RhRegisterForFullGCNotification(int32_t generation_percent, int32_t large_percent);
int32_t RhWaitForFullGCApproach(int32_t timeout_ms);
int32_t RhWaitForFullGCComplete(int32_t timeout_ms);
bool RhCancelFullGCNotification(void);

/* The caller has checked that both are from 1 to 99; the larger one asks to be told earlier. */
bool RhRegisterForFullGCNotification(int32_t generation_percent, int32_t large_percent)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    set_percent(
        (unsigned)(generation_percent > large_percent ? generation_percent : large_percent));
    rt_native_leave(&state);
    return true;
}

int32_t RhWaitForFullGCApproach(int32_t timeout_ms)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    int32_t status = wait_for(&notices.approach, timeout_ms);
    rt_native_leave(&state);
    return status;
}

int32_t RhWaitForFullGCComplete(int32_t timeout_ms)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    int32_t status = wait_for(&notices.end, timeout_ms);
    rt_native_leave(&state);
    return status;
}

bool RhCancelFullGCNotification(void)
{
    struct rt_native_state state;
    rt_native_enter(&state);
    set_percent(0);
    rt_native_leave(&state);
    return true;
}
