/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <rootserver/fdt.h>
#include <string.h>

/* Devicetree Specification 0.4, 5.2 (header) and 5.4 (structure block). */
#define FDT_MAGIC               0xd00dfeedu
#define FDT_LAST_COMPATIBLE_MAX 17u
#define FDT_VERSION_MIN         16u
#define FDT_BEGIN_NODE          1u
#define FDT_END_NODE            2u
#define FDT_PROP                3u
#define FDT_NOP                 4u
#define FDT_END                 9u

#define MAX_DEPTH               64u

enum header_field {
    HEADER_MAGIC = 0,
    HEADER_TOTAL_SIZE = 4,
    HEADER_STRUCT_OFFSET = 8,
    HEADER_STRINGS_OFFSET = 12,
    HEADER_RESERVE_OFFSET = 16,
    HEADER_VERSION = 20,
    HEADER_LAST_COMPATIBLE = 24,
    HEADER_STRINGS_SIZE = 32,
    HEADER_STRUCT_SIZE = 36,
};

uint32_t rs_fdt_read32(const void *cell)
{
    const uint8_t *b = cell;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint64_t rs_fdt_read64(const void *cells)
{
    return (uint64_t)rs_fdt_read32(cells) << 32 | rs_fdt_read32((const uint8_t *)cells + 4);
}

uint32_t rs_fdt_claimed_size(const void *blob)
{
    const uint8_t *b = blob;
    return rs_fdt_read32(b + HEADER_MAGIC) == FDT_MAGIC ? rs_fdt_read32(b + HEADER_TOTAL_SIZE) : 0;
}

static const uint8_t *at(const rs_fdt_t *fdt, uint32_t offset)
{
    return fdt->blob + fdt->struct_offset + offset;
}

static uint32_t align4(uint32_t value)
{
    return (value + 3u) & ~3u;
}

/* Length of the string at text, or limit when no terminator lies within limit bytes. */
static uint32_t bounded_length(const uint8_t *text, uint32_t limit)
{
    uint32_t length = 0;
    while (length < limit && text[length] != 0) {
        length++;
    }
    return length;
}

/* Size of the token at offset with its operands, 0 when it is malformed or runs out of the block.
 */
static uint32_t checked_token_size(const rs_fdt_t *fdt, uint32_t offset)
{
    uint32_t left = fdt->struct_size - offset;
    if (left < 4) {
        return 0;
    }
    switch (rs_fdt_read32(at(fdt, offset))) {
    case FDT_BEGIN_NODE: {
        uint32_t length = bounded_length(at(fdt, offset + 4), left - 4);
        uint32_t size = 4 + align4(length + 1);
        return length < left - 4 && size <= left ? size : 0;
    }
    case FDT_PROP: {
        if (left < 12) {
            return 0;
        }
        uint32_t length = rs_fdt_read32(at(fdt, offset + 4));
        uint32_t name = rs_fdt_read32(at(fdt, offset + 8));
        if (length > left - 12 || align4(length) > left - 12 || name >= fdt->strings_size) {
            return 0;
        }
        uint32_t room = fdt->strings_size - name;
        if (bounded_length(fdt->blob + fdt->strings_offset + name, room) == room) {
            return 0;
        }
        return 12 + align4(length);
    }
    case FDT_END_NODE:
    case FDT_NOP:
    case FDT_END:
        return 4;
    default:
        return 0;
    }
}

/* One root node, balanced, properties before subnodes not enforced, FDT_END last. */
static bool structure_is_sound(const rs_fdt_t *fdt)
{
    uint32_t depth = 0;
    bool root_seen = false;
    for (uint32_t offset = 0;;) {
        uint32_t size = checked_token_size(fdt, offset);
        if (size == 0) {
            return false;
        }
        switch (rs_fdt_read32(at(fdt, offset))) {
        case FDT_BEGIN_NODE:
            if ((depth == 0 && root_seen) || depth == MAX_DEPTH) {
                return false;
            }
            root_seen = true;
            depth++;
            break;
        case FDT_END_NODE:
            if (depth == 0) {
                return false;
            }
            depth--;
            break;
        case FDT_PROP:
            if (depth == 0) {
                return false;
            }
            break;
        case FDT_END:
            return depth == 0 && root_seen;
        default:
            break;
        }
        offset += size;
    }
}

static bool block_fits(uint32_t offset, uint32_t size, uint32_t total)
{
    return offset >= RS_FDT_HEADER_SIZE && offset <= total && size <= total - offset;
}

static uint32_t max32(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

bool rs_fdt_open(rs_fdt_t *fdt, const void *blob, size_t limit)
{
    const uint8_t *b = blob;
    if (b == NULL || ((uintptr_t)b & 7) != 0 || limit < RS_FDT_HEADER_SIZE) {
        return false;
    }
    uint32_t total = rs_fdt_claimed_size(b);
    if (total < RS_FDT_HEADER_SIZE || total > limit) {
        return false;
    }
    if (rs_fdt_read32(b + HEADER_VERSION) < FDT_VERSION_MIN ||
        rs_fdt_read32(b + HEADER_LAST_COMPATIBLE) > FDT_LAST_COMPATIBLE_MAX) {
        return false;
    }
    rs_fdt_t tree = {
        .blob = b,
        .struct_offset = rs_fdt_read32(b + HEADER_STRUCT_OFFSET),
        .struct_size = rs_fdt_read32(b + HEADER_STRUCT_SIZE),
        .strings_offset = rs_fdt_read32(b + HEADER_STRINGS_OFFSET),
        .strings_size = rs_fdt_read32(b + HEADER_STRINGS_SIZE),
    };
    uint32_t reserve = rs_fdt_read32(b + HEADER_RESERVE_OFFSET);
    if (!block_fits(tree.struct_offset, tree.struct_size, total) || (tree.struct_offset & 3) != 0 ||
        !block_fits(tree.strings_offset, tree.strings_size, total)) {
        return false;
    }
    /* The memory reservation block ends with a pair of zeroes; it belongs to what a copy holds. */
    uint32_t reserve_end = reserve;
    do {
        if ((reserve & 7) != 0 || !block_fits(reserve_end, 16, total)) {
            return false;
        }
        reserve_end += 16;
    } while (rs_fdt_read64(b + reserve_end - 16) != 0 || rs_fdt_read64(b + reserve_end - 8) != 0);
    tree.used = max32(reserve_end, max32(tree.struct_offset + tree.struct_size,
                                         tree.strings_offset + tree.strings_size));
    if (!structure_is_sound(&tree)) {
        return false;
    }
    *fdt = tree;
    return true;
}

/* The tree is sound from here on: sizes need no checks. */
static uint32_t token_end(const rs_fdt_t *fdt, uint32_t offset)
{
    switch (rs_fdt_read32(at(fdt, offset))) {
    case FDT_BEGIN_NODE:
        return offset + 4 + align4((uint32_t)strlen((const char *)at(fdt, offset + 4)) + 1);
    case FDT_PROP:
        return offset + 12 + align4(rs_fdt_read32(at(fdt, offset + 4)));
    default:
        return offset + 4;
    }
}

static uint32_t skip_nops(const rs_fdt_t *fdt, uint32_t offset)
{
    while (rs_fdt_read32(at(fdt, offset)) == FDT_NOP) {
        offset += 4;
    }
    return offset;
}

rs_fdt_node_t rs_fdt_root(const rs_fdt_t *fdt)
{
    return skip_nops(fdt, 0);
}

rs_fdt_node_t rs_fdt_first_child(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    uint32_t offset = token_end(fdt, node);
    for (;;) {
        uint32_t token = rs_fdt_read32(at(fdt, offset));
        if (token == FDT_BEGIN_NODE) {
            return offset;
        }
        if (token == FDT_END_NODE) {
            return RS_FDT_NONE;
        }
        offset = token_end(fdt, offset);
    }
}

/* Offset behind the node's FDT_END_NODE. */
static uint32_t node_end(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    uint32_t depth = 0;
    uint32_t offset = node;
    do {
        uint32_t token = rs_fdt_read32(at(fdt, offset));
        depth += token == FDT_BEGIN_NODE;
        depth -= token == FDT_END_NODE;
        offset = token_end(fdt, offset);
    } while (depth != 0);
    return offset;
}

rs_fdt_node_t rs_fdt_next_sibling(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    uint32_t offset = skip_nops(fdt, node_end(fdt, node));
    return rs_fdt_read32(at(fdt, offset)) == FDT_BEGIN_NODE ? offset : RS_FDT_NONE;
}

const char *rs_fdt_name(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    return (const char *)at(fdt, node + 4);
}

rs_fdt_node_t rs_fdt_next(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    uint32_t offset = token_end(fdt, node);
    for (;;) {
        uint32_t token = rs_fdt_read32(at(fdt, offset));
        if (token == FDT_BEGIN_NODE) {
            return offset;
        }
        if (token == FDT_END) {
            return RS_FDT_NONE;
        }
        offset = token_end(fdt, offset);
    }
}

rs_fdt_node_t rs_fdt_parent(const rs_fdt_t *fdt, rs_fdt_node_t node)
{
    rs_fdt_node_t path[MAX_DEPTH];
    uint32_t depth = 0;
    for (uint32_t offset = 0; offset < node; offset = token_end(fdt, offset)) {
        uint32_t token = rs_fdt_read32(at(fdt, offset));
        if (token == FDT_BEGIN_NODE) {
            path[depth++] = offset;
        } else if (token == FDT_END_NODE) {
            depth--;
        }
    }
    return depth == 0 ? RS_FDT_NONE : path[depth - 1];
}

/* True when the path component (length bytes) names the node, with or without its unit address. */
static bool component_matches(const char *name, const char *component, size_t length)
{
    if (strlen(name) < length || memcmp(name, component, length) != 0) {
        return false;
    }
    return name[length] == 0 || name[length] == '@';
}

rs_fdt_node_t rs_fdt_find(const rs_fdt_t *fdt, const char *path, size_t length)
{
    rs_fdt_node_t node = rs_fdt_root(fdt);
    size_t at_char = 0;
    if (length == 0 || path[0] != '/') {
        return RS_FDT_NONE;
    }
    while (node != RS_FDT_NONE) {
        while (at_char < length && path[at_char] == '/') {
            at_char++;
        }
        if (at_char == length) {
            return node;
        }
        size_t end = at_char;
        while (end < length && path[end] != '/') {
            end++;
        }
        node = rs_fdt_first_child(fdt, node);
        while (node != RS_FDT_NONE &&
               !component_matches(rs_fdt_name(fdt, node), path + at_char, end - at_char)) {
            node = rs_fdt_next_sibling(fdt, node);
        }
        at_char = end;
    }
    return RS_FDT_NONE;
}

const void *rs_fdt_property(const rs_fdt_t *fdt, rs_fdt_node_t node, const char *name,
                            uint32_t *length)
{
    for (uint32_t offset = token_end(fdt, node);; offset = token_end(fdt, offset)) {
        uint32_t token = rs_fdt_read32(at(fdt, offset));
        if (token == FDT_PROP) {
            uint32_t name_offset = rs_fdt_read32(at(fdt, offset + 8));
            if (strcmp((const char *)fdt->blob + fdt->strings_offset + name_offset, name) == 0) {
                *length = rs_fdt_read32(at(fdt, offset + 4));
                return at(fdt, offset + 12);
            }
        } else if (token != FDT_NOP) {
            return NULL;
        }
    }
}

bool rs_fdt_has_string(const rs_fdt_t *fdt, rs_fdt_node_t node, const char *name,
                       const char *string)
{
    uint32_t length = 0;
    const uint8_t *list = rs_fdt_property(fdt, node, name, &length);
    uint32_t wanted = (uint32_t)strlen(string) + 1;
    for (uint32_t start = 0; list != NULL && start < length;) {
        uint32_t size = bounded_length(list + start, length - start) + 1;
        if (size == wanted && size <= length - start && memcmp(list + start, string, size) == 0) {
            return true;
        }
        start += size;
    }
    return false;
}

/* The value of a one-cell property, or the default of the specification. */
static uint32_t cells_of(const rs_fdt_t *fdt, rs_fdt_node_t node, const char *name,
                         uint32_t by_default)
{
    uint32_t length = 0;
    const void *value = rs_fdt_property(fdt, node, name, &length);
    return value != NULL && length == 4 ? rs_fdt_read32(value) : by_default;
}

/* Buses between a node and the root map addresses one to one: "ranges" present and empty. */
static bool is_untranslated(const rs_fdt_t *fdt, rs_fdt_node_t bus)
{
    while (bus != rs_fdt_root(fdt)) {
        uint32_t length = 1;
        if (rs_fdt_property(fdt, bus, "ranges", &length) == NULL || length != 0) {
            return false;
        }
        bus = rs_fdt_parent(fdt, bus);
    }
    return true;
}

bool rs_fdt_reg(const rs_fdt_t *fdt, rs_fdt_node_t node, unsigned index, uint64_t *address,
                uint64_t *size)
{
    rs_fdt_node_t bus = rs_fdt_parent(fdt, node);
    uint32_t length = 0;
    const uint8_t *reg = rs_fdt_property(fdt, node, "reg", &length);
    if (bus == RS_FDT_NONE || reg == NULL || !is_untranslated(fdt, bus)) {
        return false;
    }
    uint32_t address_cells = cells_of(fdt, bus, "#address-cells", 2);
    uint32_t size_cells = cells_of(fdt, bus, "#size-cells", 1);
    if (address_cells < 1 || address_cells > 2 || size_cells > 2) {
        return false;
    }
    uint32_t pair = 4 * (address_cells + size_cells);
    if (index >= length / pair) {
        return false;
    }
    const uint8_t *cell = reg + (size_t)index * pair;
    *address = address_cells == 2 ? rs_fdt_read64(cell) : rs_fdt_read32(cell);
    cell += 4 * address_cells;
    *size = size_cells == 2 ? rs_fdt_read64(cell) : size_cells == 1 ? rs_fdt_read32(cell) : 0;
    return true;
}

bool rs_fdt_gic_interrupt(const rs_fdt_t *fdt, rs_fdt_node_t node, unsigned index, unsigned *number)
{
    const uint32_t cells =
        12; /* type, number, flags (Linux, bindings/interrupt-controller/arm,gic) */
    uint32_t length = 0;
    const uint8_t *interrupts = rs_fdt_property(fdt, node, "interrupts", &length);
    if (interrupts == NULL || index >= length / cells) {
        return false;
    }
    const uint8_t *cell = interrupts + (size_t)index * cells;
    uint32_t type = rs_fdt_read32(cell);
    uint32_t offset = rs_fdt_read32(cell + 4);
    if (type > 1 || offset > 987) { /* 1019 is the last SPI */
        return false;
    }
    *number = offset + (type == 0 ? 32u : 16u);
    return true;
}

rs_fdt_node_t rs_fdt_console(const rs_fdt_t *fdt)
{
    rs_fdt_node_t chosen = rs_fdt_find(fdt, "/chosen", strlen("/chosen"));
    uint32_t length = 0;
    const char *path =
        chosen == RS_FDT_NONE ? NULL : rs_fdt_property(fdt, chosen, "stdout-path", &length);
    if (path != NULL) {
        /* "path:options" */
        uint32_t end = 0;
        while (end < length && path[end] != 0 && path[end] != ':') {
            end++;
        }
        rs_fdt_node_t node = rs_fdt_find(fdt, path, end);
        if (node != RS_FDT_NONE) {
            return node;
        }
    }
    for (rs_fdt_node_t node = rs_fdt_root(fdt); node != RS_FDT_NONE;
         node = rs_fdt_next(fdt, node)) {
        if (rs_fdt_has_string(fdt, node, "compatible", "arm,pl011")) {
            return node;
        }
    }
    return RS_FDT_NONE;
}
