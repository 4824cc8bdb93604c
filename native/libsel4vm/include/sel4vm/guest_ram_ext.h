/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_ram_ext.h
 * What guest_ram.h lacks.
 */
#include <sel4vm/guest_ram.h>

/**
 * Take registered RAM away from the guest and give its memory back. Only whole registrations, none
 * of whose bytes is allocated, and none that vm_ram_touch() is walking over.
 * @param start  address that was registered
 * @return       0, or -1
 */
int vm_ram_unregister(vm_t *vm, uintptr_t start);

/** Number of registered regions, after merging. */
size_t vm_ram_region_count(vm_t *vm);

/** Describe region @p index in address order. @return 0, or -1 */
int vm_ram_get_region(vm_t *vm, size_t index, vm_ram_region_t *region);
