/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * What write barriers and collector share: the range whose stores the barriers note, and bounds of
 * the assembly helpers that need special treatment when a thread faults or is stopped in them.
 */
#pragma once

/* A card is 2^9 bytes of the heap. Its byte in the card table is 0 while the card is dirty: the
 * barriers have a zero register to store, but no other constant at hand. */
#define RT_CARD_SHIFT 9
#define RT_CARD_DIRTY 0x00
#define RT_CARD_CLEAN 0xff

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/*
 * The range in which stores of references are noted: `start` is both the first byte of the range
 * and of the card table, whose first bytes stand for the table itself and stay unused. The card of
 * an address is start[(address - start) >> RT_CARD_SHIFT].
 */
struct rt_barrier_range {
    uint8_t *start;
    size_t bytes; /* 0 until there is a heap */
};
extern struct rt_barrier_range rt_barrier_range;

/* Leaf helpers that dereference references on behalf of compiled code without a frame of their own:
 * write barriers, interlocked exchanges, dispatch stubs. A null reference there is the caller's. */
extern const char rt_barriers_begin[], rt_barriers_end[];
extern const char rt_dispatch_stubs_begin[], rt_dispatch_stubs_end[];

/* The part of RhBulkMoveWithWriteBarrier in which references were perhaps stored but not yet noted.
 * While a thread is in it, x9 holds the start of the destination and x10 its bytes. */
extern const char rt_bulk_move_begin[], rt_bulk_move_end[];

#endif /* !__ASSEMBLER__ */
