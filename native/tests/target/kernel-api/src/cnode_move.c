/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * CNode methods that move capabilities: Move, Mutate, Rotate, SaveCaller, CancelBadgedSends.
 * (Manual 10.3.2.)
 */

#include "kapi.h"

static seL4_Error move(seL4_CPtr to, seL4_CPtr from)
{
    return seL4_CNode_Move(KROOT, to, KDEPTH, KROOT, from, KDEPTH);
}

static seL4_Error rotate(seL4_CPtr dest, seL4_Word dest_badge, seL4_CPtr pivot,
                         seL4_Word pivot_badge, seL4_CPtr source)
{
    return seL4_CNode_Rotate(KROOT, dest, KDEPTH, dest_badge, KROOT, pivot, KDEPTH, pivot_badge,
                             KROOT, source, KDEPTH);
}

/* The badge that a message through this capability carries. */
static seL4_Word badge_of(seL4_CPtr cap, seL4_CPtr endpoint)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = cap;
    kapi_resume(thread);
    return kapi_recv(endpoint).badge;
}

KTEST(move_empties_the_source)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr from = kapi_mint(endpoint, seL4_AllRights, 7), to = kapi_slot();
    OK(move(to, from));
    HOLDS(kapi_empty(from));
    HOLDS(!kapi_empty(to));
    EQ(badge_of(to, endpoint), 7);
    ERR(move(to, from), seL4_DeleteFirst);
    ERR(move(from, from), seL4_FailedLookup);
    ERR(move(to, to), seL4_DeleteFirst);
}

/* A moved capability keeps its place: revoking its parent still finds it, revoking it finds its
 * children. */
KTEST(move_keeps_the_derivation)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr child = kapi_mint(endpoint, seL4_AllRights, 7), to = kapi_slot();
    OK(move(to, child));
    OK(kapi_revoke(endpoint));
    HOLDS(kapi_empty(to));
    seL4_CPtr untyped = kapi_untyped(12), moved = kapi_slot(), object = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, object));
    OK(move(moved, untyped));
    OK(kapi_revoke(moved));
    HOLDS(kapi_empty(object));
    OK(move(untyped, moved));
}

/* Badges are given once, by Mint: Mutate and Rotate refuse capabilities that could have one. */
KTEST(mutate_of_endpoints_is_refused)
{
    seL4_CPtr copy = kapi_copy(kapi_endpoint(), seL4_AllRights), to = kapi_slot();
    ERR(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH, 12), seL4_IllegalOperation);
    ERR(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, kapi_notification(), KDEPTH, 0),
        seL4_IllegalOperation);
    HOLDS(!kapi_empty(copy));
    HOLDS(kapi_empty(to));
}

KTEST(mutate_moves_what_has_no_badge)
{
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0), to = kapi_slot();
    seL4_CPtr copy = kapi_copy(frame, seL4_AllRights);
    OK(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH, 12));
    HOLDS(kapi_empty(copy));
    EQ(seL4_ARM_Page_GetAddress(to).paddr, seL4_ARM_Page_GetAddress(frame).paddr);
}

KTEST(mutate_sets_guards)
{
    seL4_CPtr cnode = kapi_cnode(4), to = kapi_slot();
    seL4_CPtr copy = kapi_copy(cnode, seL4_AllRights);
    ERR(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH,
                          seL4_CNode_CapData_new(0, 61).words[0]),
        seL4_IllegalOperation);
    OK(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH,
                         seL4_CNode_CapData_new(1, 1).words[0]));
    OK(seL4_CNode_Copy(to, 0x1f, 5, KROOT, cnode, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Delete(cnode, 0xf, 4));
}

/* Two copies of different frames, and a way to tell them apart. */
typedef struct pair {
    seL4_CPtr pivot, source;
    seL4_Word pivot_address, source_address;
} pair_t;

static pair_t make_pair(void)
{
    seL4_CPtr a = kapi_object(seL4_ARM_SmallPageObject, 0),
              b = kapi_object(seL4_ARM_SmallPageObject, 0);
    return (pair_t){kapi_copy(a, seL4_AllRights), kapi_copy(b, seL4_AllRights),
                    seL4_ARM_Page_GetAddress(a).paddr, seL4_ARM_Page_GetAddress(b).paddr};
}

KTEST(rotate_moves_two)
{
    pair_t p = make_pair();
    seL4_CPtr dest = kapi_slot();
    OK(rotate(dest, 0, p.pivot, 0, p.source));
    HOLDS(kapi_empty(p.source));
    EQ(seL4_ARM_Page_GetAddress(dest).paddr, p.pivot_address);
    EQ(seL4_ARM_Page_GetAddress(p.pivot).paddr, p.source_address);
}

KTEST(rotate_swaps)
{
    pair_t p = make_pair();
    OK(rotate(p.source, 0, p.pivot, 0, p.source));
    EQ(seL4_ARM_Page_GetAddress(p.source).paddr, p.pivot_address);
    EQ(seL4_ARM_Page_GetAddress(p.pivot).paddr, p.source_address);
    OK(rotate(p.pivot, 0, p.source, 0, p.pivot));
    EQ(seL4_ARM_Page_GetAddress(p.pivot).paddr, p.pivot_address);
}

