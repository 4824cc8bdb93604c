/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm_shim/vcpu.h
 * Fields of a vCPU, and macros and tables of the syndrome register.
 */
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** The pointer that shim_vm_set_cookie() has left with the VM of a vCPU. */
void *shim_vcpu_cookie(const vm_vcpu_t *vcpu);

/** Number of a vCPU in its VM, from 0. */
unsigned int shim_vcpu_number(const vm_vcpu_t *vcpu);

/** Logical CPU that a vCPU stands for; -1: none. */
int shim_vcpu_target_cpu(const vm_vcpu_t *vcpu);

/** Priority of a vCPU's thread, 0 to 255. */
int shim_vcpu_priority(const vm_vcpu_t *vcpu);

/** Exception class of a syndrome (ESR_EL2.EC). */
unsigned int shim_hsr_exception_class(uint32_t hsr);

/** Name of an exception class; never NULL. */
const char *shim_hsr_reason(unsigned int exception_class);
