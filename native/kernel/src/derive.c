/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Rights, badges, guards, and which capabilities can be copied (manual, table 3.2). */
#include "derive.h"

#include <sel4/types.h>

cap_t derive_mask_rights(cap_t cap, unsigned rights)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_REPLY:
        return cap_set_rights(cap, cap_rights(cap) & rights);
    case CAP_FRAME:
        return frame_set_rights(cap, frame_rights(cap) & rights);
    default:
        return cap;
    }
}

static cap_t set_guard(cap_t cap, word_t data)
{
    unsigned guard_size = (unsigned)(data & 0x3f);
    unsigned radix = cnode_radix(cap);
    if (guard_size + radix > seL4_WordBits) {
        return cap_null();
    }
    return cap_cnode(cap_object(cap), radix, guard_size, (data >> 6) & MASK(guard_size));
}

cap_t derive_update_data(cap_t cap, bool preserve, word_t data)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        if (preserve || cap_badge(cap) != 0) {
            return cap_null();
        }
        cap.w1 = data;
        return cap;
    case CAP_CNODE:
        return set_guard(cap, data);
    default:
        return cap;
    }
}

status_t derive_copy(slot_t *slot, cap_t cap, cap_t *out)
{
    switch (cap_type(cap)) {
    case CAP_UNTYPED:
        if (cdt_has_children(slot)) {
            return fail_revoke_first();
        }
        break;
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
        if (!cap_is_mapped(cap)) {
            return fail_illegal_operation();
        }
        break;
    case CAP_FRAME:
        cap = frame_set_vaddr(cap_clear_mapping(cap), 0);
        break;
    case CAP_IRQ_CONTROL:
    case CAP_REPLY:
    case CAP_ZOMBIE:
        cap = cap_null();
        break;
    default:
        break;
    }
    *out = cap;
    return STATUS_OK;
}

bool derive_is_original(cap_t derived, cap_t source)
{
    switch (cap_type(derived)) {
    case CAP_UNTYPED:
        return true;
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
        return cap_badge(derived) != cap_badge(source);
    default:
        return false;
    }
}
