/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Attached threads, their beginning and end, and what managed code asks about the current one. */
#include "suspend.h"

#include <stdlib.h>

__thread struct rt_thread rt_thread_self __attribute__((tls_model("local-exec")));

static struct rt_thread *threads;
static rt_mutex_t threads_mutex;
static bool initialized;
/* Managed Thread.OnThreadExit, once managed code has set it. */
static void (*thread_exit_callback)(void);

void rt_thread_list_lock(void)
{
    rt_mutex_lock(&threads_mutex);
}

void rt_thread_list_unlock(void)
{
    rt_mutex_unlock(&threads_mutex);
}

struct rt_thread *rt_thread_list(void)
{
    return threads;
}

void rt_thread_attach(void)
{
    struct rt_thread *self = rt_thread_current();
    if (self->attached != 0) {
        return;
    }
    if (!initialized) {
        /* The first thread, before there can be a second. */
        initialized = rt_mutex_init(&threads_mutex) && rt_suspend_initialize();
        if (!initialized) {
            rt_panic("runtime: no memory for the thread list");
        }
    }
    rt_os_thread_stack(&self->stack_low, &self->stack_high);
    self->id = rt_os_thread_id();
    self->transition_frame = RT_TRANSITION_TOP;
    rt_os_thread_attach(self);
    rt_thread_list_lock();
    self->next = threads;
    threads = self;
    self->attached = 1;
    rt_thread_list_unlock();
}

void rt_thread_detach(void)
{
    struct rt_thread *self = rt_thread_current();
    if (self->attached == 0) {
        return;
    }
    rt_thread_list_lock();
    struct rt_thread **link = &threads;
    while (*link != self) {
        link = &(*link)->next;
    }
    *link = self->next;
    self->attached = 0;
    rt_thread_list_unlock();
}

struct start {
    void (*entry)(void *);
    void *argument;
};

static void run(void *argument)
{
    struct start start = *(struct start *)argument;
    free(argument);
    rt_thread_attach();
    start.entry(start.argument);
    if (thread_exit_callback != NULL) {
        thread_exit_callback();
    }
    rt_thread_detach();
}

bool rt_thread_start(void (*entry)(void *), void *argument, size_t stack_bytes)
{
    struct start *start = malloc(sizeof(*start));
    if (start == NULL) {
        return false;
    }
    start->entry = entry;
    start->argument = argument;
    if (!rt_os_thread_start(run, start, stack_bytes)) {
        free(start);
        return false;
    }
    return true;
}

/* ---- exports ---- */

struct rt_object **RhGetThreadStaticStorage(void);
void RhRegisterInlinedThreadStaticRoot(struct rt_object **root, void *type_manager);
void RhSetThreadExitCallback(void (*callback)(void));
void RhGetCurrentThreadStackBounds(uintptr_t *low, uintptr_t *high);
uint64_t RhCurrentOSThreadId(void);
uintptr_t RhCurrentNativeThreadId(void);
struct rt_thread *RhpGetCurrentThread(void);
int32_t RhGetProcessCpuCount(void);
int32_t RhYield(void);
void RhSpinWait(int32_t iterations);
void RhFlushProcessWriteBuffers(void);
uintptr_t RhGetDefaultStackSize(void);
void RhSetCurrentThreadName(const char *name);

struct rt_object **RhGetThreadStaticStorage(void)
{
    return &rt_thread_current()->static_root;
}

/* There is one managed module, hence one inlined root a thread. */
void RhRegisterInlinedThreadStaticRoot(struct rt_object **root, void *type_manager)
{
    (void)type_manager;
    rt_thread_current()->inlined_static_root = root;
}

void RhSetThreadExitCallback(void (*callback)(void))
{
    thread_exit_callback = callback;
}

void RhGetCurrentThreadStackBounds(uintptr_t *low, uintptr_t *high)
{
    *low = rt_thread_current()->stack_low;
    *high = rt_thread_current()->stack_high;
}

uint64_t RhCurrentOSThreadId(void)
{
    return rt_thread_current()->id;
}

uintptr_t RhCurrentNativeThreadId(void)
{
    return (uintptr_t)rt_thread_current();
}

struct rt_thread *RhpGetCurrentThread(void)
{
    return rt_thread_current();
}

int32_t RhGetProcessCpuCount(void)
{
    return (int32_t)rt_processor_count();
}

/* Native mode. */
int32_t RhYield(void)
{
    rt_os_thread_yield();
    return 1;
}

void RhSpinWait(int32_t iterations)
{
    for (int32_t i = 0; i < iterations; i++) {
#ifdef __aarch64__
        __asm__ volatile("yield");
#else
        __asm__ volatile("" ::: "memory");
#endif
    }
}

/* Native mode. Stopping a thread orders its memory accesses, whatever it was doing. */
void RhFlushProcessWriteBuffers(void)
{
    rt_world_stop();
    rt_world_resume();
}

/* For a thread whose creator names no size: SystemNative_CreateThread takes 0 for "as usual". */
uintptr_t RhGetDefaultStackSize(void)
{
    return 0;
}

/* Native mode. The name is for crash reports. */
void RhSetCurrentThreadName(const char *name)
{
    rt_os_thread_set_name(name);
}
