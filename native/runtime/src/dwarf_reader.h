/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Reading the primitive encodings of DWARF (DWARF 5, 7.6) and of .eh_frame pointers (LSB 10.5.1).
 */
#pragma once

#include <stdint.h>
#include <string.h>

#define DW_EH_PE_ABSPTR      0x00
#define DW_EH_PE_UDATA4      0x03
#define DW_EH_PE_SDATA4      0x0b
#define DW_EH_PE_UDATA8      0x04
#define DW_EH_PE_SDATA8      0x0c
#define DW_EH_PE_PCREL       0x10
#define DW_EH_PE_DATAREL     0x30
#define DW_EH_PE_INDIRECT    0x80
#define DW_EH_PE_OMIT        0xff
#define DW_EH_PE_FORMAT_MASK 0x0f
#define DW_EH_PE_BASE_MASK   0x70

struct dwarf_reader {
    const uint8_t *at;
    const uint8_t *end;
};

static inline uint8_t dwarf_u8(struct dwarf_reader *in)
{
    return *in->at++;
}

static inline uint16_t dwarf_u16(struct dwarf_reader *in)
{
    uint16_t value;

    memcpy(&value, in->at, sizeof(value));
    in->at += sizeof(value);
    return value;
}

static inline uint32_t dwarf_u32(struct dwarf_reader *in)
{
    uint32_t value;

    memcpy(&value, in->at, sizeof(value));
    in->at += sizeof(value);
    return value;
}

static inline uint64_t dwarf_u64(struct dwarf_reader *in)
{
    uint64_t value;

    memcpy(&value, in->at, sizeof(value));
    in->at += sizeof(value);
    return value;
}

static inline uint64_t dwarf_uleb(struct dwarf_reader *in)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;

    do {
        byte = dwarf_u8(in);
        value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
        shift += 7;
    } while (byte & 0x80);
    return value;
}

static inline int64_t dwarf_sleb(struct dwarf_reader *in)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;

    do {
        byte = dwarf_u8(in);
        value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
        shift += 7;
    } while (byte & 0x80);
    if (shift < 64 && (byte & 0x40)) {
        value |= ~UINT64_C(0) << shift;
    }
    return (int64_t)value;
}

/* A pointer in one of the encodings; 0 stands for "none" whatever the base. */
static inline uintptr_t dwarf_pointer(struct dwarf_reader *in, uint8_t encoding)
{
    uintptr_t position = (uintptr_t)in->at;
    uintptr_t value;

    switch (encoding & DW_EH_PE_FORMAT_MASK) {
    case DW_EH_PE_UDATA4:
        value = dwarf_u32(in);
        break;
    case DW_EH_PE_SDATA4:
        value = (uintptr_t)(intptr_t)(int32_t)dwarf_u32(in);
        break;
    default:
        value = dwarf_u64(in);
        break;
    }
    if (value != 0 && (encoding & DW_EH_PE_BASE_MASK) == DW_EH_PE_PCREL) {
        value += position;
    }
    if (value != 0 && (encoding & DW_EH_PE_INDIRECT)) {
        value = *(const uintptr_t *)value;
    }
    return value;
}
