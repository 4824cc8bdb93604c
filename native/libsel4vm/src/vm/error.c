/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdarg.h>
#include <stdio.h>

#include "error.h"
#include "vm.h"

/* The record of calls that no VM, or one that has no state, was given to. Such calls come from any
 * thread. */
static __thread vm_error_t orphan = {.operation = ""};

static vm_error_t *record_of(const vm_t *vm)
{
    if (vm == NULL || vm_state(vm) == NULL) {
        return &orphan;
    }
    return &vm_state(vm)->error;
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

int vmi_fail(vm_t *vm, vm_error_code_t code, const char *operation, uintptr_t address, size_t size,
             uintptr_t limit)
{
    *record_of(vm) = (vm_error_t){.code = code,
                                  .kernel_error = seL4_NoError,
                                  .operation = operation,
                                  .address = address,
                                  .size = size,
                                  .limit = limit};
    return -1;
}

int vmi_fail_kernel(vm_t *vm, seL4_Error error, const char *operation, uintptr_t address,
                    size_t size)
{
    vm_error_code_t code = error == seL4_NotEnoughMemory ? VM_ERROR_OUT_OF_MEMORY : VM_ERROR_KERNEL;
    *record_of(vm) = (vm_error_t){.code = code,
                                  .kernel_error = error,
                                  .operation = operation,
                                  .address = address,
                                  .size = size};
    return -1;
}

int vmi_fail_null(vm_t *vm, const char *operation, unsigned number)
{
    return vmi_fail(vm, VM_ERROR_NULL_ARGUMENT, operation, number, 0, 0);
}

const vm_error_t *vm_last_error(const vm_t *vm)
{
    return record_of(vm);
}

void vmi_restore_error(vm_t *vm, const vm_error_t *error)
{
    *record_of(vm) = *error;
}

void vm_clear_error(vm_t *vm)
{
    *record_of(vm) = (vm_error_t){.operation = ""};
}

const char *vm_error_name(vm_error_code_t code)
{
    return (unsigned)code < VM_ERROR_COUNT ? names[code] : "unknown";
}

static const char *const kernel_names[seL4_NumErrors] = {
    [seL4_NoError] = "seL4_NoError",
    [seL4_InvalidArgument] = "seL4_InvalidArgument",
    [seL4_InvalidCapability] = "seL4_InvalidCapability",
    [seL4_IllegalOperation] = "seL4_IllegalOperation",
    [seL4_RangeError] = "seL4_RangeError",
    [seL4_AlignmentError] = "seL4_AlignmentError",
    [seL4_FailedLookup] = "seL4_FailedLookup",
    [seL4_TruncatedMessage] = "seL4_TruncatedMessage",
    [seL4_DeleteFirst] = "seL4_DeleteFirst",
    [seL4_RevokeFirst] = "seL4_RevokeFirst",
    [seL4_NotEnoughMemory] = "seL4_NotEnoughMemory",
};

/* Text in a buffer that may be too small: `length` counts what the whole of it needs. */
typedef struct text {
    char *at;
    size_t room;
    size_t length;
} text_t;

static __attribute__((format(printf, 2, 3))) void append(text_t *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsnprintf(text->at, text->room, format, arguments);
    va_end(arguments);
    size_t length = result < 0 ? 0 : (size_t)result;
    size_t step = length < text->room ? length : text->room - 1;
    text->length += length;
    text->at += step;
    text->room -= step;
}

size_t vm_error_format(const vm_error_t *error, char *buffer, size_t size)
{
    char none[1];
    bool fits = buffer != NULL && size != 0;
    text_t text = {.at = fits ? buffer : none, .room = fits ? size : sizeof(none)};
    if (error == NULL || error->code == VM_ERROR_NONE) {
        append(&text, "no error");
        return text.length;
    }
    append(&text, "%s: %s, address 0x%lx", error->operation, vm_error_name(error->code),
           (unsigned long)error->address);
    if (error->size != 0) {
        append(&text, ", size 0x%lx", (unsigned long)error->size);
    }
    if (error->limit != 0) {
        append(&text, ", limit 0x%lx", (unsigned long)error->limit);
    }
    if (error->kernel_error != seL4_NoError) {
        unsigned number = (unsigned)error->kernel_error;
        append(&text, ", kernel: %s", number < seL4_NumErrors ? kernel_names[number] : "unknown");
    }
    return text.length;
}
