/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Objects that go away while they are in use. (Manual 3.1.4, 4.2, 6.1.)
 */

#include "kapi.h"

/* Threads that wait on an endpoint start over when it goes, and then find no capability. */
static void endpoint_goes(long call)
{
    seL4_CPtr faults = kapi_endpoint(), untyped = kapi_untyped(12), endpoint = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, endpoint));
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)call;
    thread->arg[1] = endpoint;
    kapi_resume(thread);
    OK(kapi_delete(endpoint));
    if (call != seL4_SysRecv) {
        /* Sending finds an empty slot now: a null capability, which is an error and no fault. */
        EQ(thread->done, 1);
        EQ(seL4_MessageInfo_get_label((seL4_MessageInfo_t){{thread->out[1]}}),
           call == seL4_SysCall ? seL4_InvalidCapability : 0);
        return;
    }
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_CapFault);
    EQ(fault.length, seL4_CapFault_BitsLeft + 1);
    EQ(seL4_GetMR(seL4_CapFault_Addr), endpoint);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
    EQ(seL4_GetMR(seL4_CapFault_LookupFailureType), seL4_MissingCapability);
    EQ(seL4_GetMR(seL4_CapFault_BitsLeft), 0);
    /* With the capability back, the thread's call succeeds. */
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, endpoint));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 0);
    seL4_Send(endpoint, seL4_MessageInfo_new(6, 0, 0, 0));
    EQ(thread->done, 1);
}

KTEST(delete_endpoint_under_a_sender)
{
    endpoint_goes(seL4_SysSend);
}

KTEST(delete_endpoint_under_a_caller)
{
    endpoint_goes(seL4_SysCall);
}

KTEST(delete_endpoint_under_a_receiver)
{
    endpoint_goes(seL4_SysRecv);
}

KTEST(delete_notification_under_a_waiter)
{
    seL4_CPtr faults = kapi_endpoint(), untyped = kapi_untyped(12), notification = kapi_slot();
    OK(kapi_retype(untyped, seL4_NotificationObject, 0, notification));
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    thread->arg[1] = notification;
    kapi_resume(thread);
    OK(kapi_revoke(untyped));
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
}

KTEST(delete_bound_notification_unbinds)
{
    seL4_CPtr untyped = kapi_untyped(12), notification = kapi_slot();
    OK(kapi_retype(untyped, seL4_NotificationObject, 0, notification));
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_BindNotification(thread->tcb, notification));
    OK(kapi_delete(notification));
    ERR(seL4_TCB_UnbindNotification(thread->tcb), seL4_IllegalOperation);
    OK(seL4_TCB_BindNotification(thread->tcb, kapi_notification()));
}

KTEST(delete_thread_with_bound_notification_unbinds)
{
    seL4_CPtr untyped = kapi_untyped(12), tcb = kapi_slot(), notification = kapi_notification();
    OK(kapi_retype(untyped, seL4_TCBObject, 0, tcb));
    OK(seL4_TCB_BindNotification(tcb, notification));
    OK(kapi_delete(tcb));
    OK(kapi_retype(untyped, seL4_TCBObject, 0, tcb));
    OK(seL4_TCB_BindNotification(tcb, notification));
}

/* A caller that is deleted while it waits for its reply: the reply goes nowhere, the endpoint stays
 * sound. */
KTEST(delete_caller_before_its_reply)
{
    seL4_CPtr endpoint = kapi_endpoint(), reply = kapi_slot();
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = endpoint;
    kapi_resume(thread);
    kapi_recv(endpoint);
    OK(seL4_CNode_SaveCaller(KROOT, reply, KDEPTH));
    OK(kapi_delete(thread->tcb));
    HOLDS(kapi_empty(reply));
    kapi_thread_t *second = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    second->arg[0] = (seL4_Word)seL4_SysCall;
    second->arg[1] = endpoint;
    kapi_resume(second);
    kapi_recv(endpoint);
    OK(kapi_delete(second->tcb));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
}

/* Queued threads that are deleted leave the queue in order. */
KTEST(delete_thread_in_a_queue)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *threads[4];
    for (seL4_Word i = 0; i < 4; i++) {
        threads[i] = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
        threads[i]->arg[0] = (seL4_Word)seL4_SysSend;
        threads[i]->arg[1] = endpoint;
        threads[i]->arg[2] = sys_tag(i, 0);
        kapi_resume(threads[i]);
    }
    OK(kapi_delete(threads[2]->tcb));
    OK(kapi_delete(threads[0]->tcb));
    EQ(kapi_recv(endpoint).label, 1);
    EQ(kapi_recv(endpoint).label, 3);
    seL4_Word badge;
    seL4_NBRecv(endpoint, &badge);
    EQ(threads[3]->done, 1);
}

