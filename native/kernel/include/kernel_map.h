/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The kernel's own translation tables. */
#pragma once

#include "types.h"

/* Leave the loader's tables for the kernel's. */
void kernel_map_init(void);
/* Where the loader's data (the device tree) can be read during boot; NULL when outside RAM. */
const void *kernel_map_boot_memory(paddr_t pa, word_t size);
/* End of boot: of the second mapping of RAM only the part stays that user level has as device
 * untyped memory. Its caches are maintained there; nothing reads it. */
void kernel_map_drop_boot_memory(void);
