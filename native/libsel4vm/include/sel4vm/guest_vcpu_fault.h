/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vcpu_fault.h
 * The memory access that a vCPU waits on. Valid inside a fault callback. Registers of the guest are
 * only fetched from the kernel when a question needs them, and only as many as it needs.
 */
#include <stdbool.h>
#include <stddef.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** Guest physical address of the access; 0 without a fault. */
seL4_Word get_vcpu_fault_address(vm_vcpu_t *vcpu);

/** Guest program counter (virtual address) of the access; 0 without a fault. */
seL4_Word get_vcpu_fault_ip(vm_vcpu_t *vcpu);

/**
 * The data of the access, in the bytes that get_vcpu_fault_data_mask() shows: for a store what the
 * guest writes, for a load what was set with set_vcpu_fault_data(). The data sits where it does in
 * the aligned 32-bit word (64-bit double word for 8-byte accesses) around the address: a byte at
 * address 0x…1 is in bits 8 to 15.
 */
seL4_Word get_vcpu_fault_data(vm_vcpu_t *vcpu);

/** The bits of get_vcpu_fault_data() that the access covers. */
seL4_Word get_vcpu_fault_data_mask(vm_vcpu_t *vcpu);

/** Bytes of the access: 1, 2, 4 or 8; 0 without a fault or where the instruction has none. */
size_t get_vcpu_fault_size(vm_vcpu_t *vcpu);

/** true: the guest reads (or fetches an instruction); false: it writes. */
bool is_vcpu_read_fault(vm_vcpu_t *vcpu);

/**
 * Set what a load receives, positioned as get_vcpu_fault_data() tells. Sign or zero extension to
 * the register is done when the fault is advanced.
 * @return 0; -1 without a fault, or when it is not a load
 */
int set_vcpu_fault_data(vm_vcpu_t *vcpu, seL4_Word data);

/**
 * Apply the access to an emulated word.
 * @param data  the word's value
 * @return      for a store, @p data with the written bits replaced; for a load, @p data, which also
 *              becomes the fault's data
 */
seL4_Word emulate_vcpu_fault(vm_vcpu_t *vcpu, seL4_Word data);

/** Complete the access now: a load's data goes to its register, the pc moves behind the
 * instruction. The vCPU runs when the callback returns; advancing again has no effect. */
void advance_vcpu_fault(vm_vcpu_t *vcpu);

/** Let the vCPU repeat the instruction when the callback returns. */
void restart_vcpu_fault(vm_vcpu_t *vcpu);
