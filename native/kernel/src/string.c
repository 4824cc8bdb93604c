/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The memory functions that a freestanding compiler expects. */
#include "types.h"

void *memset(void *dest, int value, size_t count)
{
    uint8_t *to = dest;
    if (value == 0 && IS_ALIGNED((word_t)dest, 3)) {
        for (; count >= sizeof(word_t); count -= sizeof(word_t), to += sizeof(word_t)) {
            *(volatile word_t *)to = 0;
        }
    }
    while (count-- > 0) {
        *to++ = (uint8_t)value;
    }
    return dest;
}

void *memcpy(void *restrict dest, const void *restrict src, size_t count)
{
    uint8_t *to = dest;
    const uint8_t *from = src;
    while (count-- > 0) {
        *to++ = *from++;
    }
    return dest;
}

int memcmp(const void *a, const void *b, size_t count)
{
    const uint8_t *left = a, *right = b;
    for (; count > 0; count--, left++, right++) {
        if (*left != *right) {
            return *left - *right;
        }
    }
    return 0;
}
