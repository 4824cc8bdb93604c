/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* An ELF file that opens can be loaded into memory of the size it says. */

#include "../elf_builder.h"
#include "../fail.h"

#include <elf.h>
#include <loader/elf.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SPAN 0x100000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const elf_part_t parts[] = {
        {PT_LOAD, 512, 0x10000000, 0x60000000, 100, 200},
        {PT_LOAD, 612, 0x10002010, 0x60002010, 50, 0x3000},
        {PT_LOAD, 700, 0x10008000, 0x60008000, 0, 16},
    };
    size_t length = 1024;
    uint8_t *file = malloc(length);
    elf_build(file, length, 0x10000010, parts, 3);
    for (size_t i = 0; i + 2 < size; i += 3) {
        file[(data[i] << 8 | data[i + 1]) % 256] = data[i + 2];
    }
    elf_image_t image;
    if (!FAILS(elf_open(&image, "input", file, file + length))) {
        uint64_t span = image.virtual_end - image.virtual_start;
        uint8_t *memory = span <= MAX_SPAN ? malloc(span) : NULL;
        if (memory != NULL) {
            elf_has_one_offset(&image);
            elf_load(&image, (uint64_t)(uintptr_t)memory);
        }
        free(memory);
    }
    free(file);
    return 0;
}
