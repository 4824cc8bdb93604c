/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Thread methods: spaces, buffers, priorities, states. (Manual 6.1, 10.3.7.)
 */

#include "kapi.h"

static kapi_thread_t *idle(void)
{
    return kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
}

KTEST(tcb_configure_checks_its_capabilities)
{
    kapi_thread_t *t = idle();
    seL4_CPtr endpoint = kapi_endpoint(), vspace = kapi_object(seL4_ARM_VSpaceObject, 0);
    const seL4_Word buffer = (seL4_Word)t->ipc;
    ERR(seL4_TCB_Configure(t->tcb, 0, endpoint, 0, seL4_CapInitThreadVSpace, 0, buffer, t->frame),
        seL4_IllegalOperation);
    ERR(seL4_TCB_Configure(t->tcb, 0, seL4_CapNull, 0, seL4_CapInitThreadVSpace, 0, buffer,
                           t->frame),
        seL4_IllegalOperation);
    ERR(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, endpoint, 0, buffer, t->frame),
        seL4_IllegalOperation);
    ERR(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, vspace, 0, buffer, t->frame),
        seL4_IllegalOperation); /* no ASID */
    ERR(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, seL4_CapInitThreadVSpace, 0, buffer, endpoint),
        seL4_IllegalOperation);
    ERR(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, seL4_CapInitThreadVSpace, 0, buffer + 8, t->frame),
        seL4_AlignmentError);
    OK(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, seL4_CapInitThreadVSpace, 0, 0, seL4_CapNull));
    OK(seL4_TCB_Configure(t->tcb, 0, KROOT, 0, seL4_CapInitThreadVSpace, 0, buffer, t->frame));
}

KTEST(tcb_set_space_checks_its_capabilities)
{
    kapi_thread_t *t = idle();
    seL4_CPtr endpoint = kapi_endpoint(), cnode = kapi_cnode(4);
    ERR(seL4_TCB_SetSpace(t->tcb, 0, endpoint, 0, seL4_CapInitThreadVSpace, 0),
        seL4_IllegalOperation);
    ERR(seL4_TCB_SetSpace(t->tcb, 0, KROOT, 0, endpoint, 0), seL4_IllegalOperation);
    ERR(seL4_TCB_SetSpace(t->tcb, 0, KROOT, 0, kapi_object(seL4_ARM_VSpaceObject, 0), 0),
        seL4_IllegalOperation);
    /* A guard that does not fit. */
    ERR(seL4_TCB_SetSpace(t->tcb, 0, cnode, seL4_CNode_CapData_new(0, 61).words[0],
                          seL4_CapInitThreadVSpace, 0),
        seL4_IllegalOperation);
    OK(seL4_TCB_SetSpace(t->tcb, 0, cnode, seL4_CNode_CapData_new(0, 60).words[0],
                         seL4_CapInitThreadVSpace, 0));
}

KTEST(tcb_set_ipc_buffer_checks)
{
    kapi_thread_t *t = idle();
    const seL4_Word buffer = (seL4_Word)t->ipc;
    ERR(seL4_TCB_SetIPCBuffer(t->tcb, buffer, kapi_endpoint()), seL4_IllegalOperation);
    ERR(seL4_TCB_SetIPCBuffer(t->tcb, buffer + 512, t->frame), seL4_AlignmentError);
    ERR(seL4_TCB_SetIPCBuffer(t->tcb, buffer,
                              kapi_object_at(seL4_ARM_SmallPageObject, 0, 0x9010000)),
        seL4_IllegalOperation);
    OK(seL4_TCB_SetIPCBuffer(t->tcb, 0, seL4_CapNull));
    OK(seL4_TCB_SetIPCBuffer(t->tcb, buffer + 1024, t->frame));
}

KTEST(tcb_buffer_at_an_offset)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_SetIPCBuffer(t->tcb, (seL4_Word)t->ipc + 3 * 1024, t->frame));
    t->ipc[3].msg[7] = 777;
    t->arg[0] = (seL4_Word)seL4_SysSend;
    t->arg[1] = endpoint;
    t->arg[2] = sys_tag(0, 8);
    kapi_resume(t);
    EQ(kapi_recv(endpoint).length, 8);
    EQ(seL4_GetMR(7), 777);
}

