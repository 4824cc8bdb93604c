/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Recording failures; the public side is guest_error_ext.h. */
#pragma once

#include <sel4vm/guest_error_ext.h>

/* Record a failure of VM (may be NULL) and return -1. */
int vmi_fail(vm_t *vm, vm_error_code_t code, const char *operation, uintptr_t address, size_t size,
             uintptr_t limit);

/* Record the failure of a kernel call, or of the root server's allocator, and return -1. */
int vmi_fail_kernel(vm_t *vm, seL4_Error error, const char *operation, uintptr_t address,
                    size_t size);

/* Put a record back that what followed has written over. */
void vmi_restore_error(vm_t *vm, const vm_error_t *error);

/* Record that parameter NUMBER (from 1) is NULL and return -1. */
int vmi_fail_null(vm_t *vm, const char *operation, unsigned number);
