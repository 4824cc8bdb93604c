/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a copy of a capability looks like. */
#pragma once

#include "slot.h"
#include "status.h"

/* Restrict rights; other capabilities than endpoint, notification, reply, frame are unchanged. */
cap_t derive_mask_rights(cap_t cap, unsigned rights);

/*
 * Apply the badge or guard word of Mint (`preserve` false) or Mutate (`preserve` true). The null
 * capability means that this is not allowed.
 */
cap_t derive_update_data(cap_t cap, bool preserve, word_t data);

/* The capability that a copy of `slot`'s would be; `cap` is the source after masking. */
status_t derive_copy(slot_t *slot, cap_t cap, cap_t *out);

/* Is a capability derived from `source` an original itself (its copies its children)? */
bool derive_is_original(cap_t derived, cap_t source);
