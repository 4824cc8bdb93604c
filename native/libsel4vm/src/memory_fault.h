/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What happens when the guest touches memory. */
#pragma once

#include "memory.h"

typedef enum resolution {
    RESOLVE_NONE,  /* nothing to put right here */
    RESOLVE_FIXED, /* put right now */
    RESOLVE_STALE  /* nothing is wrong (any more): another vCPU may have had it put right */
} resolution_t;

/* The guest touched ADDR, and its address space did not let it: map a deferred page, open a tracked
 * one. Unless the answer is RESOLVE_NONE, the guest repeats the instruction. */
resolution_t memory_resolve(vm_t *vm, uintptr_t addr, bool is_write);

/* Ask who is responsible for the access. FAULT_UNHANDLED when nobody is; FAULT_ERROR, with the
 * failure recorded, when a callback answers an undefined value. */
memory_fault_result_t memory_dispatch(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length);
