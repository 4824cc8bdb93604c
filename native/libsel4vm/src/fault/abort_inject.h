/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Exceptions that a guest takes at EL1 because the VMM says so. */
#pragma once

#include "vcpu/vcpu.h"

/* Write an exception for EL1 into the vCPU: a synchronous external abort (Arm DDI 0487, D17.2.37).
 * With HAS_ADDRESS clear the guest is told that FAR_EL1 is not valid. Returns 0 or -1. */
int vmi_abort_inject(struct fault *fault, bool has_address, uintptr_t address, bool instruction,
                     bool is_write);

/* Set a register of the fault's vCPU object. Returns 0, or -1 with the failure recorded. */
int vmi_write_vcpu_register(const struct fault *fault, seL4_VCPUReg reg, seL4_Word value);