KTEST(tcb_priorities_are_bounded)
{
    kapi_thread_t *t = idle(), *authority = idle();
    OK(seL4_TCB_SetMCPriority(authority->tcb, seL4_CapInitThreadTCB, 50));
    ERR2(seL4_TCB_SetPriority(t->tcb, authority->tcb, 51), seL4_RangeError, 0, 50);
    ERR2(seL4_TCB_SetMCPriority(t->tcb, authority->tcb, 51), seL4_RangeError, 0, 50);
    ERR2(seL4_TCB_SetSchedParams(t->tcb, authority->tcb, 51, 10), seL4_RangeError, 0, 50);
    ERR2(seL4_TCB_SetSchedParams(t->tcb, authority->tcb, 10, 51), seL4_RangeError, 0, 50);
    OK(seL4_TCB_SetPriority(t->tcb, authority->tcb, 50));
    OK(seL4_TCB_SetSchedParams(t->tcb, authority->tcb, 50, 50));
    ERR(seL4_TCB_SetPriority(t->tcb, seL4_CapInitThreadTCB, seL4_MaxPrio + 1), seL4_RangeError);
    ERR(seL4_TCB_SetPriority(t->tcb, seL4_CapInitThreadTCB, ~0ul), seL4_RangeError);
}

KTEST(tcb_priorities_need_an_authority)
{
    kapi_thread_t *t = idle();
    seL4_CPtr endpoint = kapi_endpoint();
    ERR1(seL4_TCB_SetPriority(t->tcb, endpoint, 1), seL4_InvalidCapability, 1);
    ERR1(seL4_TCB_SetMCPriority(t->tcb, endpoint, 1), seL4_InvalidCapability, 1);
    ERR1(seL4_TCB_SetSchedParams(t->tcb, seL4_CapNull, 1, 1), seL4_InvalidCapability, 1);
}

KTEST(tcb_suspend_and_resume)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    t->arg[0] = (seL4_Word)seL4_SysRecv;
    t->arg[1] = endpoint;
    kapi_resume(t);
    OK(seL4_TCB_Suspend(t->tcb));
    OK(seL4_TCB_Suspend(t->tcb));
    seL4_NBSend(endpoint, seL4_MessageInfo_new(1, 0, 0, 0)); /* nobody waits any more */
    EQ(t->done, 0);
    kapi_resume(t); /* waits anew */
    seL4_NBSend(endpoint, seL4_MessageInfo_new(2, 0, 0, 0));
    EQ(t->done, 1);
    EQ(seL4_MessageInfo_get_label((seL4_MessageInfo_t){{t->out[1]}}), 2);
}

/* Resuming a thread that waits starts its call over. */
KTEST(tcb_resume_of_a_waiting_thread)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    t->arg[0] = (seL4_Word)seL4_SysSend;
    t->arg[1] = endpoint;
    kapi_resume(t);
    kapi_resume(t);
    EQ(t->done, 0);
    kapi_recv(endpoint);
    EQ(t->done, 1);
    seL4_Word badge;
    seL4_NBRecv(endpoint, &badge);
}

KTEST(tcb_suspended_thread_does_not_run)
{
    kapi_thread_t *t = kapi_thread(kapi_entry_nothing, KAPI_BELOW, seL4_CapNull);
    kapi_resume(t);
    OK(seL4_TCB_Suspend(t->tcb));
    OK(seL4_TCB_SetPriority(t->tcb, seL4_CapInitThreadTCB, KAPI_ABOVE));
    EQ(t->done, 0);
    kapi_resume(t);
    EQ(t->done, 1);
}

static void read_tls(kapi_thread_t *self)
{
    seL4_Word value;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(value));
    self->out[0] = value;
}

KTEST(tcb_set_tls_base)
{
    kapi_thread_t *t = kapi_thread(read_tls, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_SetTLSBase(t->tcb, 0x123456789abcdef0ul));
    kapi_resume(t);
    EQ(t->out[0], 0x123456789abcdef0ul);
}

