/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#pragma once

#include "park.h"

#include <rootserver/objects.h>
#include <rootserver/thread.h>

enum rs_thread_state { RS_THREAD_RUNNING, RS_THREAD_DETACHED, RS_THREAD_ENDED };

struct rs_thread {
    rs_parker_t parker;
    rs_object_t tcb;          /* of the main thread the cptr alone is set */
    rs_object_t notification; /* the parker's */
    seL4_CPtr fault_endpoint; /* badged with the address of this structure */
    seL4_IPCBuffer *ipc_buffer;
    uintptr_t guard;                 /* start of the range: guard page, stack, control page */
    uintptr_t stack_low, stack_high; /* usable */
    uintptr_t tls;
    size_t range_bytes;
    uint64_t id;
    const char *name;
    void (*entry)(void *);
    void *argument;
    uint32_t state; /* enum rs_thread_state; a word to wait for */
    rs_thread_t *next_ended;
};

/* Describes the running thread as the main thread. */
seL4_Error rs_thread_init_main(uintptr_t guard, uintptr_t stack_low, uintptr_t stack_high);

/* Mints a capability to the fault endpoint for a thread; seL4_CapNull when that fails. Before the
 * fault thread runs there is none, and that is no failure. */
seL4_Error rs_fault_endpoint_for(rs_thread_t *thread, seL4_CPtr *out);
