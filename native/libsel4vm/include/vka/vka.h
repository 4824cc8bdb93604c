/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/vka.h
 * Kernel object allocator, as code written for libsel4vm expects to find it.
 *
 * There is one allocator in this system, the root server's (rootserver/slots.h,
 * rootserver/objects.h). `vka_t` is therefore only a handle: it holds nothing, any number may
 * exist, and all of them allocate from the same place. Functions that take a `vka_t *` accept NULL
 * for the same meaning.
 */
#include <stdint.h>

#include <sel4/sel4.h>

/** Handle of the root server's allocator. Zero-initialise it, or use rs_vka_init(). */
typedef struct vka {
    /** Unused; NULL. */
    void *data;
} vka_t;

/** A slot of the root task's CSpace, in the form that the seL4_CNode_* calls take. */
typedef struct cspacepath {
    /** Capability pointer of the slot. */
    seL4_CPtr capPtr;
    /** Bits of @ref capPtr to resolve. */
    seL4_Word capDepth;
    /** CNode that holds the slot. */
    seL4_CNode root;
    /** Destination CNode argument for retype (0: root itself). */
    seL4_Word dest;
    /** Depth of @ref dest. */
    seL4_Word destDepth;
    /** Offset of the slot inside the CNode. */
    seL4_Word offset;
    /** Number of slots: 1. */
    seL4_Word window;
} cspacepath_t;

/** Initialise @p vka as a handle of the root server's allocator. NULL is ignored. */
void rs_vka_init(vka_t *vka);

/**
 * Allocate an empty slot.
 * @param res  set to the slot, which the caller owns until vka_cspace_free()
 * @return     0, or -1 when @p res is NULL or no slot is left
 */
int vka_cspace_alloc(vka_t *vka, seL4_CPtr *res);

/** Give a slot back. The slot must be empty. */
void vka_cspace_free(vka_t *vka, seL4_CPtr slot);

/** Fill in @p res for @p slot of the root task's CSpace. NULL @p res is ignored. */
void vka_cspace_make_path(vka_t *vka, seL4_CPtr slot, cspacepath_t *res);

/** vka_cspace_alloc() and vka_cspace_make_path() in one. @return 0 or -1 */
int vka_cspace_alloc_path(vka_t *vka, cspacepath_t *res);

/** vka_cspace_free() of @p path.capPtr. */
void vka_cspace_free_path(vka_t *vka, cspacepath_t path);

/** seL4_CNode_Copy of @p src into the empty slot @p dest. @return a seL4_Error */
int vka_cnode_copy(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights);

/** seL4_CNode_Mint of @p src into the empty slot @p dest. @return a seL4_Error */
int vka_cnode_mint(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights,
                   seL4_Word badge);

/** seL4_CNode_Delete of the capability in @p src. @return a seL4_Error */
int vka_cnode_delete(const cspacepath_t *src);

/** seL4_CNode_Revoke of the capability in @p src. @return a seL4_Error */
int vka_cnode_revoke(const cspacepath_t *src);
