/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Endpoints: rendezvous of a sender and a receiver, and the transfer of the message. */
#include "delete.h"
#include "derive.h"
#include "ipc.h"
#include "lookup.h"
#include "sched.h"

/* Which way do the threads queued on the endpoint wait? */
static bool has_receivers(const endpoint_t *endpoint)
{
    return endpoint->queue.head != NULL && endpoint->queue.head->state == THREAD_BLOCKED_RECEIVE;
}

static bool has_senders(const endpoint_t *endpoint)
{
    return endpoint->queue.head != NULL && endpoint->queue.head->state == THREAD_BLOCKED_SEND;
}

static void block(tcb_t *tcb, endpoint_t *endpoint, thread_state_t state, cap_t cap)
{
    tcb->state = (uint8_t)state;
    tcb->blocked_on = endpoint;
    tcb->ipc_rights = (uint8_t)cap_rights(cap);
    sched_remove(tcb);
    queue_append(&endpoint->queue, tcb);
}

/* Capabilities from the sender's buffer: unwrap, or copy the first that can be into the slot. */
static word_t transfer_caps(tcb_t *sender, tcb_t *receiver, word_t info, const endpoint_t *endpoint,
                            seL4_IPCBuffer *to)
{
    unsigned count = msg_extra_caps(info);
    seL4_IPCBuffer *from = lookup_ipc_buffer(sender, false);
    slot_t *slots[seL4_MsgMaxExtraCaps];
    word_t failed;
    word_t result = info & ~(MASK(5) << 7);
    if (from == NULL || to == NULL || !lookup_extra_caps(sender, from, count, slots, &failed)) {
        return result;
    }
    slot_t *dest = lookup_receive_slot(receiver, to);
    unsigned done = 0, unwrapped = 0;
    for (; done < count; done++) {
        cap_t cap = slots[done]->cap;
        if (cap_is(cap, CAP_ENDPOINT) && cap_object(cap) == endpoint) {
            to->caps_or_badges[done] = cap_badge(cap);
            unwrapped |= 1u << done;
            continue;
        }
        cap_t copy;
        if (dest == NULL || derive_copy(slots[done], cap, &copy) != STATUS_OK ||
            cap_is(copy, CAP_NULL)) {
            break;
        }
        cdt_insert_derived(slots[done], dest, copy, derive_is_original(copy, cap));
        if (cap_is(copy, CAP_UNTYPED)) {
            slots[done]->cap = untyped_set_watermark(cap, BIT(untyped_size_bits(cap)));
        }
        dest = NULL;
    }
    return result | (word_t)unwrapped << 9 | (word_t)done << 7;
}

/* Words beyond the registers, as far as both sides have a buffer. */
static word_t transfer_words(tcb_t *sender, tcb_t *receiver, word_t length)
{
    seL4_IPCBuffer *from = lookup_ipc_buffer(sender, false);
    seL4_IPCBuffer *to = lookup_ipc_buffer(receiver, true);
    if (from == NULL || to == NULL) {
        return 4;
    }
    for (word_t i = 4; i < length; i++) {
        to->msg[i] = from->msg[i];
    }
    return length;
}

void ipc_transfer(tcb_t *sender, tcb_t *receiver, word_t badge, bool grant,
                  const endpoint_t *endpoint)
{
    word_t info;
    if (sender->fault.type != seL4_Fault_NullFault) {
        info = fault_message(sender, receiver);
    } else {
        info = sender->ctx.x[1];
        word_t length = msg_length(info);
        const word_t *from = &sender->ctx.x[2];
        word_t *to = &receiver->ctx.x[2];
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
        to[3] = from[3];
        if (length > 4) {
            length = transfer_words(sender, receiver, length);
        }
        info = (info & ~MASK(7)) | length;
        if (msg_extra_caps(info) != 0 && grant) {
            seL4_IPCBuffer *buffer = lookup_ipc_buffer(receiver, true);
            info = transfer_caps(sender, receiver, info, endpoint, buffer);
        } else {
            info &= ~(MASK(5) << 7);
        }
    }
    receiver->ctx.x[0] = badge;
    receiver->ctx.x[1] = info;
}

