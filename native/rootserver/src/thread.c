/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "thread_internal.h"
#include "tls.h"

#include <limits.h>
#include <rootserver/pages.h>
#include <rootserver/slots.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>

#define CONTEXT_SIZE (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* Control page of a thread: IPC buffer first (it must be aligned to its size), then this. */
#define THREAD_OFFSET ((uintptr_t)1 << seL4_IPCBufferSizeBits)
_Static_assert(THREAD_OFFSET + sizeof(struct rs_thread) <= (1u << seL4_PageBits),
               "the control page holds IPC buffer and thread");

static rs_thread_t main_thread;
static _Thread_local rs_thread_t *self;
static uint64_t last_id;

/* One suspension at a time. */
static rs_mutex_t suspend_lock;

/* Detached threads that have ended; the next one to be created or to end gives their memory back.
 */
static rs_mutex_t ended_lock;
static rs_thread_t *ended;

static size_t page_up(size_t bytes)
{
    return (bytes + RS_PAGE_SIZE - 1) & ~(RS_PAGE_SIZE - 1);
}

/* Suspends a thread at a moment when it holds no lock of the root server. */
static void stop_outside_locks(rs_thread_t *thread)
{
    rs_parker_t *parker = &thread->parker;
    /* Not rs_critical_lock: a thread that waits here must count as outside. */
    rs_mutex_lock(&suspend_lock);
    seL4_TCB_Suspend(thread->tcb.cptr);
    if (__atomic_load_n(&parker->critical, __ATOMIC_SEQ_CST) != 0) {
        rs_park_prepare_hold(parker);
        seL4_TCB_Resume(thread->tcb.cptr);
        rs_park_wait_held(parker);
        seL4_TCB_Suspend(thread->tcb.cptr);
    }
    rs_mutex_unlock(&suspend_lock);
}

static void let_go(rs_thread_t *thread)
{
    rs_park_let_go(&thread->parker);
    seL4_TCB_Resume(thread->tcb.cptr);
}

static bool has_ended(const rs_thread_t *thread)
{
    return __atomic_load_n(&thread->state, __ATOMIC_SEQ_CST) == RS_THREAD_ENDED;
}

static void free_thread(rs_thread_t *thread)
{
    if (thread->tcb.cptr != seL4_CapNull) {
        /* From here on nobody runs on its stack, and nobody is about to signal it. */
        stop_outside_locks(thread);
        rs_park_synchronise();
    }
    rs_object_t tcb = thread->tcb;
    rs_object_t notification = thread->notification;
    seL4_CPtr endpoint = thread->fault_endpoint;
    uintptr_t guard = thread->guard;
    size_t range = thread->range_bytes;
    rs_object_free(&tcb);
    rs_object_free(&notification);
    if (endpoint != seL4_CapNull) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, endpoint, seL4_WordBits);
        rs_slot_free(endpoint);
    }
    rs_pages_decommit(guard, range);
    rs_vspace_release(guard, range);
}

static void reap(void)
{
    rs_critical_lock(&ended_lock);
    rs_thread_t *list = ended;
    ended = NULL;
    rs_critical_unlock(&ended_lock);
    while (list != NULL) {
        rs_thread_t *thread = list;
        list = thread->next_ended;
        free_thread(thread);
    }
}

_Noreturn void rs_thread_exit(void)
{
    rs_thread_t *thread = self;
    if (thread == &main_thread) {
        for (;;) {
            seL4_TCB_Suspend(thread->tcb.cptr);
        }
    }
    reap();
    /* Whoever frees the thread stops it first, so it may go on for a moment after this. */
    uint32_t before = __atomic_exchange_n(&thread->state, RS_THREAD_ENDED, __ATOMIC_SEQ_CST);
    if (before == RS_THREAD_DETACHED) {
        rs_critical_lock(&ended_lock);
        thread->next_ended = ended;
        ended = thread;
        rs_critical_unlock(&ended_lock);
    } else {
        rs_wake_word(&thread->state, UINT_MAX);
    }
    for (;;) {
        seL4_TCB_Suspend(thread->tcb.cptr);
    }
}

static _Noreturn void first_code(rs_thread_t *thread)
{
    self = thread;
    rs_park_attach(&thread->parker);
    seL4_SetIPCBuffer(thread->ipc_buffer);
    thread->entry(thread->argument);
    rs_thread_exit();
}

static seL4_Error configure(rs_thread_t *thread, seL4_Word priority)
{
    seL4_CPtr tcb = thread->tcb.cptr;
    uintptr_t control = (uintptr_t)thread->ipc_buffer;
    seL4_Error error =
        seL4_TCB_Configure(tcb, thread->fault_endpoint, seL4_CapInitThreadCNode, 0,
                           seL4_CapInitThreadVSpace, 0, control, rs_pages_frame(control));
    if (error == seL4_NoError) {
        error = seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, seL4_MaxPrio, priority);
    }
    if (error != seL4_NoError) {
        return error;
    }
    seL4_UserContext context = {
        .pc = (seL4_Word)first_code,
        .sp = thread->stack_high,
        .x0 = (seL4_Word)thread,
        .tpidr_el0 = thread->tls,
    };
    return seL4_TCB_WriteRegisters(tcb, true, 0, CONTEXT_SIZE, &context);
}

