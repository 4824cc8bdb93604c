/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The capability derivation tree (see slot.h for its shape). */
#include "objects.h"

static inline void set_first(slot_t *slot, uint32_t index)
{
    slot->first = (slot->first & (uint32_t)CDT_ORIGINAL) | index;
}

/* Make whatever refers to a node from the left (sibling, or parent) refer to `link`. */
static void link_from_left(uint32_t prev, uint32_t link)
{
    if ((prev & CDT_INDEX) == 0) {
        return;
    }
    slot_t *left = slot_at(prev);
    if (prev & CDT_UP) {
        set_first(left, link & CDT_UP ? 0 : link);
    } else {
        left->next = link;
    }
}

static void link_from_right(uint32_t next, uint32_t link)
{
    if ((next & CDT_INDEX) == 0) {
        return;
    }
    slot_t *right = slot_at(next);
    if (next & CDT_UP) {
        right->last = link & CDT_UP ? 0 : link;
    } else {
        right->prev = link;
    }
}

static void clear(slot_t *slot)
{
    *slot = (slot_t){.cap = {CAP_NULL, 0}};
}

void cdt_insert_root(slot_t *slot, cap_t cap)
{
    *slot = (slot_t){.cap = cap, .first = CDT_ORIGINAL};
}

void cdt_insert_child(slot_t *parent, slot_t *slot, cap_t cap, bool original)
{
    uint32_t up = slot_index(parent) | (uint32_t)CDT_UP;
    uint32_t old_first = parent->first & (uint32_t)CDT_INDEX;
    slot->cap = cap;
    slot->first = original ? (uint32_t)CDT_ORIGINAL : 0;
    slot->last = 0;
    slot->prev = up;
    slot->next = old_first ? old_first : up;
    if (old_first) {
        slot_at(old_first)->prev = slot_index(slot);
    } else {
        parent->last = slot_index(slot);
    }
    set_first(parent, slot_index(slot));
}

static void insert_after(slot_t *left, slot_t *slot, cap_t cap, bool original)
{
    slot->cap = cap;
    slot->first = original ? (uint32_t)CDT_ORIGINAL : 0;
    slot->last = 0;
    slot->prev = slot_index(left);
    slot->next = left->next;
    link_from_right(left->next, slot_index(slot));
    left->next = slot_index(slot);
}

void cdt_insert_derived(slot_t *source, slot_t *slot, cap_t cap, bool original)
{
    if (cdt_is_original(source)) {
        cdt_insert_child(source, slot, cap, original);
    } else {
        insert_after(source, slot, cap, original);
    }
}

void cdt_remove(slot_t *slot)
{
    uint32_t first = slot->first & (uint32_t)CDT_INDEX;
    if (first) {
        slot_at(first)->prev = slot->prev;
        slot_at(slot->last)->next = slot->next;
        link_from_left(slot->prev, first);
        link_from_right(slot->next, slot->last);
    } else {
        link_from_left(slot->prev, slot->next);
        link_from_right(slot->next, slot->prev);
    }
    clear(slot);
}

/* Point everything that refers to the node that now lives in `slot` at it. */
static void relink(slot_t *slot)
{
    if (cap_is(slot->cap, CAP_REPLY)) {
        ((tcb_t *)cap_object(slot->cap))->reply_slot = slot;
    }
    uint32_t self = slot_index(slot);
    link_from_left(slot->prev, self);
    link_from_right(slot->next, self);
    uint32_t first = slot->first & (uint32_t)CDT_INDEX;
    if (first) {
        slot_at(first)->prev = self | (uint32_t)CDT_UP;
        slot_at(slot->last)->next = self | (uint32_t)CDT_UP;
    }
}

void cdt_move(slot_t *from, slot_t *to, cap_t cap)
{
    *to = *from;
    to->cap = cap;
    relink(to);
    clear(from);
}

void cdt_swap(slot_t *a, cap_t a_to_b, slot_t *b, cap_t b_to_a)
{
    /* Through a third slot, so that a and b may be neighbours. It needs a slot number. */
    static slot_t scratch;
    slot_t *middle = &scratch;
    cdt_move(a, middle, a_to_b);
    if (!slot_is_empty(b)) {
        cdt_move(b, a, b_to_a);
    }
    cdt_move(middle, b, a_to_b);
}

static bool neighbour_shares(uint32_t link, cap_t cap)
{
    return (link & CDT_INDEX) != 0 && cap_same_object(cap, slot_at(link)->cap);
}

bool cdt_is_final(const slot_t *slot)
{
    return !neighbour_shares(slot->prev, slot->cap) && !neighbour_shares(slot->next, slot->cap) &&
           !neighbour_shares(slot->first, slot->cap) && !neighbour_shares(slot->last, slot->cap);
}
