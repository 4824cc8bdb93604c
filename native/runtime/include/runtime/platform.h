/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * What the runtime needs from below. Two implementations: src/platform_sel4.c over the root server,
 * and native/tests/runtime/platform_linux.c, which runs the same runtime and compiled C# in
 * user-mode emulation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory ---- */

#define RT_PAGE_SIZE 4096u

/* Reserves `bytes` (page multiple) of address space, aligned to 2^align_bits, inaccessible. NULL
 * when there is none. */
void *rt_pages_reserve(size_t bytes, unsigned align_bits);
/* Backs part of a reservation with zeroed memory. False when memory ran out; then nothing of the
 * range is backed. */
bool rt_pages_commit(void *address, size_t bytes);
/* Gives the memory of a committed range back; the addresses stay reserved. */
void rt_pages_decommit(void *address, size_t bytes);
/* Ends a reservation (decommitted or not). */
void rt_pages_release(void *address, size_t bytes);
/* Zeroed, mapped memory in one call; NULL when memory ran out. */
void *rt_pages_alloc(size_t bytes);
void rt_pages_free(void *address, size_t bytes);
/* Makes committed pages executable and visible to instruction fetch (thunks). False when the
 * platform cannot. */
bool rt_pages_make_executable(void *address, size_t bytes);

/* ---- threads ---- */

/*
 * Starts a thread with TLS set up; `stack_bytes` 0 means the default. False when resources ran out.
 * A finished thread is reclaimed by the platform.
 */
bool rt_os_thread_start(void (*entry)(void *), void *argument, size_t stack_bytes);
void rt_os_thread_yield(void);
uint64_t rt_os_thread_id(void);
/* Names the calling thread, UTF-8, in what the platform reports about it; a long name is cut. */
void rt_os_thread_set_name(const char *name);
/* Usable stack of the calling thread, [low, high). */
void rt_os_thread_stack(uintptr_t *low, uintptr_t *high);
/* Number of processors that run threads of this program. */
unsigned rt_processor_count(void);

/* ---- synchronisation ---- */

typedef struct rt_mutex {
    uintptr_t opaque[8];
} rt_mutex_t;
typedef struct rt_cond {
    uintptr_t opaque[8];
} rt_cond_t;

bool rt_mutex_init(rt_mutex_t *mutex);
void rt_mutex_destroy(rt_mutex_t *mutex);
void rt_mutex_lock(rt_mutex_t *mutex);
void rt_mutex_unlock(rt_mutex_t *mutex);
bool rt_cond_init(rt_cond_t *cond);
void rt_cond_destroy(rt_cond_t *cond);
void rt_cond_wait(rt_cond_t *cond, rt_mutex_t *mutex);
/* False when `duration_ns` passed without a signal. */
bool rt_cond_wait_for(rt_cond_t *cond, rt_mutex_t *mutex, uint64_t duration_ns);
void rt_cond_signal(rt_cond_t *cond);
void rt_cond_broadcast(rt_cond_t *cond);

/* ---- suspension ---- */

/* Registers of a stopped thread, for conservative scanning. */
struct rt_registers {
    uintptr_t x[31];
    uintptr_t sp;
    uintptr_t pc;
};

struct rt_thread;
/* Fills in `thread->platform` for the calling thread, so that others can stop it. */
void rt_os_thread_attach(struct rt_thread *thread);
/* Stops another thread wherever it is and reads its registers; false when it has ended. */
bool rt_os_thread_suspend(struct rt_thread *thread, struct rt_registers *registers);
/* Lets a stopped thread go on, at registers->pc. The other registers are as they were. */
void rt_os_thread_resume(struct rt_thread *thread, const struct rt_registers *registers);
/* Bytes of RAM that the heap may hope for, what is in use already not counted. */
size_t rt_memory_available(void);
/* Bytes of RAM that the program has taken: its image, heaps and stacks, memory of guests, and what
 * the kernel keeps for it. */
size_t rt_memory_used(void);

/* ---- time ---- */

uint64_t rt_time_monotonic_ns(void);
/* Nanoseconds since 1970-01-01 UTC; without a real-time clock, since start. */
uint64_t rt_time_wall_ns(void);

/* ---- console ---- */

void rt_console_write(const char *text, size_t length);
/* Blocks for at least one byte; returns the number read, 0 at end of input. */
size_t rt_console_read(char *buffer, size_t capacity);

/* ---- faults ---- */

/*
 * A memory fault of a thread in user code. The hook may change pc, x0, x1 (and only those); true
 * means "resume with the changed registers", false means "report a crash". It runs on another
 * thread (seL4) or on an alternate stack (Linux), so it must neither block nor allocate.
 */
struct rt_fault {
    uintptr_t pc;
    uintptr_t sp;
    uintptr_t lr;
    uintptr_t x0;
    uintptr_t x1;
    uintptr_t address;   /* what was accessed */
    uintptr_t stack_low; /* of the faulted thread; 0 when unknown */
    bool is_write;
};
typedef bool (*rt_fault_hook_t)(struct rt_fault *fault);
void rt_fault_install(rt_fault_hook_t hook);

/* ---- the rest ---- */

void rt_random_bytes(void *buffer, size_t length);
const char *rt_environment(const char *name); /* NULL when unset */
_Noreturn void rt_exit(int code);
/* Prints `message` and ends the run as a crash. Usable from any context. */
_Noreturn void rt_panic(const char *message);
