/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Notifications: signals, polls, waiters, binding to threads. (Manual 5.)
 */

#include "kapi.h"

static kapi_thread_t *waiter(seL4_CPtr cap)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    thread->arg[1] = cap;
    return thread;
}

static seL4_Word poll(seL4_CPtr notification)
{
    seL4_Word badge = 0xdead;
    seL4_Poll(notification, &badge);
    return badge;
}

KTEST(notification_keeps_signals)
{
    seL4_CPtr notification = kapi_notification();
    EQ(poll(notification), 0);
    seL4_Signal(kapi_mint(notification, seL4_CanWrite, 1));
    EQ(poll(notification), 1);
    EQ(poll(notification), 0);
}

KTEST(notification_joins_badges)
{
    seL4_CPtr notification = kapi_notification();
    seL4_CPtr low = kapi_mint(notification, seL4_CanWrite, 1),
              high = kapi_mint(notification, seL4_CanWrite, 1ul << 63);
    seL4_Signal(low);
    seL4_Signal(high);
    seL4_Signal(low);
    EQ(poll(notification), 1ul << 63 | 1);
}

KTEST(notification_wakes_waiters_in_order)
{
    seL4_CPtr notification = kapi_notification(),
              badged = kapi_mint(notification, seL4_CanWrite, 4);
    kapi_thread_t *first = waiter(notification), *second = waiter(notification);
    kapi_resume(first);
    kapi_resume(second);
    seL4_Signal(badged);
    EQ(first->done, 1);
    EQ(first->out[0], 4);
    EQ(second->done, 0);
    seL4_Signal(badged);
    EQ(second->done, 1);
    EQ(poll(notification), 0);
}

KTEST(notification_wait_takes_a_kept_signal)
{
    seL4_CPtr notification = kapi_notification();
    seL4_Signal(kapi_mint(notification, seL4_CanWrite, 3));
    seL4_Word badge;
    seL4_Wait(notification, &badge);
    EQ(badge, 3);
}

KTEST(notification_needs_the_write_right_to_signal)
{
    seL4_CPtr notification = kapi_notification();
    seL4_CPtr reader = kapi_mint(notification, seL4_CanRead, 1);
    EQ(seL4_MessageInfo_get_label(seL4_Call(reader, seL4_MessageInfo_new(0, 0, 0, 0))),
       seL4_InvalidCapability);
    EQ(seL4_GetMR(0), 0);
    seL4_Signal(reader);
    EQ(poll(notification), 0);
}

KTEST(notification_needs_the_read_right_to_wait)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = waiter(kapi_copy(kapi_notification(), seL4_CanWrite));
    OK(seL4_TCB_SetSpace(thread->tcb, faults, KROOT, 0, seL4_CapInitThreadVSpace, 0));
    kapi_resume(thread);
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
}

/* A call on a notification is a signal; what comes back is no error. */
KTEST(notification_can_be_called)
{
    seL4_CPtr notification = kapi_notification();
    seL4_Call(kapi_mint(notification, seL4_CanWrite, 2), seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(poll(notification), 2);
}

KTEST(notification_bound_reaches_an_endpoint_wait)
{
    seL4_CPtr endpoint = kapi_endpoint(), notification = kapi_notification();
    kapi_thread_t *thread = waiter(endpoint);
    OK(seL4_TCB_BindNotification(thread->tcb, notification));
    kapi_resume(thread);
    EQ(thread->done, 0);
    seL4_Signal(kapi_mint(notification, seL4_CanWrite, 0x80));
    EQ(thread->done, 1);
    EQ(thread->out[0], 0x80);
    OK(seL4_TCB_UnbindNotification(thread->tcb));
    EQ(poll(notification), 0);
}

/* A signal that came before the wait is taken before any message. */
KTEST(notification_bound_comes_before_messages)
{
    seL4_CPtr endpoint = kapi_endpoint(), notification = kapi_notification();
    kapi_thread_t *sender = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    sender->arg[0] = (seL4_Word)seL4_SysSend;
    sender->arg[1] = endpoint;
    kapi_resume(sender);
    kapi_thread_t *thread = waiter(endpoint);
    OK(seL4_TCB_BindNotification(thread->tcb, notification));
    seL4_Signal(kapi_mint(notification, seL4_CanWrite, 0x40));
    kapi_resume(thread);
    EQ(thread->done, 1);
    EQ(thread->out[0], 0x40);
    EQ(sender->done, 0);
}

KTEST(notification_bound_is_its_threads_alone)
{
    seL4_CPtr notification = kapi_notification(), faults = kapi_endpoint();
    kapi_thread_t *owner = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_BindNotification(owner->tcb, notification));
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    thread->arg[1] = notification;
    kapi_resume(thread);
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
    EQ(seL4_GetMR(seL4_CapFault_LookupFailureType), seL4_MissingCapability);
}

KTEST(notification_bound_thread_waits_on_it_directly)
{
    seL4_CPtr notification = kapi_notification();
    kapi_thread_t *thread = waiter(notification);
    OK(seL4_TCB_BindNotification(thread->tcb, notification));
    kapi_resume(thread);
    EQ(thread->done, 0);
    seL4_Signal(kapi_mint(notification, seL4_CanWrite, 16));
    EQ(thread->done, 1);
    EQ(thread->out[0], 16);
}

KTEST(notification_binding_errors)
{
    seL4_CPtr notification = kapi_notification(), other = kapi_notification();
    kapi_thread_t *a = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    kapi_thread_t *b = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    ERR(seL4_TCB_UnbindNotification(a->tcb), seL4_IllegalOperation);
    ERR(seL4_TCB_BindNotification(a->tcb, kapi_endpoint()), seL4_IllegalOperation);
    ERR(seL4_TCB_BindNotification(a->tcb, seL4_CapNull), seL4_IllegalOperation);
    ERR(seL4_TCB_BindNotification(a->tcb, kapi_copy(notification, seL4_CanWrite)),
        seL4_IllegalOperation);
    OK(seL4_TCB_BindNotification(a->tcb, notification));
    ERR(seL4_TCB_BindNotification(a->tcb, other), seL4_IllegalOperation);
    ERR(seL4_TCB_BindNotification(b->tcb, notification), seL4_IllegalOperation);
    OK(seL4_TCB_UnbindNotification(a->tcb));
    OK(seL4_TCB_BindNotification(b->tcb, notification));
}

KTEST(notification_with_waiters_is_not_bound)
{
    seL4_CPtr notification = kapi_notification();
    kapi_resume(waiter(notification));
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    ERR(seL4_TCB_BindNotification(thread->tcb, notification), seL4_IllegalOperation);
}
