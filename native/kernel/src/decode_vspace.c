/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Invocations of frames, page tables, VSpaces, ASID control and ASID pools. */
#include "arch.h"
#include "asid.h"
#include "invocation.h"
#include "lookup.h"
#include "untyped.h"
#include "vspace.h"

/* The VSpace argument of a mapping: its capability is valid and its ASID is still its own. */
static status_t check_vspace(cap_t cap, unsigned argument, word_t **root)
{
    if (!vspace_cap_is_valid(cap)) {
        return fail_invalid_capability(argument);
    }
    *root = vspace_of_asid(cap_asid(cap));
    if (*root == NULL) {
        lookup_invalid_root();
        return fail_lookup(false);
    }
    return *root == cap_object(cap) ? STATUS_OK : fail_invalid_capability(argument);
}

static status_t map_frame(invocation_t *inv)
{
    if (inv->length < 3 || inv->extra_count < 1) {
        return fail_truncated();
    }
    word_t vaddr = inv_arg(inv, 0);
    cap_t cap = inv->slot->cap;
    cap_t vspace = inv->extra[0]->cap;
    unsigned bits = frame_size_bits(frame_size(cap));
    word_t *root;
    status_t status = check_vspace(vspace, 1, &root);
    if (status != STATUS_OK) {
        return status;
    }
    if (!IS_ALIGNED(vaddr, bits)) {
        return fail_alignment();
    }
    bool remap = cap_is_mapped(cap);
    if (remap) {
        if (cap_asid(cap) != cap_asid(vspace)) {
            return fail_invalid_capability(1);
        }
        if (frame_vaddr(cap) != vaddr) {
            return fail_invalid_argument(0);
        }
    } else if (vaddr >= USER_TOP || BIT(bits) > USER_TOP - vaddr) {
        return fail_invalid_argument(0);
    }
    unsigned bits_left;
    word_t *entry = vspace_lookup_entry(root, vaddr, &bits_left);
    if (bits_left != bits) {
        lookup_missing_capability(bits_left);
        return fail_lookup(false);
    }
    unsigned rights = frame_rights(cap) & (unsigned)inv_arg(inv, 1);
    word_t pte = pte_frame(frame_paddr(cap), frame_size(cap), rights, inv_arg(inv, 2));
    if (pte_is_valid(*entry)) {
        *entry = 0; /* a frame takes another one's place: break before make */
        tlb_invalidate_page(cap_asid(vspace), vaddr);
    }
    *entry = pte;
    dsb_ishst();
    inv->slot->cap = frame_set_vaddr(cap_set_mapping(cap, cap_asid(vspace)), vaddr);
    return STATUS_OK;
}

/* Maintain the caches for SIZE bytes at PA, all in one frame. Outside of RAM nothing is cached. */
static void maintain(word_t label, paddr_t pa, word_t size)
{
    word_t start = ram_va(pa), end = start + size;
    if (start == 0) {
        return;
    }
    switch (label) {
    case ARMPageClean_Data:
    case ARMVSpaceClean_Data:
        cache_clean(start, end);
        break;
    case ARMPageInvalidate_Data:
    case ARMVSpaceInvalidate_Data:
        cache_invalidate(start, end);
        break;
    case ARMPageCleanInvalidate_Data:
    case ARMVSpaceCleanInvalidate_Data:
        cache_clean_invalidate(start, end);
        break;
    default:
        cache_unify(start, end);
        break;
    }
}

static status_t maintain_frame(invocation_t *inv)
{
    if (inv->length < 2) {
        return fail_truncated();
    }
    cap_t cap = inv->slot->cap;
    word_t start = inv_arg(inv, 0), end = inv_arg(inv, 1);
    word_t size = BIT(frame_size_bits(frame_size(cap)));
    if (!cap_is_mapped(cap)) {
        return fail_illegal_operation();
    }
    if (vspace_of_asid(cap_asid(cap)) == NULL) {
        lookup_invalid_root();
        return fail_lookup(false);
    }
    if (start >= end) {
        return fail_invalid_argument(1);
    }
    if (start >= size || end > size) {
        return fail_invalid_argument(0);
    }
    paddr_t pa = frame_paddr(cap) + start;
    if (pa >= CACHE_PTOP) {
        return fail_illegal_operation();
    }
    maintain(inv->label, pa, end - start);
    return STATUS_OK;
}

status_t decode_frame(invocation_t *inv)
{
    switch (inv->label) {
    case ARMPageMap:
        return map_frame(inv);
    case ARMPageUnmap:
        vspace_unmap_frame(inv->slot->cap);
        inv->slot->cap = frame_set_vaddr(cap_clear_mapping(inv->slot->cap), 0);
        return STATUS_OK;
    case ARMPageClean_Data:
    case ARMPageInvalidate_Data:
    case ARMPageCleanInvalidate_Data:
    case ARMPageUnify_Instruction:
        return maintain_frame(inv);
    case ARMPageGetAddress:
        inv_result(inv, frame_paddr(inv->slot->cap));
        return STATUS_OK;
    default:
        return fail_illegal_operation();
    }
}

