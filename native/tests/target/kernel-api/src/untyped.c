/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Untyped memory: retype and every error of it, reuse after delete and revoke.
 * (Manual 2.4, 10.3.1.)
 */

#include "kapi.h"

#include <string.h>

static seL4_Error retype_at(seL4_CPtr untyped, seL4_Word type, seL4_Word bits, seL4_Word offset,
                            seL4_Word count)
{
    return seL4_Untyped_Retype(untyped, type, bits, KROOT, 0, 0, offset, count);
}

KTEST(untyped_makes_each_type)
{
    static const struct {
        seL4_Word type, bits, memory;
    } types[] = {
        {seL4_UntypedObject, 12, 12},
        {seL4_TCBObject, 0, seL4_TCBBits},
        {seL4_EndpointObject, 0, seL4_EndpointBits},
        {seL4_NotificationObject, 0, seL4_NotificationBits},
        {seL4_CapTableObject, 4, 4 + seL4_SlotBits},
        {seL4_ARM_SmallPageObject, 0, seL4_PageBits},
        {seL4_ARM_LargePageObject, 0, seL4_LargePageBits},
        {seL4_ARM_PageTableObject, 0, seL4_PageTableBits},
        {seL4_ARM_VSpaceObject, 0, seL4_VSpaceBits},
        {seL4_ARM_VCPUObject, 0, seL4_VCPUBits},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        /* Exactly the memory that the object takes. */
        seL4_CPtr untyped = kapi_untyped(types[i].memory);
        seL4_CPtr slot = kapi_slot(), second = kapi_slot();
        OK(kapi_retype(untyped, types[i].type, types[i].bits, slot));
        HOLDS(!kapi_empty(slot));
        ERR1(kapi_retype(untyped, types[i].type, types[i].bits, second), seL4_NotEnoughMemory, 0);
        HOLDS(kapi_empty(second));
    }
}

KTEST(untyped_refuses_unknown_types)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr slot = kapi_slot();
    ERR1(kapi_retype(untyped, seL4_ObjectTypeCount, 12, slot), seL4_InvalidArgument, 0);
    ERR1(kapi_retype(untyped, ~0ul, 12, slot), seL4_InvalidArgument, 0);
    HOLDS(kapi_empty(slot));
}

KTEST(untyped_refuses_bad_sizes)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr slot = kapi_slot();
    ERR1(kapi_retype(untyped, seL4_CapTableObject, 0, slot), seL4_InvalidArgument, 1);
    ERR1(kapi_retype(untyped, seL4_UntypedObject, seL4_MinUntypedBits - 1, slot),
         seL4_InvalidArgument, 1);
    ERR2(kapi_retype(untyped, seL4_UntypedObject, seL4_WordBits, slot), seL4_RangeError, 0,
         seL4_MaxUntypedBits);
    ERR2(kapi_retype(untyped, seL4_UntypedObject, ~0ul, slot), seL4_RangeError, 0,
         seL4_MaxUntypedBits);
    ERR2(kapi_retype(untyped, seL4_CapTableObject, seL4_WordBits - 1, slot), seL4_RangeError, 0,
         seL4_MaxUntypedBits);
    HOLDS(kapi_empty(slot));
}

KTEST(untyped_ignores_the_size_of_fixed_objects)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr slot = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 17, slot));
}

KTEST(untyped_tells_what_is_left)
{
    seL4_CPtr untyped = kapi_untyped(14);
    seL4_CPtr slots = kapi_slots(5);
    ERR1(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots, 5), seL4_NotEnoughMemory,
         1ul << 14);
    OK(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots, 3));
    ERR1(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots + 3, 2), seL4_NotEnoughMemory,
         1ul << 12);
    for (seL4_Word i = 0; i < 5; i++) {
        EQ(kapi_empty(slots + i), i >= 3);
    }
}

KTEST(untyped_refuses_bad_counts)
{
    seL4_CPtr untyped = kapi_untyped(16);
    seL4_CPtr cnode = kapi_cnode(3);
    seL4_CPtr slot = kapi_slot();
    ERR2(retype_at(untyped, seL4_EndpointObject, 0, slot, 0), seL4_RangeError, 1,
         CONFIG_RETYPE_FAN_OUT_LIMIT);
    ERR2(retype_at(untyped, seL4_EndpointObject, 0, slot, CONFIG_RETYPE_FAN_OUT_LIMIT + 1),
         seL4_RangeError, 1, CONFIG_RETYPE_FAN_OUT_LIMIT);
    ERR2(retype_at(untyped, seL4_EndpointObject, 0, slot, ~0ul), seL4_RangeError, 1,
         CONFIG_RETYPE_FAN_OUT_LIMIT);
    /* A window of slots beyond the CNode's end. */
    ERR2(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, 8, 1), seL4_RangeError,
         0, 7);
    ERR2(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, ~0ul, 1),
         seL4_RangeError, 0, 7);
    ERR2(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, 6, 3), seL4_RangeError,
         1, 2);
}

