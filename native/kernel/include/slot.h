/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Slots and the capability derivation tree (CDT).
 *
 * A slot is a capability plus its place in the tree. The tree is kept explicitly: first and last
 * child, previous and next sibling. The first child's `prev` and the last child's `next` lead back
 * to the parent (CDT_UP), so that every operation, splicing a deleted node's children into its
 * place included, takes constant time. Links are slot numbers inside the kernel window; 0 is none.
 *
 * Invariant: capabilities to one object are neighbours in the tree (a copy goes next to, or
 * below, its source; children of a deleted node take its place), so "is this the last capability
 * to its object" needs a look at the direct neighbours only.
 */
#pragma once

#include "cap.h"

typedef struct slot {
    cap_t cap;
    uint32_t first, last; /* children; CDT_ORIGINAL is kept in `first` */
    uint32_t prev, next;  /* siblings, or the parent with CDT_UP */
} ALIGNED(32) slot_t;

_Static_assert(sizeof(slot_t) == 32, "seL4_SlotBits is 5");

#define CDT_UP       BIT(31) /* link leads to the parent, not to a sibling */
#define CDT_ORIGINAL BIT(30) /* copies of this capability become its children */
#define CDT_INDEX    MASK(30)

static inline uint32_t slot_index(const slot_t *slot)
{
    return (uint32_t)(((word_t)slot - KERNEL_VBASE) >> 5);
}

static inline slot_t *slot_at(uint32_t link)
{
    return (slot_t *)(KERNEL_VBASE + ((word_t)(link & CDT_INDEX) << 5));
}

static inline bool slot_is_empty(const slot_t *slot)
{
    return cap_is(slot->cap, CAP_NULL);
}

static inline bool cdt_has_children(const slot_t *slot)
{
    return (slot->first & CDT_INDEX) != 0;
}

static inline slot_t *cdt_first_child(const slot_t *slot)
{
    return slot_at(slot->first);
}

static inline bool cdt_is_original(const slot_t *slot)
{
    return (slot->first & CDT_ORIGINAL) != 0;
}

/* Put `cap` into an empty slot that belongs to no tree yet (initial capabilities). */
void cdt_insert_root(slot_t *slot, cap_t cap);
/* Put an original capability into an empty slot as a child of `parent`. */
void cdt_insert_child(slot_t *parent, slot_t *slot, cap_t cap, bool original);
/*
 * Put a capability derived from the one in `source` into an empty slot: below an original, next to
 * a copy.
 */
void cdt_insert_derived(slot_t *source, slot_t *slot, cap_t cap, bool original);
/* Take the slot out of the tree, children taking its place, and empty it. */
void cdt_remove(slot_t *slot);
/* Move a capability and its place in the tree into an empty slot, replacing it by `cap`. */
void cdt_move(slot_t *from, slot_t *to, cap_t cap);
/* Exchange two slots' contents and places; each receives the given capability. */
void cdt_swap(slot_t *a, cap_t a_to_b, slot_t *b, cap_t b_to_a);
/* Is this the last capability to its object? */
bool cdt_is_final(const slot_t *slot);