KTEST(tcb_flags_are_set_and_cleared)
{
    kapi_thread_t *t = idle();
    seL4_TCB_SetFlags_t got = seL4_TCB_SetFlags(t->tcb, 0, 0);
    EQ(got.error, seL4_NoError);
    EQ(got.flags, 0);
    EQ(seL4_TCB_SetFlags(t->tcb, 0, seL4_TCBFlag_fpuDisabled).flags, seL4_TCBFlag_fpuDisabled);
    EQ(seL4_TCB_SetFlags(t->tcb, 0, 0).flags, seL4_TCBFlag_fpuDisabled);
    EQ(seL4_TCB_SetFlags(t->tcb, seL4_TCBFlag_fpuDisabled, 0).flags, 0);
    EQ(seL4_TCB_SetFlags(t->tcb, seL4_TCBFlag_fpuDisabled, seL4_TCBFlag_fpuDisabled).flags,
       seL4_TCBFlag_fpuDisabled);
    EQ(seL4_TCB_SetFlags(t->tcb, ~0ul, ~0ul ^ 1).flags, 0); /* unknown flags are not kept */
}

KTEST(tcb_needs_the_whole_message)
{
    kapi_thread_t *t = idle();
    static const struct {
        seL4_Word label, length, caps;
    } methods[] = {
        {TCBReadRegisters, 2, 0},    {TCBWriteRegisters, 2, 0}, {TCBCopyRegisters, 1, 1},
        {TCBConfigure, 4, 3},        {TCBSetPriority, 1, 1},    {TCBSetMCPriority, 1, 1},
        {TCBSetSchedParams, 2, 1},   {TCBSetIPCBuffer, 1, 1},   {TCBSetSpace, 3, 2},
        {TCBBindNotification, 0, 1}, {TCBSetTLSBase, 1, 0},     {TCBSetFlags, 2, 0},
    };
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        for (int cap = 0; cap < 3; cap++) {
            seL4_SetCap(cap, KROOT);
        }
        if (methods[i].length > 0) {
            seL4_MessageInfo_t reply =
                seL4_Call(t->tcb, seL4_MessageInfo_new(methods[i].label, 0, methods[i].caps,
                                                       methods[i].length - 1));
            EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
        }
        if (methods[i].caps > 0) {
            seL4_MessageInfo_t reply =
                seL4_Call(t->tcb, seL4_MessageInfo_new(methods[i].label, 0, methods[i].caps - 1,
                                                       methods[i].length));
            EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
        }
    }
}

KTEST(tcb_knows_no_other_method)
{
    kapi_thread_t *t = idle();
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label < TCBReadRegisters || label > TCBSetFlags) {
            seL4_MessageInfo_t reply = seL4_Call(t->tcb, seL4_MessageInfo_new(label, 0, 0, 8));
            EQ(seL4_MessageInfo_get_label(reply), seL4_IllegalOperation);
        }
    }
}

KTEST(domain_of_a_thread)
{
    kapi_thread_t *t = idle();
    OK(seL4_DomainSet_Set(seL4_CapDomain, 0, t->tcb));
    ERR1(seL4_DomainSet_Set(seL4_CapDomain, CONFIG_NUM_DOMAINS, t->tcb), seL4_InvalidArgument, 0);
    ERR1(seL4_DomainSet_Set(seL4_CapDomain, 0, kapi_endpoint()), seL4_InvalidArgument, 1);
    /* The domain is looked at before the thread is missed. */
    seL4_SetMR(0, CONFIG_NUM_DOMAINS);
    EQ(seL4_MessageInfo_get_label(
           seL4_Call(seL4_CapDomain, seL4_MessageInfo_new(DomainSetSet, 0, 0, 1))),
       seL4_InvalidArgument);
    seL4_SetMR(0, 0);
    EQ(seL4_MessageInfo_get_label(
           seL4_Call(seL4_CapDomain, seL4_MessageInfo_new(DomainSetSet, 0, 0, 1))),
       seL4_TruncatedMessage);
}

KTEST(domain_schedule_errors)
{
    ERR2(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, CONFIG_NUM_DOMAIN_SCHEDULES, 0, 1),
         seL4_RangeError, 0, 0);
    ERR2(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, CONFIG_NUM_DOMAIN_SCHEDULES,
                                          CONFIG_NUM_DOMAINS, 1),
         seL4_RangeError, 0, 0);
    ERR2(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 0, CONFIG_NUM_DOMAINS, 1),
         seL4_RangeError, 0, CONFIG_NUM_DOMAINS - 1);
    ERR2(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, CONFIG_NUM_DOMAIN_SCHEDULES),
         seL4_RangeError, 0, CONFIG_NUM_DOMAIN_SCHEDULES - 1);
}
