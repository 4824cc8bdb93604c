/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * VSpaces: the root task's own and those of guests (stage 2). Intermediate tables are made when a
 * mapping needs them and given back when their last mapping goes. All functions are safe from every
 * thread.
 */

#pragma once

#include <rootserver/objects.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RS_VSPACE_BUCKETS 64u

typedef struct rs_vspace {
    seL4_CPtr root;
    uint32_t id;                         /* names the VSpace in the records of mapped frames */
    uint32_t frames;                     /* mappings that live */
    uint32_t tables;                     /* intermediate tables that live */
    uint32_t buckets[RS_VSPACE_BUCKETS]; /* hash of those tables */
    rs_object_t object;                  /* the root, when rs_vspace_create made it */
} rs_vspace_t;

/* The root task's own VSpace. */
rs_vspace_t *rs_vspace_self(void);

/* Starts managing a VSpace whose root the caller made and gave an ASID. seL4_InvalidArgument for
 * NULL or a null capability. */
seL4_Error rs_vspace_init(rs_vspace_t *vspace, seL4_CPtr root);

/* Makes a VSpace root with an ASID of the root task's pool, and manages it. */
seL4_Error rs_vspace_create(rs_vspace_t *vspace);

/* Unmaps what is still mapped, gives all tables back, and the root too when rs_vspace_create made
 * it. Frames stay with their owners. */
void rs_vspace_destroy(rs_vspace_t *vspace);

/*
 * Maps a frame of 2^size_bits bytes (12, 21 or 30). The frame's capability must be in the root
 * CNode. Errors: seL4_InvalidArgument (size, NULL, an address beyond the VSpace),
 * seL4_AlignmentError, seL4_InvalidCapability (not a slot of the root CNode, or in a guest's VSpace
 * a frame larger than said), seL4_FailedLookup (a frame smaller than said), seL4_DeleteFirst
 * (this capability is mapped, or the address is taken), seL4_NotEnoughMemory (no memory or slot for
 * a table), or what the kernel answered. Nothing is left behind on an error.
 */
seL4_Error rs_vspace_map(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr, seL4_Word size_bits,
                         seL4_CapRights_t rights, seL4_ARM_VMAttributes attributes);

/* Undoes rs_vspace_map. seL4_InvalidArgument when the frame is not mapped there. */
seL4_Error rs_vspace_unmap(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                           seL4_Word size_bits);

/* The frame mapped at an address with that size, seL4_CapNull when there is none. */
seL4_CPtr rs_vspace_frame_at(const rs_vspace_t *vspace, uintptr_t vaddr, seL4_Word size_bits);

/* Kernel calls since start by which rs_vspace_map() has asked to map a frame or a table, refused
 * ones included. */
uint64_t rs_vspace_map_calls(void);

/*
 * Address space of the root task: reserves bytes (rounded up to pages) aligned to 2^align_bits.
 * Nothing is mapped. Returns 0 when no range is free or an argument is out of range.
 */
uintptr_t rs_vspace_reserve(size_t bytes, seL4_Word align_bits);

/* Reserves the bytes from vaddr on, rounded to the granules of their arena (4 KiB below 64 GiB,
 * 2 MiB above). False when one of them is taken, or lies outside the arenas. */
bool rs_vspace_reserve_at(uintptr_t vaddr, size_t bytes);

/* Gives a reservation of that size back; everything in it must be unmapped. */
void rs_vspace_release(uintptr_t vaddr, size_t bytes);
