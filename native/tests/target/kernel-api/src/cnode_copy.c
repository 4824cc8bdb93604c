/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * CNode methods that make capabilities: Copy and Mint, rights, badges, guards.
 * (Manual 3.1, 10.3.2.)
 */

#include "kapi.h"

static seL4_Error copy_to(seL4_CPtr to, seL4_CPtr from)
{
    return seL4_CNode_Copy(KROOT, to, KDEPTH, KROOT, from, KDEPTH, seL4_AllRights);
}

/* Invokes the endpoint capability with a call; a reply of the kernel tells that the capability
 * cannot send. */
static seL4_Word send_error(seL4_CPtr endpoint)
{
    return seL4_MessageInfo_get_label(seL4_Call(endpoint, seL4_MessageInfo_new(0, 0, 0, 0)));
}

KTEST(copy_makes_an_equal_capability)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr copy = kapi_copy(endpoint, seL4_AllRights);
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = copy;
    thread->arg[2] = sys_tag(77, 0);
    kapi_resume(thread);
    kapi_received_t got = kapi_recv(endpoint);
    EQ(got.label, 77);
    EQ(got.badge, 0);
}

KTEST(copy_needs_an_empty_destination)
{
    seL4_CPtr a = kapi_endpoint(), b = kapi_endpoint();
    ERR(copy_to(b, a), seL4_DeleteFirst);
    ERR(copy_to(a, a), seL4_DeleteFirst);
}

KTEST(copy_needs_a_source)
{
    seL4_CPtr to = kapi_slot(), from = kapi_slot();
    ERR3(copy_to(to, from), seL4_FailedLookup, 1, seL4_MissingCapability, seL4_WordBits);
    ERR(seL4_CNode_Mint(KROOT, to, KDEPTH, KROOT, from, KDEPTH, seL4_AllRights, 1),
        seL4_FailedLookup);
    ERR(seL4_CNode_Move(KROOT, to, KDEPTH, KROOT, from, KDEPTH), seL4_FailedLookup);
    ERR(seL4_CNode_Mutate(KROOT, to, KDEPTH, KROOT, from, KDEPTH, 1), seL4_FailedLookup);
}

/* An occupied destination is found before a missing source. */
KTEST(copy_checks_the_destination_first)
{
    seL4_CPtr to = kapi_endpoint(), from = kapi_slot();
    ERR(copy_to(to, from), seL4_DeleteFirst);
}

KTEST(copy_needs_a_cnode_for_the_source)
{
    seL4_CPtr endpoint = kapi_endpoint(), to = kapi_slot();
    ERR2(seL4_CNode_Copy(KROOT, to, KDEPTH, endpoint, endpoint, KDEPTH, seL4_AllRights),
         seL4_FailedLookup, 1, seL4_InvalidRoot);
    ERR2(seL4_CNode_Copy(KROOT, to, KDEPTH, seL4_CapNull, endpoint, KDEPTH, seL4_AllRights),
         seL4_FailedLookup, 1, seL4_InvalidRoot);
}

KTEST(copy_checks_depths)
{
    seL4_CPtr endpoint = kapi_endpoint(), to = kapi_slot();
    ERR2(seL4_CNode_Copy(KROOT, to, 0, KROOT, endpoint, KDEPTH, seL4_AllRights), seL4_RangeError, 1,
         seL4_WordBits);
    ERR2(seL4_CNode_Copy(KROOT, to, 65, KROOT, endpoint, KDEPTH, seL4_AllRights), seL4_RangeError,
         1, seL4_WordBits);
    ERR2(seL4_CNode_Copy(KROOT, to, KDEPTH, KROOT, endpoint, 0, seL4_AllRights), seL4_RangeError, 1,
         seL4_WordBits);
    ERR2(seL4_CNode_Copy(KROOT, to, KDEPTH, KROOT, endpoint, 255, seL4_AllRights), seL4_RangeError,
         1, seL4_WordBits);
}

KTEST(copy_never_adds_rights)
{
    seL4_CPtr endpoint = kapi_endpoint();
    seL4_CPtr reader = kapi_copy(endpoint, seL4_CanRead);
    seL4_CPtr copy = kapi_copy(reader, seL4_AllRights);
    EQ(send_error(reader), seL4_InvalidCapability);
    EQ(seL4_GetMR(0), 0);
    EQ(send_error(copy), seL4_InvalidCapability);
}

KTEST(copy_of_control_capabilities_is_refused)
{
    seL4_CPtr to = kapi_slot();
    ERR(copy_to(to, seL4_CapIRQControl), seL4_IllegalOperation);
    HOLDS(kapi_empty(to));
}

