/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "elf_builder.h"

#include <elf.h>
#include <string.h>

void elf_build(uint8_t *file, size_t size, uint64_t entry, const elf_part_t *parts, unsigned count)
{
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_AARCH64,
        .e_version = EV_CURRENT,
        .e_entry = entry,
        .e_phoff = sizeof header,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)count,
    };
    memset(file, 0xaa, size);
    memcpy(file, &header, sizeof header);
    for (unsigned i = 0; i < count; i++) {
        Elf64_Phdr part = {
            .p_type = parts[i].type,
            .p_flags = PF_R,
            .p_offset = parts[i].offset,
            .p_vaddr = parts[i].vaddr,
            .p_paddr = parts[i].paddr,
            .p_filesz = parts[i].filesz,
            .p_memsz = parts[i].memsz,
        };
        memcpy(file + sizeof header + i * sizeof part, &part, sizeof part);
    }
}
