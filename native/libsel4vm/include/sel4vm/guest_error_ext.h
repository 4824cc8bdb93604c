/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_error_ext.h
 * Why a call failed. Every function of this library that answers -1, NULL, 0 or false for a failure
 * leaves a record; a successful call leaves the record alone.
 */
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** Reasons of failures. */
typedef enum vm_error_code {
    /** No failure recorded. */
    VM_ERROR_NONE,
    /** A pointer is NULL that must not be; `address` is the number of the parameter, from 1. */
    VM_ERROR_NULL_ARGUMENT,
    /** An address or a size is not a multiple of `limit`. */
    VM_ERROR_UNALIGNED,
    /** The size is 0. */
    VM_ERROR_ZERO_SIZE,
    /** address + size exceeds the machine word. */
    VM_ERROR_WRAPS,
    /** The range or value exceeds `limit` (for addresses: the width of an IPA). */
    VM_ERROR_OUT_OF_RANGE,
    /** The range overlaps one that is taken; `limit` is the first address of the latter. */
    VM_ERROR_OVERLAP,
    /** The alignment is 0 or not a power of two. */
    VM_ERROR_BAD_ALIGNMENT,
    /** No free range is large enough. */
    VM_ERROR_NO_SPACE,
    /** The handle is not a live object of this VM (freed, of another VM, or never one). */
    VM_ERROR_INVALID_HANDLE,
    /** Nothing is at the address. */
    VM_ERROR_NOT_FOUND,
    /** The reservation is backed already, in whole or in part. */
    VM_ERROR_ALREADY_MAPPED,
    /** The reservation or address is not backed. */
    VM_ERROR_NOT_MAPPED,
    /** Too few or too many frames for the reservation; `limit` is the number that fits. */
    VM_ERROR_FRAME_COUNT,
    /** The frame's size is none of 12, 21, 30, or the frame reaches past the reservation's end. */
    VM_ERROR_FRAME_SIZE,
    /** The frame's vaddr is not the address that was asked for; `limit` is what was asked for. */
    VM_ERROR_FRAME_ADDRESS,
    /** A capability is null. */
    VM_ERROR_NULL_CAPABILITY,
    /** The heap is exhausted. */
    VM_ERROR_OUT_OF_HEAP,
    /** No capability slot is left. */
    VM_ERROR_OUT_OF_SLOTS,
    /** Kernel memory, a frame or a translation table could not be had; see `kernel_error`. */
    VM_ERROR_OUT_OF_MEMORY,
    /** A kernel call failed; see `kernel_error`. */
    VM_ERROR_KERNEL,
    /** The object is in use: by a callback that has not returned, by vm_run(), or, for a
     * reservation, as registered guest RAM. */
    VM_ERROR_BUSY,
    /** The call does not fit the object's state (initialised twice, not initialised, running …). */
    VM_ERROR_BAD_STATE,
    /** The object cannot hold more; `limit` is how many it can. */
    VM_ERROR_LIMIT,
    /** A callback asked for the failure or answered an undefined value, which `address` then holds.
     */
    VM_ERROR_CALLBACK,
    /** The guest did something that cannot be emulated. */
    VM_ERROR_UNSUPPORTED,
    /** Number of codes. */
    VM_ERROR_COUNT
} vm_error_code_t;

/** Record of a failure. */
typedef struct vm_error {
    /** Reason. */
    vm_error_code_t code;
    /** Kernel's answer where a kernel call failed, else seL4_NoError. */
    seL4_Error kernel_error;
    /** Function that failed; a constant string, never NULL. */
    const char *operation;
    /** Address or value that was refused. */
    uintptr_t address;
    /** Size that came with it, in bytes, or 0. */
    size_t size;
    /** What would have been accepted, as the code tells, or 0. */
    uintptr_t limit;
} vm_error_t;

/** The last failure of @p vm, valid until the next one; for NULL, the calling thread's
 * last failure that no VM was given for. Never NULL. */
const vm_error_t *vm_last_error(const vm_t *vm);

/** Forget the last failure. */
void vm_clear_error(vm_t *vm);

/** The code as a word ("overlap"); "unknown" for an undefined one. */
const char *vm_error_name(vm_error_code_t code);

/**
 * The failure as a sentence.
 * @param buffer  receives it, terminated with 0; may be NULL when @p size is 0
 * @return        bytes that the whole sentence needs without the 0
 */
size_t vm_error_format(const vm_error_t *error, char *buffer, size_t size);
