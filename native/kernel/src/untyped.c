/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Untyped memory: retyping it into objects, and zeroing it before it is used again. */
#include <sel4/invocation.h>

#include "arch.h"
#include "invocation.h"
#include "lookup.h"
#include "thread.h"
#include "untyped.h"
#include "vcpu.h"

#define RESET_CHUNK_BITS 12

/* log2 of the object's size in bytes; the type is valid. */
static word_t object_size_bits(word_t type, word_t user_bits)
{
    switch (type) {
    case seL4_TCBObject:
        return seL4_TCBBits;
    case seL4_EndpointObject:
        return seL4_EndpointBits;
    case seL4_NotificationObject:
        return seL4_NotificationBits;
    case seL4_CapTableObject:
        return seL4_SlotBits + user_bits;
    case seL4_ARM_SmallPageObject:
        return seL4_PageBits;
    case seL4_ARM_LargePageObject:
        return seL4_LargePageBits;
    case seL4_ARM_HugePageObject:
        return seL4_HugePageBits;
    case seL4_ARM_PageTableObject:
        return seL4_PageTableBits;
    case seL4_ARM_VSpaceObject:
        return seL4_VSpaceBits;
    case seL4_ARM_VCPUObject:
        return seL4_VCPUBits;
    default:
        return user_bits;
    }
}

static bool allowed_in_device_memory(word_t type)
{
    return type == seL4_UntypedObject || type == seL4_ARM_SmallPageObject ||
           type == seL4_ARM_LargePageObject || type == seL4_ARM_HugePageObject;
}

/* Make the object in zeroed memory and the capability to it. */
static cap_t create_object(word_t type, paddr_t pa, unsigned user_bits, bool device)
{
    void *va = pa_to_va(pa); /* not used for device memory */
    switch (type) {
    case seL4_UntypedObject:
        return cap_untyped(pa, user_bits, device, 0);
    case seL4_ARM_SmallPageObject:
        return cap_frame(pa, FRAME_SMALL, RIGHT_READ | RIGHT_WRITE, device);
    case seL4_ARM_LargePageObject:
        return cap_frame(pa, FRAME_LARGE, RIGHT_READ | RIGHT_WRITE, device);
    case seL4_ARM_HugePageObject:
        return cap_frame(pa, FRAME_HUGE, RIGHT_READ | RIGHT_WRITE, device);
    case seL4_TCBObject:
        thread_init(va);
        return cap_of_object(CAP_TCB, va);
    case seL4_EndpointObject:
        return cap_with_rights(CAP_ENDPOINT, va, RIGHTS_ALL);
    case seL4_NotificationObject:
        return cap_with_rights(CAP_NOTIFICATION, va, RIGHT_READ | RIGHT_WRITE);
    case seL4_CapTableObject:
        return cap_cnode(va, user_bits, 0, 0);
    case seL4_ARM_PageTableObject:
        return cap_of_object(CAP_PAGE_TABLE, va);
    case seL4_ARM_VSpaceObject:
        return cap_of_object(CAP_VSPACE, va);
    default:
        vcpu_init(va);
        return cap_of_object(CAP_VCPU, va);
    }
}

static void zero_and_clean(word_t start, word_t end)
{
    /* Objects smaller than a cache line leave a partial line at the end. */
    word_t whole = ALIGN_DOWN(end, CACHE_LINE_BITS);
    if (whole < start || end - start < BIT(CACHE_LINE_BITS)) {
        whole = start;
    }
    memset((void *)whole, 0, end - whole);
    for (word_t line = start; line < whole; line += BIT(CACHE_LINE_BITS)) {
        asm volatile("dc zva, %0\n\tdc cvac, %0" ::"r"(line) : "memory");
    }
    dsb();
}

status_t untyped_reset(slot_t *slot)
{
    if (untyped_is_device(slot->cap)) {
        slot->cap = untyped_set_watermark(slot->cap, 0);
        return STATUS_OK;
    }
    word_t base = (word_t)pa_to_va(slot->cap.w1);
    word_t used = untyped_watermark(slot->cap);
    while (used > 0) {
        word_t start = ALIGN_DOWN(used - 1, RESET_CHUNK_BITS);
        zero_and_clean(base + start, base + used);
        used = start;
        slot->cap = untyped_set_watermark(slot->cap, used);
        if (used > 0 && irq_is_pending()) {
            return STATUS_PREEMPTED;
        }
    }
    return STATUS_OK;
}

