/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * A reader of flattened device trees (Devicetree Specification 0.4, chapter 5). It allocates
 * nothing and changes nothing. An rs_fdt_t that rs_fdt_open accepted describes a tree whose every
 * token, name and property lies inside the blob, so the other functions need no further bounds
 * checks.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RS_FDT_HEADER_SIZE 40u /* bytes of the version 17 header */
#define RS_FDT_NONE        UINT32_MAX

/* A node: the offset of its FDT_BEGIN_NODE token in the structure block, or RS_FDT_NONE. */
typedef uint32_t rs_fdt_node_t;

typedef struct rs_fdt {
    const uint8_t *blob;
    uint32_t used; /* bytes of the blob in use: what a copy has to hold */
    uint32_t struct_offset, struct_size;
    uint32_t strings_offset, strings_size;
} rs_fdt_t;

/* Opens the blob at an 8-byte aligned address, of which at most limit bytes may be read. False when
 * it is not a well-formed tree of version 16 or 17. */
bool rs_fdt_open(rs_fdt_t *fdt, const void *blob, size_t limit);

/* Total size that a blob's header claims, 0 when the magic number is absent. Reads 8 bytes. */
uint32_t rs_fdt_claimed_size(const void *blob);

rs_fdt_node_t rs_fdt_root(const rs_fdt_t *fdt);
rs_fdt_node_t rs_fdt_first_child(const rs_fdt_t *fdt, rs_fdt_node_t node);
rs_fdt_node_t rs_fdt_next_sibling(const rs_fdt_t *fdt, rs_fdt_node_t node);
const char *rs_fdt_name(const rs_fdt_t *fdt, rs_fdt_node_t node);

/* The node at an absolute path such as "/soc/uart@9000000"; the path ends at length bytes. */
rs_fdt_node_t rs_fdt_find(const rs_fdt_t *fdt, const char *path, size_t length);

/* The parent of a node, RS_FDT_NONE for the root. */
rs_fdt_node_t rs_fdt_parent(const rs_fdt_t *fdt, rs_fdt_node_t node);

/* The value of a property and its length in bytes, NULL when the node has none of that name. */
const void *rs_fdt_property(const rs_fdt_t *fdt, rs_fdt_node_t node, const char *name,
                            uint32_t *length);

/* True when a string list property ("compatible") holds the string. */
bool rs_fdt_has_string(const rs_fdt_t *fdt, rs_fdt_node_t node, const char *name,
                       const char *string);

/* Pair number index of the node's "reg", in the parent's cells. Addresses are not translated
 * through "ranges": false for a node below a bus that translates. */
bool rs_fdt_reg(const rs_fdt_t *fdt, rs_fdt_node_t node, unsigned index, uint64_t *address,
                uint64_t *size);

/* Number of the node's interrupt as the kernel counts them: 16 + n for PPI n, 32 + n for SPI n of
 * an Arm GIC ("interrupts", three cells each). False when there is none of that index. */
bool rs_fdt_gic_interrupt(const rs_fdt_t *fdt, rs_fdt_node_t node, unsigned index,
                          unsigned *number);

/* Depth-first walk over all nodes: start with the root, ends with RS_FDT_NONE. */
rs_fdt_node_t rs_fdt_next(const rs_fdt_t *fdt, rs_fdt_node_t node);

/* The node of the console: /chosen/stdout-path, else the first "arm,pl011". */
rs_fdt_node_t rs_fdt_console(const rs_fdt_t *fdt);

uint32_t rs_fdt_read32(const void *cell);
uint64_t rs_fdt_read64(const void *cells);
