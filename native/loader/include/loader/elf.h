/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* ELF64 executables for aarch64 (System V ABI, chapters 4 and 5). */

#pragma once

#include <stdint.h>

typedef struct elf_image {
    const char *name;
    const uint8_t *file;
    uint64_t file_size;
    uint64_t entry;                      /* virtual */
    uint64_t virtual_start, virtual_end; /* span of all PT_LOAD segments, page aligned */
    uint64_t physical_start; /* of the segment that starts lowest, from p_paddr, page aligned */
} elf_image_t;

/* Checks headers and segments of the file; stops with a message when they are unusable. */
void elf_open(elf_image_t *image, const char *name, const uint8_t *file, const uint8_t *file_end);

/* True when every segment has p_paddr - p_vaddr equal to physical_start - virtual_start. */
int elf_has_one_offset(const elf_image_t *image);

/* Copies the segments so that virtual_start comes to physical_base; the rest of the span is zeroed.
 */
void elf_load(const elf_image_t *image, uint64_t physical_base);
