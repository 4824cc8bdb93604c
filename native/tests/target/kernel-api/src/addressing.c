/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * How capability addresses resolve: nested CNodes, guards, depths, and what a failed lookup tells.
 * (Manual 3.3, 3.4.)
 */

#include "kapi.h"

/*
 * A tree: top (4 bits) [3] -> guarded by 101b, middle (4 bits) [7] -> bottom (8 bits) [0x21] -> an
 * endpoint.
 */
typedef struct tree {
    seL4_CPtr top, middle, bottom, endpoint;
} tree_t;

#define TO_MIDDLE 7  /* bits of an address that middle resolves up to: 4 + 3 */
#define TO_BOTTOM 11 /* ... and its 4 */
#define TO_LEAF   19 /* ... and bottom's 8 */
#define LEAF      (((3ul << 3 | 5) << 4 | 7) << 8 | 0x21)

static tree_t make_tree(void)
{
    tree_t t = {kapi_cnode(4), kapi_cnode(4), kapi_cnode(8), kapi_endpoint()};
    OK(seL4_CNode_Mint(t.top, 3, 4, KROOT, t.middle, KDEPTH, seL4_AllRights,
                       seL4_CNode_CapData_new(5, 3).words[0]));
    OK(seL4_CNode_Copy(t.middle, 7, 4, KROOT, t.bottom, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Copy(t.bottom, 0x21, 8, KROOT, t.endpoint, KDEPTH, seL4_AllRights));
    return t;
}

static seL4_Error copy_out(const tree_t *t, seL4_Word index, seL4_Word depth)
{
    seL4_CPtr slot = kapi_slot();
    return seL4_CNode_Copy(KROOT, slot, KDEPTH, t->top, index, (seL4_Uint8)depth, seL4_AllRights);
}

KTEST(addressing_reaches_every_level)
{
    tree_t t = make_tree();
    OK(copy_out(&t, LEAF, TO_LEAF));
    OK(copy_out(&t, LEAF >> 8, TO_BOTTOM));
    OK(copy_out(&t, 3, 4));
}

/* Only the low depth bits of the index count. */
KTEST(addressing_ignores_bits_above_the_depth)
{
    tree_t t = make_tree();
    OK(copy_out(&t, LEAF | ~0ul << TO_LEAF, TO_LEAF));
    OK(copy_out(&t, 0xf3, 4));
}

KTEST(addressing_reports_guard_mismatch)
{
    tree_t t = make_tree();
    const seL4_Word wrong = LEAF ^ 1ul << (8 + 4);
    ERR3(copy_out(&t, wrong, TO_LEAF), seL4_FailedLookup, 1, seL4_GuardMismatch, TO_LEAF - 4);
    EQ(seL4_GetMR(3), 5); /* the guard */
    EQ(seL4_GetMR(4), 3); /* its bits */
    /* Fewer bits left than the guard has. */
    ERR3(copy_out(&t, 3 << 1 | 1, 5), seL4_FailedLookup, 1, seL4_GuardMismatch, 1);
}

KTEST(addressing_reports_depth_mismatch)
{
    tree_t t = make_tree();
    /* Ends within middle: 5 bits are left, its guard and radix resolve 7. */
    ERR3(copy_out(&t, LEAF >> (8 + 2), TO_MIDDLE + 2), seL4_FailedLookup, 1, seL4_DepthMismatch, 5);
    EQ(seL4_GetMR(3), 7);
    /* The endpoint stands in the way. */
    ERR3(copy_out(&t, LEAF << 5, TO_LEAF + 5), seL4_FailedLookup, 1, seL4_DepthMismatch, 5);
    EQ(seL4_GetMR(3), 0);
}

KTEST(addressing_reports_the_destination_as_such)
{
    tree_t t = make_tree();
    ERR2(seL4_CNode_Copy(t.top, LEAF ^ 1ul << 12, TO_LEAF, KROOT, t.endpoint, KDEPTH,
                         seL4_AllRights),
         seL4_FailedLookup, 0, seL4_GuardMismatch);
    ERR2(seL4_CNode_Delete(t.top, LEAF ^ 1ul << 12, TO_LEAF), seL4_FailedLookup, 0,
         seL4_GuardMismatch);
    ERR2(seL4_CNode_Revoke(t.top, LEAF, 0), seL4_RangeError, 1, seL4_WordBits);
    ERR2(seL4_CNode_Delete(t.top, LEAF, 65), seL4_RangeError, 1, seL4_WordBits);
}

KTEST(addressing_empty_slot_on_the_way)
{
    tree_t t = make_tree();
    /* middle[6] is empty: the lookup ends there with 8 bits left. */
    ERR3(copy_out(&t, LEAF ^ 1ul << 8, TO_LEAF), seL4_FailedLookup, 1, seL4_DepthMismatch, 8);
}

/* The same tree as a thread's CSpace: its addresses are 64 bits wide. */
static kapi_thread_t *thread_in_tree(const tree_t *t, seL4_CPtr address, seL4_CPtr fault_endpoint)
{
    /* Guard zeros up to the tree's 19 bits. */
    seL4_CPtr space =
        kapi_mint(t->top, seL4_AllRights, seL4_CNode_CapData_new(0, 64 - TO_LEAF).words[0]);
    kapi_thread_t *thread = kapi_thread_in(kapi_entry_call, KAPI_ABOVE, space, fault_endpoint);
    thread->arg[0] = (seL4_Word)seL4_SysCall;
    thread->arg[1] = address;
    return thread;
}

KTEST(addressing_in_a_cspace_of_levels)
{
    tree_t t = make_tree();
    kapi_thread_t *thread = thread_in_tree(&t, LEAF, LEAF);
    kapi_resume(thread);
    EQ(kapi_recv(t.endpoint).label, 0);
    seL4_Reply(seL4_MessageInfo_new(5, 0, 0, 0));
    EQ(thread->out[1], seL4_MessageInfo_new(5, 0, 0, 0).words[0]);
}

KTEST(addressing_fault_tells_guard_mismatch)
{
    tree_t t = make_tree();
    kapi_thread_t *thread = thread_in_tree(&t, LEAF | 1ul << 40, LEAF);
    kapi_resume(thread);
    kapi_received_t fault = kapi_recv(t.endpoint);
    EQ(fault.label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_Addr), LEAF | 1ul << 40);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 0);
    EQ(seL4_GetMR(seL4_CapFault_LookupFailureType), seL4_GuardMismatch);
    EQ(seL4_GetMR(seL4_CapFault_BitsLeft), 64);
    EQ(seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound), 0);
    EQ(seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound), 64 - TO_LEAF);
}