KTEST(untyped_needs_empty_slots)
{
    seL4_CPtr untyped = kapi_untyped(12);
    seL4_CPtr slots = kapi_slots(3);
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, slots + 1));
    ERR(retype_at(untyped, seL4_EndpointObject, 0, slots, 3), seL4_DeleteFirst);
    HOLDS(kapi_empty(slots));
    HOLDS(kapi_empty(slots + 2));
}

KTEST(untyped_needs_a_destination)
{
    seL4_CPtr untyped = kapi_untyped(12);
    seL4_CPtr endpoint = kapi_endpoint();
    /* The root is no CNode: as it stands, and when it has to be searched. */
    ERR1(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, endpoint, 0, 0, 0, 1),
         seL4_FailedLookup, 0);
    ERR2(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, endpoint, 1, 8, 0, 1),
         seL4_FailedLookup, 0, seL4_InvalidRoot);
    /* What it leads to is no CNode. */
    ERR1(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, KROOT, endpoint, seL4_WordBits, 0, 1),
         seL4_FailedLookup, 0);
    ERR2(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, KROOT, endpoint, seL4_WordBits + 1, 0,
                             1),
         seL4_RangeError, 1, seL4_WordBits);
}

KTEST(untyped_retypes_into_a_nested_cnode)
{
    seL4_CPtr untyped = kapi_untyped(12);
    seL4_CPtr cnode = kapi_cnode(4);
    OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, KROOT, cnode, seL4_WordBits, 9, 2));
    seL4_CPtr slot = kapi_slot();
    ERR(seL4_CNode_Move(KROOT, slot, KDEPTH, cnode, 8, 4), seL4_FailedLookup);
    OK(seL4_CNode_Move(KROOT, slot, KDEPTH, cnode, 9, 4));
    OK(seL4_CNode_Delete(cnode, 10, 4));
}

KTEST(untyped_needs_the_whole_message)
{
    seL4_CPtr untyped = kapi_untyped(12);
    seL4_CPtr slot = kapi_slot();
    for (seL4_Word length = 0; length < 6; length++) {
        seL4_SetCap(0, KROOT);
        seL4_SetMR(0, seL4_EndpointObject);
        seL4_SetMR(1, 0);
        seL4_SetMR(2, 0);
        seL4_SetMR(3, 0);
        seL4_SetMR(4, slot);
        seL4_SetMR(5, 1);
        seL4_MessageInfo_t reply =
            seL4_Call(untyped, seL4_MessageInfo_new(UntypedRetype, 0, 1, length));
        EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
    }
    seL4_MessageInfo_t reply = seL4_Call(untyped, seL4_MessageInfo_new(UntypedRetype, 0, 0, 6));
    EQ(seL4_MessageInfo_get_label(reply), seL4_TruncatedMessage);
    HOLDS(kapi_empty(slot));
}

KTEST(untyped_knows_no_other_method)
{
    seL4_CPtr untyped = kapi_untyped(12);
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label != UntypedRetype) {
            seL4_MessageInfo_t reply = seL4_Call(untyped, seL4_MessageInfo_new(label, 0, 0, 6));
            EQ(seL4_MessageInfo_get_label(reply), seL4_IllegalOperation);
        }
    }
}

KTEST(untyped_is_whole_again_after_deletes)
{
    seL4_CPtr untyped = kapi_untyped(14);
    seL4_CPtr slots = kapi_slots(4);
    for (int round = 0; round < 20; round++) {
        OK(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots, 4));
        ERR(kapi_retype(untyped, seL4_EndpointObject, 0, kapi_slot()), seL4_NotEnoughMemory);
        for (seL4_Word i = 0; i < 4; i++) {
            OK(kapi_delete(slots + i));
        }
    }
}

KTEST(untyped_is_whole_again_after_revoke)
{
    seL4_CPtr untyped = kapi_untyped(14);
    seL4_CPtr slots = kapi_slots(6);
    for (int round = 0; round < 20; round++) {
        OK(retype_at(untyped, seL4_UntypedObject, 13, slots, 2));
        OK(retype_at(slots, seL4_ARM_SmallPageObject, 0, slots + 2, 2));
        OK(kapi_retype(slots + 1, seL4_CapTableObject, 8, slots + 4));
        OK(kapi_revoke(untyped));
        for (seL4_Word i = 0; i < 6; i++) {
            HOLDS(kapi_empty(slots + i));
        }
    }
}

/* Deleting one of two children frees nothing: memory is given out upwards until nothing is left in
 * use. */
KTEST(untyped_stays_used_while_a_child_lives)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr slots = kapi_slots(3);
    OK(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots, 2));
    OK(kapi_delete(slots));
    ERR1(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slots), seL4_NotEnoughMemory, 0);
    OK(kapi_delete(slots + 1));
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slots));
}

