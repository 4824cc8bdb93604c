/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest's own translation: identity, the first GiB as device memory, the two GiB after it as
 * normal. */
#pragma once

#include <stdint.h>

/* What a descriptor of the lowest GiB looks like: a block of 2 MiB of device memory at ADDRESS. */
#define GUEST_DEVICE_BLOCK(address) ((uint64_t)(address) | 0x405)

/* The 512 descriptors of the lowest GiB, for guests that want some of them to lead elsewhere. Valid
 * before and after guest_mmu_on(). */
uint64_t *guest_low_blocks(void);

/* The descriptors of the top level, one a GiB, once translation is on. */
uint64_t *guest_top_table(void);

/* Turn translation and caches on. */
void guest_mmu_on(void);
