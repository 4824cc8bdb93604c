/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/smc.h
 * SMC and HVC calls of a guest (SMC Calling Convention, Arm DEN 0028).
 */
#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** Result of a call that nobody implements (DEN 0028, "Unknown function identifier"). */
#define SMCCC_NOT_SUPPORTED ((seL4_Word)-1)

/** Function identifier of a call: w0; 0 for NULL. */
seL4_Word smc_get_function_id(seL4_UserContext *u);

/** Set the result of a call: x0. @return @p val */
seL4_Word smc_set_return_value(seL4_UserContext *u, seL4_Word val);

/** Argument @p arg (1 to 7) of a call; 0 for another number. */
seL4_Word smc_get_arg(seL4_UserContext *u, seL4_Word arg);

/** Set argument @p arg (1 to 7), where results 1 to 7 are returned; another number is ignored. */
void smc_set_arg(seL4_UserContext *u, seL4_Word arg, seL4_Word val);

/**
 * Pass a call on to the secure monitor.
 * @param smc_cap  capability that allows it
 * @return         0 with the results in @p regs; -1 when the kernel refuses or was built without
 *                 CONFIG_ALLOW_SMC_CALLS
 */
int smc_forward(vm_vcpu_t *vcpu, seL4_UserContext *regs, seL4_CPtr smc_cap);

/**
 * The handler of SMC and HVC calls unless another is registered: PSCI, the SMCCC version and
 * feature queries, SMCCC_NOT_SUPPORTED for the rest.
 * @return 0, or -1 when an argument is NULL
 */
int vm_smc_handle_default(vm_vcpu_t *vcpu, seL4_UserContext *regs);
