/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* System calls: send, receive, reply and their combinations; invocations of kernel objects. */
#include "syscall.h"

#include <sel4/syscall.h>

#include "arch.h"
#include "debug.h"
#include "delete.h"
#include "invocation.h"
#include "ipc.h"
#include "irq.h"
#include "lookup.h"
#include "sched.h"

static void reply_error(tcb_t *thread, status_t status)
{
    seL4_IPCBuffer *buffer = NULL;
    unsigned length = error_detail.length;
    if (length > MSG_REGISTERS) {
        buffer = lookup_ipc_buffer(thread, true);
        length = buffer == NULL ? MSG_REGISTERS : length;
    }
    for (unsigned i = 0; i < length; i++) {
        if (i < MSG_REGISTERS) {
            thread->ctx.x[2 + i] = error_detail.words[i];
        } else {
            buffer->msg[i] = error_detail.words[i];
        }
    }
    thread->ctx.x[0] = 0;
    thread->ctx.x[1] = msg_info(status, 0, 0, length);
}

static status_t decode(invocation_t *inv)
{
    switch (cap_type(inv->slot->cap)) {
    case CAP_UNTYPED:
        return decode_untyped(inv);
    case CAP_CNODE:
        return decode_cnode(inv);
    case CAP_TCB:
        return decode_tcb(inv);
    case CAP_FRAME:
        return decode_frame(inv);
    case CAP_PAGE_TABLE:
        return decode_page_table(inv);
    case CAP_VSPACE:
        return decode_vspace(inv);
    case CAP_ASID_CONTROL:
        return decode_asid_control(inv);
    case CAP_ASID_POOL:
        return decode_asid_pool(inv);
    case CAP_VCPU:
        return decode_vcpu(inv);
    case CAP_IRQ_CONTROL:
        return decode_irq_control(inv);
    case CAP_IRQ_HANDLER:
        return decode_irq_handler(inv);
    case CAP_SGI_SIGNAL:
        return decode_sgi_signal(inv);
    case CAP_DOMAIN:
        return decode_domain(inv);
    default:
        return fail_invalid_capability(0);
    }
}

/* The result of an operation that the kernel itself did for the current thread. */
static void finish(tcb_t *thread, status_t status, bool call, unsigned result_length)
{
    if (unlikely(status == STATUS_PREEMPTED)) {
        irq_handle(); /* then the system call is done again, if the thread still is there */
        return;
    }
    if (thread->state != THREAD_RESTART) {
        return; /* it blocked, stopped or destroyed itself */
    }
    if (call) {
        if (status != STATUS_OK) {
            reply_error(thread, status);
        } else {
            thread->ctx.x[0] = 0;
            thread->ctx.x[1] = msg_info(0, 0, 0, result_length);
        }
    }
    thread->state = THREAD_RUNNING;
}

static void invoke_object(tcb_t *thread, slot_t *slot, slot_t *const *extra, unsigned extra_count,
                          seL4_IPCBuffer *buffer, bool call)
{
    word_t info = thread->ctx.x[1];
    invocation_t inv = {
        .thread = thread,
        .slot = slot,
        .label = msg_label(info),
        .length = (unsigned)msg_length(info),
        .buffer = buffer,
        .extra_count = extra_count,
        .call = call,
    };
    for (unsigned i = 0; i < extra_count; i++) {
        inv.extra[i] = extra[i];
    }
    if (buffer == NULL && inv.length > MSG_REGISTERS) {
        inv.length = MSG_REGISTERS;
    }
    status_t status = decode(&inv);
    finish(thread, status, call, inv.result_length);
}

