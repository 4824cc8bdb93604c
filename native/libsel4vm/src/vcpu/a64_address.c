/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Where loads and stores of A64 access memory, those included that cannot be emulated. */
#include "a64.h"

/* "SYS" with CRn 7 (C5.3): cache maintenance and address translation, by the address in Xt. Those
 * that take no address do not abort. */
#define SYS_ADDRESS_MASK 0xfff8f000u
#define SYS_ADDRESS      0xd5087000u
/* DC ZVA of them (C5.3.15) sets a block to zero, of at most 2 KiB. */
#define DC_ZVA_MASK 0xffffffe0u
#define DC_ZVA      0xd50b7420u
/* The largest access to a register's address: LD4 and ST4 of four 16-byte registers. */
#define STRUCTURE_BYTES 64
/* Compare and swap of a pair of 8 bytes. */
#define PAIR_BYTES 16
#define WORD_BYTES 8

/* "Load/store register pair" of SIMD registers. */
static unsigned locate_simd_pair(uint32_t word, a64_access_t *access)
{
    const unsigned post_index = 1;
    uint32_t opc = a64_field(word, 31, 30);
    unsigned size = 4u << opc;
    access->offset = a64_signed_field(word, 21, 15) * (int32_t)size;
    access->post_index = a64_field(word, 24, 23) == post_index;
    return opc == 3 ? 0 : 2 * size;
}

/* "Load/store register" of SIMD registers: bit 23 makes size 0 one of 16 bytes. */
static unsigned locate_simd_register(uint32_t word, a64_access_t *access)
{
    enum { UNSCALED, POST_INDEX, REGISTER_OFFSET = 2 };
    unsigned scale = a64_field(word, 23, 23) << 2 | a64_field(word, 31, 30);
    if (scale > 4) {
        return 0;
    }
    if (a64_field(word, 24, 24) != 0) {
        access->offset = (int32_t)(a64_field(word, 21, 10) << scale);
    } else if (a64_field(word, 21, 21) == 0) {
        access->offset = a64_signed_field(word, 20, 12);
        access->post_index = a64_field(word, 11, 10) == POST_INDEX;
    } else if (a64_field(word, 11, 10) == REGISTER_OFFSET) {
        access->index = (uint8_t)a64_field(word, 20, 16);
        access->extend = (uint8_t)a64_field(word, 15, 13);
        access->shift = (uint8_t)(a64_field(word, 12, 12) != 0 ? scale : 0);
    } else {
        return 0;
    }
    return 1u << scale;
}

/* Group 001: exclusive accesses and compare and swap; or structures of SIMD registers. */
static unsigned locate_exclusive_or_structure(uint32_t word)
{
    if (a64_field(word, 26, 26) != 0) {
        return a64_field(word, 31, 31) == 0 ? STRUCTURE_BYTES : 0;
    }
    return a64_field(word, 24, 24) == 0 ? PAIR_BYTES : 0;
}

/* Group 011: "Load register (literal)" of SIMD registers, and "LDAPR/STLR (unscaled immediate)". */
static unsigned locate_literal_or_ordered(uint32_t word, a64_access_t *access)
{
    bool simd = a64_field(word, 26, 26) != 0;
    if (simd && a64_field(word, 25, 24) == 0) {
        access->literal = true;
        access->offset = a64_signed_field(word, 23, 5) * (int32_t)A64_INSTRUCTION_SIZE;
        return 4u << a64_field(word, 31, 30);
    }
    if (!simd && a64_field(word, 25, 24) == 1 && a64_field(word, 21, 21) == 0 &&
        a64_field(word, 11, 10) == 0) {
        access->offset = a64_signed_field(word, 20, 12);
        return 1u << a64_field(word, 31, 30);
    }
    return 0;
}

/* Group 111: those that decoding has left are atomic operations, at the base register's address. */
static unsigned locate_register(uint32_t word, a64_access_t *access)
{
    if (a64_field(word, 26, 26) != 0) {
        return locate_simd_register(word, access);
    }
    bool atomic = a64_field(word, 24, 24) == 0 && a64_field(word, 21, 21) != 0 &&
                  a64_field(word, 11, 10) == 0;
    return atomic ? WORD_BYTES : 0;
}

bool vmi_a64_address(uint32_t word, a64_access_t *access, unsigned *count)
{
    if (vmi_a64_decode(word, access) == A64_ACCESS) {
        *count = (unsigned)access->size * access->elements;
        return true;
    }
    *access = (a64_access_t){.index = A64_REGISTER_NONE, .base = (uint8_t)a64_field(word, 9, 5)};
    *count = 0;
    if ((word & SYS_ADDRESS_MASK) == SYS_ADDRESS) {
        /* Whichever byte of a block was reported is in the page of the register's address. */
        access->base = (uint8_t)a64_field(word, 4, 0);
        *count = (word & DC_ZVA_MASK) == DC_ZVA ? A64_PAGE_SIZE : 1;
        return access->base != A64_REGISTER_NONE;
    }
    if (a64_field(word, 25, 25) != 0) {
        return false; /* not of the group "Loads and stores" */
    }
    switch (a64_field(word, 29, 27)) {
    case 1:
        *count = locate_exclusive_or_structure(word);
        break;
    case 3:
        *count = locate_literal_or_ordered(word, access);
        break;
    case 5:
        *count = a64_field(word, 26, 26) != 0 ? locate_simd_pair(word, access) : 0;
        break;
    case 7:
        *count = locate_register(word, access);
        break;
    default:
        break;
    }
    return *count != 0;
}
