/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Blocks of untyped memory: a buddy system whose blocks are untyped capabilities. A block is split
 * by retyping it into two halves, and coalesced by revoking it.
 *
 * Coalescing waits until somebody needs the larger block or the slots: the kernel zeroes a block
 * again as a whole when it is split anew, so coalescing early would make one small object that
 * comes and goes cost megabytes of zeroing each time. The caller holds the lock of the object
 * allocator.
 */

#pragma once

#include "records.h"

#include <stdbool.h>
#include <stddef.h>

void rs_blocks_init(const seL4_BootInfo *bootinfo);

/* A block of RAM of 2^bits bytes for the caller's use, or NULL: seL4_NotEnoughMemory. */
rs_record_t *rs_block_take(seL4_Word bits, seL4_Error *error);

/* The block at a physical address, RAM or device. NULL: seL4_RangeError, seL4_DeleteFirst or
 * seL4_NotEnoughMemory (slots). */
rs_record_t *rs_block_take_at(uint64_t paddr, seL4_Word bits, seL4_Error *error);

/* Gives a block back whose capability has no children. */
void rs_block_give(rs_record_t *block);

/* Bytes of RAM in no block that was taken. */
size_t rs_blocks_free_bytes(void);

/* Slots that coalescing would free, and doing some of it; false when there is nothing to coalesce.
 */
size_t rs_blocks_idle_slots(void);
bool rs_blocks_reclaim_slots(void);

uint32_t rs_block_slot(const rs_record_t *block);
