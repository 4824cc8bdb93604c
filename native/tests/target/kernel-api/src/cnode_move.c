/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * CNode methods that move capabilities: Move, Mutate, Rotate, SaveCaller, CancelBadgedSends. (Manual 10.3.2.)
 */

#include "kapi.h"

static seL4_Error move(seL4_CPtr to, seL4_CPtr from)
{
    return seL4_CNode_Move(KROOT, to, KDEPTH, KROOT, from, KDEPTH);
}

static seL4_Error rotate(seL4_CPtr dest, seL4_Word dest_badge, seL4_CPtr pivot, seL4_Word pivot_badge, seL4_CPtr source)
{
    return seL4_CNode_Rotate(KROOT, dest, KDEPTH, dest_badge, KROOT, pivot, KDEPTH, pivot_badge, KROOT, source, KDEPTH);
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

/* A moved capability keeps its place: revoking its parent still finds it, revoking it finds its children. */
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

KTEST(mutate_badges_while_moving)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr copy = kapi_copy(endpoint, seL4_AllRights), to = kapi_slot(), again = kapi_slot();
    OK(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH, 12));
    HOLDS(kapi_empty(copy));
    EQ(badge_of(to, endpoint), 12);
    ERR(seL4_CNode_Mutate(KROOT, again, KDEPTH, KROOT, to, KDEPTH, 13), seL4_IllegalOperation);
    HOLDS(!kapi_empty(to));
    HOLDS(kapi_empty(again));
}

KTEST(mutate_sets_guards)
{
    seL4_CPtr cnode = kapi_cnode(4), to = kapi_slot();
    seL4_CPtr copy = kapi_copy(cnode, seL4_AllRights);
    ERR(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH, seL4_CNode_CapData_new(0, 61).words[0]),
        seL4_IllegalOperation);
    OK(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, copy, KDEPTH, seL4_CNode_CapData_new(1, 1).words[0]));
    OK(seL4_CNode_Copy(to, 0x1f, 5, KROOT, cnode, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Delete(cnode, 0xf, 4));
}

KTEST(rotate_moves_two)
{
    seL4_CPtr a = kapi_endpoint(), b = kapi_endpoint();
    seL4_CPtr pivot = kapi_mint(a, seL4_AllRights, 1), source = kapi_mint(b, seL4_AllRights, 2), dest = kapi_slot();
    OK(rotate(dest, 0, pivot, 0, source));
    HOLDS(kapi_empty(source));
    EQ(badge_of(dest, a), 1);
    EQ(badge_of(pivot, b), 2);
}

KTEST(rotate_swaps)
{
    seL4_CPtr a = kapi_endpoint(), b = kapi_endpoint();
    seL4_CPtr pivot = kapi_mint(a, seL4_AllRights, 1), source = kapi_mint(b, seL4_AllRights, 2);
    OK(rotate(source, 0, pivot, 0, source));
    EQ(badge_of(source, a), 1);
    EQ(badge_of(pivot, b), 2);
}

KTEST(rotate_badges)
{
    seL4_CPtr a = kapi_endpoint(), b = kapi_endpoint();
    seL4_CPtr pivot = kapi_copy(a, seL4_AllRights), source = kapi_copy(b, seL4_AllRights), dest = kapi_slot();
    OK(rotate(dest, 31, pivot, 32, source));
    EQ(badge_of(dest, a), 31);
    EQ(badge_of(pivot, b), 32);
    ERR(rotate(source, 33, dest, 34, pivot), seL4_IllegalOperation);
}

KTEST(rotate_checks_its_slots)
{
    seL4_CPtr a = kapi_endpoint(), b = kapi_endpoint(), c = kapi_endpoint(), empty = kapi_slot();
    ERR(rotate(a, 0, a, 0, b), seL4_IllegalOperation);
    ERR(rotate(empty, 0, a, 0, a), seL4_IllegalOperation);
    ERR(rotate(c, 0, a, 0, b), seL4_DeleteFirst);
    ERR3(rotate(empty, 0, a, 0, kapi_slot()), seL4_FailedLookup, 1, seL4_MissingCapability, 0);
    ERR3(rotate(empty, 0, kapi_slot(), 0, a), seL4_FailedLookup, 0, seL4_MissingCapability, 0);
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
    ERR(seL4_CNode_Copy(KROOT, other, KDEPTH, KROOT, reply, KDEPTH, seL4_AllRights), seL4_IllegalOperation);
    OK(move(other, reply));
    seL4_Send(other, seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
}

/* Senders of one badge start over, the others keep waiting. */
KTEST(cancel_badged_sends_restarts_one_badge)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr one = kapi_mint(endpoint, seL4_AllRights, 1), two = kapi_mint(endpoint, seL4_AllRights, 2);
    const seL4_CPtr caps[3] = {one, two, one};
    for (seL4_Word i = 0; i < 3; i++) {
        kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
        thread->arg[0] = (seL4_Word)seL4_SysSend;
        thread->arg[1] = caps[i];
        thread->arg[2] = sys_tag(i, 0);
        kapi_resume(thread);
    }
    OK(seL4_CNode_CancelBadgedSends(KROOT, one, KDEPTH));
    /* The restarted ones queue up again behind the one that stayed. */
    EQ(kapi_recv(endpoint).label, 1);
    EQ(kapi_recv(endpoint).label, 0);
    EQ(kapi_recv(endpoint).label, 2);
}

KTEST(cancel_badged_sends_needs_a_full_endpoint)
{
    seL4_CPtr endpoint = kapi_endpoint();
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_mint(endpoint, seL4_CanWrite, 1), KDEPTH), seL4_IllegalOperation);
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_notification(), KDEPTH), seL4_IllegalOperation);
    ERR(seL4_CNode_CancelBadgedSends(KROOT, kapi_slot(), KDEPTH), seL4_IllegalOperation);
    OK(seL4_CNode_CancelBadgedSends(KROOT, endpoint, KDEPTH)); /* no badge: nothing happens */
}
