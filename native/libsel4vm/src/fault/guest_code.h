/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest's virtual addresses: its translation registers, and the instructions behind them. */
#pragma once

#include <sel4vm/guest_vm.h>

#include "stage1.h"

/* Read the registers that translate VA at this moment. Returns false when a kernel call fails, with
 * the failure recorded. */
bool vmi_guest_stage1(vm_vcpu_t *vcpu, uint64_t va, stage1_t *stage1);

/* The instruction at virtual address IP, found with STAGE1. Returns false when it cannot be read
 * from RAM. */
bool vmi_read_instruction(const stage1_t *stage1, uint64_t ip, uint32_t *instruction);

/* Read a descriptor of the guest's from the RAM of the VM that COOKIE is; false when it is none. */
bool vmi_read_descriptor(uint64_t address, uint64_t *descriptor, void *cookie);

/* A system register of VCPU. Returns false when the kernel call fails, with the failure recorded.
 */
bool vmi_read_vcpu_register(const vm_vcpu_t *vcpu, seL4_VCPUReg reg, uint64_t *value);
