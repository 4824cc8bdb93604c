/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Translation tables, ASIDs and ASID pools. (Manual 7.1, 10.4.)
 */

#include "kapi.h"

#define ATTR seL4_ARM_Default_VMAttributes

static seL4_CPtr table(void)
{
    return kapi_object(seL4_ARM_PageTableObject, 0);
}

static seL4_Error map(seL4_CPtr cap, seL4_CPtr vspace, uintptr_t vaddr)
{
    return seL4_ARM_PageTable_Map(cap, vspace, vaddr, ATTR);
}

KTEST(table_takes_the_highest_missing_level)
{
    seL4_CPtr vspace = kapi_vspace();
    for (int level = 0; level < 3; level++) {
        OK(map(table(), vspace, 0x7654321000));
    }
    ERR(map(table(), vspace, 0x7654321000), seL4_DeleteFirst); /* all there */
    OK(map(table(), vspace, 0x7654321000 + LIBSEL4_BIT(21)));
}

/* The address may point anywhere into what the table translates. */
KTEST(table_address_is_rounded)
{
    seL4_CPtr vspace = kapi_vspace();
    for (int level = 0; level < 3; level++) {
        OK(map(table(), vspace, 0x12345));
    }
    OK(seL4_ARM_Page_Map(kapi_object(seL4_ARM_SmallPageObject, 0), vspace, 0x12000, seL4_ReadWrite,
                         ATTR));
}

KTEST(table_is_mapped_once)
{
    seL4_CPtr vspace = kapi_vspace(), t = table();
    OK(map(t, vspace, 0));
    ERR1(map(t, vspace, 0), seL4_InvalidCapability, 0);
    ERR1(map(t, vspace, 1ul << 39), seL4_InvalidCapability, 0);
    OK(seL4_ARM_PageTable_Unmap(t));
    OK(map(t, vspace, 1ul << 39));
}

KTEST(table_unmap_of_nothing_succeeds)
{
    OK(seL4_ARM_PageTable_Unmap(table()));
}

KTEST(table_unmap_hides_what_is_below)
{
    seL4_CPtr vspace = kapi_vspace(), frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    seL4_CPtr tables[3];
    for (int level = 0; level < 3; level++) {
        tables[level] = table();
        OK(map(tables[level], vspace, 0));
    }
    OK(seL4_ARM_Page_Map(frame, vspace, 0, seL4_ReadWrite, ATTR));
    OK(seL4_ARM_PageTable_Unmap(tables[2]));
    ERR(seL4_ARM_Page_Map(kapi_object(seL4_ARM_SmallPageObject, 0), vspace, 0, seL4_ReadWrite,
                          ATTR),
        seL4_FailedLookup);
    EQ(seL4_MappingFailedLookupLevel(), SEL4_MAPPING_LOOKUP_NO_PT);
    /* A table that is mapped again comes back empty. */
    OK(map(tables[2], vspace, 0));
    OK(seL4_ARM_Page_Map(kapi_object(seL4_ARM_SmallPageObject, 0), vspace, 0, seL4_ReadWrite,
                         ATTR));
}

KTEST(table_needs_a_vspace)
{
    ERR1(map(table(), kapi_endpoint(), 0), seL4_InvalidCapability, 1);
    ERR1(map(table(), seL4_CapNull, 0), seL4_InvalidCapability, 1);
    ERR1(map(table(), kapi_object(seL4_ARM_VSpaceObject, 0), 0), seL4_InvalidCapability, 1);
    ERR1(map(table(), kapi_vspace(), seL4_UserTop + 1), seL4_InvalidArgument, 0);
    ERR1(map(table(), kapi_vspace(), ~0ul), seL4_InvalidArgument, 0);
}

KTEST(table_delete_unmaps)
{
    seL4_CPtr vspace = kapi_vspace(), untyped = kapi_untyped(12), slot = kapi_slot();
    OK(kapi_retype(untyped, seL4_ARM_PageTableObject, 0, slot));
    OK(map(slot, vspace, 0));
    OK(kapi_revoke(untyped));
    OK(kapi_retype(untyped, seL4_ARM_PageTableObject, 0, slot));
    OK(map(slot, vspace, 0));
}

KTEST(table_outlives_its_vspace)
{
    seL4_CPtr untyped = kapi_untyped(12), vspace = kapi_slot(), t = table(), frame;
    OK(kapi_retype(untyped, seL4_ARM_VSpaceObject, 0, vspace));
    OK(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    OK(map(t, vspace, 0));
    OK(map(table(), vspace, 0));
    OK(map(table(), vspace, 0));
    frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    OK(seL4_ARM_Page_Map(frame, vspace, 0, seL4_ReadWrite, ATTR));
    OK(kapi_revoke(untyped));
    /* Stale now: unmapping does no harm, and they map elsewhere afterwards. */
    OK(seL4_ARM_Page_Unmap(frame));
    OK(seL4_ARM_PageTable_Unmap(t));
    OK(map(t, kapi_vspace(), 0));
}

KTEST(table_needs_the_whole_message)
{
    seL4_CPtr t = table();
    seL4_SetCap(0, seL4_CapInitThreadVSpace);
    EQ(seL4_MessageInfo_get_label(seL4_Call(t, seL4_MessageInfo_new(ARMPageTableMap, 0, 1, 1))),
       seL4_TruncatedMessage);
    EQ(seL4_MessageInfo_get_label(seL4_Call(t, seL4_MessageInfo_new(ARMPageTableMap, 0, 0, 2))),
       seL4_TruncatedMessage);
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label != ARMPageTableMap && label != ARMPageTableUnmap) {
            EQ(seL4_MessageInfo_get_label(seL4_Call(t, seL4_MessageInfo_new(label, 0, 0, 8))),
               seL4_IllegalOperation);
        }
    }
}

