/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Revoke and the derivation of capabilities. (Manual 3.1.4, 10.3.2.)
 */

#include "kapi.h"

KTEST(revoke_removes_what_was_derived)
{
    seL4_CPtr endpoint = kapi_endpoint(), cnode = kapi_cnode(4);
    seL4_CPtr copy = kapi_copy(endpoint, seL4_CanRead),
              badged = kapi_mint(endpoint, seL4_AllRights, 3);
    seL4_CPtr of_badged = kapi_copy(badged, seL4_AllRights);
    OK(seL4_CNode_Copy(cnode, 5, 4, KROOT, badged, KDEPTH, seL4_AllRights));
    OK(kapi_revoke(endpoint));
    HOLDS(!kapi_empty(endpoint));
    HOLDS(kapi_empty(copy) && kapi_empty(badged) && kapi_empty(of_badged));
    seL4_CPtr slot = kapi_slot();
    ERR(seL4_CNode_Move(KROOT, slot, KDEPTH, cnode, 5, 4), seL4_FailedLookup);
}

KTEST(revoke_leaves_others_alone)
{
    seL4_CPtr untyped = kapi_untyped(12), slots = kapi_slots(2), mine = kapi_slot(),
              other = kapi_slot();
    OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, KROOT, 0, 0, slots, 2));
    OK(seL4_CNode_Mint(KROOT, mine, KDEPTH, KROOT, slots, KDEPTH, seL4_AllRights, 1));
    OK(seL4_CNode_Mint(KROOT, other, KDEPTH, KROOT, slots + 1, KDEPTH, seL4_AllRights, 1));
    OK(kapi_revoke(slots));
    HOLDS(kapi_empty(mine));
    HOLDS(!kapi_empty(slots) && !kapi_empty(slots + 1) && !kapi_empty(other));
    HOLDS(!kapi_empty(untyped));
}

/* A badged capability is the parent of its copies, but not of another one that was given the same
 * badge. */
KTEST(revoke_of_a_badged_capability)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr badged = kapi_mint(endpoint, seL4_AllRights, 3),
              same = kapi_mint(endpoint, seL4_AllRights, 3);
    seL4_CPtr other = kapi_mint(endpoint, seL4_AllRights, 4),
              copy = kapi_copy(badged, seL4_AllRights);
    OK(kapi_revoke(badged));
    HOLDS(kapi_empty(copy));
    HOLDS(!kapi_empty(badged) && !kapi_empty(same) && !kapi_empty(other) && !kapi_empty(endpoint));
}

/* A plain copy of the original is no parent of the original's badged ones. */
KTEST(revoke_of_a_copy_keeps_the_badged)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr copy = kapi_copy(endpoint, seL4_AllRights),
              badged = kapi_mint(endpoint, seL4_AllRights, 3);
    OK(kapi_revoke(copy));
    HOLDS(!kapi_empty(endpoint) && !kapi_empty(badged));
}

KTEST(revoke_of_nothing_succeeds)
{
    OK(kapi_revoke(kapi_slot()));
    OK(kapi_revoke(kapi_endpoint()));
}

KTEST(delete_of_nothing_succeeds)
{
    OK(kapi_delete(kapi_slot()));
}

KTEST(delete_of_the_original_keeps_copies)
{
    seL4_CPtr untyped = kapi_untyped(12), original = kapi_slot(), copy = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, original));
    OK(seL4_CNode_Copy(KROOT, copy, KDEPTH, KROOT, original, KDEPTH, seL4_AllRights));
    OK(kapi_delete(original));
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = copy;
    thread->arg[2] = sys_tag(8, 0);
    kapi_resume(thread);
    EQ(kapi_recv(copy).label, 8);
    /* The object lives: its memory is in use. */
    ERR(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, original), seL4_NotEnoughMemory);
    OK(kapi_revoke(untyped));
    HOLDS(kapi_empty(copy));
}

/* Chains of untyped memory: revoking the top reaches the bottom. */
KTEST(revoke_reaches_through_untypeds_and_cnodes)
{
    seL4_CPtr top = kapi_untyped(16), middle = kapi_slot(), cnode = kapi_slot(),
              outside = kapi_slot();
    OK(kapi_retype(top, seL4_UntypedObject, 15, middle));
    OK(kapi_retype(middle, seL4_CapTableObject, 4, cnode));
    /* Capabilities made from middle, kept in a CNode that was made from it too. */
    OK(seL4_Untyped_Retype(middle, seL4_EndpointObject, 0, cnode, 0, 0, 0, 8));
    OK(seL4_CNode_Copy(KROOT, outside, KDEPTH, cnode, 3, 4, seL4_AllRights));
    OK(kapi_revoke(top));
    HOLDS(kapi_empty(middle) && kapi_empty(cnode) && kapi_empty(outside));
    OK(kapi_retype(top, seL4_UntypedObject, 15, middle));
}

