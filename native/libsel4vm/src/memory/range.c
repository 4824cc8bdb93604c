/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "range.h"

#include "vm/error.h"

#define IPA_LIMIT (1ul << VM_IPA_BITS)

int vmi_range_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation, vm_range_t *range)
{
    if (size == 0) {
        return vmi_fail(vm, VM_ERROR_ZERO_SIZE, operation, addr, size, VM_PAGE_SIZE);
    }
    if (((addr | size) & (VM_PAGE_SIZE - 1)) != 0) {
        return vmi_fail(vm, VM_ERROR_UNALIGNED, operation, addr, size, VM_PAGE_SIZE);
    }
    if (addr + size < addr) {
        return vmi_fail(vm, VM_ERROR_WRAPS, operation, addr, size, IPA_LIMIT);
    }
    if (addr >= IPA_LIMIT || size > IPA_LIMIT - addr) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, operation, addr, size, IPA_LIMIT);
    }
    *range = (vm_range_t){addr, size};
    return 0;
}

int vmi_bytes_check(vm_t *vm, uintptr_t addr, size_t size, const char *operation, vm_range_t *range)
{
    if (vm == NULL) {
        return vmi_fail_null(vm, operation, 1);
    }
    if (vm->mem.reservation_cookie == NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, operation, addr, size, 0);
    }
    if (addr + size < addr) {
        return vmi_fail(vm, VM_ERROR_WRAPS, operation, addr, size, 0);
    }
    *range = (vm_range_t){addr, size};
    return 0;
}
