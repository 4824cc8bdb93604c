/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Capabilities in messages: transfer, unwrapping, what is dropped when. (Manual 4.2.1, 4.2.2.)
 */

#include "kapi.h"

/* A thread above main that sends a message with capabilities. */
static kapi_thread_t *giver(long call, seL4_CPtr cap, seL4_Word count, const seL4_CPtr *caps)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)call;
    thread->arg[1] = cap;
    thread->arg[2] = seL4_MessageInfo_new(1, 0, count, 1).words[0];
    for (seL4_Word i = 0; i < count; i++) {
        thread->ipc->caps_or_badges[i] = caps[i];
    }
    return thread;
}

static kapi_received_t take(seL4_CPtr endpoint, seL4_CPtr slot)
{
    seL4_SetCapReceivePath(KROOT, slot, seL4_WordBits);
    return kapi_recv(endpoint);
}

KTEST(caps_arrive_with_grant)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0),
              slot = kapi_slot();
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
    kapi_received_t got = take(endpoint, slot);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 1);
    EQ(seL4_MessageInfo_get_capsUnwrapped(got.info), 0);
    EQ(got.length, 1);
    EQ(seL4_ARM_Page_GetAddress(slot).paddr, seL4_ARM_Page_GetAddress(frame).paddr);
    /* It is derived from the sender's. */
    OK(kapi_revoke(frame));
    HOLDS(kapi_empty(slot));
}

KTEST(caps_stay_without_grant)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0),
              slot = kapi_slot();
    kapi_resume(
        giver(seL4_SysSend, kapi_copy(endpoint, seL4_CapRights_new(1, 0, 0, 1)), 1, &frame));
    kapi_received_t got = take(endpoint, slot);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 0);
    HOLDS(kapi_empty(slot));
}

KTEST(caps_stay_when_the_slot_is_full)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr full = kapi_object(seL4_ARM_SmallPageObject, 0);
    seL4_Word address = seL4_ARM_Page_GetAddress(full).paddr;
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
    EQ(seL4_MessageInfo_get_extraCaps(take(endpoint, full).info), 0);
    EQ(seL4_ARM_Page_GetAddress(full).paddr, address);
}

KTEST(caps_stay_when_the_receive_path_is_bad)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0),
              slot = kapi_slot();
    static const seL4_Word depths[] = {0, 65, 3};
    for (size_t i = 0; i < sizeof(depths) / sizeof(depths[0]); i++) {
        kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
        seL4_SetCapReceivePath(KROOT, slot, depths[i]);
        kapi_received_t got = kapi_recv(endpoint);
        EQ(got.label, 1);
        EQ(seL4_MessageInfo_get_extraCaps(got.info), 0);
    }
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
    seL4_SetCapReceivePath(frame, slot, seL4_WordBits);
    EQ(seL4_MessageInfo_get_extraCaps(kapi_recv(endpoint).info), 0);
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
    seL4_SetCapReceivePath(seL4_CapNull, 0, 0);
    EQ(seL4_MessageInfo_get_extraCaps(kapi_recv(endpoint).info), 0);
    HOLDS(kapi_empty(slot));
}

/* One slot: the first capability arrives, those behind it are dropped. */
KTEST(caps_more_than_one)
{
    seL4_CPtr endpoint = kapi_endpoint(), slot = kapi_slot();
    seL4_CPtr caps[3];
    for (int i = 0; i < 3; i++) {
        caps[i] = kapi_object(seL4_ARM_SmallPageObject, 0);
    }
    kapi_resume(giver(seL4_SysSend, endpoint, 3, caps));
    kapi_received_t got = take(endpoint, slot);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 1);
    EQ(seL4_ARM_Page_GetAddress(slot).paddr, seL4_ARM_Page_GetAddress(caps[0]).paddr);
}

/* A capability to the endpoint itself arrives as its badge. */
KTEST(caps_to_the_endpoint_are_unwrapped)
{
    seL4_CPtr endpoint = kapi_endpoint(), slot = kapi_slot();
    seL4_CPtr caps[3] = {kapi_mint(endpoint, seL4_CanRead, 111),
                         kapi_mint(endpoint, seL4_CanWrite, 222),
                         kapi_mint(endpoint, seL4_AllRights, 333)};
    kapi_resume(giver(seL4_SysSend, endpoint, 3, caps));
    kapi_received_t got = take(endpoint, slot);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 3);
    EQ(seL4_MessageInfo_get_capsUnwrapped(got.info), 7);
    EQ(seL4_GetBadge(0), 111);
    EQ(seL4_GetBadge(1), 222);
    EQ(seL4_GetBadge(2), 333);
    HOLDS(kapi_empty(slot));
}

