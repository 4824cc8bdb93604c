/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Dirty and accessed pages. */
#pragma once

#include "mapping.h"

/* The guest touched a present page in a way that it has the right to, but for tracking. Returns
 * false when the kernel refuses to let it. */
bool vmi_tracking_touch(vm_t *vm, const vm_mapping_t *mapping, vm_page_t *page, bool is_write);

/* The VMM wrote to [addr, addr + size) of the reservation. */
void vmi_tracking_mark_dirty(vm_memory_reservation_t *reservation, uintptr_t addr, size_t size);
