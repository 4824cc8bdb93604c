/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* CNode invocations: copying, moving and deleting capabilities. */
#include <sel4/invocation.h>

#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "ipc.h"
#include "lookup.h"

/* Derive `cap` (made from `source`'s) and put it into `dest`. */
static status_t insert_copy(slot_t *source, slot_t *dest, cap_t cap)
{
    cap_t copy;
    status_t status = derive_copy(source, cap, &copy);
    if (status != STATUS_OK) {
        return status;
    }
    if (cap_is(copy, CAP_NULL)) {
        return fail_illegal_operation();
    }
    cdt_insert_derived(source, dest, copy, derive_is_original(copy, source->cap));
    if (cap_is(copy, CAP_UNTYPED)) {
        /* The copy owns the memory now: nothing is left to allocate from the source. */
        source->cap = untyped_set_watermark(source->cap, BIT(untyped_size_bits(copy)));
    }
    return STATUS_OK;
}

static status_t move(slot_t *source, slot_t *dest, cap_t cap)
{
    if (cap_is(cap, CAP_NULL)) {
        return fail_illegal_operation();
    }
    cdt_move(source, dest, cap);
    return STATUS_OK;
}

/* Copy, Mint, Move, Mutate: from a source slot to an empty one. */
static status_t decode_transfer(invocation_t *inv, slot_t *dest)
{
    if (inv->length < 4 || inv->extra_count < 1) {
        return fail_truncated();
    }
    word_t source_depth = inv_arg(inv, 3);
    if (!slot_is_empty(dest)) {
        return fail_delete_first();
    }
    slot_t *source;
    status_t status =
        lookup_slot_at(inv->extra[0]->cap, inv_arg(inv, 2), source_depth, true, &source);
    if (status != STATUS_OK) {
        return status;
    }
    if (slot_is_empty(source)) {
        lookup_missing_capability(source_depth);
        return fail_lookup(true);
    }
    cap_t cap = source->cap;
    switch (inv->label) {
    case CNodeCopy:
        if (inv->length < 5) {
            return fail_truncated();
        }
        return insert_copy(source, dest, derive_mask_rights(cap, inv_arg(inv, 4) & RIGHTS_ALL));
    case CNodeMint:
        if (inv->length < 6) {
            return fail_truncated();
        }
        cap = derive_mask_rights(cap, inv_arg(inv, 4) & RIGHTS_ALL);
        cap = derive_update_data(cap, false, inv_arg(inv, 5));
        return insert_copy(source, dest, cap);
    case CNodeMove:
        return move(source, dest, cap);
    default:
        if (inv->length < 5) {
            return fail_truncated();
        }
        return move(source, dest, derive_update_data(cap, true, inv_arg(inv, 4)));
    }
}

static status_t decode_rotate(invocation_t *inv, slot_t *dest)
{
    if (inv->length < 8 || inv->extra_count < 2) {
        return fail_truncated();
    }
    word_t pivot_depth = inv_arg(inv, 4);
    word_t source_depth = inv_arg(inv, 7);
    slot_t *source, *pivot;
    status_t status =
        lookup_slot_at(inv->extra[1]->cap, inv_arg(inv, 6), source_depth, true, &source);
    if (status == STATUS_OK) {
        status = lookup_slot_at(inv->extra[0]->cap, inv_arg(inv, 3), pivot_depth, false, &pivot);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (pivot == source || pivot == dest) {
        return fail_illegal_operation();
    }
    if (source != dest && !slot_is_empty(dest)) {
        return fail_delete_first();
    }
    if (slot_is_empty(source)) {
        lookup_missing_capability(source_depth);
        return fail_lookup(true);
    }
    if (slot_is_empty(pivot)) {
        lookup_missing_capability(pivot_depth);
        return fail_lookup(false);
    }
    cap_t to_pivot = derive_update_data(source->cap, true, inv_arg(inv, 5));
    cap_t to_dest = derive_update_data(pivot->cap, true, inv_arg(inv, 2));
    if (cap_is(to_pivot, CAP_NULL) || cap_is(to_dest, CAP_NULL)) {
        return fail_illegal_operation();
    }
    if (source == dest) {
        cdt_swap(source, to_pivot, pivot, to_dest);
    } else {
        cdt_move(pivot, dest, to_dest);
        cdt_move(source, pivot, to_pivot);
    }
    return STATUS_OK;
}

static status_t decode_cancel_badged_sends(slot_t *dest)
{
    cap_t cap = dest->cap;
    const unsigned needed = RIGHT_READ | RIGHT_WRITE | RIGHT_GRANT | RIGHT_GRANT_REPLY;
    if (!cap_is(cap, CAP_ENDPOINT) || (cap_rights(cap) & needed) != needed) {
        return fail_illegal_operation();
    }
    if (cap_badge(cap) != 0) {
        endpoint_cancel_badged(cap_object(cap), cap_badge(cap));
    }
    return STATUS_OK;
}

static status_t decode_save_caller(invocation_t *inv, slot_t *dest)
{
    if (!slot_is_empty(dest)) {
        return fail_delete_first();
    }
    slot_t *caller = &inv->thread->slots[TCB_CALLER];
    return slot_is_empty(caller) ? STATUS_OK : move(caller, dest, caller->cap);
}

status_t decode_cnode(invocation_t *inv)
{
    if (inv->label < CNodeRevoke || inv->label > CNodeSaveCaller) {
        return fail_illegal_operation();
    }
    if (inv->length < 2) {
        return fail_truncated();
    }
    slot_t *dest;
    status_t status =
        lookup_slot_at(inv->slot->cap, inv_arg(inv, 0), inv_arg(inv, 1), false, &dest);
    if (status != STATUS_OK) {
        return status;
    }
    switch (inv->label) {
    case CNodeRevoke:
        return delete_descendants(dest);
    case CNodeDelete:
        return delete_slot(dest);
    case CNodeCancelBadgedSends:
        return decode_cancel_badged_sends(dest);
    case CNodeSaveCaller:
        return decode_save_caller(inv, dest);
    case CNodeRotate:
        return decode_rotate(inv, dest);
    default:
        return decode_transfer(inv, dest);
    }
}
