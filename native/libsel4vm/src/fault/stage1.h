/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest's own translation of virtual addresses (Arm DDI 0487, D8 "The AArch64 Virtual Memory
 * System Architecture", EL1&0 stage 1). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The registers that govern it, and where its tables are read from. */
typedef struct stage1 {
    uint64_t sctlr;
    uint64_t tcr;
    uint64_t ttbr[2];
    /* Read a descriptor of 8 bytes at a guest physical address; false when nothing is there. */
    bool (*read)(uint64_t address, uint64_t *descriptor, void *cookie);
    void *cookie;
} stage1_t;

/* Translate a virtual address. Permissions are not checked. Returns false when it is not mapped. */
bool vmi_stage1_translate(const stage1_t *stage1, uint64_t va, uint64_t *ipa);
