/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/psci.h
 * Power State Coordination Interface for guests (Arm DEN 0022), version 1.1.
 */
#include <stdbool.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** Function identifiers; the 64-bit forms have bit 30 set. */
typedef enum psci_function {
    PSCI_VERSION_FID = 0x84000000u,
    PSCI_CPU_SUSPEND_FID = 0x84000001u,
    PSCI_CPU_OFF_FID = 0x84000002u,
    PSCI_CPU_ON_FID = 0x84000003u,
    PSCI_AFFINITY_INFO_FID = 0x84000004u,
    PSCI_MIGRATE_INFO_TYPE_FID = 0x84000006u,
    PSCI_SYSTEM_OFF_FID = 0x84000008u,
    PSCI_SYSTEM_RESET_FID = 0x84000009u,
    PSCI_FEATURES_FID = 0x8400000au,
    PSCI_SYSTEM_RESET2_FID = 0x84000012u,
    PSCI_CPU_SUSPEND_64_FID = 0xc4000001u,
    PSCI_CPU_ON_64_FID = 0xc4000003u,
    PSCI_AFFINITY_INFO_64_FID = 0xc4000004u,
    PSCI_SYSTEM_RESET2_64_FID = 0xc4000012u,
} psci_function_t;

/** Results. */
typedef enum psci_result {
    PSCI_SUCCESS = 0,
    PSCI_NOT_SUPPORTED = -1,
    PSCI_INVALID_PARAMETERS = -2,
    PSCI_DENIED = -3,
    PSCI_ALREADY_ON = -4,
    PSCI_ON_PENDING = -5,
    PSCI_INTERNAL_FAILURE = -6,
    PSCI_NOT_PRESENT = -7,
    PSCI_DISABLED = -8,
    PSCI_INVALID_ADDRESS = -9
} psci_result_t;

/** What PSCI_VERSION answers: major version in bits 31:16, minor in 15:0. */
#define PSCI_VERSION_1_1 0x00010001

/**
 * Handle a PSCI call.
 * @param regs  registers of the call; the result is put into x0
 * @return      true when the function identifier is one of PSCI, and the immediate of the
 *              instruction is 0
 */
bool vm_psci_handle(vm_vcpu_t *vcpu, seL4_UserContext *regs);
