/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Messages through endpoints: order, badges, lengths, buffers, rights. (Manual 4.2.)
 */

#include "kapi.h"

/* A thread above main that makes one call. */
static kapi_thread_t *caller(long call, seL4_CPtr cap, seL4_Word label, seL4_Word length)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)call;
    thread->arg[1] = cap;
    thread->arg[2] = sys_tag(label, length);
    for (seL4_Word i = 0; i < 4; i++) {
        thread->arg[3 + i] = 100 + i;
    }
    return thread;
}

static seL4_MessageInfo_t info_of(const kapi_thread_t *thread)
{
    seL4_MessageInfo_t info = {{thread->out[1]}};
    return info;
}

KTEST(ipc_sender_waits_for_the_receiver)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysSend, kapi_mint(endpoint, seL4_CanWrite, 42), 9, 4);
    kapi_resume(thread);
    EQ(thread->done, 0);
    kapi_received_t got = kapi_recv(endpoint);
    EQ(thread->done, 1);
    EQ(got.label, 9);
    EQ(got.length, 4);
    EQ(got.badge, 42);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 0);
    EQ(seL4_MessageInfo_get_capsUnwrapped(got.info), 0);
    for (int i = 0; i < 4; i++) {
        EQ(seL4_GetMR(i), 100 + i);
    }
}

KTEST(ipc_receiver_waits_for_the_sender)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysRecv, endpoint, 0, 0);
    kapi_resume(thread);
    EQ(thread->done, 0);
    seL4_SetMR(0, 11);
    seL4_SetMR(1, 22);
    seL4_Send(kapi_mint(endpoint, seL4_CanWrite, 6), seL4_MessageInfo_new(3, 0, 0, 2));
    EQ(thread->done, 1);
    EQ(thread->out[0], 6);
    EQ(thread->out[1], seL4_MessageInfo_new(3, 0, 0, 2).words[0]);
    EQ(thread->out[2], 11);
    EQ(thread->out[3], 22);
}

KTEST(ipc_label_has_52_bits)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_resume(caller(seL4_SysSend, endpoint, ~0ul >> 12, 0));
    EQ(kapi_recv(endpoint).label, ~0ul >> 12);
}

KTEST(ipc_senders_are_served_in_order)
{
    seL4_CPtr endpoint = kapi_endpoint();
    for (seL4_Word i = 0; i < 6; i++) {
        kapi_resume(caller(seL4_SysSend, endpoint, i, 0));
    }
    for (seL4_Word i = 0; i < 6; i++) {
        EQ(kapi_recv(endpoint).label, i);
    }
}

KTEST(ipc_receivers_are_served_in_order)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *threads[4];
    for (seL4_Word i = 0; i < 4; i++) {
        threads[i] = caller(seL4_SysRecv, endpoint, 0, 0);
        kapi_resume(threads[i]);
    }
    for (seL4_Word i = 0; i < 4; i++) {
        seL4_Send(endpoint, seL4_MessageInfo_new(10 + i, 0, 0, 0));
        EQ(seL4_MessageInfo_get_label(info_of(threads[i])), 10 + i);
        EQ(threads[i]->done, 1);
    }
}

KTEST(ipc_nbsend_without_a_receiver_is_lost)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_NBSend(endpoint, seL4_MessageInfo_new(1, 0, 0, 0));
    seL4_Word badge = 77;
    seL4_NBRecv(endpoint, &badge);
    EQ(badge, 0);
    kapi_thread_t *thread = caller(seL4_SysRecv, endpoint, 0, 0);
    kapi_resume(thread);
    EQ(thread->done, 0);
    seL4_NBSend(endpoint, seL4_MessageInfo_new(2, 0, 0, 0));
    EQ(thread->done, 1);
}

KTEST(ipc_nbrecv_takes_what_waits)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_Word badge = 77;
    seL4_NBRecv(endpoint, &badge);
    EQ(badge, 0);
    kapi_resume(caller(seL4_SysSend, kapi_mint(endpoint, seL4_CanWrite, 8), 5, 1));
    seL4_MessageInfo_t info = seL4_NBRecv(endpoint, &badge);
    EQ(badge, 8);
    EQ(seL4_MessageInfo_get_label(info), 5);
    EQ(seL4_GetMR(0), 100);
}

/* Messages of every length travel whole, through registers and buffers. */
KTEST(ipc_lengths)
{
    seL4_CPtr endpoint = kapi_endpoint();
    for (seL4_Word length = 0; length <= seL4_MsgMaxLength; length += length < 6 ? 1 : 19) {
        kapi_thread_t *thread = caller(seL4_SysSend, endpoint, 1, length);
        for (seL4_Word i = 4; i < seL4_MsgMaxLength; i++) {
            thread->ipc->msg[i] = 100 + i;
            seL4_SetMR((int)i, 1);
        }
        kapi_resume(thread);
        EQ(kapi_recv(endpoint).length, length);
        for (seL4_Word i = 0; i < length; i++) {
            EQ(seL4_GetMR((int)i), 100 + i);
        }
        if (length >= 4 && length < seL4_MsgMaxLength) {
            EQ(seL4_GetMR((int)length), 1); /* nothing beyond the message */
        }
        OK(kapi_delete(thread->tcb));
        kapi_threads_forget();
    }
}

KTEST(ipc_longest_message)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysSend, endpoint, 1, seL4_MsgMaxLength);
    thread->ipc->msg[seL4_MsgMaxLength - 1] = 0x1a57;
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).length, seL4_MsgMaxLength);
    EQ(seL4_GetMR(seL4_MsgMaxLength - 1), 0x1a57);
}

