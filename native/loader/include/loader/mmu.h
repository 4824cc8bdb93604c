/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Stage-1 translation of EL2: 4 KiB granule, 48-bit addresses, 2 MiB and 1 GiB blocks. */

#pragma once

#include <stdint.h>

enum mmu_kind { MMU_NORMAL, MMU_DEVICE };

/* Maps [start, end), widened to 2 MiB, at physical address start + offset. */
void mmu_map(uint64_t start, uint64_t end, int64_t offset, enum mmu_kind kind);

/* Bits of physical address the CPU implements (ID_AA64MMFR0_EL1.PARange). */
unsigned mmu_physical_bits(void);

/* Turns translation and caches on, as the kernel expects to find them. */
void mmu_enable(void);

/* Makes [start, end) visible to instruction fetches and to observers without caches. */
void cache_clean(uint64_t start, uint64_t end);
