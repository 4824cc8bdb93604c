/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/guest_memory_arch.h
 * Guest memory: what only exists on Arm.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct vm vm_t;

/**
 * Physical address behind an intermediate physical address.
 * @param vm        the VM
 * @param ipa_base  guest physical address
 * @param size      bytes, not 0; the range must be backed by physically contiguous frames
 * @return          the physical address, or 0 when the range is not backed or not contiguous
 */
uintptr_t vm_arm_ipa_to_pa(vm_t *vm, uintptr_t ipa_base, size_t size);
