/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The platform over the root server: everything but the wall clock and random numbers, see
 * platform_sel4_devices.c. */
#include <rootserver/bootinfo.h>
#include <rootserver/console.h>
#include <rootserver/exit.h>
#include <rootserver/fault.h>
#include <rootserver/objects.h>
#include <rootserver/pages.h>
#include <rootserver/sync.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>
#include <rootserver/vspace.h>
#include <runtime/platform.h>
#include <runtime/thread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stack of a thread whose creator does not say. Committed at once, so smaller than the 1.5 MiB that
 * .NET reserves elsewhere. */
#define STACK_DEFAULT ((size_t)256 * 1024)
#define STACK_MINIMUM ((size_t)64 * 1024)

/* ---- memory ---- */

void *rt_pages_reserve(size_t bytes, unsigned align_bits)
{
    return (void *)rs_vspace_reserve(bytes, align_bits);
}

bool rt_pages_commit(void *address, size_t bytes)
{
    return rs_pages_commit((uintptr_t)address, bytes);
}

void rt_pages_decommit(void *address, size_t bytes)
{
    rs_pages_decommit((uintptr_t)address, bytes);
}

void rt_pages_release(void *address, size_t bytes)
{
    rs_pages_decommit((uintptr_t)address, bytes);
    rs_vspace_release((uintptr_t)address, bytes);
}

void *rt_pages_alloc(size_t bytes)
{
    return rs_pages_alloc(bytes);
}

void rt_pages_free(void *address, size_t bytes)
{
    rs_pages_free(address, bytes);
}

/* Pages of the root task are executable as they are; what was written has to reach the instruction
 * side. */
bool rt_pages_make_executable(void *address, size_t bytes)
{
    __builtin___clear_cache(address, (char *)address + bytes);
    return true;
}

size_t rt_memory_available(void)
{
    return rs_memory_stats().free_bytes;
}

size_t rt_memory_used(void)
{
    seL4_SlotRegion image = rs_bootinfo()->userImageFrames;
    return rs_memory_stats().used_bytes + ((size_t)(image.end - image.start) << seL4_PageBits);
}

/* ---- threads ---- */

bool rt_os_thread_start(void (*entry)(void *), void *argument, size_t stack_bytes)
{
    rs_thread_t *thread;
    size_t bytes = stack_bytes == 0              ? STACK_DEFAULT
                   : stack_bytes < STACK_MINIMUM ? STACK_MINIMUM
                                                 : stack_bytes;
    if (rs_thread_create(&thread, entry, argument, bytes, RS_PRIORITY_MAIN) != seL4_NoError) {
        return false;
    }
    rs_thread_detach(thread);
    return true;
}

void rt_os_thread_yield(void)
{
    rs_thread_yield();
}

uint64_t rt_os_thread_id(void)
{
    return rs_thread_id(rs_thread_self());
}

void rt_os_thread_set_name(const char *name)
{
    static __thread char copy[32];

    snprintf(copy, sizeof(copy), "%s", name);
    rs_thread_set_name(rs_thread_self(), copy);
}

void rt_os_thread_stack(uintptr_t *low, uintptr_t *high)
{
    rs_thread_stack(rs_thread_self(), low, high);
}

unsigned rt_processor_count(void)
{
    return 1; /* all threads of the root task share the boot processor */
}

/* ---- suspension ---- */

void rt_os_thread_attach(struct rt_thread *thread)
{
    thread->platform = rs_thread_self();
}

bool rt_os_thread_suspend(struct rt_thread *thread, struct rt_registers *registers)
{
    seL4_UserContext context;
    if (!rs_thread_suspend(thread->platform)) {
        return false;
    }
    if (rs_thread_read_registers(thread->platform, &context) != seL4_NoError) {
        rt_panic("runtime: the registers of a stopped thread cannot be read");
    }
    *registers = (struct rt_registers){
        .x = {context.x0,  context.x1,  context.x2,  context.x3,  context.x4,  context.x5,
              context.x6,  context.x7,  context.x8,  context.x9,  context.x10, context.x11,
              context.x12, context.x13, context.x14, context.x15, context.x16, context.x17,
              context.x18, context.x19, context.x20, context.x21, context.x22, context.x23,
              context.x24, context.x25, context.x26, context.x27, context.x28, context.x29,
              context.x30},
        .sp = context.sp,
        .pc = context.pc,
    };
    return true;
}