KTEST(untyped_memory_comes_zeroed)
{
    seL4_CPtr untyped = kapi_untyped(seL4_PageBits + 2);
    seL4_CPtr slots = kapi_slots(4);
    uintptr_t window = kapi_reserve(LIBSEL4_BIT(seL4_PageBits), seL4_PageBits);
    for (int round = 0; round < 3; round++) {
        OK(retype_at(untyped, seL4_ARM_SmallPageObject, 0, slots, 4));
        for (seL4_Word i = 0; i < 4; i++) {
            OK(rs_vspace_map(rs_vspace_self(), slots + i, window, seL4_PageBits, seL4_ReadWrite,
                             seL4_ARM_Default_VMAttributes));
            volatile seL4_Word *words = (volatile seL4_Word *)window;
            for (size_t word = 0; word < 512; word++) {
                EQ(words[word], 0);
            }
            memset((void *)window, 0xa5, LIBSEL4_BIT(seL4_PageBits));
            OK(rs_vspace_unmap(rs_vspace_self(), slots + i, window, seL4_PageBits));
        }
        if (round == 0) {
            OK(kapi_revoke(untyped));
        } else {
            for (seL4_Word i = 0; i < 4; i++) {
                OK(kapi_delete(slots + i));
            }
        }
    }
}

KTEST(untyped_aligns_objects)
{
    seL4_CPtr untyped = kapi_untyped(14);
    seL4_CPtr slots = kapi_slots(3);
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slots));
    seL4_Word base = seL4_ARM_Page_GetAddress(slots).paddr;
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, slots + 1));
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slots + 2));
    EQ(seL4_ARM_Page_GetAddress(slots + 2).paddr, base + 2 * LIBSEL4_BIT(seL4_PageBits));
}

KTEST(untyped_fans_out_to_the_limit)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr cnode = kapi_cnode(9);
    OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0, 0,
                           CONFIG_RETYPE_FAN_OUT_LIMIT));
    OK(seL4_Untyped_Retype(untyped, seL4_EndpointObject, 0, cnode, 0, 0,
                           CONFIG_RETYPE_FAN_OUT_LIMIT, CONFIG_RETYPE_FAN_OUT_LIMIT));
    seL4_CPtr slot = kapi_slot();
    ERR1(kapi_retype(untyped, seL4_EndpointObject, 0, slot), seL4_NotEnoughMemory, 0);
    OK(kapi_revoke(untyped));
    OK(kapi_retype(untyped, seL4_ARM_SmallPageObject, 0, slot));
}

KTEST(untyped_splits_down_to_the_smallest)
{
    seL4_CPtr untyped = kapi_untyped(12);
    seL4_CPtr parent = untyped;
    for (seL4_Word bits = 11; bits >= seL4_MinUntypedBits; bits--) {
        seL4_CPtr slots = kapi_slots(2);
        OK(retype_at(parent, seL4_UntypedObject, bits, slots, 2));
        parent = slots + 1;
    }
    seL4_CPtr slot = kapi_slot();
    OK(kapi_retype(parent, seL4_EndpointObject, 0, slot));
    OK(kapi_revoke(untyped));
    HOLDS(kapi_empty(slot));
    HOLDS(kapi_empty(parent));
}

KTEST(untyped_with_children_is_not_copied)
{
    seL4_CPtr untyped = kapi_untyped(13);
    seL4_CPtr copy = kapi_slot(), child = kapi_slot();
    OK(kapi_retype(untyped, seL4_EndpointObject, 0, child));
    ERR(seL4_CNode_Copy(KROOT, copy, KDEPTH, KROOT, untyped, KDEPTH, seL4_AllRights),
        seL4_RevokeFirst);
    OK(kapi_delete(child));
    OK(seL4_CNode_Copy(KROOT, copy, KDEPTH, KROOT, untyped, KDEPTH, seL4_AllRights));
}

/* The RTC's page: device memory makes frames and smaller untypeds only. */
KTEST(untyped_of_a_device_makes_frames_only)
{
    seL4_CPtr device = kapi_object_at(seL4_UntypedObject, seL4_PageBits, 0x9010000);
    seL4_CPtr slot = kapi_slot();
    static const seL4_Word refused[] = {seL4_TCBObject,           seL4_EndpointObject,
                                        seL4_NotificationObject,  seL4_CapTableObject,
                                        seL4_ARM_PageTableObject, seL4_ARM_VSpaceObject,
                                        seL4_ARM_VCPUObject};
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        ERR1(kapi_retype(device, refused[i], 4, slot), seL4_InvalidArgument, 1);
    }
    OK(kapi_retype(device, seL4_UntypedObject, 8, slot));
    OK(kapi_delete(slot));
    OK(kapi_retype(device, seL4_ARM_SmallPageObject, 0, slot));
    EQ(seL4_ARM_Page_GetAddress(slot).paddr, 0x9010000);
}