KTEST(addressing_fault_tells_missing_capability)
{
    tree_t t = make_tree();
    kapi_thread_t *thread = thread_in_tree(&t, LEAF ^ 2, LEAF);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    kapi_resume(thread);
    kapi_received_t fault = kapi_recv(t.endpoint);
    EQ(fault.label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_LookupFailureType), seL4_MissingCapability);
    EQ(seL4_GetMR(seL4_CapFault_BitsLeft), 0);
}

/* A thread's address ends where a capability is that is no CNode, whatever bits are left. */
KTEST(addressing_cspace_stops_at_a_leaf)
{
    tree_t t = make_tree();
    seL4_CPtr space = kapi_mint(t.bottom, seL4_AllRights, seL4_CNode_CapData_new(0, 8).words[0]);
    kapi_thread_t *thread = kapi_thread_in(kapi_entry_call, KAPI_ABOVE, space, 0x21ul << 48);
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = 0x21ul << 48 | 0x1234;
    thread->arg[2] = sys_tag(3, 0);
    kapi_resume(thread);
    EQ(kapi_recv(t.endpoint).label, 3);
}

KTEST(addressing_guard_given_with_the_space)
{
    seL4_CPtr cnode = kapi_cnode(4), endpoint = kapi_endpoint();
    OK(seL4_CNode_Copy(cnode, 2, 4, KROOT, endpoint, KDEPTH, seL4_AllRights));
    kapi_thread_t *thread = kapi_thread_in(kapi_entry_call, KAPI_ABOVE, cnode, seL4_CapNull);
    OK(seL4_TCB_SetSpace(thread->tcb, 0x770 | 2, cnode, seL4_CNode_CapData_new(0x77, 60).words[0],
                         seL4_CapInitThreadVSpace, 0));
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = 0x770 | 2;
    thread->arg[2] = sys_tag(9, 0);
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).label, 9);
}
