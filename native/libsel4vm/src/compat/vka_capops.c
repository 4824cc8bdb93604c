/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The kernel's calls on slots, by path. */
#include <rootserver/objects.h>

#include <vka/capops.h>
#include <vka/object_capops.h>

static seL4_Uint8 depth(const cspacepath_t *path)
{
    return (seL4_Uint8)path->capDepth;
}

int vka_cnode_copy(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Copy(dest->root, dest->capPtr, depth(dest), src->root, src->capPtr,
                                depth(src), rights);
}

int vka_cnode_mint(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights,
                   seL4_Word badge)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Mint(dest->root, dest->capPtr, depth(dest), src->root, src->capPtr,
                                depth(src), rights, badge);
}

int vka_cnode_move(const cspacepath_t *dest, const cspacepath_t *src)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Move(dest->root, dest->capPtr, depth(dest), src->root, src->capPtr,
                                depth(src));
}

int vka_cnode_mutate(const cspacepath_t *dest, const cspacepath_t *src, seL4_Word badge)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Mutate(dest->root, dest->capPtr, depth(dest), src->root, src->capPtr,
                                  depth(src), badge);
}

int vka_cnode_delete(const cspacepath_t *src)
{
    return src == NULL ? (int)seL4_InvalidArgument
                       : (int)seL4_CNode_Delete(src->root, src->capPtr, depth(src));
}

int vka_cnode_revoke(const cspacepath_t *src)
{
    return src == NULL ? (int)seL4_InvalidArgument
                       : (int)seL4_CNode_Revoke(src->root, src->capPtr, depth(src));
}

int vka_cnode_cancelBadgedSends(const cspacepath_t *src)
{
    return src == NULL ? (int)seL4_InvalidArgument
                       : (int)seL4_CNode_CancelBadgedSends(src->root, src->capPtr, depth(src));
}

int vka_cnode_rotate(const cspacepath_t *dest, seL4_Word dest_badge, const cspacepath_t *pivot,
                     seL4_Word pivot_badge, const cspacepath_t *src)
{
    if (dest == NULL || pivot == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Rotate(dest->root, dest->capPtr, depth(dest), dest_badge, pivot->root,
                                  pivot->capPtr, depth(pivot), pivot_badge, src->root, src->capPtr,
                                  depth(src));
}

#ifndef CONFIG_KERNEL_MCS
int vka_cnode_saveCaller(const cspacepath_t *src)
{
    return src == NULL ? (int)seL4_InvalidArgument
                       : (int)seL4_CNode_SaveCaller(src->root, src->capPtr, depth(src));
}
#endif

int vka_untyped_retype(vka_object_t *untyped, seL4_Word type, seL4_Word size_bits,
                       seL4_Word num_objects, const cspacepath_t *dest)
{
    if (untyped == NULL || dest == NULL || rs_object_memory_bits(type, size_bits) == 0) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_Untyped_Retype(untyped->cptr, type, size_bits, dest->root, dest->dest,
                                    dest->destDepth, dest->offset, num_objects);
}

/* A new slot for a copy, and the object's own. */
static int two_paths(vka_t *vka, const vka_object_t *object, cspacepath_t *from, cspacepath_t *to)
{
    if (object == NULL || to == NULL) {
        return seL4_InvalidArgument;
    }
    vka_cspace_make_path(vka, object->cptr, from);
    return vka_cspace_alloc_path(vka, to) == 0 ? seL4_NoError : seL4_NotEnoughMemory;
}

static int keep_or_free(vka_t *vka, int error, const cspacepath_t *slot)
{
    if (error != seL4_NoError) {
        vka_cspace_free_path(vka, *slot);
    }
    return error;
}

int vka_copy_object(vka_t *vka, vka_object_t *object, cspacepath_t *result, seL4_CapRights_t rights)
{
    cspacepath_t from;
    int error = two_paths(vka, object, &from, result);
    return error != seL4_NoError ? error
                                 : keep_or_free(vka, vka_cnode_copy(result, &from, rights), result);
}

int vka_mint_object(vka_t *vka, vka_object_t *object, cspacepath_t *result, seL4_CapRights_t rights,
                    seL4_Word badge)
{
    cspacepath_t from;
    int error = two_paths(vka, object, &from, result);
    return error != seL4_NoError
               ? error
               : keep_or_free(vka, vka_cnode_mint(result, &from, rights, badge), result);
}
