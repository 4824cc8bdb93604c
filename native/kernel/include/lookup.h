/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Finding slots: CSpace addresses are resolved through guarded CNodes (manual, section 3.3). */
#pragma once

#include "objects.h"
#include "status.h"

/*
 * Resolve up to `bits` low bits of `cptr` starting at `root`. Stops early at a capability that is
 * not a CNode and reports the bits left. NULL, with lookup_failure set, when the path is broken.
 */
slot_t *lookup_resolve(cap_t root, word_t cptr, unsigned bits, unsigned *bits_left);

/* The slot a thread names with a CPtr, or NULL with lookup_failure set. */
slot_t *lookup_slot(tcb_t *thread, word_t cptr);

/*
 * The slot at exactly `depth` bits of `index` below `root`, as CNode operations address it.
 * `source` goes into the error's details.
 */
status_t lookup_slot_at(cap_t root, word_t index, word_t depth, bool source, slot_t **out);

/* The same, and the slot must be empty. */
status_t lookup_empty_slot_at(cap_t root, word_t index, word_t depth, slot_t **out);

/* Kernel address of the thread's IPC buffer, or NULL when it has none that it may use this way. */
seL4_IPCBuffer *lookup_ipc_buffer(tcb_t *thread, bool for_writing);

/* Look up the first `count` capabilities named in the buffer; NULL slots are an error. */
bool lookup_extra_caps(tcb_t *thread, seL4_IPCBuffer *buffer, unsigned count, slot_t **out,
                       word_t *failed_cptr);

/* The empty slot into which a receiver wants a capability, or NULL. */
slot_t *lookup_receive_slot(tcb_t *thread, seL4_IPCBuffer *buffer);