/* A thread that holds the last capability to itself and deletes it never runs on. */
static void delete_self(kapi_thread_t *self)
{
    self->step = 1;
    self->ipc->msg[0] = 0;
    sys_raw(seL4_SysCall, KROOT, sys_tag(CNodeDelete, 2), self->tcb, seL4_WordBits, 0, 0);
    self->step = 2;
}

KTEST(delete_of_oneself)
{
    kapi_thread_t *thread = kapi_start(delete_self, KAPI_ABOVE, seL4_CapNull);
    EQ(thread->step, 1);
    HOLDS(kapi_empty(thread->tcb));
}

static void revoke_own_memory(kapi_thread_t *self)
{
    self->step = 1;
    sys_raw(seL4_SysCall, KROOT, sys_tag(CNodeRevoke, 2), self->arg[0], seL4_WordBits, 0, 0);
    self->step = 2;
}

KTEST(revoke_of_ones_own_memory)
{
    kapi_thread_t *thread = kapi_thread(revoke_own_memory, KAPI_ABOVE, seL4_CapNull);
    seL4_CPtr untyped = kapi_untyped(seL4_TCBBits), tcb = kapi_slot();
    OK(kapi_retype(untyped, seL4_TCBObject, 0, tcb));
    OK(seL4_TCB_Configure(tcb, seL4_CapNull, KROOT, 0, seL4_CapInitThreadVSpace, 0, 0,
                          seL4_CapNull));
    OK(seL4_TCB_SetPriority(tcb, seL4_CapInitThreadTCB, KAPI_ABOVE));
    OK(seL4_TCB_CopyRegisters(tcb, thread->tcb, 0, 0, 1, 1, 0));
    thread->arg[0] = untyped;
    OK(seL4_TCB_Resume(tcb));
    EQ(thread->step, 1);
    HOLDS(kapi_empty(tcb));
    OK(kapi_retype(untyped, seL4_TCBObject, 0, tcb));
}

/* The capability space of a running thread. The TCB keeps a capability of its own, so a plain
 * delete changes nothing. */
KTEST(delete_cspace_in_use)
{
    seL4_CPtr untyped = kapi_untyped(12), cnode = kapi_slot(), endpoint = kapi_endpoint();
    OK(kapi_retype(untyped, seL4_CapTableObject, 4, cnode));
    OK(seL4_CNode_Copy(cnode, 1, 4, KROOT, endpoint, KDEPTH, seL4_AllRights));
    seL4_CPtr space = kapi_mint(cnode, seL4_AllRights, seL4_CNode_CapData_new(0, 60).words[0]);
    kapi_thread_t *thread = kapi_thread_in(kapi_entry_call, KAPI_ABOVE, space, 1);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = 1;
    OK(kapi_delete(space));
    OK(kapi_delete(cnode));
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).label, 0);
    /* A revoke takes the TCB's capability too; the fault handler cannot be reached any more, so the
     * thread stops. */
    OK(kapi_revoke(untyped));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
    OK(kapi_retype(untyped, seL4_CapTableObject, 4, cnode));
}

KTEST(delete_vspace_in_use)
{
    seL4_CPtr untyped = kapi_untyped(seL4_VSpaceBits), vspace = kapi_slot(),
              faults = kapi_endpoint();
    OK(kapi_retype(untyped, seL4_ARM_VSpaceObject, 0, vspace));
    OK(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    kapi_thread_t *thread = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, faults);
    OK(seL4_TCB_SetSpace(thread->tcb, faults, KROOT, 0, vspace, 0));
    kapi_resume(thread);
    EQ(kapi_recv(faults).label, seL4_Fault_VMFault); /* nothing is mapped there */
    EQ(seL4_GetMR(seL4_VMFault_PrefetchFault), 1);
    OK(kapi_revoke(untyped));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(kapi_recv(faults).label, seL4_Fault_VMFault);
    OK(kapi_retype(untyped, seL4_ARM_VSpaceObject, 0, vspace));
}

KTEST(delete_ipc_buffer_in_use)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    seL4_CPtr untyped = kapi_untyped(seL4_PageBits), frame = kapi_slot();
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, frame));
    seL4_IPCBuffer *buffer =
        kapi_map(frame, seL4_PageBits, seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
    OK(seL4_TCB_SetIPCBuffer(thread->tcb, (seL4_Word)buffer, frame));
    buffer->msg[4] = 4444;
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = endpoint;
    thread->arg[2] = sys_tag(0, 6);
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).length, 6);
    EQ(seL4_GetMR(4), 4444);
    OK(rs_vspace_unmap(rs_vspace_self(), frame, (uintptr_t)buffer, seL4_PageBits));
    OK(kapi_revoke(untyped)); /* the frame and the TCB's capability to it */
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 20));
    EQ(thread->done, 1);
    EQ(seL4_MessageInfo_get_length((seL4_MessageInfo_t){{thread->out[1]}}),
       seL4_FastMessageRegisters);
}