/* The CNode that receives the new capabilities. */
static status_t find_destination(invocation_t *inv, cap_t *node)
{
    word_t depth = inv_arg(inv, 3);
    *node = inv->extra[0]->cap;
    if (depth != 0) {
        slot_t *slot;
        status_t status = lookup_slot_at(*node, inv_arg(inv, 2), depth, false, &slot);
        if (status != STATUS_OK) {
            return status;
        }
        *node = slot->cap;
    }
    if (!cap_is(*node, CAP_CNODE)) {
        lookup_missing_capability(depth);
        return fail_lookup(false);
    }
    return STATUS_OK;
}

static status_t check_type_and_size(word_t type, word_t user_bits, word_t *size_bits)
{
    if (type >= seL4_ObjectTypeCount) {
        return fail_invalid_argument(0);
    }
    *size_bits = object_size_bits(type, user_bits);
    if (user_bits >= seL4_WordBits || *size_bits > seL4_MaxUntypedBits) {
        return fail_range(0, seL4_MaxUntypedBits);
    }
    if ((type == seL4_CapTableObject && user_bits == 0) ||
        (type == seL4_UntypedObject && user_bits < seL4_MinUntypedBits)) {
        return fail_invalid_argument(1);
    }
    return STATUS_OK;
}

static status_t check_window(cap_t node, word_t offset, word_t count)
{
    word_t node_size = BIT(cnode_radix(node));
    if (offset > node_size - 1) {
        return fail_range(0, node_size - 1);
    }
    if (count < 1 || count > CONFIG_RETYPE_FAN_OUT_LIMIT) {
        return fail_range(1, CONFIG_RETYPE_FAN_OUT_LIMIT);
    }
    if (count > node_size - offset) {
        return fail_range(1, node_size - offset);
    }
    const slot_t *slots = (slot_t *)cap_object(node) + offset;
    for (word_t i = 0; i < count; i++) {
        if (!slot_is_empty(&slots[i])) {
            return fail_delete_first();
        }
    }
    return STATUS_OK;
}

status_t decode_untyped(invocation_t *inv)
{
    if (inv->label != UntypedRetype) {
        return fail_illegal_operation();
    }
    if (inv->length < 6 || inv->extra_count < 1) {
        return fail_truncated();
    }
    word_t type = inv_arg(inv, 0), user_bits = inv_arg(inv, 1);
    word_t offset = inv_arg(inv, 4), count = inv_arg(inv, 5);
    word_t size_bits = 0;
    cap_t node;
    status_t status = check_type_and_size(type, user_bits, &size_bits);
    if (status == STATUS_OK) {
        status = find_destination(inv, &node);
    }
    if (status == STATUS_OK) {
        status = check_window(node, offset, count);
    }
    if (status != STATUS_OK) {
        return status;
    }

    slot_t *slot = inv->slot;
    bool device = untyped_is_device(slot->cap);
    bool reset = !cdt_has_children(slot);
    word_t watermark = reset ? 0 : untyped_watermark(slot->cap);
    word_t available = BIT(untyped_size_bits(slot->cap)) - watermark;
    if ((available >> size_bits) < count) {
        return fail_not_enough_memory(available);
    }
    if (device && !allowed_in_device_memory(type)) {
        return fail_invalid_argument(1);
    }
    if (reset) {
        status = untyped_reset(slot);
        if (status != STATUS_OK) {
            return status;
        }
    }
    watermark = ALIGN_UP(watermark, size_bits);
    slot_t *dest = (slot_t *)cap_object(node) + offset;
    for (word_t i = 0; i < count; i++) {
        paddr_t pa = slot->cap.w1 + watermark + (i << size_bits);
        cdt_insert_child(slot, &dest[i], create_object(type, pa, (unsigned)user_bits, device),
                         true);
    }
    slot->cap = untyped_set_watermark(slot->cap, watermark + (count << size_bits));
    return STATUS_OK;
}
