/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "kapi.h"

#include <rootserver/slots.h>
#include <string.h>

#define STACK_SIZE 8192

/* Badges of the signals to main; no case uses these bits. */
#define WATCHDOG_BADGE (1ul << 62)
#define WAKE_BADGE     (1ul << 61)

static kapi_thread_t threads[KAPI_THREADS];
static char stacks[KAPI_THREADS][STACK_SIZE] __attribute__((aligned(16)));
static size_t thread_count;

static kapi_thread_t watchdog;
static char watchdog_stack[STACK_SIZE] __attribute__((aligned(16)));
static seL4_CPtr main_notification; /* bound to main */
static seL4_CPtr watchdog_signal, wake_signal;
static volatile seL4_Word waits; /* how often main has begun to wait */

/* What a thread runs: the entry function, then rest. A thread that has no capability to itself
 * stops with a fault. */
static _Noreturn void trampoline(kapi_thread_t *self)
{
    self->entry(self);
    self->done = 1;
    if (self->self != seL4_CapNull) {
        sys_raw(seL4_SysCall, self->self, sys_tag(TCBSuspend, 0), 0, 0, 0, 0);
    }
    for (;;) {
        __asm__ volatile("udf #0xdead");
    }
}

static void set_up(kapi_thread_t *thread, kapi_entry_t entry, char *stack_top, seL4_Word priority)
{
    thread->entry = entry;
    thread->stack_top = stack_top;
    OK(seL4_TCB_SetSchedParams(thread->tcb, seL4_CapInitThreadTCB, priority, priority));
    seL4_UserContext registers = {0};
    registers.pc = (seL4_Word)trampoline;
    registers.sp = (seL4_Word)stack_top;
    registers.x0 = (seL4_Word)thread;
    OK(seL4_TCB_WriteRegisters(thread->tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word),
                               &registers));
}

kapi_thread_t *kapi_thread_in(kapi_entry_t entry, seL4_Word priority, seL4_CPtr cspace,
                              seL4_CPtr fault_endpoint)
{
    HOLDS(thread_count < KAPI_THREADS);
    size_t i = thread_count++;
    kapi_thread_t *thread = &threads[i];
    memset(thread, 0, sizeof(*thread));
    thread->ipc = kapi_page(&thread->frame);
    thread->tcb = kapi_object(seL4_TCBObject, 0);
    thread->self = cspace == KROOT ? thread->tcb : seL4_CapNull;
    OK(seL4_TCB_Configure(thread->tcb, fault_endpoint, cspace, 0, seL4_CapInitThreadVSpace, 0,
                          (seL4_Word)thread->ipc, thread->frame));
    set_up(thread, entry, stacks[i] + STACK_SIZE, priority);
    return thread;
}

kapi_thread_t *kapi_thread(kapi_entry_t entry, seL4_Word priority, seL4_CPtr fault_endpoint)
{
    return kapi_thread_in(entry, priority, KROOT, fault_endpoint);
}

void kapi_resume(kapi_thread_t *thread)
{
    OK(seL4_TCB_Resume(thread->tcb));
}

kapi_thread_t *kapi_start(kapi_entry_t entry, seL4_Word priority, seL4_CPtr fault_endpoint)
{
    kapi_thread_t *thread = kapi_thread(entry, priority, fault_endpoint);
    kapi_resume(thread);
    return thread;
}

void kapi_entry_nothing(kapi_thread_t *self)
{
    (void)self;
}

void kapi_entry_call(kapi_thread_t *self)
{
    sys_result_t r = sys_raw((long)self->arg[0], self->arg[1], self->arg[2], self->arg[3],
                             self->arg[4], self->arg[5], self->arg[6]);
    self->out[0] = r.badge;
    self->out[1] = r.info.words[0];
    for (int i = 0; i < 4; i++) {
        self->out[2 + i] = r.mr[i];
    }
}

/*
 * Runs only when nobody else can. A second of that in one wait of main's, and whatever main waits
 * for does not come. Steps of more than a millisecond were spent elsewhere.
 */
static void watch(kapi_thread_t *self)
{
    const seL4_Word second = sys_ticks_per_second();
    seL4_Word wait = 0, idle = 0, last = sys_ticks();
    for (;;) {
        seL4_Word now = sys_ticks();
        idle = now - last < second / 1000 ? idle + (now - last) : idle;
        last = now;
        if (wait != waits) {
            wait = waits;
            idle = 0;
        }
        if (idle > second) {
            idle = 0;
            sys_signal(self->arg[0]);
        }
    }
}

static kapi_received_t received(seL4_MessageInfo_t info, seL4_Word badge)
{
    if (badge == WATCHDOG_BADGE || badge == (WATCHDOG_BADGE | WAKE_BADGE)) {
        kapi_fail(__FILE__, __LINE__, "nothing came, and nobody can run any more");
    }
    kapi_received_t result = {info, seL4_MessageInfo_get_label(info),
                              seL4_MessageInfo_get_length(info), badge};
    return result;
}

/* Signals of earlier waits are void. */
static void begin_wait(void)
{
    seL4_Word badge;
    waits++;
    seL4_Poll(main_notification, &badge);
}

void kapi_threads_forget(void)
{
    thread_count = 0;
}

kapi_received_t kapi_recv(seL4_CPtr endpoint)
{
    seL4_Word badge;
    begin_wait();
    seL4_MessageInfo_t info = seL4_Recv(endpoint, &badge);
    return received(info, badge);
}

kapi_received_t kapi_reply_recv(seL4_CPtr endpoint, seL4_MessageInfo_t reply)
{
    seL4_Word badge;
    begin_wait();
    seL4_MessageInfo_t info = seL4_ReplyRecv(endpoint, reply, &badge);
    return received(info, badge);
}

void kapi_sleep(void)
{
    seL4_Word badge;
    waits++;
    seL4_Wait(main_notification, &badge);
    if ((badge & WAKE_BADGE) == 0) {
        kapi_fail(__FILE__, __LINE__, "nobody woke main, and nobody can run any more");
    }
}

void kapi_wake(void)
{
    sys_signal(wake_signal);
}

static seL4_CPtr badged(seL4_CPtr source, seL4_Word badge)
{
    seL4_CPtr slot = rs_slot_alloc();
    seL4_CNode_Mint(KROOT, slot, KDEPTH, KROOT, source, KDEPTH, seL4_AllRights, badge);
    return slot;
}

void kapi_start_up(void)
{
    rs_object_t notification, tcb;
    rs_object_alloc(seL4_NotificationObject, 0, &notification);
    rs_object_alloc(seL4_TCBObject, 0, &tcb);
    main_notification = notification.cptr;
    watchdog_signal = badged(main_notification, WATCHDOG_BADGE);
    wake_signal = badged(main_notification, WAKE_BADGE);
    seL4_TCB_BindNotification(seL4_CapInitThreadTCB, main_notification);
    seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, KAPI_PRIO);

    watchdog.tcb = tcb.cptr;
    watchdog.self = tcb.cptr;
    watchdog.arg[0] = watchdog_signal;
    seL4_TCB_Configure(watchdog.tcb, seL4_CapNull, KROOT, 0, seL4_CapInitThreadVSpace, 0, 0,
                       seL4_CapNull);
    set_up(&watchdog, watch, watchdog_stack + STACK_SIZE, KAPI_WATCHDOG);
    seL4_TCB_Resume(watchdog.tcb);
}