/* Send, NBSend, Call: to a thread by endpoint, notification or reply, or to the kernel. */
static void do_send(tcb_t *thread, bool blocking, bool call)
{
    word_t cptr = thread->ctx.x[0];
    slot_t *slot = lookup_slot(thread, cptr);
    slot_t *extra[seL4_MsgMaxExtraCaps];
    unsigned extra_count = msg_extra_caps(thread->ctx.x[1]);
    seL4_IPCBuffer *buffer = NULL;
    if (unlikely(slot == NULL)) {
        goto failed_lookup;
    }
    cap_t cap = slot->cap;
    if (extra_count != 0 || cap_type(cap) > CAP_REPLY || cap_is(cap, CAP_UNTYPED)) {
        buffer = lookup_ipc_buffer(thread, false);
        extra_count = buffer == NULL ? 0 : extra_count;
        if (!lookup_extra_caps(thread, buffer, extra_count, extra, &cptr)) {
            goto failed_lookup;
        }
    }
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
        if (unlikely(!(cap_rights(cap) & RIGHT_WRITE))) {
            break;
        }
        endpoint_send(thread, cap, blocking, call);
        if (thread->state == THREAD_RESTART) {
            thread->state = THREAD_RUNNING;
        }
        return;
    case CAP_NOTIFICATION:
        if (!(cap_rights(cap) & RIGHT_WRITE)) {
            break;
        }
        notification_signal(cap_object(cap), cap_badge(cap));
        finish(thread, STATUS_OK, call, 0);
        return;
    case CAP_REPLY:
        reply_send(thread, slot);
        finish(thread, STATUS_OK, call, 0);
        return;
    case CAP_NULL:
    case CAP_ZOMBIE:
        break;
    default:
        invoke_object(thread, slot, extra, extra_count, buffer, call);
        return;
    }
    finish(thread, fail_invalid_capability(0), call, 0);
    return;

failed_lookup:
    if (blocking) {
        fault_capability(thread, cptr, false);
    } else {
        thread->state = THREAD_RUNNING;
    }
}

static void do_receive(tcb_t *thread, bool blocking)
{
    word_t cptr = thread->ctx.x[0];
    slot_t *slot = lookup_slot(thread, cptr);
    if (unlikely(slot == NULL)) {
        fault_capability(thread, cptr, true);
        return;
    }
    cap_t cap = slot->cap;
    if (cap_is(cap, CAP_ENDPOINT) && (cap_rights(cap) & RIGHT_READ)) {
        delete_simple(&thread->slots[TCB_CALLER]);
        endpoint_receive(thread, cap, blocking);
    } else if (cap_is(cap, CAP_NOTIFICATION) && (cap_rights(cap) & RIGHT_READ)) {
        notification_t *notification = cap_object(cap);
        if (notification->bound != NULL && notification->bound != thread) {
            goto missing;
        }
        notification_receive(thread, notification, blocking);
    } else {
        goto missing;
    }
    if (thread->state == THREAD_RESTART) {
        thread->state = THREAD_RUNNING;
    }
    return;

missing:
    lookup_missing_capability(0);
    fault_capability(thread, cptr, true);
}

static void do_reply(tcb_t *thread)
{
    slot_t *caller = &thread->slots[TCB_CALLER];
    if (cap_is(caller->cap, CAP_REPLY)) {
        reply_send(thread, caller);
    }
}

void syscall_handle(tcb_t *thread)
{
    long number = (long)thread->ctx.x[7];
    thread->ctx.restart_pc = thread->ctx.pc - 4; /* the SVC or HVC itself */
    thread->state = THREAD_RESTART;
    switch (number) {
    case seL4_SysReplyRecv:
        do_reply(thread);
        do_receive(thread, true);
        break;
    case seL4_SysCall:
        do_send(thread, true, true);
        break;
    case seL4_SysSend:
        do_send(thread, true, false);
        break;
    case seL4_SysNBSend:
        do_send(thread, false, false);
        break;
    case seL4_SysRecv:
        do_receive(thread, true);
        break;
    case seL4_SysNBRecv:
        do_receive(thread, false);
        break;
    case seL4_SysReply:
        do_reply(thread);
        thread->state = THREAD_RUNNING;
        break;
    case seL4_SysYield:
        thread->state = THREAD_RUNNING;
        sched_yield();
        break;
    default:
        thread->state = THREAD_RUNNING;
        if (!debug_syscall((word_t)number, thread)) {
            fault_with_word(thread, seL4_Fault_UnknownSyscall, (word_t)number);
        }
        break;
    }
}
