/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Zeroed RAM in the root task's address space. Sizes are rounded up to whole pages of 4 KiB; 2 MiB
 * pages back what is large and aligned enough. All functions are safe from every thread.
 */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RS_PAGE_SIZE ((size_t)1 << seL4_PageBits)

/* Address space and memory in one; NULL when either ran out. Ranges of 2 MiB and more are aligned
 * to 2 MiB. */
void *rs_pages_alloc(size_t bytes);

/* Gives back what rs_pages_alloc returned for that size. */
void rs_pages_free(void *pages, size_t bytes);

/*
 * Backs [vaddr, vaddr + bytes) of a reservation (rs_vspace_reserve) with zeroed memory. Pages of
 * the range that are backed already stay as they are. False when memory ran out; then the call has
 * backed nothing.
 */
bool rs_pages_commit(uintptr_t vaddr, size_t bytes);

/*
 * Takes the memory of [vaddr, vaddr + bytes) back; the addresses stay reserved. A 2 MiB page that
 * lies in the range in part only stays, its part of the range zeroed.
 */
void rs_pages_decommit(uintptr_t vaddr, size_t bytes);

/* The frame capability behind a committed address, seL4_CapNull when there is none. */
seL4_CPtr rs_pages_frame(uintptr_t vaddr);
