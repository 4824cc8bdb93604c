/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Virtual addresses of accesses whose instruction is known. */
#pragma once

#include "vcpu/fault_record.h"

/* Fetch the base register of fault->access, and answer in *ADDRESS where the access begins. Returns
 * 0, or -1 with the failure recorded. */
int vmi_access_address(struct fault *fault, uint64_t *address);
