/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/smc.h
 * SMC and HVC calls of a guest (SMC Calling Convention, Arm DEN 0028).
 */
#include <stdint.h>

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
 * The immediate of the call's instruction. Firmware calls have 0; a guest's HVC with another is a
 * call to its hypervisor's own services (DEN 0028, "SMC and HVC immediate value"). An SMC with
 * another one is answered SMCCC_NOT_SUPPORTED, and no handler sees it.
 *
 * The kernel does not tell the immediate of HVC: the instruction is read, which takes a kernel
 * call, three where the guest's MMU is on. Where it cannot be read any more the immediate counts as
 * 0.
 * @param regs  registers of the call, with the pc that the handler was given
 * @return      0; -1 when an argument is NULL or the kernel refuses
 */
int smc_get_immediate(vm_vcpu_t *vcpu, const seL4_UserContext *regs, uint16_t *immediate);

/**
 * Pass a call on to the secure monitor.
 * @param smc_cap  capability that allows it
 * @return         0 with the results in @p regs; -1 when the kernel refuses or was built without
 *                 CONFIG_ALLOW_SMC_CALLS
 */
int smc_forward(vm_vcpu_t *vcpu, seL4_UserContext *regs, seL4_CPtr smc_cap);

/**
 * The handler of SMC and HVC calls unless another is registered: PSCI, the SMCCC version and
 * feature queries, SMCCC_NOT_SUPPORTED for the rest and for every instruction whose immediate is
 * not 0.
 * @return 0; -1 when an argument is NULL or the kernel refuses
 */
int vm_smc_handle_default(vm_vcpu_t *vcpu, seL4_UserContext *regs);
