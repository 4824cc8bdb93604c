/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Makes small ELF files for tests. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct elf_part {
    uint32_t type;
    uint64_t offset, vaddr, paddr, filesz, memsz;
} elf_part_t;

/* An aarch64 executable of size bytes: header, program headers, bytes of 0xaa. */
void elf_build(uint8_t *file, size_t size, uint64_t entry, const elf_part_t *parts, unsigned count);