/* The thread's range: guard page, stack with the TLS block at its top, control page. */
static rs_thread_t *lay_out(size_t stack_bytes)
{
    size_t tls = rs_tls_size();
    size_t stack = page_up(stack_bytes + tls);
    size_t range = stack + 2 * RS_PAGE_SIZE;
    uintptr_t guard = range > stack_bytes ? rs_vspace_reserve(range, seL4_PageBits) : 0;
    if (guard == 0) {
        return NULL;
    }
    uintptr_t low = guard + RS_PAGE_SIZE;
    if (!rs_pages_commit(low, range - RS_PAGE_SIZE)) {
        rs_vspace_release(guard, range);
        return NULL;
    }
    uintptr_t control = low + stack;
    uintptr_t tls_block = (control - tls) & ~(rs_tls_alignment() - 1);
    rs_thread_t *thread = (rs_thread_t *)(control + THREAD_OFFSET);
    *thread = (rs_thread_t){
        .ipc_buffer = (seL4_IPCBuffer *)control,
        .guard = guard,
        .range_bytes = range,
        .stack_low = low,
        .stack_high = tls_block,
        .tls = rs_tls_prepare((void *)tls_block),
    };
    return thread;
}

seL4_Error rs_thread_create(rs_thread_t **out, void (*entry)(void *), void *argument,
                            size_t stack_bytes, seL4_Word priority)
{
    *out = NULL;
    reap();
    rs_thread_t *thread = lay_out(stack_bytes != 0 ? stack_bytes : RS_STACK_DEFAULT);
    if (thread == NULL) {
        return seL4_NotEnoughMemory;
    }
    thread->entry = entry;
    thread->argument = argument;
    thread->name = "";
    thread->id = __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED);
    seL4_Error error = rs_object_alloc(seL4_NotificationObject, 0, &thread->notification);
    if (error == seL4_NoError) {
        thread->parker.notification = thread->notification.cptr;
        error = rs_object_alloc(seL4_TCBObject, 0, &thread->tcb);
    }
    if (error == seL4_NoError) {
        error = rs_fault_endpoint_for(thread, &thread->fault_endpoint);
    }
    if (error == seL4_NoError) {
        error = configure(thread, priority);
    }
    if (error != seL4_NoError) {
        free_thread(thread);
        return error;
    }
    *out = thread;
    return seL4_NoError;
}

void rs_thread_join(rs_thread_t *thread)
{
    while (!has_ended(thread)) {
        rs_wait_word(&thread->state, RS_THREAD_RUNNING, RS_TIME_NEVER);
    }
    free_thread(thread);
}

void rs_thread_detach(rs_thread_t *thread)
{
    uint32_t expected = RS_THREAD_RUNNING;
    if (!__atomic_compare_exchange_n(&thread->state, &expected, RS_THREAD_DETACHED, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        free_thread(thread);
    }
}

rs_thread_t *rs_thread_self(void)
{
    return self;
}

void rs_thread_yield(void)
{
    seL4_Yield();
}

seL4_Error rs_thread_set_priority(rs_thread_t *thread, seL4_Word priority)
{
    return seL4_TCB_SetPriority(thread->tcb.cptr, seL4_CapInitThreadTCB, priority);
}

uint64_t rs_thread_id(const rs_thread_t *thread)
{
    return thread->id;
}

seL4_CPtr rs_thread_tcb(const rs_thread_t *thread)
{
    return thread->tcb.cptr;
}

void rs_thread_set_name(rs_thread_t *thread, const char *name)
{
    thread->name = name;
}

const char *rs_thread_name(const rs_thread_t *thread)
{
    return thread->name;
}

void rs_thread_stack(const rs_thread_t *thread, uintptr_t *low, uintptr_t *high)
{
    *low = thread->stack_low;
    *high = thread->stack_high;
}

bool rs_thread_suspend(rs_thread_t *thread)
{
    if (has_ended(thread)) {
        return false;
    }
    stop_outside_locks(thread);
    if (has_ended(thread)) {
        let_go(thread);
        return false;
    }
    return true;
}

void rs_thread_resume(rs_thread_t *thread)
{
    let_go(thread);
}

seL4_Error rs_thread_read_registers(const rs_thread_t *thread, seL4_UserContext *registers)
{
    return seL4_TCB_ReadRegisters(thread->tcb.cptr, false, 0, CONTEXT_SIZE, registers);
}

seL4_Error rs_thread_write_registers(const rs_thread_t *thread, const seL4_UserContext *registers)
{
    seL4_UserContext copy = *registers;
    return seL4_TCB_WriteRegisters(thread->tcb.cptr, false, 0, CONTEXT_SIZE, &copy);
}

seL4_Error rs_thread_init_main(uintptr_t guard, uintptr_t stack_low, uintptr_t stack_high)
{
    main_thread = (rs_thread_t){
        .tcb.cptr = seL4_CapInitThreadTCB,
        .ipc_buffer = seL4_GetIPCBuffer(),
        .guard = guard,
        .stack_low = stack_low,
        .stack_high = stack_high,
        .tls = rs_tls_pointer(),
        .id = ++last_id,
        .name = "main",
    };
    seL4_Error error = rs_object_alloc(seL4_NotificationObject, 0, &main_thread.notification);
    main_thread.parker.notification = main_thread.notification.cptr;
    self = &main_thread;
    rs_park_attach(&main_thread.parker);
    return error == seL4_NoError ? rs_thread_set_priority(&main_thread, RS_PRIORITY_MAIN) : error;
}
