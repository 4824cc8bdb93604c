/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Threads and the one primitive that the library's wait subsystem is built on. */
#include "pal.h"

#include <stdlib.h>

struct low_level_monitor {
    rt_mutex_t mutex;
    rt_cond_t condition;
};

int32_t SystemNative_CreateThread(size_t stack_bytes, void *(*entry)(void *), void *argument);
int32_t SystemNative_SchedGetCpu(void);
uint32_t SystemNative_TryGetUInt32OSThreadId(void);
double SystemNative_GetCpuUtilization(void *previous);
struct low_level_monitor *SystemNative_LowLevelMonitor_Create(void);
void SystemNative_LowLevelMonitor_Destroy(struct low_level_monitor *monitor);
void SystemNative_LowLevelMonitor_Acquire(struct low_level_monitor *monitor);
void SystemNative_LowLevelMonitor_Release(struct low_level_monitor *monitor);
void SystemNative_LowLevelMonitor_Wait(struct low_level_monitor *monitor);
int32_t SystemNative_LowLevelMonitor_TimedWait(struct low_level_monitor *monitor,
                                               int32_t timeout_ms);
void SystemNative_LowLevelMonitor_Signal_Release(struct low_level_monitor *monitor);

struct thread_start {
    void *(*entry)(void *);
    void *argument;
};

static void run(void *argument)
{
    struct thread_start start = *(struct thread_start *)argument;
    free(argument);
    start.entry(start.argument);
}

int32_t SystemNative_CreateThread(size_t stack_bytes, void *(*entry)(void *), void *argument)
{
    struct thread_start *start = malloc(sizeof(*start));
    if (start == NULL) {
        return 0;
    }
    *start = (struct thread_start){entry, argument};
    if (!rt_thread_start(run, start, stack_bytes)) {
        free(start);
        return 0;
    }
    return 1;
}

int32_t SystemNative_SchedGetCpu(void)
{
    return 0;
}

uint32_t SystemNative_TryGetUInt32OSThreadId(void)
{
    return (uint32_t)rt_thread_current()->id;
}

/* The kernel does not account processor time; 0 never keeps the thread pool from adding a thread.
 */
double SystemNative_GetCpuUtilization(void *previous)
{
    (void)previous;
    return 0;
}

struct low_level_monitor *SystemNative_LowLevelMonitor_Create(void)
{
    struct low_level_monitor *monitor = malloc(sizeof(*monitor));
    if (monitor == NULL) {
        return NULL;
    }
    if (!rt_mutex_init(&monitor->mutex)) {
        free(monitor);
        return NULL;
    }
    if (!rt_cond_init(&monitor->condition)) {
        rt_mutex_destroy(&monitor->mutex);
        free(monitor);
        return NULL;
    }
    return monitor;
}

void SystemNative_LowLevelMonitor_Destroy(struct low_level_monitor *monitor)
{
    rt_cond_destroy(&monitor->condition);
    rt_mutex_destroy(&monitor->mutex);
    free(monitor);
}

void SystemNative_LowLevelMonitor_Acquire(struct low_level_monitor *monitor)
{
    rt_mutex_lock(&monitor->mutex);
}

void SystemNative_LowLevelMonitor_Release(struct low_level_monitor *monitor)
{
    rt_mutex_unlock(&monitor->mutex);
}

void SystemNative_LowLevelMonitor_Wait(struct low_level_monitor *monitor)
{
    rt_cond_wait(&monitor->condition, &monitor->mutex);
}

int32_t SystemNative_LowLevelMonitor_TimedWait(struct low_level_monitor *monitor,
                                               int32_t timeout_ms)
{
    if (timeout_ms < 0) {
        rt_cond_wait(&monitor->condition, &monitor->mutex);
        return 1;
    }
    return rt_cond_wait_for(&monitor->condition, &monitor->mutex, (uint64_t)timeout_ms * 1000000u);
}

void SystemNative_LowLevelMonitor_Signal_Release(struct low_level_monitor *monitor)
{
    rt_cond_signal(&monitor->condition);
    rt_mutex_unlock(&monitor->mutex);
}
