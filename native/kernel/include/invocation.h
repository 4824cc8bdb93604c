/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A capability invocation being decoded: who calls, with which message. */
#pragma once

#include <sel4/invocation.h>

#include "objects.h"
#include "status.h"

typedef struct invocation {
    tcb_t *thread;
    slot_t *slot; /* of the invoked capability */
    word_t label;
    unsigned length;        /* message words available */
    seL4_IPCBuffer *buffer; /* kernel address of the sender's IPC buffer, or NULL */
    slot_t *extra[seL4_MsgMaxExtraCaps];
    unsigned extra_count;
    bool call;              /* the caller waits for a reply */
    unsigned result_length; /* message words of a successful reply, already in place */
} invocation_t;

#define MSG_REGISTERS 4

/* Message word i; the caller has checked `length`. */
static inline word_t inv_arg(const invocation_t *inv, unsigned i)
{
    return i < MSG_REGISTERS ? inv->thread->ctx.x[2 + i] : inv->buffer->msg[i];
}

/* Complete a successful invocation with one result word. */
static inline void inv_result(invocation_t *inv, word_t value)
{
    if (inv->call) {
        inv->thread->ctx.x[2] = value;
        inv->result_length = 1;
    }
}

/* One decoder for each kind of capability; all return STATUS_OK, an error, or STATUS_PREEMPTED. */
status_t decode_untyped(invocation_t *inv);
status_t decode_cnode(invocation_t *inv);
status_t decode_tcb(invocation_t *inv);
status_t decode_domain(invocation_t *inv);
status_t decode_irq_control(invocation_t *inv);
status_t decode_irq_handler(invocation_t *inv);
status_t decode_sgi_signal(invocation_t *inv);
status_t decode_vspace(invocation_t *inv);
status_t decode_page_table(invocation_t *inv);
status_t decode_frame(invocation_t *inv);
status_t decode_asid_control(invocation_t *inv);
status_t decode_asid_pool(invocation_t *inv);
status_t decode_vcpu(invocation_t *inv);