/* A capability to a CNode inside that same CNode. */
KTEST(revoke_cnode_that_holds_itself)
{
    seL4_CPtr untyped = kapi_untyped(12), cnode = kapi_slot();
    for (int round = 0; round < 3; round++) {
        OK(kapi_retype(untyped, seL4_CapTableObject, 4, cnode));
        OK(seL4_CNode_Copy(cnode, 1, 4, KROOT, cnode, KDEPTH, seL4_AllRights));
        OK(seL4_CNode_Copy(cnode, 2, 4, KROOT, cnode, KDEPTH, seL4_AllRights));
        if (round == 0) {
            OK(kapi_delete(cnode)); /* copies inside keep the object alive, but unreachable */
        } else if (round == 1) {
            OK(kapi_revoke(cnode));
            OK(kapi_delete(cnode));
        }
        OK(kapi_revoke(untyped));
        HOLDS(kapi_empty(cnode));
    }
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, cnode));
}

/* Two CNodes that hold each other's last capability. */
KTEST(revoke_cnodes_that_hold_each_other)
{
    seL4_CPtr untyped = kapi_untyped(13), a = kapi_slot(), b = kapi_slot();
    OK(kapi_retype(untyped, seL4_CapTableObject, 4, a));
    OK(kapi_retype(untyped, seL4_CapTableObject, 4, b));
    OK(seL4_CNode_Copy(a, 1, 4, KROOT, b, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Move(b, 1, 4, KROOT, a, KDEPTH));
    OK(kapi_delete(b));
    OK(kapi_revoke(untyped));
    OK(seL4_Untyped_Retype(untyped, seL4_ARM_SmallPageObject, 0, KROOT, 0, 0, a, 1));
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, b));
}

KTEST(delete_cnode_frees_what_it_holds)
{
    seL4_CPtr untyped = kapi_untyped(12), cnode = kapi_cnode(5), slot = kapi_slot();
    OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, 0, 32));
    ERR(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slot), seL4_NotEnoughMemory);
    seL4_CPtr doomed = kapi_slot();
    OK(seL4_CNode_Move(KROOT, doomed, KDEPTH, KROOT, cnode, KDEPTH));
    OK(kapi_delete(doomed));
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slot));
}

/* Tens of thousands of capabilities: longer than the kernel works between two looks at the
 * interrupts. */
KTEST(revoke_of_very_many_is_complete)
{
    enum { RADIX = 14 };
    seL4_CPtr untyped = kapi_untyped(RADIX + seL4_EndpointBits), cnode = kapi_cnode(RADIX);
    for (seL4_Word i = 0; i < 1ul << RADIX; i += CONFIG_RETYPE_FAN_OUT_LIMIT) {
        OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, i,
                               CONFIG_RETYPE_FAN_OUT_LIMIT));
    }
    seL4_CPtr slot = kapi_slot();
    ERR1(kapi_retype(untyped, seL4_EndpointObject, 0, slot), seL4_NotEnoughMemory, 0);
    OK(kapi_revoke(untyped));
    for (seL4_Word i = 0; i < 1ul << RADIX; i += 1021) {
        ERR(seL4_CNode_Move(KROOT, slot, KDEPTH, cnode, i, RADIX), seL4_FailedLookup);
    }
    OK(kapi_retype(untyped, seL4_UntypedObject, RADIX + seL4_EndpointBits, slot));
}

KTEST(delete_of_a_very_large_cnode_is_complete)
{
    enum { RADIX = 15 };
    seL4_CPtr memory = kapi_untyped(RADIX + seL4_SlotBits), cnode = kapi_slot(),
              endpoint = kapi_endpoint();
    OK(kapi_retype(memory, seL4_CapTableObject, RADIX, cnode));
    for (seL4_Word i = 0; i < 1ul << RADIX; i += 3) {
        OK(seL4_CNode_Mint(cnode, i, RADIX, KROOT, endpoint, KDEPTH, seL4_AllRights, i));
    }
    OK(kapi_delete(cnode));
    HOLDS(kapi_empty(cnode));
    OK(kapi_retype(memory, seL4_UntypedObject, RADIX + seL4_SlotBits, cnode));
}

/* While a long revoke runs, a thread of higher priority is not kept waiting: the revoke restarts
 * around it. */
static void count_ticks(kapi_thread_t *self)
{
    while (self->arg[0] != 0) {
        self->out[0]++;
        sys_yield();
    }
}

KTEST(revoke_of_very_many_lets_equals_run)
{
    enum { RADIX = 14 };
    seL4_CPtr untyped = kapi_untyped(RADIX + seL4_EndpointBits), cnode = kapi_cnode(RADIX);
    for (seL4_Word i = 0; i < 1ul << RADIX; i += CONFIG_RETYPE_FAN_OUT_LIMIT) {
        OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, i,
                               CONFIG_RETYPE_FAN_OUT_LIMIT));
    }
    kapi_thread_t *thread = kapi_thread(count_ticks, KAPI_PRIO, seL4_CapNull);
    thread->arg[0] = 1;
    kapi_resume(thread);
    OK(kapi_revoke(untyped));
    seL4_Yield();
    thread->arg[0] = 0;
    HOLDS(thread->out[0] > 0);
    OK(kapi_retype(untyped, seL4_UntypedObject, RADIX + seL4_EndpointBits, kapi_slot()));
}
