/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Basic types and small helpers used everywhere in the kernel. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t word_t;
typedef uint64_t paddr_t;

#define BIT(n)              (1ul << (n))
#define MASK(n)             (BIT(n) - 1ul)
#define ALIGN_DOWN(x, bits) ((x) & ~MASK(bits))
#define ALIGN_UP(x, bits)   (((x) + MASK(bits)) & ~MASK(bits))
#define IS_ALIGNED(x, bits) (((x)&MASK(bits)) == 0)

#define likely(x)           __builtin_expect(!!(x), 1)
#define unlikely(x)         __builtin_expect(!!(x), 0)
#define NORETURN            _Noreturn
#define ALIGNED(n)          __attribute__((aligned(n)))

/* Freestanding memory primitives; the compiler may also call them by itself. */
void *memset(void *dest, int value, size_t count);
void *memcpy(void *restrict dest, const void *restrict src, size_t count);
int memcmp(const void *a, const void *b, size_t count);