static status_t map_table(invocation_t *inv)
{
    if (inv->length < 2 || inv->extra_count < 1) {
        return fail_truncated();
    }
    cap_t cap = inv->slot->cap;
    cap_t vspace = inv->extra[0]->cap;
    word_t vaddr = inv_arg(inv, 0);
    if (cap_is_mapped(cap)) {
        return fail_invalid_capability(0);
    }
    if (!vspace_cap_is_valid(vspace)) {
        return fail_invalid_capability(1);
    }
    if (vaddr >= USER_TOP) {
        return fail_invalid_argument(0);
    }
    word_t *root;
    status_t status = check_vspace(vspace, 1, &root);
    if (status != STATUS_OK) {
        return status;
    }
    unsigned bits_left;
    word_t *entry = vspace_lookup_entry(root, vaddr, &bits_left);
    if (bits_left == seL4_PageBits || pte_is_valid(*entry)) {
        return fail_delete_first();
    }
    *entry = pte_table(va_to_pa(cap_object(cap)));
    dsb_ishst();
    cap = cap_set_mapping(cap, cap_asid(vspace));
    cap.w1 = ALIGN_DOWN(vaddr, bits_left);
    inv->slot->cap = cap;
    return STATUS_OK;
}

status_t decode_page_table(invocation_t *inv)
{
    slot_t *slot = inv->slot;
    switch (inv->label) {
    case ARMPageTableMap:
        return map_table(inv);
    case ARMPageTableUnmap:
        if (!cdt_is_final(slot)) {
            return fail_revoke_first();
        }
        if (cap_is_mapped(slot->cap)) {
            vspace_unmap_table(slot->cap);
            memset(cap_object(slot->cap), 0, BIT(seL4_PageTableBits));
            slot->cap = cap_clear_mapping(slot->cap);
            slot->cap.w1 = 0;
        }
        return STATUS_OK;
    default:
        return fail_illegal_operation();
    }
}

status_t decode_vspace(invocation_t *inv)
{
    if (inv->label < ARMVSpaceClean_Data || inv->label > ARMVSpaceUnify_Instruction) {
        return fail_illegal_operation();
    }
    if (inv->length < 2) {
        return fail_truncated();
    }
    word_t start = inv_arg(inv, 0), end = inv_arg(inv, 1);
    if (end <= start) {
        return fail_invalid_argument(1);
    }
    if (end >= USER_TOP) { /* exclusive, and still compared with the last address */
        return fail_illegal_operation();
    }
    word_t *root;
    status_t status = check_vspace(inv->slot->cap, 0, &root);
    if (status != STATUS_OK) {
        return status;
    }
    unsigned bits_left;
    word_t *entry = vspace_lookup_entry(root, start, &bits_left);
    if (!pte_is_valid(*entry)) {
        return STATUS_OK; /* nothing mapped, nothing to do */
    }
    word_t last = ALIGN_DOWN(start, bits_left) + MASK(bits_left);
    if (end - 1 > last) {
        return fail_range(start, last);
    }
    paddr_t pa = (*entry & (MASK(48) & ~MASK(12))) + (start & MASK(bits_left));
    maintain(inv->label, pa, end - start);
    return STATUS_OK;
}

status_t decode_asid_control(invocation_t *inv)
{
    if (inv->label != ARMASIDControlMakePool) {
        return fail_illegal_operation();
    }
    if (inv->length < 2 || inv->extra_count < 2) {
        return fail_truncated();
    }
    slot_t *untyped = inv->extra[0];
    int base = asid_free_pool_base();
    if (base < 0) {
        return fail_delete_first();
    }
    if (!cap_is(untyped->cap, CAP_UNTYPED) ||
        untyped_size_bits(untyped->cap) != seL4_ASIDPoolBits || untyped_is_device(untyped->cap)) {
        return fail_invalid_capability(1);
    }
    if (cdt_has_children(untyped)) {
        return fail_revoke_first();
    }
    slot_t *dest;
    status_t status =
        lookup_empty_slot_at(inv->extra[1]->cap, inv_arg(inv, 0), inv_arg(inv, 1), &dest);
    if (status == STATUS_OK) {
        status = untyped_reset(untyped);
    }
    if (status != STATUS_OK) {
        return status;
    }
    asid_pool_t *pool = pa_to_va(untyped->cap.w1);
    untyped->cap = untyped_set_watermark(untyped->cap, BIT(seL4_ASIDPoolBits));
    asid_install_pool((unsigned)base, pool);
    cap_t cap = cap_of_object(CAP_ASID_POOL, pool);
    cap.w1 = (word_t)base;
    cdt_insert_child(untyped, dest, cap, true);
    return STATUS_OK;
}

status_t decode_asid_pool(invocation_t *inv)
{
    if (inv->label != ARMASIDPoolAssign) {
        return fail_illegal_operation();
    }
    if (inv->extra_count < 1) {
        return fail_truncated();
    }
    cap_t cap = inv->slot->cap;
    slot_t *vspace = inv->extra[0];
    if (!cap_is(vspace->cap, CAP_VSPACE) || cap_is_mapped(vspace->cap)) {
        return fail_invalid_capability(1);
    }
    asid_pool_t *pool = asid_pool_of((unsigned)cap.w1);
    if (pool == NULL) {
        lookup_invalid_root();
        return fail_lookup(false);
    }
    if (pool != cap_object(cap)) {
        return fail_invalid_capability(0);
    }
    int asid = asid_assign(pool, (unsigned)cap.w1, cap_object(vspace->cap));
    if (asid < 0) {
        return fail_delete_first();
    }
    vspace->cap = cap_set_mapping(vspace->cap, (unsigned)asid);
    return STATUS_OK;
}
