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

/** An access as a device model wants to see it. */
typedef struct vm_access {
    /** Guest physical address. */
    uintptr_t address;
    /** Bytes: 1, 2, 4, 8 or 16. */
    size_t size;
    /** true: the guest writes. */
    bool is_write;
    /** true: an instruction fetch. */
    bool is_fetch;
    /** true: the loaded value is sign-extended. */
    bool sign_extend;
    /** Register that is loaded or stored, 0 to 31 (31: XZR), V0 to V31 with @ref is_simd; of the
     * first of a pair. */
    uint8_t reg;
    /** true: @ref reg is a SIMD register. */
    bool is_simd;
    /** Guest program counter. */
    uintptr_t pc;
} vm_access_t;

/** Describe the access that @p vcpu waits on. @return 0, or -1 without a fault */
int vm_get_access(vm_vcpu_t *vcpu, vm_access_t *access);

/** The value that the guest stores, in the low bits. For 16 bytes, @p high receives the upper half;
 * may be NULL. @return the low 64 bits; 0 without a fault or for a load */
uint64_t vm_get_access_value(vm_vcpu_t *vcpu, uint64_t *high);

/** Set what a load receives, in the low bits. @return 0; -1 without a fault or for a store */
int vm_set_access_value(vm_vcpu_t *vcpu, uint64_t low, uint64_t high);

/** Virtual address of the access where the syndrome knows it (FAR_EL2 is not passed on by the
 * kernel: it is computed from the decoded instruction); 0 otherwise. */
uint64_t vm_get_access_virtual_address(vm_vcpu_t *vcpu);
