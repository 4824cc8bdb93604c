/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Cache maintenance of guest memory. */
#pragma once

#include <sel4vm/guest_vm.h>

/* What was written to the range, which the VMM has a mapping of, goes from the data cache to memory
 * and becomes visible to instruction fetches. Device memory in it is passed over: nothing of that
 * is cached. Returns 0 or -1. */
int vmi_cache_clean(vm_t *vm, uintptr_t guest_addr, size_t size);
