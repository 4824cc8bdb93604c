/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Exceptions that a guest takes at EL1 because the VMM says so. */
#pragma once

#include "vcpu/vcpu.h"

#include "abort_cause.h"

/* Write an exception for EL1 into the vCPU (Arm DDI 0487, D1.3.2 "Exception entry"). Returns 0, or
 * -1 with the failure recorded. */
int vmi_abort_inject(struct fault *fault, const abort_cause_t *cause);

/* Set a register of the fault's vCPU object. Returns 0, or -1 with the failure recorded. */
int vmi_write_vcpu_register(const struct fault *fault, seL4_VCPUReg reg, seL4_Word value);
