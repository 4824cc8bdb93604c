/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdio.h>

#include "error.h"
#include "memory.h"

/* The record of calls that no VM, or one without a memory interface, was given to. */
static vm_error_t orphan = {.operation = ""};

static vm_error_t *record_of(const vm_t *vm)
{
    if (vm == NULL || vm->mem.reservation_cookie == NULL) {
        return &orphan;
    }
    return &vm->mem.reservation_cookie->error;
}

static const char *const names[VM_ERROR_COUNT] = {
    [VM_ERROR_NONE] = "none",
    [VM_ERROR_NULL_ARGUMENT] = "null argument",
    [VM_ERROR_UNALIGNED] = "unaligned",
    [VM_ERROR_ZERO_SIZE] = "zero size",
    [VM_ERROR_WRAPS] = "wraps",
    [VM_ERROR_OUT_OF_RANGE] = "out of range",
    [VM_ERROR_OVERLAP] = "overlap",
    [VM_ERROR_BAD_ALIGNMENT] = "bad alignment",
    [VM_ERROR_NO_SPACE] = "no space",
    [VM_ERROR_INVALID_HANDLE] = "invalid handle",
    [VM_ERROR_NOT_FOUND] = "not found",
    [VM_ERROR_ALREADY_MAPPED] = "already mapped",
    [VM_ERROR_NOT_MAPPED] = "not mapped",
    [VM_ERROR_FRAME_COUNT] = "frame count",
    [VM_ERROR_FRAME_SIZE] = "frame size",
    [VM_ERROR_FRAME_ADDRESS] = "frame address",
    [VM_ERROR_NULL_CAPABILITY] = "null capability",
    [VM_ERROR_OUT_OF_HEAP] = "out of heap",
    [VM_ERROR_OUT_OF_SLOTS] = "out of slots",
    [VM_ERROR_OUT_OF_MEMORY] = "out of memory",
    [VM_ERROR_KERNEL] = "kernel",
    [VM_ERROR_BUSY] = "busy",
    [VM_ERROR_BAD_STATE] = "bad state",
    [VM_ERROR_LIMIT] = "limit",
    [VM_ERROR_CALLBACK] = "callback",
    [VM_ERROR_UNSUPPORTED] = "unsupported",
};

int vm_fail(vm_t *vm, vm_error_code_t code, const char *operation, uintptr_t address, size_t size,
            uintptr_t limit)
{
    *record_of(vm) = (vm_error_t){code, seL4_NoError, operation, address, size, limit};
    return -1;
}

int vm_fail_kernel(vm_t *vm, seL4_Error error, const char *operation, uintptr_t address,
                   size_t size)
{
    vm_error_code_t code = error == seL4_NotEnoughMemory ? VM_ERROR_OUT_OF_MEMORY : VM_ERROR_KERNEL;
    *record_of(vm) = (vm_error_t){code, error, operation, address, size, 0};
    return -1;
}

int vm_fail_null(vm_t *vm, const char *operation, unsigned number)
{
    return vm_fail(vm, VM_ERROR_NULL_ARGUMENT, operation, number, 0, 0);
}

const vm_error_t *vm_last_error(const vm_t *vm)
{
    return record_of(vm);
}

void vm_clear_error(vm_t *vm)
{
    *record_of(vm) = (vm_error_t){.operation = ""};
}

const char *vm_error_name(vm_error_code_t code)
{
    return (unsigned)code < VM_ERROR_COUNT ? names[code] : "unknown";
}

size_t vm_error_format(const vm_error_t *error, char *buffer, size_t size)
{
    char none[1];
    int length;
    if (buffer == NULL) {
        buffer = none;
        size = 0;
    }
    if (error == NULL) {
        length = snprintf(buffer, size, "no error record");
    } else {
        length = snprintf(
            buffer, size, "%s: %s: address 0x%lx, size 0x%lx, limit 0x%lx, kernel error %d",
            error->operation, vm_error_name(error->code), (unsigned long)error->address,
            (unsigned long)error->size, (unsigned long)error->limit, (int)error->kernel_error);
    }
    return length < 0 ? 0 : (size_t)length;
}
