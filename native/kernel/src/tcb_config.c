/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A thread's spaces and IPC buffer. All arguments are checked before the first change. */
#include "tcb_config.h"

#include "delete.h"
#include "derive.h"
#include "vspace.h"

/* What is to go into one of the TCB's slots. */
typedef struct new_cap {
    slot_t *source;
    cap_t cap;
} new_cap_t;

static status_t check_spaces(const tcb_t *tcb, slot_t *cspace_slot, word_t cspace_data,
                             slot_t *vspace_slot, word_t vspace_data, new_cap_t *cspace,
                             new_cap_t *vspace)
{
    if (delete_needs_emptying(&tcb->slots[TCB_CSPACE])) {
        return fail_illegal_operation(); /* the last capability to a CNode: not to be lost so */
    }
    cap_t cap = cspace_slot->cap;
    if (cspace_data != 0) {
        cap = derive_update_data(cap, false, cspace_data);
    }
    cspace->source = cspace_slot;
    status_t status = derive_copy(cspace_slot, cap, &cspace->cap);
    if (status != STATUS_OK) {
        return status;
    }
    if (!cap_is(cspace->cap, CAP_CNODE)) {
        return fail_illegal_operation();
    }
    cap = vspace_slot->cap;
    if (vspace_data != 0) {
        cap = derive_update_data(cap, false, vspace_data);
    }
    vspace->source = vspace_slot;
    status = derive_copy(vspace_slot, cap, &vspace->cap);
    if (status != STATUS_OK) {
        return status;
    }
    return vspace_cap_is_valid(vspace->cap) ? STATUS_OK : fail_illegal_operation();
}

static status_t check_buffer(word_t address, slot_t *slot, new_cap_t *buffer)
{
    buffer->source = NULL;
    if (address == 0) {
        return STATUS_OK;
    }
    status_t status = derive_copy(slot, slot->cap, &buffer->cap);
    if (status != STATUS_OK) {
        return status;
    }
    if (!cap_is(buffer->cap, CAP_FRAME) || frame_is_device(buffer->cap)) {
        return fail_illegal_operation();
    }
    if (!IS_ALIGNED(address, seL4_IPCBufferSizeBits)) {
        return fail_alignment();
    }
    buffer->source = slot;
    return STATUS_OK;
}

static void replace(tcb_t *tcb, enum tcb_slot slot, const new_cap_t *new)
{
    delete_simple(&tcb->slots[slot]);
    if (new->source != NULL) {
        cdt_insert_derived(new->source, &tcb->slots[slot], new->cap, false);
    }
}

status_t tcb_configure(invocation_t *inv)
{
    tcb_t *tcb = cap_object(inv->slot->cap);
    bool spaces = inv->label != TCBSetIPCBuffer;
    bool has_buffer = inv->label != TCBSetSpace;
    unsigned words = inv->label == TCBConfigure ? 4 : inv->label == TCBSetSpace ? 3 : 1;
    unsigned caps = inv->label == TCBConfigure ? 3 : inv->label == TCBSetSpace ? 2 : 1;
    if (inv->length < words || inv->extra_count < caps) {
        return fail_truncated();
    }
    new_cap_t cspace, vspace, buffer;
    word_t handler = inv_arg(inv, 0);
    word_t address = inv_arg(inv, words - 1);
    status_t status = STATUS_OK;
    if (has_buffer) {
        status = check_buffer(address, inv->extra[caps - 1], &buffer);
    }
    if (status == STATUS_OK && spaces) {
        status = check_spaces(tcb, inv->extra[0], inv_arg(inv, 1), inv->extra[1], inv_arg(inv, 2),
                              &cspace, &vspace);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (spaces) {
        tcb->fault_handler = handler;
        replace(tcb, TCB_CSPACE, &cspace);
        replace(tcb, TCB_VSPACE, &vspace);
    }
    if (has_buffer) {
        replace(tcb, TCB_BUFFER, &buffer);
        tcb->buffer = address;
    }
    return STATUS_OK;
}