static seL4_Error make_pool(seL4_CPtr untyped, seL4_CPtr slot)
{
    return seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, KROOT, slot, KDEPTH);
}

KTEST(asid_pool_from_untyped)
{
    seL4_CPtr untyped = kapi_untyped(seL4_ASIDPoolBits), pool = kapi_slot();
    OK(make_pool(untyped, pool));
    seL4_CPtr vspace = kapi_object(seL4_ARM_VSpaceObject, 0);
    OK(seL4_ARM_ASIDPool_Assign(pool, vspace));
    OK(map(table(), vspace, 0));
    OK(kapi_revoke(untyped)); /* takes the pool, and with it the VSpace's ASID */
    HOLDS(kapi_empty(pool));
    NE(map(table(), vspace, 1ul << 40), seL4_NoError);
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, pool));
}

KTEST(asid_pool_errors)
{
    seL4_CPtr slot = kapi_slot(), untyped = kapi_untyped(seL4_ASIDPoolBits);
    ERR1(make_pool(kapi_untyped(13), slot), seL4_InvalidCapability, 1);
    ERR1(make_pool(kapi_untyped(11), slot), seL4_InvalidCapability, 1);
    ERR1(make_pool(kapi_endpoint(), slot), seL4_InvalidCapability, 1);
    ERR1(make_pool(seL4_CapNull, slot), seL4_InvalidCapability, 1);
    ERR1(make_pool(kapi_object_at(seL4_UntypedObject, 12, 0x9010000), slot), seL4_InvalidCapability,
         1);
    ERR(make_pool(untyped, kapi_endpoint()), seL4_DeleteFirst);
    ERR2(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, kapi_endpoint(), 0, 8),
         seL4_FailedLookup, 0, seL4_InvalidRoot);
    ERR2(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, untyped, KROOT, slot, 0),
         seL4_RangeError, 1, seL4_WordBits);
    seL4_CPtr child = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, child));
    ERR(make_pool(untyped, slot), seL4_RevokeFirst);
    HOLDS(kapi_empty(slot));
}

KTEST(asid_assign_errors)
{
    seL4_CPtr vspace = kapi_vspace();
    ERR1(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace), seL4_InvalidCapability, 1);
    ERR1(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, kapi_endpoint()),
         seL4_InvalidCapability, 1);
    ERR1(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, seL4_CapNull), seL4_InvalidCapability,
         1);
    ERR1(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, table()), seL4_InvalidCapability, 1);
}

KTEST(asid_pool_fills_up)
{
    seL4_CPtr pool = kapi_slot(), cnode = kapi_cnode(9), vspace = kapi_slot();
    OK(make_pool(kapi_untyped(seL4_ASIDPoolBits), pool));
    seL4_CPtr untyped = kapi_untyped(seL4_VSpaceBits + 9);
    for (seL4_Word i = 0; i < 512; i += 256) {
        OK(seL4_Untyped_Retype(untyped, seL4_ARM_VSpaceObject, 0, cnode, 0, 0, i, 256));
    }
    for (seL4_Word i = 0; i < 512; i++) {
        OK(seL4_CNode_Move(KROOT, vspace, KDEPTH, cnode, i, 9));
        OK(seL4_ARM_ASIDPool_Assign(pool, vspace));
        OK(seL4_CNode_Move(cnode, i, 9, KROOT, vspace, KDEPTH));
    }
    seL4_CPtr extra = kapi_object(seL4_ARM_VSpaceObject, 0);
    ERR(seL4_ARM_ASIDPool_Assign(pool, extra), seL4_DeleteFirst);
    OK(seL4_CNode_Delete(cnode, 77, 9));
    OK(seL4_ARM_ASIDPool_Assign(pool, extra));
}

KTEST(asid_pools_run_out)
{
    /* One is the root task's, and others may have been made. */
    enum { LIMIT = 1 << seL4_NumASIDPoolsBits };
    seL4_CPtr untyped = kapi_untyped(seL4_ASIDPoolBits + seL4_NumASIDPoolsBits);
    seL4_Word made = 0;
    seL4_Error error = seL4_NoError;
    while (error == seL4_NoError && made < LIMIT) {
        seL4_CPtr piece = kapi_slot();
        OK(kapi_retype(untyped, seL4_UntypedObject, seL4_ASIDPoolBits, piece));
        error = make_pool(piece, kapi_slot());
        made += error == seL4_NoError;
    }
    EQ(error, seL4_DeleteFirst);
    HOLDS(made > LIMIT / 2);
    OK(kapi_revoke(untyped));
    OK(make_pool(kapi_untyped(seL4_ASIDPoolBits), kapi_slot()));
}