KTEST(copy_of_thread_and_asid_capabilities_works)
{
    seL4_CPtr tcb = kapi_copy(seL4_CapInitThreadTCB, seL4_AllRights);
    seL4_CPtr pool = kapi_copy(seL4_CapInitThreadASIDPool, seL4_AllRights);
    seL4_CPtr control = kapi_copy(seL4_CapASIDControl, seL4_AllRights);
    HOLDS(!kapi_empty(tcb) && !kapi_empty(pool) && !kapi_empty(control));
}

/* Tables and VSpaces are copied only while they are mapped or have an ASID. */
KTEST(copy_of_unmapped_tables_is_refused)
{
    seL4_CPtr to = kapi_slot();
    ERR(copy_to(to, kapi_object(seL4_ARM_PageTableObject, 0)), seL4_IllegalOperation);
    ERR(copy_to(to, kapi_object(seL4_ARM_VSpaceObject, 0)), seL4_IllegalOperation);
    OK(copy_to(to, kapi_vspace()));
}

KTEST(mint_badges_endpoints)
{
    seL4_CPtr endpoint = kapi_endpoint();
    const seL4_Word badge = 0xfedcba9876543210ul;
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysSend;
    thread->arg[1] = kapi_mint(endpoint, seL4_CanWrite, badge);
    kapi_resume(thread);
    EQ(kapi_recv(endpoint).badge, badge);
}

KTEST(mint_badges_once)
{
    seL4_CPtr badged = kapi_mint(kapi_endpoint(), seL4_AllRights, 5);
    seL4_CPtr to = kapi_slot();
    ERR(seL4_CNode_Mint(KROOT, to, KDEPTH, KROOT, badged, KDEPTH, seL4_AllRights, 6),
        seL4_IllegalOperation);
    HOLDS(kapi_empty(to));
    seL4_CPtr notification = kapi_mint(kapi_notification(), seL4_AllRights, 5);
    ERR(seL4_CNode_Mint(KROOT, to, KDEPTH, KROOT, notification, KDEPTH, seL4_AllRights, 6),
        seL4_IllegalOperation);
    OK(copy_to(to, badged));
}

KTEST(mint_ignores_badges_of_other_objects)
{
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr to = kapi_mint(frame, seL4_AllRights, 99);
    EQ(seL4_ARM_Page_GetAddress(to).paddr, seL4_ARM_Page_GetAddress(frame).paddr);
}

KTEST(mint_sets_guards)
{
    seL4_CPtr cnode = kapi_cnode(4);
    seL4_CPtr guarded = kapi_mint(cnode, seL4_AllRights, seL4_CNode_CapData_new(0x2a, 6).words[0]);
    seL4_CPtr endpoint = kapi_endpoint();
    OK(seL4_CNode_Copy(guarded, 0x2a << 4 | 3, 10, KROOT, endpoint, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Delete(cnode, 3, 4));
    ERR2(seL4_CNode_Copy(guarded, 0x2b << 4 | 3, 10, KROOT, endpoint, KDEPTH, seL4_AllRights),
         seL4_FailedLookup, 0, seL4_GuardMismatch);
}

/* Guard and radix together may not be wider than a word. */
KTEST(mint_refuses_guards_that_are_too_wide)
{
    seL4_CPtr cnode = kapi_cnode(4);
    seL4_CPtr to = kapi_slot();
    ERR(seL4_CNode_Mint(KROOT, to, KDEPTH, KROOT, cnode, KDEPTH, seL4_AllRights,
                        seL4_CNode_CapData_new(0, 61).words[0]),
        seL4_IllegalOperation);
    OK(seL4_CNode_Mint(KROOT, to, KDEPTH, KROOT, cnode, KDEPTH, seL4_AllRights,
                       seL4_CNode_CapData_new(0, 60).words[0]));
}

KTEST(mint_needs_the_whole_message)
{
    seL4_CPtr endpoint = kapi_endpoint(), to = kapi_slot();
    for (seL4_Word length = 0; length < 6; length++) {
        seL4_SetCap(0, KROOT);
        seL4_SetMR(0, to);
        seL4_SetMR(1, KDEPTH);
        seL4_SetMR(2, endpoint);
        seL4_SetMR(3, KDEPTH);
        seL4_SetMR(4, seL4_AllRights.words[0]);
        seL4_MessageInfo_t reply = seL4_Call(KROOT, seL4_MessageInfo_new(CNodeMint, 0, 1, length));
        EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
    }
    seL4_MessageInfo_t reply = seL4_Call(KROOT, seL4_MessageInfo_new(CNodeMint, 0, 0, 6));
    EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
    HOLDS(kapi_empty(to));
}

KTEST(cnode_knows_no_other_method)
{
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label < CNodeRevoke || label > CNodeSaveCaller) {
            seL4_MessageInfo_t reply = seL4_Call(KROOT, seL4_MessageInfo_new(label, 0, 0, 8));
            EQ(seL4_MessageInfo_get_label(reply), seL4_IllegalOperation);
        }
    }
}