/* After the rendezvous: the sender waits for its reply, or goes on. */
static void finish_send(tcb_t *sender, tcb_t *receiver, bool is_call, unsigned send_rights,
                        unsigned receive_rights)
{
    if (is_call) {
        if (send_rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) {
            reply_setup(sender, receiver, (receive_rights & RIGHT_GRANT) != 0);
        } else {
            sender->state = THREAD_INACTIVE;
            sched_remove(sender);
        }
    } else if (sender->state == THREAD_BLOCKED_SEND) {
        sender->state = THREAD_RUNNING;
        sched_wake(sender);
    }
}

void endpoint_send(tcb_t *sender, cap_t cap, bool blocking, bool call)
{
    endpoint_t *endpoint = cap_object(cap);
    if (!has_receivers(endpoint)) {
        if (blocking) {
            block(sender, endpoint, THREAD_BLOCKED_SEND, cap);
            sender->send_badge = cap_badge(cap);
            sender->send_is_call = call;
        }
        return;
    }
    tcb_t *receiver = endpoint->queue.head;
    queue_remove(&endpoint->queue, receiver);
    ipc_transfer(sender, receiver, cap_badge(cap), (cap_rights(cap) & RIGHT_GRANT) != 0, endpoint);
    receiver->state = THREAD_RUNNING;
    receiver->blocked_on = NULL;
    finish_send(sender, receiver, call, cap_rights(cap), receiver->ipc_rights);
    sched_wake(receiver);
}

void endpoint_receive(tcb_t *receiver, cap_t cap, bool blocking)
{
    notification_t *bound = receiver->bound;
    if (bound != NULL && notification_is_active(bound)) {
        notification_consume(receiver, bound);
        return;
    }
    endpoint_t *endpoint = cap_object(cap);
    if (!has_senders(endpoint)) {
        if (blocking) {
            block(receiver, endpoint, THREAD_BLOCKED_RECEIVE, cap);
        } else {
            receiver->ctx.x[0] = 0;
        }
        return;
    }
    tcb_t *sender = endpoint->queue.head;
    queue_remove(&endpoint->queue, sender);
    sender->blocked_on = NULL;
    ipc_transfer(sender, receiver, sender->send_badge, (sender->ipc_rights & RIGHT_GRANT) != 0,
                 endpoint);
    finish_send(sender, receiver, sender->send_is_call, sender->ipc_rights, cap_rights(cap));
}

/* A thread's wait ends without a message: it does its system call, or its fault, again. */
static void restart(tcb_t *tcb)
{
    tcb->blocked_on = NULL;
    tcb->fault.type = seL4_Fault_NullFault;
    tcb->state = THREAD_RESTART;
    sched_wake(tcb);
}

void endpoint_cancel_all(endpoint_t *endpoint)
{
    tcb_t *tcb;
    while ((tcb = endpoint->queue.head) != NULL) {
        queue_remove(&endpoint->queue, tcb);
        restart(tcb);
    }
    sched_request();
}

void endpoint_cancel_badged(endpoint_t *endpoint, word_t badge)
{
    if (!has_senders(endpoint)) {
        return;
    }
    tcb_t *next;
    for (tcb_t *tcb = endpoint->queue.head; tcb != NULL; tcb = next) {
        next = tcb->next;
        if (tcb->send_badge == badge) {
            queue_remove(&endpoint->queue, tcb);
            restart(tcb);
        }
    }
    sched_request();
}

void ipc_cancel(tcb_t *tcb)
{
    switch (tcb->state) {
    case THREAD_BLOCKED_SEND:
    case THREAD_BLOCKED_RECEIVE:
    case THREAD_BLOCKED_NOTIFICATION:
        /* Endpoints and notifications both begin with their queue. */
        queue_remove(tcb->blocked_on, tcb);
        tcb->blocked_on = NULL;
        tcb->state = THREAD_INACTIVE;
        break;
    case THREAD_BLOCKED_REPLY:
        reply_cancel(tcb);
        tcb->state = THREAD_INACTIVE;
        break;
    default:
        break;
    }
    tcb->fault.type = seL4_Fault_NullFault;
}
