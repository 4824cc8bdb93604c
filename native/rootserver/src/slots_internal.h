/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What the root server itself needs of the slots of the root CNode; the public side is slots.h. */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>

void rs_slots_init(const seL4_BootInfo *bootinfo);

/* As rs_slot_alloc() and the others, without the lock, for the object allocator, which holds it. */
seL4_CPtr rs_slot_alloc_locked(void);
void rs_slot_free_locked(seL4_CPtr slot);
size_t rs_slot_available_locked(void);