void rt_os_thread_resume(struct rt_thread *thread, const struct rt_registers *registers)
{
    rs_thread_t *target = thread->platform;
    /* The program counter is the first word of the context, so that it can be written alone. */
    seL4_UserContext context = {.pc = registers->pc};
    if (seL4_TCB_WriteRegisters(rs_thread_tcb(target), false, 0, 1, &context) != seL4_NoError) {
        rt_panic("runtime: the program counter of a stopped thread cannot be written");
    }
    rs_thread_resume(target);
}

/* ---- synchronisation ---- */

_Static_assert(sizeof(rs_mutex_t) <= sizeof(rt_mutex_t), "mutex size");
_Static_assert(sizeof(rs_cond_t) <= sizeof(rt_cond_t), "condition size");

bool rt_mutex_init(rt_mutex_t *mutex)
{
    *(rs_mutex_t *)mutex = RS_MUTEX_INITIAL;
    return true;
}

void rt_mutex_destroy(rt_mutex_t *mutex)
{
    (void)mutex;
}

void rt_mutex_lock(rt_mutex_t *mutex)
{
    rs_mutex_lock((rs_mutex_t *)mutex);
}

void rt_mutex_unlock(rt_mutex_t *mutex)
{
    rs_mutex_unlock((rs_mutex_t *)mutex);
}

bool rt_cond_init(rt_cond_t *cond)
{
    *(rs_cond_t *)cond = RS_COND_INITIAL;
    return true;
}

void rt_cond_destroy(rt_cond_t *cond)
{
    (void)cond;
}

void rt_cond_wait(rt_cond_t *cond, rt_mutex_t *mutex)
{
    rs_cond_wait((rs_cond_t *)cond, (rs_mutex_t *)mutex);
}

bool rt_cond_wait_for(rt_cond_t *cond, rt_mutex_t *mutex, uint64_t duration_ns)
{
    return rs_cond_wait_until((rs_cond_t *)cond, (rs_mutex_t *)mutex, rs_time_ns() + duration_ns);
}

void rt_cond_signal(rt_cond_t *cond)
{
    rs_cond_signal((rs_cond_t *)cond);
}

void rt_cond_broadcast(rt_cond_t *cond)
{
    rs_cond_broadcast((rs_cond_t *)cond);
}

/* ---- time, console ---- */

uint64_t rt_time_monotonic_ns(void)
{
    return rs_time_ns();
}

void rt_console_write(const char *text, size_t length)
{
    rs_console_write(text, length);
}

size_t rt_console_read(char *buffer, size_t capacity)
{
    return rs_console_read(buffer, capacity);
}

/* ---- faults ---- */

static rt_fault_hook_t fault_hook;

static bool on_fault(rs_fault_t *fault)
{
    if (fault->kind != RS_FAULT_MEMORY || fault->is_fetch) {
        return false;
    }
    uintptr_t high;
    struct rt_fault view = {
        .pc = fault->registers.pc,
        .sp = fault->registers.sp,
        .lr = fault->registers.x30,
        .x0 = fault->registers.x0,
        .x1 = fault->registers.x1,
        .address = fault->address,
        .is_write = fault->is_write,
    };
    if (fault->thread != NULL) {
        rs_thread_stack(fault->thread, &view.stack_low, &high);
    }
    if (!fault_hook(&view)) {
        return false;
    }
    fault->registers.pc = view.pc;
    fault->registers.x0 = view.x0;
    fault->registers.x1 = view.x1;
    return true;
}

void rt_fault_install(rt_fault_hook_t hook)
{
    fault_hook = hook;
    rs_fault_set_hook(hook == NULL ? NULL : on_fault);
}

/* ---- the rest ---- */

const char *rt_environment(const char *name)
{
    return getenv(name);
}

void rt_exit(int code)
{
    rs_exit(code);
}

void rt_panic(const char *message)
{
    rs_console_write(message, strlen(message));
    rs_console_write("\n", 1);
    rs_exit(RS_EXIT_CRASH);
}
