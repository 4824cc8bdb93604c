/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Capability slots of the root CNode. A slot's number is its capability pointer (depth
 * seL4_WordBits). */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>

/* An empty slot, or seL4_CapNull when none is left. Safe from every thread. */
seL4_CPtr rs_slot_alloc(void);

/* Gives a slot back. The slot must be empty: delete its capability first. Slots that rs_slot_alloc
 * did not hand out, and slots given back twice, are ignored. */
void rs_slot_free(seL4_CPtr slot);

/* Number of slots that rs_slot_alloc could still hand out. */
size_t rs_slot_available(void);
