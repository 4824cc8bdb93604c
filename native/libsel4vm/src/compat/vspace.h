/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Single pages of an address space. */
#pragma once

#include "compat/vspace_notes.h"
#include "compat/vspace_ranges.h"

/* The frame mapped around vaddr and the size of its page; seL4_CapNull when there is none. */
seL4_CPtr vmi_page_at(const rs_vspace_t *space, uintptr_t vaddr, size_t *size_bits);

/* Maps a page inside a range, with a note of what it is. */
bool vmi_page_map(const vmi_range_t *range, uintptr_t vaddr, size_t size_bits,
                  seL4_CapRights_t rights, vmi_page_note_t page);
