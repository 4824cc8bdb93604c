/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Address spaces: stage-2 translation tables, frames, ASIDs and VMIDs. */
#pragma once

#include "objects.h"
#include "status.h"

void vspace_init(void);
/* Load the thread's translation tables, or the empty ones when it has none. */
void vspace_activate(const tcb_t *tcb);

/* A VSpace capability that may be used: right type and an ASID assigned. */
static inline bool vspace_cap_is_valid(cap_t cap)
{
    return cap_is(cap, CAP_VSPACE) && cap_is_mapped(cap);
}

/* Root table of an ASID, or NULL. */
word_t *vspace_of_asid(unsigned asid);

/* Bits of address translated below the entry found: 12, 21, 30 or 39. */
word_t *vspace_lookup_entry(word_t *root, word_t vaddr, unsigned *bits_left);

/* Remove a frame's mapping if the entry still is this frame's. */
void vspace_unmap_frame(cap_t cap);
/* Remove a page table from its parent. */
void vspace_unmap_table(cap_t cap);
/* The VSpace object goes: its ASID becomes free. */
void vspace_delete(cap_t cap);
/* The pool goes: every VSpace in it loses its ASID. */
void asid_pool_delete(cap_t cap);
/* The initial pool and the root task's place in it. */
#define ROOT_ASID 1u
void asid_boot(asid_pool_t *pool, word_t *root);
/* Forget cached translations of an ASID. */
void tlb_invalidate_asid(unsigned asid);
void tlb_invalidate_page(unsigned asid, word_t vaddr);

/* Stage-2 descriptors */
word_t pte_table(paddr_t table);
word_t pte_frame(paddr_t frame, unsigned size, unsigned rights, word_t attributes);
static inline bool pte_is_valid(word_t pte)
{
    return pte & 1;
}

/* Cache maintenance of a range that the kernel has mapped. */
void cache_clean(word_t start, word_t end);
void cache_clean_invalidate(word_t start, word_t end);
void cache_invalidate(word_t start, word_t end);
void cache_unify(word_t start, word_t end);
