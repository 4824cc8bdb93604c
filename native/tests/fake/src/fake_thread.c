/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Threads of the root task: they can be made and joined, and never run. */
#include <stdlib.h>

#include <rootserver/thread.h>

#include "fake_internal.h"

struct rs_thread {
    const char *name;
};

static unsigned threads;

seL4_Error rs_thread_create(rs_thread_t **out, void (*entry)(void *), void *argument,
                            size_t stack_bytes, seL4_Word priority)
{
    (void)entry;
    (void)argument;
    (void)stack_bytes;
    (void)priority;
    *out = calloc(1, sizeof(**out));
    threads++;
    return *out == NULL ? seL4_NotEnoughMemory : seL4_NoError;
}

void rs_thread_join(rs_thread_t *thread)
{
    threads--;
    free(thread);
}

void rs_thread_set_name(rs_thread_t *thread, const char *name)
{
    thread->name = name;
}

unsigned fake_threads(void)
{
    return threads;
}
