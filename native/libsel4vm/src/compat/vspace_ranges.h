/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Ranges of addresses that clients of vspace_t hold: reserved ones, and those that the library
 * chose for pages.
 */
#pragma once

#include <rootserver/vspace.h>

#include <vspace/vspace.h>

typedef struct vmi_range {
    struct vmi_range *next;
    rs_vspace_t *space;
    uintptr_t start;
    size_t bytes;
    size_t mapped; /* bytes of it that vspace_map_pages() and its relatives have mapped */
    seL4_CapRights_t rights;
    bool cacheable;
    bool chosen; /* goes with its last page */
} vmi_range_t;

/* The root server's address space behind a handle; the root task's own for NULL. */
rs_vspace_t *vmi_vspace(const vspace_t *vspace);

/* A range of the root task's addresses, NULL when there is none. */
vmi_range_t *vmi_range_choose(size_t bytes, size_t align_bits, seL4_CapRights_t rights,
                              bool cacheable);

/* Gives a range back. */
void vmi_range_free(vmi_range_t *range);

/* Pages around vaddr were mapped or unmapped: a chosen range goes with its last page. */
void vmi_range_count(const rs_vspace_t *space, uintptr_t vaddr, size_t bytes, bool mapped);

/* True when [vaddr, vaddr + bytes) lies in the range. */
bool vmi_range_holds(const vmi_range_t *range, uintptr_t vaddr, size_t bytes);
