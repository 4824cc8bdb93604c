/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <string.h>

#include <runtime/platform.h>
#include <runtime/unwind.h>

#include "dwarf_reader.h"

/* .eh_frame_hdr: version and the three encodings that GNU ld and lld write (LSB 10.6.2). */
#define HEADER_VERSION       1
#define ENCODING_FRAME       (DW_EH_PE_PCREL | DW_EH_PE_SDATA4)
#define ENCODING_COUNT       DW_EH_PE_UDATA4
#define ENCODING_TABLE_ENTRY (DW_EH_PE_DATAREL | DW_EH_PE_SDATA4)

struct header {
    uint8_t version, frame_encoding, count_encoding, table_encoding;
    int32_t frame;
    uint32_t count;
};

/* Both relative to the start of the header. */
struct table_entry {
    int32_t start, fde;
};

static const uint8_t *header_base;
static const struct table_entry *table;
static size_t table_count;

void rt_unwind_init(const void *eh_frame_hdr)
{
    const struct header *header = eh_frame_hdr;

    if (header == NULL || header->version != HEADER_VERSION) {
        rt_panic("the image has no unwind table (.eh_frame_hdr)");
    }
    if (header->frame_encoding != ENCODING_FRAME || header->count_encoding != ENCODING_COUNT ||
        header->table_encoding != ENCODING_TABLE_ENTRY) {
        rt_panic("the unwind table (.eh_frame_hdr) has no sorted table in the expected encoding");
    }
    header_base = eh_frame_hdr;
    table = (const struct table_entry *)(header + 1);
    table_count = header->count;
}

/* The CIE's part of the frame description; false for an augmentation that is not understood. */
static bool parse_cie(const uint8_t *cie, struct rt_fde *fde, uint8_t *pointer_encoding,
                      uint8_t *lsda_encoding, bool *has_augmentation_data)
{
    struct dwarf_reader in = {cie, NULL};
    uint32_t length = dwarf_u32(&in);

    in.end = in.at + length;
    if (dwarf_u32(&in) != 0 || dwarf_u8(&in) != 1) {
        return false; /* not a CIE, or not version 1 */
    }

    const char *augmentation = (const char *)in.at;

    in.at += strlen(augmentation) + 1;
    fde->code_alignment = dwarf_uleb(&in);
    fde->data_alignment = dwarf_sleb(&in);
    fde->return_register = dwarf_u8(&in);
    *pointer_encoding = DW_EH_PE_ABSPTR;
    *lsda_encoding = DW_EH_PE_OMIT;
    *has_augmentation_data = augmentation[0] == 'z';

    const uint8_t *data_end = in.at;

    if (*has_augmentation_data) {
        uint64_t size = dwarf_uleb(&in);

        data_end = in.at + size;
    } else if (augmentation[0] != '\0') {
        return false;
    }
    for (const char *c = augmentation + 1; *has_augmentation_data && *c != '\0'; c++) {
        if (*c == 'R') {
            *pointer_encoding = dwarf_u8(&in);
        } else if (*c == 'L') {
            *lsda_encoding = dwarf_u8(&in);
        } else if (*c == 'P') {
            uint8_t encoding = dwarf_u8(&in);

            (void)dwarf_pointer(&in, encoding); /* personality routines are not called */
        } else if (*c != 'S' && *c != 'B') {
            return false; /* S: signal frame, B: B-key return addresses; neither occurs unsigned */
        }
    }
    fde->cie_instructions = data_end;
    fde->cie_end = in.end;
    return true;
}

static bool parse_fde(const uint8_t *at, struct rt_fde *fde)
{
    struct dwarf_reader in = {at, NULL};
    uint32_t length = dwarf_u32(&in);
    uint8_t pointer_encoding, lsda_encoding;
    bool has_augmentation_data;

    if (length == 0 || length == 0xffffffff) {
        return false; /* terminator or 64-bit DWARF */
    }
    in.end = in.at + length;

    const uint8_t *cie_pointer = in.at;
    const uint8_t *cie = cie_pointer - dwarf_u32(&in);

    if (!parse_cie(cie, fde, &pointer_encoding, &lsda_encoding, &has_augmentation_data)) {
        return false;
    }
    fde->start = dwarf_pointer(&in, pointer_encoding);
    fde->size = dwarf_pointer(&in, pointer_encoding & DW_EH_PE_FORMAT_MASK);
    fde->lsda = NULL;
    if (has_augmentation_data) {
        uint64_t size = dwarf_uleb(&in);
        const uint8_t *data_end = in.at + size;

        if (lsda_encoding != DW_EH_PE_OMIT && size > 0) {
            fde->lsda = (const uint8_t *)dwarf_pointer(&in, lsda_encoding);
        }
        in.at = data_end;
    }
    fde->instructions = in.at;
    fde->end = in.end;
    return true;
}

bool rt_unwind_find(uintptr_t pc, struct rt_fde *fde)
{
    size_t low = 0, high = table_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((uintptr_t)(header_base + table[middle].start) <= pc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0 || !parse_fde(header_base + table[low - 1].fde, fde)) {
        return false;
    }
    return pc - fde->start < fde->size;
}
