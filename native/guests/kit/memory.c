/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What compilers call without being asked. */
#include <stddef.h>

void *memset(void *to, int value, size_t size);
void *memcpy(void *to, const void *from, size_t size);

void *memset(void *to, int value, size_t size)
{
    for (unsigned char *byte = to; size > 0; size--) {
        *byte++ = (unsigned char)value;
    }
    return to;
}

void *memcpy(void *to, const void *from, size_t size)
{
    const unsigned char *source = from;
    for (unsigned char *byte = to; size > 0; size--) {
        *byte++ = *source++;
    }
    return to;
}
