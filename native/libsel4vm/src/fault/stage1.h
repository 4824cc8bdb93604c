/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest's own translation of virtual addresses (Arm DDI 0487, D8 "The AArch64 Virtual Memory
 * System Architecture", EL1&0 stage 1). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* SCTLR_EL1 (D17.2.118): translation is on; tables, and data of EL1, are big-endian. */
#define SCTLR_M  (1ul << 0)
#define SCTLR_EE (1ul << 25)

/* The registers that govern it, and where its tables are read from. */
typedef struct stage1 {
    uint64_t sctlr;
    uint64_t tcr;
    uint64_t ttbr[2];
    /* Read the 8 bytes of a descriptor at a guest physical address; false when nothing is there. */
    bool (*read)(uint64_t address, uint64_t *descriptor, void *cookie);
    void *cookie;
} stage1_t;

/* How a walk ends. */
typedef enum stage1_end {
    STAGE1_MAPPED,   /* at an address */
    STAGE1_UNMAPPED, /* the tables, or the registers, say that there is nothing */
    STAGE1_NO_TABLE, /* a table lies where nothing can be read */
} stage1_end_t;

typedef struct stage1_walk {
    stage1_end_t end;
    unsigned level; /* of the descriptor that it ends at */
    uint64_t ipa;   /* STAGE1_MAPPED: the address */
} stage1_walk_t;

static inline bool vmi_stage1_is_on(const stage1_t *stage1)
{
    return (stage1->sctlr & SCTLR_M) != 0;
}

/* true when VA is in the range of TTBR1_EL1. */
static inline bool vmi_stage1_is_upper(uint64_t va)
{
    return ((va >> 55) & 1) != 0;
}

/* Look a virtual address up. Permissions are not checked. */
stage1_walk_t vmi_stage1_walk(const stage1_t *stage1, uint64_t va);

/* The address behind VA. Returns false when it is not mapped. */
static inline bool vmi_stage1_translate(const stage1_t *stage1, uint64_t va, uint64_t *ipa)
{
    stage1_walk_t walk = vmi_stage1_walk(stage1, va);
    *ipa = walk.ipa;
    return walk.end == STAGE1_MAPPED;
}
