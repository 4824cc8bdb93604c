/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vspace/vspace.h
 * Address spaces, as code written for libsel4vm expects to find them: a handle of the root server's
 * `rs_vspace_t` (rootserver/vspace.h), which keeps the translation tables.
 */
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <vka/object.h>

struct rs_vspace;

/** Handle of an address space. It does not own what it points at. */
typedef struct vspace {
    /** The root server's address space; NULL stands for the root task's own. */
    void *data;
    /** Capability of the VSpace; seL4_CapNull when @ref data is NULL. */
    seL4_CPtr root;
} vspace_t;

/** Make @p vspace a handle of the root task's own address space. NULL is ignored. */
void rs_vspace_handle_init(vspace_t *vspace);

/** Capability of the VSpace behind @p vspace; seL4_CapNull for NULL. */
seL4_CPtr vspace_get_root(vspace_t *vspace);

/**
 * Map frames side by side at an address of the library's choice. Root task's address space only.
 * @param caps       frames, which stay the caller's
 * @param cookies    ignored
 * @param rights     rights of the mapping
 * @param num_pages  number of frames
 * @param size_bits  size of each, 12, 21 or 30
 * @param cacheable  non-zero: normal memory; 0: device memory
 * @return           address of the first frame, or NULL with nothing mapped
 */
void *vspace_map_pages(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[],
                       seL4_CapRights_t rights, size_t num_pages, size_t size_bits, int cacheable);

/**
 * Undo vspace_map_pages().
 * @param caps  the frames that were mapped, in the same order
 */
void vspace_unmap_pages(vspace_t *vspace, seL4_CPtr caps[], void *vaddr, size_t num_pages,
                        size_t size_bits);
