/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Loads and stores of A64 whose syndrome does not describe the access (Arm DDI 0487, C4.1 "A64
 * instruction set encoding", group "Loads and stores").
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Every A64 instruction is this long. */
#define A64_INSTRUCTION_SIZE 4u
/* The smallest page of a guest: no instruction that sets a block of memory goes beyond one. */
#define A64_PAGE_SIZE 0x1000u

/* What an instruction does with memory. */
typedef struct a64_access {
    uint8_t size;     /* bytes of one element: 1, 2, 4, 8 */
    uint8_t elements; /* 1, or 2 for a pair */
    bool write;       /* a store */
    bool sign_extend; /* of a load */
    bool wide;        /* the register is loaded as 64 bits (X), else as 32 (W) */
    uint8_t reg[2];   /* registers that are loaded or stored; 31 is XZR */
    bool write_back;  /* the base register changes, by the offset */
    bool post_index;  /* the offset is added behind the access only */
    bool literal;     /* the base is the pc, not a register */
    uint8_t base;     /* base register; 31 is SP */
    int32_t offset;   /* immediate offset in bytes */
    uint8_t index;    /* register with another offset; 31 for none */
    uint8_t extend;   /* how that is extended: the instruction's option field */
    uint8_t shift;    /* and shifted */
} a64_access_t;

typedef enum a64_result {
    A64_ACCESS,      /* described */
    A64_NOTHING,     /* a hint: nothing to do (PRFM) */
    A64_UNSUPPORTED, /* not a load or store, or one that cannot be emulated */
} a64_result_t;

/* Number of a register that reads as zero. */
#define A64_REGISTER_NONE 31

/* Bits HIGH to LOW of an instruction. */
static inline uint32_t a64_field(uint32_t word, unsigned high, unsigned low)
{
    return (word >> low) & ((2u << (high - low)) - 1);
}

/* The same as a signed number. */
static inline int32_t a64_signed_field(uint32_t word, unsigned high, unsigned low)
{
    unsigned unused = 31 - high;
    return (int32_t)(word << unused) >> (unused + low);
}

/* Decode INSTRUCTION. *access is set for A64_ACCESS only. */
a64_result_t vmi_a64_decode(uint32_t instruction, a64_access_t *access);

/* Find where INSTRUCTION accesses memory, whether it can be emulated or not: base, offset, index
 * and literal of *ACCESS are set, and in *COUNT how many bytes it accesses there, at most. With a
 * count of A64_PAGE_SIZE they are somewhere in the page of that address. Returns false when it is
 * no load or store that is known. */
bool vmi_a64_address(uint32_t instruction, a64_access_t *access, unsigned *count);

/* Virtual address of the access, or of the first one of a pair, with the values of the base and of
 * the index register before the instruction. */
uint64_t vmi_a64_effective_address(const a64_access_t *access, uint64_t base, uint64_t index);
