/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Properties of a flattened device tree (Devicetree Specification 0.4, chapter 5). The names that
 * are asked for occur in one node only. */
#include <guests/kit.h>

#define MAGIC      0xd00dfeedu
#define STRUCTURE  8  /* header: offset of the structure block */
#define STRINGS    12 /* header: offset of the strings block */
#define BEGIN_NODE 1u
#define PROPERTY   3u
#define END        9u

static uint32_t word(uint64_t address)
{
    return __builtin_bswap32(guest_read(address));
}

/* The value of a property, and its length; 0 when there is none. */
static uint64_t find(uint64_t tree, const char *name, uint32_t *length)
{
    if (tree == 0 || word(tree) != MAGIC) {
        return 0;
    }
    uint64_t at = tree + word(tree + STRUCTURE);
    for (uint32_t token = word(at); token != END; token = word(at)) {
        at += 4;
        if (token == BEGIN_NODE) {
            while (*(const volatile char *)at != 0) {
                at++;
            }
            at = (at + 4) & ~3ul;
        } else if (token == PROPERTY) {
            *length = word(at);
            if (guest_equal((const char *)(tree + word(tree + STRINGS) + word(at + 4)), name)) {
                return at + 8;
            }
            at = (at + 8 + *length + 3) & ~3ul;
        }
    }
    return 0;
}

const char *guest_command_line(uint64_t tree)
{
    uint32_t length;
    uint64_t value = find(tree, "bootargs", &length);
    return value == 0 ? "" : (const char *)value;
}

uint64_t guest_initrd(uint64_t tree, uint64_t *size)
{
    uint32_t length;
    uint64_t start = find(tree, "linux,initrd-start", &length);
    uint64_t end = find(tree, "linux,initrd-end", &length);
    if (start == 0 || end == 0) {
        return 0;
    }
    start = (uint64_t)word(start) << 32 | word(start + 4);
    end = (uint64_t)word(end) << 32 | word(end + 4);
    *size = end - start;
    return start;
}
