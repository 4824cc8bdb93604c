/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Methods of CNodes. A slot is named by a CNode, an index and the number of bits of the index that
 * are resolved.
 */
#pragma once

#include <interfaces/sel4_invoke.h>

/* Deletes every capability derived from the one in the slot. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Revoke(seL4_CNode _service, seL4_Word index, seL4_Uint8 depth)
{
    return libsel4_invoke(_service, CNodeRevoke, 0, 2, index, depth, 0, 0);
}

/* Empties the slot, which may be empty already. The last capability to an object takes the object
 * with it. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Delete(seL4_CNode _service, seL4_Word index, seL4_Uint8 depth)
{
    return libsel4_invoke(_service, CNodeDelete, 0, 2, index, depth, 0, 0);
}

/* Restarts every sender that waits on the endpoint with the badge of the capability in the slot. */
LIBSEL4_INLINE seL4_Error seL4_CNode_CancelBadgedSends(seL4_CNode _service, seL4_Word index,
                                                       seL4_Uint8 depth)
{
    return libsel4_invoke(_service, CNodeCancelBadgedSends, 0, 2, index, depth, 0, 0);
}

/* Copies a capability with at most the given rights to an empty slot. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Copy(seL4_CNode _service, seL4_Word dest_index,
                                          seL4_Uint8 dest_depth, seL4_CNode src_root,
                                          seL4_Word src_index, seL4_Uint8 src_depth,
                                          seL4_CapRights_t rights)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, rights.words[0]);
    return libsel4_invoke(_service, CNodeCopy, 1, 5, dest_index, dest_depth, src_index, src_depth);
}

/* The same, with a badge (endpoints, notifications) or a guard (CNodes). */
LIBSEL4_INLINE seL4_Error seL4_CNode_Mint(seL4_CNode _service, seL4_Word dest_index,
                                          seL4_Uint8 dest_depth, seL4_CNode src_root,
                                          seL4_Word src_index, seL4_Uint8 src_depth,
                                          seL4_CapRights_t rights, seL4_Word badge)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, rights.words[0]);
    seL4_SetMR(5, badge);
    return libsel4_invoke(_service, CNodeMint, 1, 6, dest_index, dest_depth, src_index, src_depth);
}

/* Moves a capability to an empty slot; its place among the derived capabilities moves with it. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Move(seL4_CNode _service, seL4_Word dest_index,
                                          seL4_Uint8 dest_depth, seL4_CNode src_root,
                                          seL4_Word src_index, seL4_Uint8 src_depth)
{
    seL4_SetCap(0, src_root);
    return libsel4_invoke(_service, CNodeMove, 1, 4, dest_index, dest_depth, src_index, src_depth);
}

/* The same, with a badge or a guard. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Mutate(seL4_CNode _service, seL4_Word dest_index,
                                            seL4_Uint8 dest_depth, seL4_CNode src_root,
                                            seL4_Word src_index, seL4_Uint8 src_depth,
                                            seL4_Word badge)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, badge);
    return libsel4_invoke(_service, CNodeMutate, 1, 5, dest_index, dest_depth, src_index,
                          src_depth);
}

/* Moves pivot to dest and source to pivot; dest may be source, which swaps the two. */
LIBSEL4_INLINE seL4_Error seL4_CNode_Rotate(seL4_CNode _service, seL4_Word dest_index,
                                            seL4_Uint8 dest_depth, seL4_Word dest_badge,
                                            seL4_CNode pivot_root, seL4_Word pivot_index,
                                            seL4_Uint8 pivot_depth, seL4_Word pivot_badge,
                                            seL4_CNode src_root, seL4_Word src_index,
                                            seL4_Uint8 src_depth)
{
    seL4_SetCap(0, pivot_root);
    seL4_SetCap(1, src_root);
    seL4_SetMR(4, pivot_depth);
    seL4_SetMR(5, pivot_badge);
    seL4_SetMR(6, src_index);
    seL4_SetMR(7, src_depth);
    return libsel4_invoke(_service, CNodeRotate, 2, 8, dest_index, dest_depth, dest_badge,
                          pivot_index);
}

/* Moves the calling thread's reply capability to an empty slot. */
LIBSEL4_INLINE seL4_Error seL4_CNode_SaveCaller(seL4_CNode _service, seL4_Word index,
                                                seL4_Uint8 depth)
{
    return libsel4_invoke(_service, CNodeSaveCaller, 0, 2, index, depth, 0, 0);
}
