/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Ranges of addresses that have been checked. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_memory_ext.h>

/*
 * SIZE bytes from START on. To hold one proves that start + size does not wrap. Numbers of a caller
 * become one in the two checks below only, so what takes a range need not check it again.
 */
typedef struct vm_range {
    uintptr_t start;
    size_t size;
} vm_range_t;

static inline uintptr_t range_end(vm_range_t range)
{
    return range.start + range.size;
}

/* A range that guest memory can be reserved in: whole pages, at least one, below the end of guest
 * physical addresses. Returns 0 and the range, or -1 with the failure recorded. */
int vmi_range_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation,
                    vm_range_t *range);

/* Bytes in a VM that has memory; there may be none, and SIZE may be 0. Returns 0 and the range, or
 * -1 with the failure recorded. */
int vmi_bytes_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation,
                    vm_range_t *range);

/* How many of SIZE bytes from ADDR on come before the next multiple of BOUNDARY, a power of two. */
static inline size_t bytes_before(uintptr_t addr, size_t size, size_t boundary)
{
    size_t piece = boundary - (addr & (boundary - 1));
    return piece < size ? piece : size;
}
