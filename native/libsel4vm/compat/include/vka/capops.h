/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/capops.h
 * The seL4_CNode_* calls on slots. All return a seL4_Error, seL4_InvalidArgument for NULL.
 */
#include <vka/object.h>

/** seL4_CNode_Copy of @p src into the empty slot @p dest. */
int vka_cnode_copy(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights);

/** seL4_CNode_Mint of @p src into the empty slot @p dest. */
int vka_cnode_mint(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights,
                   seL4_Word badge);

/** seL4_CNode_Move of @p src into the empty slot @p dest. */
int vka_cnode_move(const cspacepath_t *dest, const cspacepath_t *src);

/** seL4_CNode_Mutate of @p src into the empty slot @p dest. */
int vka_cnode_mutate(const cspacepath_t *dest, const cspacepath_t *src, seL4_Word badge);

/** seL4_CNode_Delete of the capability in @p src. Unmap a frame first. */
int vka_cnode_delete(const cspacepath_t *src);

/** seL4_CNode_Revoke of the capability in @p src. */
int vka_cnode_revoke(const cspacepath_t *src);

/** seL4_CNode_CancelBadgedSends on the capability in @p src. */
int vka_cnode_cancelBadgedSends(const cspacepath_t *src);

/** seL4_CNode_Rotate: @p pivot to @p dest, @p src to @p pivot, each with its new badge. */
int vka_cnode_rotate(const cspacepath_t *dest, seL4_Word dest_badge, const cspacepath_t *pivot,
                     seL4_Word pivot_badge, const cspacepath_t *src);

#ifndef CONFIG_KERNEL_MCS
/** seL4_CNode_SaveCaller into the empty slot @p src. */
int vka_cnode_saveCaller(const cspacepath_t *src);
#endif

/**
 * seL4_Untyped_Retype.
 * @param size_bits    as for vka_alloc_object()
 * @param num_objects  number of objects, in the slots from @p dest on
 */
int vka_untyped_retype(vka_object_t *untyped, seL4_Word type, seL4_Word size_bits,
                       seL4_Word num_objects, const cspacepath_t *dest);
