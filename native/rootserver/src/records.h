/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * One record for each slot of the root CNode says what the capability in it is to the root server:
 * a block of untyped memory, an intermediate table or a mapped frame. As every block, table and
 * frame has a slot anyway, book-keeping needs no memory of its own and cannot run out.
 */

#pragma once

#include <sel4/sel4.h>
#include <stdint.h>

#define RS_SLOTS ((seL4_Word)1 << CONFIG_ROOT_CNODE_SIZE_BITS)

typedef enum rs_record_kind {
    RS_RECORD_NONE,
    RS_RECORD_UNTYPED,
    RS_RECORD_TABLE,
    RS_RECORD_FRAME,
} rs_record_kind_t;

typedef struct rs_record {
    uint64_t address; /* untyped: physical; table: first virtual address; frame: virtual address */
    uint32_t next;    /* untyped: next in its list; table, frame: next in its bucket */
    uint32_t prev;    /* untyped: previous in its list */
    uint32_t
        parent; /* untyped: block it is half of, 0 for the kernel's own; table, frame: VSpace id */
    uint32_t partner; /* untyped: the other half, 0 for the kernel's own; table, frame of the page
                         allocator: its untyped block */
    uint32_t child;   /* untyped: lower half when split */
    uint16_t live;    /* table: entries in use */
    uint8_t kind;     /* rs_record_kind_t */
    uint8_t bits;   /* log2 of the size: of the block, of the range a table covers, of the frame */
    uint8_t state;  /* untyped: free, split or used */
    uint8_t device; /* untyped: device memory */
} rs_record_t;

extern rs_record_t rs_records[RS_SLOTS];
