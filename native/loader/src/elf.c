/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <loader/console.h>
#include <loader/elf.h>
#include <string.h>

#define PAGE_SIZE  4096u
#define PT_LOAD    1u
#define EM_AARCH64 183u
#define ET_EXEC    2u

typedef struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, phoff, shoff;
    uint32_t flags;
    uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
} elf_header_t;

typedef struct elf_segment {
    uint32_t type, flags;
    uint64_t offset, vaddr, paddr, filesz, memsz, align;
} elf_segment_t;

static const elf_segment_t *segments_of(const elf_image_t *image)
{
    const elf_header_t *header = (const elf_header_t *)image->file;
    return (const elf_segment_t *)(image->file + header->phoff);
}

static unsigned segment_count(const elf_image_t *image)
{
    return ((const elf_header_t *)image->file)->phnum;
}

static int is_loadable(const elf_segment_t *segment)
{
    return segment->type == PT_LOAD && segment->memsz != 0;
}

static void check_header(const elf_image_t *image)
{
    static const uint8_t ident[] = {0x7f, 'E', 'L', 'F', 2 /* 64 bit */, 1 /* little endian */, 1};
    const elf_header_t *header = (const elf_header_t *)image->file;
    if (image->file_size < sizeof *header || memcmp(header->ident, ident, sizeof ident) != 0) {
        loader_fail("%s: not a little-endian 64-bit ELF file", image->name);
    }
    if (header->machine != EM_AARCH64 || header->type != ET_EXEC) {
        loader_fail("%s: not an aarch64 executable (machine %u, type %u)", image->name,
                    (uint64_t)header->machine, (uint64_t)header->type);
    }
    if (header->phentsize != sizeof(elf_segment_t) || (header->phoff & 7) != 0 ||
        header->phoff > image->file_size ||
        header->phnum > (image->file_size - header->phoff) / sizeof(elf_segment_t)) {
        loader_fail("%s: program headers outside the file of %u bytes", image->name,
                    image->file_size);
    }
}

static void check_segment(const elf_image_t *image, const elf_segment_t *segment)
{
    if (segment->filesz > segment->memsz || segment->offset > image->file_size ||
        segment->filesz > image->file_size - segment->offset) {
        loader_fail("%s: segment at %x: %u bytes at offset %u exceed the file or the segment",
                    image->name, segment->vaddr, segment->filesz, segment->offset);
    }
    if (segment->vaddr > UINT64_MAX - PAGE_SIZE - segment->memsz ||
        segment->paddr > UINT64_MAX - PAGE_SIZE - segment->memsz) {
        loader_fail("%s: segment at %x wraps around with its %u bytes", image->name, segment->vaddr,
                    segment->memsz);
    }
}

static void check_disjoint(const elf_image_t *image)
{
    const elf_segment_t *s = segments_of(image);
    for (unsigned i = 0; i < segment_count(image); i++) {
        for (unsigned j = 0; j < i; j++) {
            if (is_loadable(&s[i]) && is_loadable(&s[j]) && s[i].vaddr < s[j].vaddr + s[j].memsz &&
                s[j].vaddr < s[i].vaddr + s[i].memsz) {
                loader_fail("%s: segments [%x, %x) and [%x, %x) overlap", image->name, s[j].vaddr,
                            s[j].vaddr + s[j].memsz, s[i].vaddr, s[i].vaddr + s[i].memsz);
            }
        }
    }
}

void elf_open(elf_image_t *image, const char *name, const uint8_t *file, const uint8_t *file_end)
{
    const uint64_t mask = ~(uint64_t)(PAGE_SIZE - 1);
    *image = (elf_image_t){
        .name = name,
        .file = file,
        .file_size = (uint64_t)(file_end - file),
        .virtual_start = UINT64_MAX,
    };
    check_header(image);
    image->entry = ((const elf_header_t *)file)->entry;
    const elf_segment_t *s = segments_of(image);
    for (unsigned i = 0; i < segment_count(image); i++) {
        if (!is_loadable(&s[i])) {
            continue;
        }
        check_segment(image, &s[i]);
        uint64_t end = (s[i].vaddr + s[i].memsz + PAGE_SIZE - 1) & mask;
        if ((s[i].vaddr & mask) < image->virtual_start) {
            image->virtual_start = s[i].vaddr & mask;
            image->physical_start = s[i].paddr & mask;
        }
        if (end > image->virtual_end) {
            image->virtual_end = end;
        }
    }
    check_disjoint(image);
    if (image->entry < image->virtual_start || image->entry >= image->virtual_end) {
        loader_fail("%s: entry %x is in no segment", name, image->entry);
    }
}

int elf_has_one_offset(const elf_image_t *image)
{
    const elf_segment_t *s = segments_of(image);
    for (unsigned i = 0; i < segment_count(image); i++) {
        if (is_loadable(&s[i]) &&
            s[i].paddr - s[i].vaddr != image->physical_start - image->virtual_start) {
            return 0;
        }
    }
    return 1;
}

void elf_load(const elf_image_t *image, uint64_t physical_base)
{
    const elf_segment_t *s = segments_of(image);
    memset((void *)physical_base, 0, image->virtual_end - image->virtual_start);
    for (unsigned i = 0; i < segment_count(image); i++) {
        if (is_loadable(&s[i])) {
            memcpy((void *)(physical_base + (s[i].vaddr - image->virtual_start)),
                   image->file + s[i].offset, s[i].filesz);
        }
    }
}
