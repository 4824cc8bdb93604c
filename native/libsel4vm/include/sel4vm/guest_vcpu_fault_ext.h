/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vcpu_fault_ext.h
 * What guest_vcpu_fault.h lacks. Data here is the value itself, not shifted to its place in a word.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/**
 * An access as a device model wants to see it. An instruction that moves a pair of registers
 * arrives as two accesses, one callback each. SIMD registers cannot be reached through the kernel's
 * API: such an access ends as the VM's policy for unhandled faults says.
 */
typedef struct vm_access {
    /** Guest physical address. */
    uintptr_t address;
    /** Bytes: 1, 2, 4 or 8. */
    size_t size;
    /** true: the guest writes. */
    bool is_write;
    /** true: an instruction fetch. */
    bool is_fetch;
    /** true: the loaded value is sign-extended. */
    bool sign_extend;
    /** Register that is loaded or stored: 0 to 31 (31: XZR). */
    uint8_t reg;
    /** Guest program counter (virtual address). */
    uintptr_t pc;
} vm_access_t;

/** Describe the access that @p vcpu waits on. @return 0, or -1 without a fault */
int vm_get_access(vm_vcpu_t *vcpu, vm_access_t *access);

/** The value that the guest stores, in the low bits; 0 without a fault or for a load. */
uint64_t vm_get_access_value(vm_vcpu_t *vcpu);

/** Set what a load receives, in the low bits. @return 0; -1 without a fault or for a store */
int vm_set_access_value(vm_vcpu_t *vcpu, uint64_t value);
