/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Deletion of capabilities and destruction of objects. Everything long-running is preemptible. */
#pragma once

#include "objects.h"
#include "status.h"

/* Delete the capability in the slot; the last one to an object destroys the object. */
status_t delete_slot(slot_t *slot);
/* Delete every capability derived from the one in the slot. */
status_t delete_descendants(slot_t *slot);
/* Does deleting this capability mean to empty a container (CNode, TCB) first? */
bool delete_needs_emptying(const slot_t *slot);
/* Delete a capability that does not need emptying; takes bounded time. */
void delete_simple(slot_t *slot);
