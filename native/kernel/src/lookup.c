/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Resolution of CSpace addresses; the IPC buffer and what it names. */
#include "lookup.h"

slot_t *lookup_resolve(cap_t root, word_t cptr, unsigned bits, unsigned *bits_left)
{
    cap_t node = root;
    if (unlikely(!cap_is(node, CAP_CNODE))) {
        lookup_invalid_root();
        return NULL;
    }
    for (;;) {
        unsigned radix = cnode_radix(node);
        unsigned guard_size = cnode_guard_size(node);
        unsigned level = radix + guard_size;
        /* A guard of 64 bits would need a radix of 0, which no CNode has: shifts stay defined. */
        word_t found = guard_size == 0 || guard_size > bits
                           ? 0
                           : (cptr >> (bits - guard_size)) & MASK(guard_size);
        if (unlikely(guard_size > bits || found != node.w1)) {
            lookup_guard_mismatch(bits, node.w1, guard_size);
            return NULL;
        }
        if (unlikely(level > bits)) {
            lookup_depth_mismatch(bits, level);
            return NULL;
        }
        slot_t *slot = (slot_t *)cap_object(node) + ((cptr >> (bits - level)) & MASK(radix));
        bits -= level;
        if (bits == 0 || !cap_is(slot->cap, CAP_CNODE)) {
            *bits_left = bits;
            return slot;
        }
        node = slot->cap;
    }
}

slot_t *lookup_slot(tcb_t *thread, word_t cptr)
{
    unsigned bits_left;
    return lookup_resolve(thread->slots[TCB_CSPACE].cap, cptr, seL4_WordBits, &bits_left);
}

status_t lookup_slot_at(cap_t root, word_t index, word_t depth, bool source, slot_t **out)
{
    if (!cap_is(root, CAP_CNODE)) {
        lookup_invalid_root();
        return fail_lookup(source);
    }
    if (depth < 1 || depth > seL4_WordBits) {
        return fail_range(1, seL4_WordBits);
    }
    unsigned bits_left;
    slot_t *slot = lookup_resolve(root, index, (unsigned)depth, &bits_left);
    if (slot == NULL) {
        return fail_lookup(source);
    }
    if (bits_left != 0) {
        lookup_depth_mismatch(bits_left, 0);
        return fail_lookup(source);
    }
    *out = slot;
    return STATUS_OK;
}

status_t lookup_empty_slot_at(cap_t root, word_t index, word_t depth, slot_t **out)
{
    status_t status = lookup_slot_at(root, index, depth, false, out);
    if (status == STATUS_OK && !slot_is_empty(*out)) {
        return fail_delete_first();
    }
    return status;
}

seL4_IPCBuffer *lookup_ipc_buffer(tcb_t *thread, bool for_writing)
{
    cap_t cap = thread->slots[TCB_BUFFER].cap;
    if (!cap_is(cap, CAP_FRAME) || frame_is_device(cap)) {
        return NULL;
    }
    unsigned needed = for_writing ? RIGHT_READ | RIGHT_WRITE : RIGHT_READ;
    if ((frame_rights(cap) & needed) != needed) {
        return NULL;
    }
    word_t offset = thread->buffer & MASK(frame_size_bits(frame_size(cap)));
    return (seL4_IPCBuffer *)((word_t)pa_to_va(frame_paddr(cap)) + offset);
}

bool lookup_extra_caps(tcb_t *thread, seL4_IPCBuffer *buffer, unsigned count, slot_t **out,
                       word_t *failed_cptr)
{
    for (unsigned i = 0; i < count; i++) {
        word_t cptr = buffer->caps_or_badges[i];
        out[i] = lookup_slot(thread, cptr);
        if (out[i] == NULL) {
            *failed_cptr = cptr;
            return false;
        }
    }
    return true;
}

slot_t *lookup_receive_slot(tcb_t *thread, seL4_IPCBuffer *buffer)
{
    slot_t *root = lookup_slot(thread, buffer->receiveCNode);
    slot_t *slot;
    if (root == NULL ||
        lookup_empty_slot_at(root->cap, buffer->receiveIndex, buffer->receiveDepth, &slot)) {
        return NULL;
    }
    return slot;
}
