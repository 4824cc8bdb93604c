/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <string.h>

#include <runtime/code.h>
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

/* What the functions of one compiler have in common. */
struct cie {
    const uint8_t *start; /* NULL: not parsed */
    const uint8_t *instructions, *end;
    uint64_t code_alignment;
    int64_t data_alignment;
    uint8_t return_register;
    uint8_t pointer_encoding;
    uint8_t lsda_encoding;
    bool has_augmentation_data;
};

static const uint8_t *header_base;
static const struct table_entry *table;
static size_t table_count;
/* That of managed code, which has only one: nearly every lookup is about it. */
static struct cie managed_cie;

/* False for an augmentation that is not understood. */
static bool parse_cie(const uint8_t *start, struct cie *cie)
{
    struct dwarf_reader in = {start, NULL};
    uint32_t length = dwarf_u32(&in);

    in.end = in.at + length;
    if (dwarf_u32(&in) != 0 || dwarf_u8(&in) != 1) {
        return false; /* not a CIE, or not version 1 */
    }

    const char *augmentation = (const char *)in.at;

    in.at += strlen(augmentation) + 1;
    cie->code_alignment = dwarf_uleb(&in);
    cie->data_alignment = dwarf_sleb(&in);
    cie->return_register = dwarf_u8(&in);
    cie->pointer_encoding = DW_EH_PE_ABSPTR;
    cie->lsda_encoding = DW_EH_PE_OMIT;
    cie->has_augmentation_data = augmentation[0] == 'z';

    const uint8_t *data_end = in.at;

    if (cie->has_augmentation_data) {
        uint64_t size = dwarf_uleb(&in);

        data_end = in.at + size;
    } else if (augmentation[0] != '\0') {
        return false;
    }
    for (const char *c = augmentation + 1; cie->has_augmentation_data && *c != '\0'; c++) {
        if (*c == 'R') {
            cie->pointer_encoding = dwarf_u8(&in);
        } else if (*c == 'L') {
            cie->lsda_encoding = dwarf_u8(&in);
        } else if (*c == 'P') {
            uint8_t encoding = dwarf_u8(&in);

            (void)dwarf_pointer(&in, encoding); /* personality routines are not called */
        } else if (*c != 'S' && *c != 'B') {
            return false; /* S: signal frame, B: B-key return addresses; neither occurs unsigned */
        }
    }
    cie->instructions = data_end;
    cie->end = in.end;
    cie->start = start;
    return true;
}

/* Where a frame description's CIE begins; NULL for the terminator and for 64-bit DWARF. */
static const uint8_t *cie_of(const uint8_t *fde)
{
    struct dwarf_reader in = {fde, NULL};
    uint32_t length = dwarf_u32(&in);
    const uint8_t *pointer = in.at;

    return length == 0 || length == 0xffffffff ? NULL : pointer - dwarf_u32(&in);
}

static void parse_fde(const uint8_t *at, const struct cie *cie, struct rt_fde *fde)
{
    struct dwarf_reader in = {at, NULL};
    uint32_t length = dwarf_u32(&in);

    in.end = in.at + length;
    (void)dwarf_u32(&in); /* the CIE's place */
    fde->start = dwarf_pointer(&in, cie->pointer_encoding);
    fde->size = dwarf_pointer(&in, cie->pointer_encoding & DW_EH_PE_FORMAT_MASK);
    fde->lsda = NULL;
    if (cie->has_augmentation_data) {
        uint64_t size = dwarf_uleb(&in);
        const uint8_t *data_end = in.at + size;

        if (cie->lsda_encoding != DW_EH_PE_OMIT && size > 0) {
            fde->lsda = (const uint8_t *)dwarf_pointer(&in, cie->lsda_encoding);
        }
        in.at = data_end;
    }
    fde->instructions = in.at;
    fde->end = in.end;
    fde->cie_instructions = cie->instructions;
    fde->cie_end = cie->end;
    fde->code_alignment = cie->code_alignment;
    fde->data_alignment = cie->data_alignment;
    fde->return_register = cie->return_register;
}

/* The last frame description that begins at or below `pc`; NULL when there is none. */
static const uint8_t *find_fde(uintptr_t pc)
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
    return low == 0 ? NULL : header_base + table[low - 1].fde;
}

bool rt_unwind_find(uintptr_t pc, struct rt_fde *fde)
{
    const uint8_t *found = find_fde(pc);
    const uint8_t *start = found == NULL ? NULL : cie_of(found);
    struct cie parsed;
    const struct cie *cie = &managed_cie;

    if (start == NULL) {
        return false;
    }
    if (start != managed_cie.start) {
        if (!parse_cie(start, &parsed)) {
            return false;
        }
        cie = &parsed;
    }
    parse_fde(found, cie, fde);
    return pc - fde->start < fde->size;
}

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

    const uint8_t *first = find_fde(rt_code_start());
    const uint8_t *start = first == NULL ? NULL : cie_of(first);

    if (start == NULL || !parse_cie(start, &managed_cie)) {
        rt_panic("the unwind table (.eh_frame) does not describe the managed code");
    }
}
