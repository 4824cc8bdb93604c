/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "tls.h"

#include <string.h>

#define HEADER_SIZE 16u /* two words, reserved by the ABI */

/* Addresses and sizes of the PT_TLS image (linker script). Sizes are the symbols' values. */
extern const uint8_t __tls_image[], __tls_image_size[], __tls_size[], __tls_align[];

size_t rs_tls_alignment(void)
{
    size_t align = (size_t)__tls_align;
    return align > HEADER_SIZE ? align : HEADER_SIZE;
}

/* The image follows the header at the next multiple of its alignment. */
static size_t image_offset(void)
{
    return rs_tls_alignment();
}

size_t rs_tls_size(void)
{
    return (image_offset() + (size_t)__tls_size + 15) & ~(size_t)15;
}

uintptr_t rs_tls_prepare(void *memory)
{
    uint8_t *block = memory;
    memset(block, 0, rs_tls_size());
    memcpy(block + image_offset(), __tls_image, (size_t)__tls_image_size);
    return (uintptr_t)block;
}