KTEST(rotate_sets_guards)
{
    seL4_CPtr cnode = kapi_cnode(4), frame = kapi_object(seL4_ARM_SmallPageObject, 0),
              dest = kapi_slot();
    seL4_CPtr pivot = kapi_copy(cnode, seL4_AllRights), source = kapi_copy(cnode, seL4_AllRights);
    OK(rotate(dest, seL4_CNode_CapData_new(1, 1).words[0], pivot,
              seL4_CNode_CapData_new(6, 3).words[0], source));
    /* Each guard belongs to the slot where its capability ends up. */
    OK(seL4_CNode_Copy(dest, 0x15, 5, KROOT, frame, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Copy(pivot, 0x67, 7, KROOT, frame, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Delete(cnode, 5, 4));
    OK(seL4_CNode_Delete(cnode, 7, 4));
}

KTEST(rotate_checks_its_slots)
{
    pair_t p = make_pair();
    seL4_CPtr full = kapi_endpoint(), badged = kapi_mint(full, seL4_AllRights, 1),
              empty = kapi_slot();
    ERR(rotate(p.pivot, 0, p.pivot, 0, p.source), seL4_IllegalOperation);
    ERR(rotate(empty, 0, p.pivot, 0, p.pivot), seL4_IllegalOperation);
    ERR(rotate(full, 0, p.pivot, 0, p.source), seL4_DeleteFirst);
    ERR(rotate(empty, 0, p.pivot, 0, badged), seL4_IllegalOperation);
    ERR(rotate(empty, 0, full, 0, p.source), seL4_IllegalOperation);
    ERR3(rotate(empty, 0, p.pivot, 0, kapi_slot()), seL4_FailedLookup, 1, seL4_MissingCapability,
         seL4_WordBits);
    ERR3(rotate(empty, 0, kapi_slot(), 0, p.source), seL4_FailedLookup, 0, seL4_MissingCapability,
         seL4_WordBits);
    HOLDS(kapi_empty(empty));
}

KTEST(save_caller_keeps_the_reply)
{
    seL4_CPtr endpoint = kapi_endpoint(), reply = kapi_slot();
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = endpoint;
    kapi_resume(thread);
    kapi_recv(endpoint);
    OK(seL4_CNode_SaveCaller(KROOT, reply, KDEPTH));
    HOLDS(!kapi_empty(reply));
    seL4_Reply(seL4_MessageInfo_new(1, 0, 0, 0)); /* goes nowhere now */
    EQ(thread->done, 0);
    seL4_SetMR(0, 4711);
    seL4_Send(reply, seL4_MessageInfo_new(2, 0, 0, 1));
    EQ(thread->done, 1);
    EQ(thread->out[1], seL4_MessageInfo_new(2, 0, 0, 1).words[0]);
    EQ(thread->out[2], 4711);
    HOLDS(kapi_empty(reply)); /* a reply capability is good for one reply */
}

KTEST(save_caller_needs_an_empty_slot)
{
    ERR(seL4_CNode_SaveCaller(KROOT, kapi_endpoint(), KDEPTH), seL4_DeleteFirst);
    ERR2(seL4_CNode_SaveCaller(KROOT, kapi_slot(), 0), seL4_RangeError, 1, seL4_WordBits);
}

KTEST(save_caller_without_a_caller_does_nothing)
{
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_SaveCaller(KROOT, slot, KDEPTH));
    HOLDS(kapi_empty(slot));
}

/* A saved reply capability moves, but is never copied. */
KTEST(save_caller_reply_moves_only)
{
    seL4_CPtr endpoint = kapi_endpoint(), reply = kapi_slot(), other = kapi_slot();
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = endpoint;
    kapi_resume(thread);
    kapi_recv(endpoint);
    OK(seL4_CNode_SaveCaller(KROOT, reply, KDEPTH));
    ERR(seL4_CNode_Copy(KROOT, other, KDEPTH, KROOT, reply, KDEPTH, seL4_AllRights),
        seL4_IllegalOperation);
    OK(move(other, reply));
    seL4_Send(other, seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
}

/* Senders of one badge start over, the others keep waiting. */
KTEST(cancel_badged_sends_restarts_one_badge)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr one = kapi_mint(endpoint, seL4_AllRights, 1),
              two = kapi_mint(endpoint, seL4_AllRights, 2);
    const seL4_CPtr caps[3] = {one, two, one};
    for (seL4_Word i = 0; i < 3; i++) {
        kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
        thread->arg[0] = (seL4_Word)seL4_SysSend;
        thread->arg[1] = caps[i];
        thread->arg[2] = sys_tag(i, 0);
        kapi_resume(thread);
    }
    OK(seL4_CNode_CancelBadgedSends(KROOT, one, KDEPTH));
    /* The restarted ones queue up again behind the one that stayed, in no particular order. */
    EQ(kapi_recv(endpoint).label, 1);
    EQ(kapi_recv(endpoint).label + kapi_recv(endpoint).label, 0 + 2);
}

KTEST(cancel_badged_sends_needs_a_full_endpoint)
{
    seL4_CPtr endpoint = kapi_endpoint();
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_mint(endpoint, seL4_CanWrite, 1), KDEPTH),
        seL4_IllegalOperation);
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_notification(), KDEPTH), seL4_IllegalOperation);
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_slot(), KDEPTH), seL4_IllegalOperation);
    OK(seL4_CNode_CancelBadgedSends(KROOT, endpoint, KDEPTH)); /* no badge: nothing happens */
}
