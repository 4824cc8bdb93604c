/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Stage-2 faults of a guest: from the kernel's message to the callbacks and back into the guest. */
#pragma once

#include "vcpu/vcpu.h"

/* Handle a stage-2 fault at guest physical address ADDRESS, by the instruction at virtual address
 * IP. */
vcpu_next_t vmi_memory_abort(vm_vcpu_t *vcpu, uintptr_t ip, uintptr_t address, bool fetch,
                             uint32_t syndrome);
