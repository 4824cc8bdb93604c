/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Registered RAM. */
#pragma once

#include <stdbool.h>

#include <sel4vm/guest_ram.h>

/* true when all of the range is registered RAM. */
bool ram_is_registered(vm_t *vm, uintptr_t start, size_t size);

/* Code that was written as data, inside one page, becomes visible to instruction fetches. Returns 0
 * or -1. */
int ram_unify(vm_t *vm, uintptr_t guest_addr, size_t size);
