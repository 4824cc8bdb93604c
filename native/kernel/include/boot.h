/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Start of the kernel. */
#pragma once

#include "types.h"

typedef struct boot_args {
    paddr_t image_start, image_end; /* root task image, physical */
    word_t pv_offset;               /* physical minus virtual address of the image */
    const void *dtb;                /* device tree, readable during boot; or NULL */
    word_t dtb_size;
    paddr_t extra_pa; /* frames for the extra boot information */
    word_t extra_size;
} boot_args_t;

/* From entry.S, with the loader's arguments. Returns with a thread to run. */
void boot(paddr_t image_start, paddr_t image_end, word_t pv_offset, word_t entry, paddr_t dtb_pa,
          word_t dtb_size);
