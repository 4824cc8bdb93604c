/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The loader's ELF reader and its memory claims. */

#include "elf_builder.h"
#include "fail.h"

#include "../libsel4vm/testing.h"

#include <elf.h>
#include <loader/elf.h>
#include <loader/region.h>
#include <stdlib.h>

static _Alignas(16) uint8_t file[8192];
static elf_image_t image;

static const elf_part_t good[] = {
    {PT_LOAD, 4096, 0x10000000, 0x60000000, 100, 200},
    {PT_NOTE, 0xffffffff, 0, 0, 0xffffffff, 0xffffffff},
    {PT_LOAD, 4196, 0x10002010, 0x60002010, 50, 0x3000},
};

static bool open_fails(void)
{
    return FAILS(elf_open(&image, "task", file, file + sizeof file));
}

TEST(segments_are_loaded_and_the_rest_is_zero)
{
    elf_build(file, sizeof file, 0x10000010, good, 3);
    CHECK(!open_fails());
    CHECK_EQ(0x10000000, image.virtual_start);
    CHECK_EQ(0x10006000, image.virtual_end);
    CHECK_EQ(0x60000000, image.physical_start);
    CHECK_EQ(0x10000010, image.entry);
    CHECK(elf_has_one_offset(&image));
    size_t span = image.virtual_end - image.virtual_start;
    uint8_t *memory = malloc(span);
    memset(memory, 1, span);
    elf_load(&image, (uint64_t)(uintptr_t)memory);
    for (size_t i = 0; i < span; i++) {
        bool from_file = i < 100 || (i >= 0x2010 && i < 0x2010 + 50);
        CHECK_EQ(from_file ? 0xaa : 0, memory[i]);
    }
    free(memory);
}

TEST(two_offsets_are_noticed)
{
    elf_part_t parts[2] = {good[0], good[2]};
    parts[1].paddr += 4096;
    elf_build(file, sizeof file, 0x10000010, parts, 2);
    CHECK(!open_fails());
    CHECK(!elf_has_one_offset(&image));
}

TEST(files_that_are_no_executables_are_refused)
{
    elf_build(file, sizeof file, 0x10000010, good, 3);
    CHECK(FAILS(elf_open(&image, "task", file, file + 63)));
    for (unsigned at = 0; at < 7; at++) {
        elf_build(file, sizeof file, 0x10000010, good, 3);
        file[at] ^= 1;
        CHECK(open_fails());
    }
    elf_build(file, sizeof file, 0x10000010, good, 3);
    ((Elf64_Ehdr *)file)->e_machine = EM_X86_64;
    CHECK(open_fails());
    elf_build(file, sizeof file, 0x10000010, good, 3);
    ((Elf64_Ehdr *)file)->e_type = ET_DYN;
    CHECK(open_fails());
}

TEST(program_headers_stay_inside_the_file)
{
    static const uint64_t offsets[] = {4, sizeof file + 8, UINT64_MAX - 7, sizeof file - 56};
    for (unsigned i = 0; i < 4; i++) {
        elf_build(file, sizeof file, 0x10000010, good, 3);
        ((Elf64_Ehdr *)file)->e_phoff = offsets[i];
        CHECK(open_fails());
    }
    elf_build(file, sizeof file, 0x10000010, good, 3);
    ((Elf64_Ehdr *)file)->e_phnum = 0xffff;
    CHECK(open_fails());
    elf_build(file, sizeof file, 0x10000010, good, 3);
    ((Elf64_Ehdr *)file)->e_phentsize = 32;
    CHECK(open_fails());
}

TEST(segments_stay_inside_file_and_address_space)
{
    static const elf_part_t bad[] = {
        {PT_LOAD, 4096, 0x10000000, 0, 200, 100},
        {PT_LOAD, sizeof file, 0x10000000, 0, 1, 1},
        {PT_LOAD, UINT64_MAX, 0x10000000, 0, 2, 2},
        {PT_LOAD, 0, 0x10000000, 0, UINT64_MAX, UINT64_MAX},
        {PT_LOAD, 0, UINT64_MAX - 10, 0, 0, 100},
        {PT_LOAD, 0, 0x10000000, UINT64_MAX - 10, 0, 100},
        {PT_LOAD, 0, UINT64_MAX - 4096, 0, 0, 1},
    };
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        elf_build(file, sizeof file, bad[i].vaddr, &bad[i], 1);
        CHECK(open_fails());
    }
}

TEST(overlapping_segments_are_named)
{
    elf_part_t parts[2] = {good[0], good[0]};
    parts[1].vaddr += 199;
    elf_build(file, sizeof file, 0x10000010, parts, 2);
    CHECK(open_fails());
    CHECK(strstr(loader_message, "[0x10000000, 0x100000c8)") != NULL);
    CHECK(strstr(loader_message, "overlap") != NULL);
    parts[1].vaddr += 1;
    elf_build(file, sizeof file, 0x10000010, parts, 2);
    CHECK(!open_fails());
}

TEST(entry_outside_every_segment_is_refused)
{
    elf_build(file, sizeof file, 0xfffffff, good, 3);
    CHECK(open_fails());
    elf_build(file, sizeof file, 0x10006000, good, 3);
    CHECK(open_fails());
    elf_build(file, sizeof file, 0x10000000, good, 0);
    CHECK(open_fails());
}

TEST(claims_that_overlap_are_named)
{
    const region_t kernel = {"kernel", 0x60000000, 0x60200000};
    const region_t task = {"root task", 0x60200000, 0x60400000};
    const region_t loader = {"loader", 0x603ff000, 0x60500000};
    CHECK(!FAILS(region_claim(&kernel)));
    CHECK(!FAILS(region_claim(&task)));
    CHECK(FAILS(region_claim(&loader)));
    CHECK_EQ(0, strcmp(loader_message, "loader [0x603ff000, 0x60500000) overlaps root task "
                                       "[0x60200000, 0x60400000)"));
    const region_t inner = {"inner", 0x60000000, 0x60000001};
    CHECK(region_contains(&kernel, &inner));
    CHECK(!region_contains(&inner, &kernel));
    CHECK(!regions_overlap(&kernel, &task));
}
