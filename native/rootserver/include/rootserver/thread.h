/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Threads of the root task. Each has a stack with an unmapped guard page below it, a copy of the
 * program's thread-local storage, an IPC buffer, and the fault handler of fault.h.
 */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Priorities, highest first. The services are above whatever the program runs at, so that timers
 * fire and crashes are reported while it computes. */
#define RS_PRIORITY_FAULT ((seL4_Word)255)
#define RS_PRIORITY_TIMER ((seL4_Word)254)
#define RS_PRIORITY_MAIN  ((seL4_Word)200)

#define RS_STACK_DEFAULT  ((size_t)128 * 1024)

typedef struct rs_thread rs_thread_t;

/*
 * Starts a thread that runs entry(argument). stack_bytes is rounded up to pages, 0 means
 * RS_STACK_DEFAULT. The thread's memory is given back by rs_thread_join, or when it ends if
 * rs_thread_detach was called.
 * Errors: seL4_NotEnoughMemory, seL4_RangeError (priority above the maximum), or what the kernel
 * answered; nothing is left behind then.
 */
seL4_Error rs_thread_create(rs_thread_t **out, void (*entry)(void *), void *argument,
                            size_t stack_bytes, seL4_Word priority);

/* Ends the calling thread. Returning from entry does the same. In the main thread it only stops. */
_Noreturn void rs_thread_exit(void);

/* Waits until the thread has ended and gives its memory back. One join a thread. */
void rs_thread_join(rs_thread_t *thread);

/* Nobody will join the thread. */
void rs_thread_detach(rs_thread_t *thread);

rs_thread_t *rs_thread_self(void);
void rs_thread_yield(void);
seL4_Error rs_thread_set_priority(rs_thread_t *thread, seL4_Word priority);

/* A number that names the thread, 1 for the main thread, never given twice. */
uint64_t rs_thread_id(const rs_thread_t *thread);
seL4_CPtr rs_thread_tcb(const rs_thread_t *thread);

/* A label for crash reports; the string must outlive the thread. */
void rs_thread_set_name(rs_thread_t *thread, const char *name);
const char *rs_thread_name(const rs_thread_t *thread);

/* The usable stack, [low, high). */
void rs_thread_stack(const rs_thread_t *thread, uintptr_t *low, uintptr_t *high);

/*
 * Stops another thread where it is, but never while it holds a lock of the root server: it waits
 * until the thread has left that, which takes as long as threads of higher priority keep it from
 * running. False when the thread has ended. A thread that is stopped inside a blocking system call
 * other than seL4_Call makes that call again when it is resumed. One rs_thread_resume undoes it.
 */
bool rs_thread_suspend(rs_thread_t *thread);
void rs_thread_resume(rs_thread_t *thread);

/* Registers of a suspended thread. */
seL4_Error rs_thread_read_registers(const rs_thread_t *thread, seL4_UserContext *registers);
seL4_Error rs_thread_write_registers(const rs_thread_t *thread, const seL4_UserContext *registers);
