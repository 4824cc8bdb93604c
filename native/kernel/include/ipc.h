/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Messages between threads: endpoints, notifications, replies and faults. */
#pragma once

#include "objects.h"
#include "status.h"

/* Append to or take from a queue of blocked threads. */
void queue_append(tcb_queue_t *queue, tcb_t *tcb);
void queue_remove(tcb_queue_t *queue, tcb_t *tcb);

/* Message length and tag, with the length limited to what the API allows. */
static inline word_t msg_length(word_t info)
{
    word_t length = info & MASK(7);
    return length > seL4_MsgMaxLength ? seL4_MsgMaxLength : length;
}

static inline unsigned msg_extra_caps(word_t info)
{
    return (unsigned)(info >> 7) & 3u;
}

static inline word_t msg_label(word_t info)
{
    return info >> 12;
}

static inline word_t msg_info(word_t label, unsigned unwrapped, unsigned extra, word_t length)
{
    return label << 12 | (word_t)unwrapped << 9 | (word_t)extra << 7 | length;
}

/* endpoint.c */
void endpoint_send(tcb_t *sender, cap_t cap, bool blocking, bool call);
void endpoint_receive(tcb_t *receiver, cap_t cap, bool blocking);
void endpoint_cancel_all(endpoint_t *endpoint);
void endpoint_cancel_badged(endpoint_t *endpoint, word_t badge);
/* The thread stops waiting, for whatever it waits; it is left inactive. */
void ipc_cancel(tcb_t *tcb);
/* The message of `sender`, its fault included, to `receiver`. */
void ipc_transfer(tcb_t *sender, tcb_t *receiver, word_t badge, bool grant,
                  const endpoint_t *endpoint);

/* reply.c */
/* Give `receiver` the reply capability for `caller`, which now waits for it. */
void reply_setup(tcb_t *caller, tcb_t *receiver, bool grant);
/* Answer the thread that the reply capability in the slot names. */
void reply_send(tcb_t *sender, slot_t *slot);
/* Forget that a thread waits for a reply: its reply capability vanishes. */
void reply_cancel(tcb_t *caller);

/* notification.c */
bool notification_is_active(const notification_t *notification);
void notification_signal(notification_t *notification, word_t badge);
void notification_receive(tcb_t *receiver, notification_t *notification, bool blocking);
/* Take the pending badge of an active notification. */
void notification_consume(tcb_t *receiver, notification_t *notification);
void notification_cancel_all(notification_t *notification);
void notification_bind(tcb_t *tcb, notification_t *notification);
void notification_unbind(tcb_t *tcb);

/* fault.c */
/* The thread faulted: `tcb->fault` is sent to its handler, or the thread stops. */
void fault_deliver(tcb_t *tcb);
void fault_capability(tcb_t *tcb, word_t cptr, bool receiving);
void fault_with_word(tcb_t *tcb, word_t type, word_t value);
/* Apply a handler's answer to the registers; false when the thread is to stay stopped. */
bool fault_apply_reply(tcb_t *handler, tcb_t *faulted);
/* Words of the fault message, the tag included. */
word_t fault_message(tcb_t *sender, tcb_t *receiver);
