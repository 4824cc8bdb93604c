/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file utils/util.h
 * Small macros that code written for libsel4vm uses: arithmetic on sizes and addresses, attributes,
 * messages. Each argument is evaluated once.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sel4/sel4.h>

#include <utils/zf_log.h>

/* Numbers. */
#ifndef BIT
#define BIT(n) (1ul << (n))
#endif
/** @p n ones, 1 to 64. */
#ifndef MASK
#define MASK(n) (~0ul >> (64 - (n)))
#endif
#define IS_ALIGNED(address, bits) (((address)&MASK(bits)) == 0)
#define IS_POWER_OF_2(n)                                                                           \
    __extension__({                                                                                \
        __typeof__(n) rs_n = (n);                                                                  \
        rs_n != 0 && (rs_n & (rs_n - 1)) == 0;                                                     \
    })
#ifndef ALIGN_UP
/** Next multiple of @p unit, a power of two. */
#define ALIGN_UP(n, unit)   (((n) + (unit)-1) & ~((unit)-1))
#define ALIGN_DOWN(n, unit) ((n) & ~((unit)-1))
#endif
#ifndef ROUND_UP
/** Next multiple of @p unit, any number but 0. */
#define ROUND_UP(n, unit)                                                                          \
    __extension__({                                                                                \
        __typeof__(n) rs_n = (n);                                                                  \
        __typeof__(unit) rs_unit = (unit);                                                         \
        rs_n % rs_unit == 0 ? rs_n : rs_n + (rs_unit - rs_n % rs_unit);                            \
    })
#define ROUND_DOWN(n, unit)                                                                        \
    __extension__({                                                                                \
        __typeof__(n) rs_n = (n);                                                                  \
        rs_n - rs_n % (unit);                                                                      \
    })
#endif
#define DIV_ROUND_UP(n, divisor)                                                                   \
    __extension__({                                                                                \
        __typeof__(n) rs_n = (n);                                                                  \
        __typeof__(divisor) rs_divisor = (divisor);                                                \
        rs_n / rs_divisor + (rs_n % rs_divisor != 0);                                              \
    })
#ifndef MIN
#define MIN(a, b)                                                                                  \
    __extension__({                                                                                \
        __typeof__(a) rs_a = (a);                                                                  \
        __typeof__(b) rs_b = (b);                                                                  \
        rs_a < rs_b ? rs_a : rs_b;                                                                 \
    })
#define MAX(a, b)                                                                                  \
    __extension__({                                                                                \
        __typeof__(a) rs_a = (a);                                                                  \
        __typeof__(b) rs_b = (b);                                                                  \
        rs_a > rs_b ? rs_a : rs_b;                                                                 \
    })
#endif
#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif
/** log2 of @p n, rounded down; @p n is not 0. */
#define LOG_BASE_2(n) (63 - __builtin_clzl(n))

/* Pages. */
#define PAGE_BITS_4K                          12
#define PAGE_BITS_2M                          21
#define PAGE_BITS_1G                          30
#define PAGE_SIZE_4K                          BIT(PAGE_BITS_4K)
#define PAGE_SIZE_2M                          BIT(PAGE_BITS_2M)
#define PAGE_MASK_4K                          (PAGE_SIZE_4K - 1)
#define PAGE_MASK_2M                          (PAGE_SIZE_2M - 1)
#define PAGE_ALIGN(address, size)             ((address) & ~((size)-1))
#define PAGE_ALIGN_4K(address)                PAGE_ALIGN(address, PAGE_SIZE_4K)
#define PAGE_ALIGN_2M(address)                PAGE_ALIGN(address, PAGE_SIZE_2M)
#define IS_ALIGNED_4K(address)                IS_ALIGNED(address, PAGE_BITS_4K)
#define IS_ALIGNED_2M(address)                IS_ALIGNED(address, PAGE_BITS_2M)
#define SIZE_BITS_TO_BYTES(bits)              BIT(bits)
#define BYTES_TO_SIZE_BITS(bytes)             LOG_BASE_2(bytes)
#define BYTES_TO_SIZE_BITS_PAGES(bytes, bits) DIV_ROUND_UP(bytes, BIT(bits))
#define BYTES_TO_4K_PAGES(bytes)              BYTES_TO_SIZE_BITS_PAGES(bytes, PAGE_BITS_4K)
#define MiB_TO_BYTES(n)                       ((size_t)(n) << 20)

/* The compiler. */
#ifndef UNUSED
#define UNUSED __attribute__((unused))
#endif
#ifndef PACKED
#define PACKED __attribute__((packed))
#endif
#ifndef NORETURN
#define NORETURN __attribute__((noreturn))
#endif
#define NONNULL(...)           __attribute__((nonnull(__VA_ARGS__)))
#define NONNULL_ALL            __attribute__((nonnull))
#define WARN_UNUSED_RESULT     __attribute__((warn_unused_result))
#define DEPRECATED(text)       __attribute__((deprecated(text)))
#define WEAK                   __attribute__((weak))
#define ALIGN(bytes)           __attribute__((aligned(bytes)))
#define SECTION(name)          __attribute__((section(name)))
#define CTZ(n)                 __builtin_ctz(n)
#define CLZ(n)                 __builtin_clz(n)
#define CTZL(n)                __builtin_ctzl(n)
#define CLZL(n)                __builtin_clzl(n)
#define FFS(n)                 __builtin_ffs(n)
#define POPCOUNT(n)            __builtin_popcount(n)
#define OFFSETOF(type, member) offsetof(type, member)
#define UNREACHABLE()          __builtin_unreachable()
#ifndef likely
#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#endif
#define RS_STRINGIFY(text)              #text
#define STRINGIFY(text)                 RS_STRINGIFY(text)
#define RS_JOIN(a, b)                   a##b
#define JOIN(a, b)                      RS_JOIN(a, b)
#define compile_time_assert(name, what) _Static_assert(what, #name)

/* Order of accesses. */
#define COMPILER_MEMORY_FENCE()   __atomic_signal_fence(__ATOMIC_ACQ_REL)
#define COMPILER_MEMORY_RELEASE() __atomic_signal_fence(__ATOMIC_RELEASE)
#define COMPILER_MEMORY_ACQUIRE() __atomic_signal_fence(__ATOMIC_ACQUIRE)
#define THREAD_MEMORY_FENCE()     __atomic_thread_fence(__ATOMIC_ACQ_REL)
#define THREAD_MEMORY_RELEASE()   __atomic_thread_fence(__ATOMIC_RELEASE)
#define THREAD_MEMORY_ACQUIRE()   __atomic_thread_fence(__ATOMIC_ACQUIRE)

/* Messages. */
#define LOG_ERROR(...) ZF_LOGE(__VA_ARGS__)
#define LOG_INFO(...)  ZF_LOGI(__VA_ARGS__)