/* A length beyond the limit is cut to it. */
KTEST(ipc_length_is_cut_to_the_limit)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_resume(caller(seL4_SysSend, endpoint, 1, 127));
    EQ(kapi_recv(endpoint).length, seL4_MsgMaxLength);
    seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();
    EQ(buffer->receiveDepth, buffer->receiveDepth); /* the buffer's tail is readable still */
}

/* Without a buffer on either side four registers are what travels. */
KTEST(ipc_receiver_without_a_buffer)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysRecv, endpoint, 0, 0);
    OK(seL4_TCB_SetIPCBuffer(thread->tcb, 0, seL4_CapNull));
    kapi_resume(thread);
    seL4_Send(endpoint, seL4_MessageInfo_new(1, 0, 0, 10));
    EQ(seL4_MessageInfo_get_length(info_of(thread)), seL4_FastMessageRegisters);
}

KTEST(ipc_sender_without_a_buffer)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysSend, endpoint, 1, 10);
    OK(seL4_TCB_SetIPCBuffer(thread->tcb, 0, seL4_CapNull));
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).length, seL4_FastMessageRegisters);
    EQ(seL4_GetMR(3), 103);
}

KTEST(ipc_needs_the_write_right_to_send)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr reader = kapi_copy(endpoint, seL4_CanRead);
    EQ(seL4_MessageInfo_get_label(seL4_Call(reader, seL4_MessageInfo_new(0, 0, 0, 0))),
       seL4_InvalidCapability);
    EQ(seL4_GetMR(0), 0);
    seL4_Send(reader, seL4_MessageInfo_new(0, 0, 0, 0)); /* returns at once: nothing was sent */
    seL4_Word badge;
    seL4_NBRecv(endpoint, &badge);
    EQ(badge, 0);
}

KTEST(ipc_needs_the_read_right_to_receive)
{
    seL4_CPtr endpoint = kapi_endpoint(), faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    thread->arg[1] = kapi_copy(endpoint, seL4_NoRead);
    kapi_resume(thread);
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_Addr), thread->arg[1]);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
}

/* A call without Grant and GrantReply sends, but no reply can ever come: the caller stops. */
KTEST(ipc_call_without_grant_rights_stops_the_caller)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysCall, kapi_copy(endpoint, seL4_CanWrite), 4, 0);
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).label, 4);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 0);
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_SaveCaller(KROOT, slot, KDEPTH));
    HOLDS(kapi_empty(slot));
}

static void exchange(seL4_CapRights_t rights)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = caller(seL4_SysCall, kapi_copy(endpoint, rights), 4, 1);
    kapi_resume(thread);
    kapi_recv(endpoint);
    seL4_SetMR(0, 7);
    seL4_SetMR(5, 55);
    seL4_Reply(seL4_MessageInfo_new(21, 0, 0, 6));
    EQ(thread->done, 1);
    EQ(seL4_MessageInfo_get_label(info_of(thread)), 21);
    EQ(seL4_MessageInfo_get_length(info_of(thread)), 6);
    EQ(thread->out[0], 0); /* a reply has no badge */
    EQ(thread->out[2], 7);
    EQ(thread->ipc->msg[5], 55);
}

KTEST(ipc_call_and_reply)
{
    exchange(seL4_AllRights);
}

KTEST(ipc_call_with_grant_reply_only)
{
    exchange(seL4_CapRights_new(1, 0, 0, 1));
}

KTEST(ipc_reply_without_a_caller_is_lost)
{
    seL4_Reply(seL4_MessageInfo_new(1, 0, 0, 3));
    seL4_Reply(seL4_MessageInfo_new(1, 0, 3, 127));
}

/* The next receive throws an unanswered caller away: it waits for ever, until it is resumed. */
KTEST(ipc_unanswered_caller)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *first = caller(seL4_SysCall, endpoint, 1, 0);
    kapi_thread_t *second = caller(seL4_SysCall, endpoint, 2, 0);
    kapi_resume(first);
    kapi_resume(second);
    EQ(kapi_recv(endpoint).label, 1);
    EQ(kapi_recv(endpoint).label, 2);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(second->done, 1);
    EQ(first->done, 0);
    kapi_resume(first); /* starts the call over */
    EQ(kapi_recv(endpoint).label, 1);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(first->done, 1);
}

static void serve(kapi_thread_t *self)
{
    sys_result_t got = sys_recv(self->arg[0]);
    while (got.mr[0] != 0) {
        self->out[0]++;
        got = sys_replyrecv(self->arg[0], 0, 1, got.mr[0] * 2);
    }
    sys_reply(1, 0, 0);
}

KTEST(ipc_server_answers_with_replyrecv)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *server = kapi_thread(serve, KAPI_ABOVE, seL4_CapNull);
    server->arg[0] = endpoint;
    kapi_resume(server);
    for (seL4_Word i = 1; i < 100; i++) {
        seL4_SetMR(0, i);
        seL4_MessageInfo_t info = seL4_Call(endpoint, seL4_MessageInfo_new(0, 0, 0, 1));
        EQ(seL4_MessageInfo_get_label(info), 0);
        EQ(seL4_GetMR(0), 2 * i);
    }
    seL4_SetMR(0, 0);
    EQ(seL4_MessageInfo_get_label(seL4_Call(endpoint, seL4_MessageInfo_new(0, 0, 0, 1))), 1);
    EQ(server->out[0], 99);
    EQ(server->done, 1);
}

/* The server is below its client here: the call must hand over and come back. */
KTEST(ipc_server_below_its_client)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *server = kapi_thread(serve, KAPI_BELOW, seL4_CapNull);
    server->arg[0] = endpoint;
    kapi_resume(server);
    seL4_SetMR(0, 21);
    seL4_Call(endpoint, seL4_MessageInfo_new(0, 0, 0, 1));
    EQ(seL4_GetMR(0), 42);
}
