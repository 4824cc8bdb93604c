/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Registered RAM. */
#pragma once

#include <stdbool.h>

#include <sel4vm/guest_ram.h>

/* true when all of the range is registered RAM. */
bool ram_is_registered(vm_t *vm, uintptr_t start, size_t size);

/* Refuse, with -1, what must not happen to a reservation behind the back of registered RAM. */
int ram_check_unregistered(vm_t *vm, const vm_memory_reservation_t *reservation,
                           const char *operation);

/* How many of SIZE bytes from ADDR on come before the next multiple of BOUNDARY, a power of two. */
static inline size_t bytes_before(uintptr_t addr, size_t size, size_t boundary)
{
    size_t piece = boundary - (addr & (boundary - 1));
    return piece < size ? piece : size;
}

/* What was written to the range, which the VMM has a mapping of, goes from the data cache to memory
 * and becomes visible to instruction fetches. Device memory in it is passed over: nothing of that
 * is cached. Returns 0 or -1. */
int ram_clean(vm_t *vm, uintptr_t guest_addr, size_t size);
