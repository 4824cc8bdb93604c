/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "a64.h"

#include <stddef.h>

/* Registers of the SIMD file cannot be reached through the kernel's API: bit 26 (V) is refused in
 * every group. */
static bool is_simd(uint32_t word)
{
    return a64_field(word, 26, 26) != 0;
}

/* "Load/store register pair": opc 101 V mode L imm7 Rt2 Rn Rt. */
static a64_result_t decode_pair(uint32_t word, a64_access_t *access)
{
    enum { NO_ALLOCATE, POST_INDEX, OFFSET, PRE_INDEX };
    uint32_t opc = a64_field(word, 31, 30), mode = a64_field(word, 24, 23);
    bool load = a64_field(word, 22, 22) != 0;
    bool signed_word = opc == 1; /* LDPSW; as a store, STGP writes allocation tags */
    if (is_simd(word) || opc == 3 || (signed_word && (!load || mode == NO_ALLOCATE))) {
        return A64_UNSUPPORTED;
    }
    access->size = opc == 2 ? 8 : 4;
    access->elements = 2;
    access->write = !load;
    access->sign_extend = signed_word;
    access->wide = opc != 0;
    access->reg[0] = (uint8_t)a64_field(word, 4, 0);
    access->reg[1] = (uint8_t)a64_field(word, 14, 10);
    access->base = (uint8_t)a64_field(word, 9, 5);
    access->write_back = mode == POST_INDEX || mode == PRE_INDEX;
    access->post_index = mode == POST_INDEX;
    access->offset = a64_signed_field(word, 21, 15) * access->size;
    return A64_ACCESS;
}

/* Size, direction and extension of the groups "Load/store register": size 111 V .. opc. */
static a64_result_t decode_operation(uint32_t word, a64_access_t *access)
{
    uint32_t size = a64_field(word, 31, 30), opc = a64_field(word, 23, 22);
    if (is_simd(word) || (opc == 3 && size >= 2)) {
        return A64_UNSUPPORTED;
    }
    if (opc == 2 && size == 3) {
        return A64_NOTHING;
    }
    access->size = (uint8_t)(1u << size);
    access->elements = 1;
    access->write = opc == 0;
    access->sign_extend = opc >= 2;
    access->wide = opc == 2 || (opc == 1 && size == 3);
    access->reg[0] = (uint8_t)a64_field(word, 4, 0);
    access->base = (uint8_t)a64_field(word, 9, 5);
    return A64_ACCESS;
}

/* "Load/store register (register offset)": size 111 V 00 opc 1 Rm option S 10 Rn Rt. */
static a64_result_t decode_register_offset(uint32_t word, a64_access_t *access)
{
    uint32_t option = a64_field(word, 15, 13);
    a64_result_t result = decode_operation(word, access);
    if ((option & 2) == 0) {
        return A64_UNSUPPORTED; /* not allocated */
    }
    access->index = (uint8_t)a64_field(word, 20, 16);
    access->extend = (uint8_t)option;
    access->shift = (uint8_t)(a64_field(word, 12, 12) != 0 ? a64_field(word, 31, 30) : 0);
    return result;
}

/* "Load/store register (unsigned immediate)": size 111 V 01 opc imm12 Rn Rt. */
static a64_result_t decode_unsigned_offset(uint32_t word, a64_access_t *access)
{
    a64_result_t result = decode_operation(word, access);
    access->offset = (int32_t)(a64_field(word, 21, 10) << a64_field(word, 31, 30));
    return result;
}

/* "Load/store register" with an immediate of 9 bits, or a register, as offset. */
static a64_result_t decode_register(uint32_t word, a64_access_t *access)
{
    enum { UNSCALED, POST_INDEX, UNPRIVILEGED, PRE_INDEX };
    uint32_t kind = a64_field(word, 11, 10);
    if (a64_field(word, 21, 21) != 0) {
        /* Else: atomic operations and loads with pointer authentication. */
        return kind == 2 ? decode_register_offset(word, access) : A64_UNSUPPORTED;
    }
    access->write_back = kind == POST_INDEX || kind == PRE_INDEX;
    access->post_index = kind == POST_INDEX;
    access->offset = a64_signed_field(word, 20, 12);
    return decode_operation(word, access);
}

/* "Load register (literal)": opc 011 V 00 imm19 Rt. */
static a64_result_t decode_literal(uint32_t word, a64_access_t *access)
{
    uint32_t opc = a64_field(word, 31, 30);
    if (is_simd(word)) {
        return A64_UNSUPPORTED;
    }
    if (opc == 3) {
        return A64_NOTHING;
    }
    access->size = opc == 1 ? 8 : 4;
    access->elements = 1;
    access->sign_extend = opc == 2;
    access->wide = opc != 0;
    access->reg[0] = (uint8_t)a64_field(word, 4, 0);
    access->literal = true;
    access->offset = a64_signed_field(word, 23, 5) * (int32_t)A64_INSTRUCTION_SIZE;
    return A64_ACCESS;
}

/* "Load/store ordered": size 001000 1 L 0 Rs o0 Rt2 Rn Rt. Exclusive accesses (bit 23 clear) depend
 * on a monitor that emulated memory does not have. */
static a64_result_t decode_ordered(uint32_t word, a64_access_t *access)
{
    if (a64_field(word, 23, 23) == 0 || a64_field(word, 21, 21) != 0) {
        return A64_UNSUPPORTED;
    }
    uint32_t size = a64_field(word, 31, 30);
    access->size = (uint8_t)(1u << size);
    access->elements = 1;
    access->write = a64_field(word, 22, 22) == 0;
    access->wide = size == 3;
    access->reg[0] = (uint8_t)a64_field(word, 4, 0);
    access->base = (uint8_t)a64_field(word, 9, 5);
    return A64_ACCESS;
}

a64_result_t vmi_a64_decode(uint32_t word, a64_access_t *access)
{
    *access = (a64_access_t){.index = A64_REGISTER_NONE};
    switch (a64_field(word, 29, 27)) {
    case 1:
        return a64_field(word, 26, 24) == 0 ? decode_ordered(word, access) : A64_UNSUPPORTED;
    case 3:
        return a64_field(word, 25, 24) == 0 ? decode_literal(word, access) : A64_UNSUPPORTED;
    case 5:
        return a64_field(word, 25, 25) == 0 ? decode_pair(word, access) : A64_UNSUPPORTED;
    case 7:
        switch (a64_field(word, 25, 24)) {
        case 0:
            return decode_register(word, access);
        case 1:
            return decode_unsigned_offset(word, access);
        default:
            return A64_UNSUPPORTED;
        }
    default:
        return A64_UNSUPPORTED;
    }
}

/* "ExtendReg": UXTW 010, UXTX (LSL) 011, SXTW 110, SXTX 111. */
static uint64_t extend_index(const a64_access_t *access, uint64_t index)
{
    enum { UXTW = 2, SXTW = 6 };
    if (access->extend == UXTW) {
        index = (uint32_t)index;
    } else if (access->extend == SXTW) {
        index = (uint64_t)(int64_t)(int32_t)index;
    }
    return index << access->shift;
}

uint64_t vmi_a64_effective_address(const a64_access_t *access, uint64_t base, uint64_t index)
{
    uint64_t offset = access->post_index ? 0 : (uint64_t)(int64_t)access->offset;
    return base + offset + extend_index(access, index);
}
