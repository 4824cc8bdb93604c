/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "fake_messages.h"

#include <stdlib.h>
#include <string.h>

#include "fake_internal.h"

#define QUEUE_LENGTH 1024u

typedef struct message {
    seL4_Word badge;
    seL4_Word label;
    seL4_Word mr[16];
    unsigned length;
    seL4_CPtr caller;
} message_t;

static message_t queue[QUEUE_LENGTH];
static unsigned head;
static unsigned tail;
static message_t polled[QUEUE_LENGTH]; /* faults that a poll has received */
static unsigned polled_count;
static seL4_CPtr caller; /* who waits for a reply */
static seL4_Word caller_label;
static seL4_Word reply_mr[seL4_MsgMaxLength];
static unsigned reply_length;

void (*fake_idle)(void);

void messages_reset(void)
{
    head = tail = 0;
    polled_count = 0;
    caller = seL4_CapNull;
    reply_length = 0;
    fake_idle = NULL;
}

void fake_push_message(seL4_Word badge, seL4_Word label, const seL4_Word *mr, unsigned length,
                       seL4_CPtr from)
{
    message_t *message = &queue[tail % QUEUE_LENGTH];
    if (tail - head == QUEUE_LENGTH || length > sizeof(message->mr) / sizeof(message->mr[0])) {
        abort();
    }
    *message = (message_t){.badge = badge, .label = label, .length = length, .caller = from};
    for (unsigned i = 0; i < length; i++) {
        message->mr[i] = mr[i];
    }
    tail++;
}

static bool is_sent_by(const message_t *message, const fake_object_t *thread)
{
    const kslot_t *slot = root_slot(message->caller);
    return slot != NULL && slot->object == thread;
}

/* An instruction's fault happens again when the thread goes on; that of an interrupt does not. */
static bool happens_once(const message_t *message)
{
    return message->label == seL4_Fault_VGICMaintenance || message->label == seL4_Fault_VPPIEvent;
}

/* Suspending a thread cancels the message that it is about to send. What a poll has received and
 * nobody has answered comes again, once the thread goes on. */
void message_sender_suspended(const fake_object_t *thread)
{
    unsigned kept = head;
    for (unsigned i = head; i != tail; i++) {
        message_t message = queue[i % QUEUE_LENGTH];
        if (!is_sent_by(&message, thread) || !happens_once(&message)) {
            queue[kept++ % QUEUE_LENGTH] = message;
        }
    }
    tail = kept;
    kept = 0;
    for (unsigned i = 0; i < polled_count; i++) {
        message_t message = polled[i];
        if (!is_sent_by(&message, thread)) {
            polled[kept++] = message;
        } else if (!happens_once(&message)) {
            fake_push_message(message.badge, message.label, message.mr, message.length,
                              message.caller);
        }
    }
    polled_count = kept;
}

static kslot_t *thread_of(seL4_CPtr tcb)
{
    kslot_t *slot = root_slot(tcb);
    return slot != NULL && slot->object != NULL && slot->object->type == OBJECT_TCB ? slot : NULL;
}

/* Position in seL4_UserContext of each word of a reply to an unknown system call: x0 to x7, pc, sp,
 * x30, spsr (manual, "Unknown Syscall"). */
static const unsigned syscall_words[] = {3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 16, 2};

void message_reply(seL4_MessageInfo_t tag, const seL4_Word *mr)
{
    reply_length = (unsigned)seL4_MessageInfo_get_length(tag);
    memcpy(reply_mr, mr, sizeof(reply_mr));
    kslot_t *slot = thread_of(caller);
    caller = seL4_CapNull;
    if (slot == NULL || slot->object->thread->state != FAKE_BLOCKED) {
        return;
    }
    thread_t *thread = slot->object->thread;
    if (caller_label == seL4_Fault_UnknownSyscall) {
        for (unsigned i = 0;
             i < reply_length && i < sizeof(syscall_words) / sizeof(syscall_words[0]); i++) {
            thread->registers[syscall_words[i]] = mr[i];
        }
    }
    thread->state = FAKE_RUNNING;
}

/* The first message of the queue, which is not empty. */
static seL4_MessageInfo_t take(seL4_Word *badge, seL4_Word *mr)
{
    const message_t *message = &queue[head++ % QUEUE_LENGTH];
    *badge = message->badge;
    memcpy(mr, message->mr, message->length * sizeof(*mr));
    if (message->length > 4) {
        memcpy(&seL4_GetIPCBuffer()->msg[4], &message->mr[4], (message->length - 4) * sizeof(*mr));
    }
    caller = message->caller;
    caller_label = message->label;
    kslot_t *slot = thread_of(caller);
    if (slot != NULL) {
        slot->object->thread->state = FAKE_BLOCKED;
        if (slot->object->thread->vcpu != NULL) {
            gicv_load(slot->object->thread->vcpu->vcpu);
        }
    }
    return seL4_MessageInfo_new(message->label, 0, 0, message->length);
}

seL4_MessageInfo_t message_receive(seL4_Word *badge, seL4_Word *mr)
{
    caller = seL4_CapNull;
    if (head == tail && fake_idle != NULL) {
        fake_idle();
    }
    if (head == tail) {
        *badge = FAKE_BADGE_IDLE;
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    return take(badge, mr);
}

seL4_MessageInfo_t message_poll(seL4_Word *badge, seL4_Word *mr)
{
    caller = seL4_CapNull;
    if (head == tail) {
        *badge = 0;
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    if (queue[head % QUEUE_LENGTH].caller != seL4_CapNull && polled_count < QUEUE_LENGTH) {
        polled[polled_count++] = queue[head % QUEUE_LENGTH];
    }
    return take(badge, mr);
}

const seL4_Word *fake_last_reply(unsigned *length)
{
    *length = reply_length;
    return reply_mr;
}
