/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The string functions that the compiler and the device tree reader call; the loader links no C
 * library. Word-sized steps only where both sides are aligned: translation may be off. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static int words_apart(const void *a, const void *b)
{
    return (((uintptr_t)a | (uintptr_t)b) & 7) != 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    uint8_t *d = to;
    const uint8_t *s = from;
    if (!words_apart(d, s)) {
        for (; size >= 8; size -= 8, d += 8, s += 8) {
            *(volatile uint64_t *)d = *(const uint64_t *)s;
        }
    }
    while (size-- > 0) {
        *(volatile uint8_t *)d++ = *s++;
    }
    return to;
}

void *memset(void *to, int value, size_t size)
{
    uint8_t *d = to;
    uint64_t word = (uint8_t)value * 0x0101010101010101u;
    if (!words_apart(d, d)) {
        for (; size >= 8; size -= 8, d += 8) {
            *(volatile uint64_t *)d = word;
        }
    }
    while (size-- > 0) {
        *(volatile uint8_t *)d++ = (uint8_t)value;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const uint8_t *x = a, *y = b;
    for (; size > 0; size--, x++, y++) {
        if (*x != *y) {
            return *x - *y;
        }
    }
    return 0;
}

int strcmp(const char *a, const char *b)
{
    while (*a != 0 && *a == *b) {
        a++;
        b++;
    }
    return (uint8_t)*a - (uint8_t)*b;
}

size_t strlen(const char *s)
{
    const volatile char *end = s;
    while (*end != 0) {
        end++;
    }
    return (size_t)(end - s);
}