KTEST(caps_mixed_unwrapped_and_copied)
{
    seL4_CPtr endpoint = kapi_endpoint(), slot = kapi_slot();
    seL4_CPtr caps[3] = {kapi_mint(endpoint, seL4_AllRights, 5),
                         kapi_object(seL4_ARM_SmallPageObject, 0),
                         kapi_mint(endpoint, seL4_AllRights, 6)};
    kapi_resume(giver(seL4_SysSend, endpoint, 3, caps));
    kapi_received_t got = take(endpoint, slot);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 3);
    EQ(seL4_MessageInfo_get_capsUnwrapped(got.info), 5);
    EQ(seL4_GetBadge(0), 5);
    EQ(seL4_GetBadge(2), 6);
    EQ(seL4_ARM_Page_GetAddress(slot).paddr, seL4_ARM_Page_GetAddress(caps[1]).paddr);
}

/* A capability address that leads nowhere: a fault of the sender, in its sending phase. */
KTEST(caps_that_do_not_resolve)
{
    seL4_CPtr endpoint = kapi_endpoint(), faults = kapi_endpoint();
    seL4_CPtr bad = 1ul << 40;
    kapi_thread_t *thread = giver(seL4_SysSend, endpoint, 1, &bad);
    OK(seL4_TCB_SetSpace(thread->tcb, faults, KROOT, 0, seL4_CapInitThreadVSpace, 0));
    kapi_resume(thread);
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_Addr), bad);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 0);
}

/* An empty slot is a null capability: it travels as nothing. */
KTEST(caps_from_empty_slots)
{
    seL4_CPtr endpoint = kapi_endpoint(), slot = kapi_slot(), empty = kapi_slot();
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &empty));
    kapi_received_t got = take(endpoint, slot);
    EQ(got.label, 1);
    EQ(seL4_MessageInfo_get_extraCaps(got.info), 0);
    HOLDS(kapi_empty(slot));
}

/* Untyped memory with children and control capabilities have no copies: they do not travel. */
KTEST(caps_that_cannot_be_derived)
{
    seL4_CPtr endpoint = kapi_endpoint(), slot = kapi_slot(), untyped = kapi_untyped(12),
              child = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, child));
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &untyped));
    EQ(seL4_MessageInfo_get_extraCaps(take(endpoint, slot).info), 0);
    HOLDS(kapi_empty(slot));
}

/* A reply carries capabilities when the call's receiver could grant: the rights of the receiving
 * capability. */
static seL4_Word reply_with_cap(seL4_CapRights_t receiver_rights, seL4_CPtr slot)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = endpoint;
    thread->ipc->receiveCNode = KROOT;
    thread->ipc->receiveIndex = slot;
    thread->ipc->receiveDepth = seL4_WordBits;
    kapi_resume(thread);
    kapi_recv(kapi_copy(endpoint, receiver_rights));
    seL4_SetCap(0, frame);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 1, 0));
    EQ(thread->done, 1);
    return seL4_MessageInfo_get_extraCaps((seL4_MessageInfo_t){{thread->out[1]}});
}

KTEST(caps_in_replies_with_grant)
{
    seL4_CPtr slot = kapi_slot();
    EQ(reply_with_cap(seL4_AllRights, slot), 1);
    HOLDS(!kapi_empty(slot));
}

KTEST(caps_in_replies_without_grant)
{
    seL4_CPtr slot = kapi_slot();
    EQ(reply_with_cap(seL4_CanRead, slot), 0);
    HOLDS(kapi_empty(slot));
}

/* The receive path leads through a CNode of the receiver's choice. */
KTEST(caps_arrive_in_a_nested_cnode)
{
    seL4_CPtr endpoint = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0),
              cnode = kapi_cnode(6);
    kapi_resume(giver(seL4_SysSend, endpoint, 1, &frame));
    seL4_SetCapReceivePath(cnode, 33, 6);
    EQ(seL4_MessageInfo_get_extraCaps(kapi_recv(endpoint).info), 1);
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_Move(KROOT, slot, KDEPTH, cnode, 33, 6));
    EQ(seL4_ARM_Page_GetAddress(slot).paddr, seL4_ARM_Page_GetAddress(frame).paddr);
}
