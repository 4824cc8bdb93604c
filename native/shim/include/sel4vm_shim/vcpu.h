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

/** System registers of a vCPU, by numbers that no kernel changes. */
typedef enum shim_system_register {
    /** SCTLR_EL1. */
    SHIM_SCTLR_EL1,
    /** CPACR_EL1. */
    SHIM_CPACR_EL1,
    /** TTBR0_EL1. */
    SHIM_TTBR0_EL1,
    /** TTBR1_EL1. */
    SHIM_TTBR1_EL1,
    /** TCR_EL1. */
    SHIM_TCR_EL1,
    /** MAIR_EL1. */
    SHIM_MAIR_EL1,
    /** AMAIR_EL1. */
    SHIM_AMAIR_EL1,
    /** CONTEXTIDR_EL1. */
    SHIM_CONTEXTIDR_EL1,
    /** ACTLR_EL1. */
    SHIM_ACTLR_EL1,
    /** AFSR0_EL1. */
    SHIM_AFSR0_EL1,
    /** AFSR1_EL1. */
    SHIM_AFSR1_EL1,
    /** ESR_EL1. */
    SHIM_ESR_EL1,
    /** FAR_EL1. */
    SHIM_FAR_EL1,
    /** PAR_EL1. */
    SHIM_PAR_EL1,
    /** VBAR_EL1. */
    SHIM_VBAR_EL1,
    /** TPIDR_EL1. */
    SHIM_TPIDR_EL1,
    /** VMPIDR_EL2. */
    SHIM_VMPIDR_EL2,
    /** SP_EL1. */
    SHIM_SP_EL1,
    /** ELR_EL1. */
    SHIM_ELR_EL1,
    /** SPSR_EL1. */
    SHIM_SPSR_EL1,
    /** CNTV_CTL_EL0. */
    SHIM_CNTV_CTL_EL0,
    /** CNTV_CVAL_EL0. */
    SHIM_CNTV_CVAL_EL0,
    /** CNTVOFF_EL2. */
    SHIM_CNTVOFF_EL2,
    /** CNTKCTL_EL1. */
    SHIM_CNTKCTL_EL1
} shim_system_register_t;

/**
 * Number of a system register in the API of the kernel that this library was built for: versions of
 * seL4 number them differently.
 * @param number  a shim_system_register_t
 * @return        a seL4_VCPUReg, for vm_get_arm_vcpu_reg() and vm_set_arm_vcpu_reg(); for another
 *                number, a value that they refuse
 */
seL4_Word shim_vcpu_register(unsigned int number);
