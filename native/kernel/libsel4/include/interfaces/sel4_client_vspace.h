/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Methods of VSpaces, translation tables, frames and ASIDs.
 */
#pragma once

#include <interfaces/sel4_invoke.h>

struct seL4_ARM_Page_GetAddress {
    int error;
    seL4_Word paddr;
};
typedef struct seL4_ARM_Page_GetAddress seL4_ARM_Page_GetAddress_t;

/* Cache maintenance of [start, end) within one mapped page of a VSpace. */
LIBSEL4_INLINE seL4_Error seL4_ARM_VSpace_Clean_Data(seL4_ARM_VSpace _service, seL4_Word start,
                                                     seL4_Word end)
{
    return libsel4_invoke(_service, ARMVSpaceClean_Data, 0, 2, start, end, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_VSpace_Invalidate_Data(seL4_ARM_VSpace _service, seL4_Word start,
                                                          seL4_Word end)
{
    return libsel4_invoke(_service, ARMVSpaceInvalidate_Data, 0, 2, start, end, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_VSpace_CleanInvalidate_Data(seL4_ARM_VSpace _service,
                                                               seL4_Word start, seL4_Word end)
{
    return libsel4_invoke(_service, ARMVSpaceCleanInvalidate_Data, 0, 2, start, end, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_VSpace_Unify_Instruction(seL4_ARM_VSpace _service,
                                                            seL4_Word start, seL4_Word end)
{
    return libsel4_invoke(_service, ARMVSpaceUnify_Instruction, 0, 2, start, end, 0, 0);
}

/* Makes a secure monitor call; only with CONFIG_ALLOW_SMC_CALLS does anybody hold such a
 * capability. */
LIBSEL4_INLINE seL4_Error seL4_ARM_SMC_Call(seL4_ARM_SMC _service, seL4_ARM_SMCContext *smc_args,
                                            seL4_ARM_SMCContext *smc_response)
{
    seL4_SetMR(4, smc_args->x4);
    seL4_SetMR(5, smc_args->x5);
    seL4_SetMR(6, smc_args->x6);
    seL4_SetMR(7, smc_args->x7);
    seL4_Word mr[seL4_FastMessageRegisters] = {smc_args->x0, smc_args->x1, smc_args->x2,
                                               smc_args->x3};
    seL4_Error result = libsel4_invoke_mrs(_service, ARMSMCCall, 0, 8, mr);
    if (result == seL4_NoError) {
        smc_response->x0 = mr[0];
        smc_response->x1 = mr[1];
        smc_response->x2 = mr[2];
        smc_response->x3 = mr[3];
        smc_response->x4 = seL4_GetMR(4);
        smc_response->x5 = seL4_GetMR(5);
        smc_response->x6 = seL4_GetMR(6);
        smc_response->x7 = seL4_GetMR(7);
    }
    return result;
}

/* Puts the table at the highest level that misses one for the address. */
LIBSEL4_INLINE seL4_Error seL4_ARM_PageTable_Map(seL4_ARM_PageTable _service, seL4_CPtr vspace,
                                                 seL4_Word vaddr, seL4_ARM_VMAttributes attr)
{
    seL4_SetCap(0, vspace);
    return libsel4_invoke(_service, ARMPageTableMap, 1, 2, vaddr, (seL4_Word)attr, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_PageTable_Unmap(seL4_ARM_PageTable _service)
{
    return libsel4_invoke(_service, ARMPageTableUnmap, 0, 0, 0, 0, 0, 0);
}

/* Maps a frame at an address aligned to its size, or changes rights and attributes of its mapping
 * there. */
LIBSEL4_INLINE seL4_Error seL4_ARM_Page_Map(seL4_ARM_Page _service, seL4_CPtr vspace,
                                            seL4_Word vaddr, seL4_CapRights_t rights,
                                            seL4_ARM_VMAttributes attr)
{
    seL4_SetCap(0, vspace);
    return libsel4_invoke(_service, ARMPageMap, 1, 3, vaddr, rights.words[0], (seL4_Word)attr, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_Page_Unmap(seL4_ARM_Page _service)
{
    return libsel4_invoke(_service, ARMPageUnmap, 0, 0, 0, 0, 0, 0);
}

/* Cache maintenance of bytes [start_offset, end_offset) of a frame. */
LIBSEL4_INLINE seL4_Error seL4_ARM_Page_Clean_Data(seL4_ARM_Page _service, seL4_Word start_offset,
                                                   seL4_Word end_offset)
{
    return libsel4_invoke(_service, ARMPageClean_Data, 0, 2, start_offset, end_offset, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_Page_Invalidate_Data(seL4_ARM_Page _service,
                                                        seL4_Word start_offset,
                                                        seL4_Word end_offset)
{
    return libsel4_invoke(_service, ARMPageInvalidate_Data, 0, 2, start_offset, end_offset, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_Page_CleanInvalidate_Data(seL4_ARM_Page _service,
                                                             seL4_Word start_offset,
                                                             seL4_Word end_offset)
{
    return libsel4_invoke(_service, ARMPageCleanInvalidate_Data, 0, 2, start_offset, end_offset, 0,
                          0);
}

LIBSEL4_INLINE seL4_Error seL4_ARM_Page_Unify_Instruction(seL4_ARM_Page _service,
                                                          seL4_Word start_offset,
                                                          seL4_Word end_offset)
{
    return libsel4_invoke(_service, ARMPageUnify_Instruction, 0, 2, start_offset, end_offset, 0, 0);
}

/* The frame's physical address. */
LIBSEL4_INLINE seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_ARM_Page _service)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {0};
    seL4_ARM_Page_GetAddress_t result;
    result.error = (int)libsel4_invoke_mrs(_service, ARMPageGetAddress, 0, 0, mr);
    result.paddr = mr[0];
    return result;
}

/* Turns a 4 KiB untyped into an ASID pool whose capability goes to the slot. */
LIBSEL4_INLINE seL4_Error seL4_ARM_ASIDControl_MakePool(seL4_ARM_ASIDControl _service,
                                                        seL4_Untyped untyped, seL4_CNode root,
                                                        seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, untyped);
    seL4_SetCap(1, root);
    return libsel4_invoke(_service, ARMASIDControlMakePool, 2, 2, index, depth, 0, 0);
}

/* Gives a VSpace an ASID, once; it needs one before anything is mapped in it. */
LIBSEL4_INLINE seL4_Error seL4_ARM_ASIDPool_Assign(seL4_ARM_ASIDPool _service, seL4_CPtr vspace)
{
    seL4_SetCap(0, vspace);
    return libsel4_invoke(_service, ARMASIDPoolAssign, 1, 0, 0, 0, 0, 0);
}
