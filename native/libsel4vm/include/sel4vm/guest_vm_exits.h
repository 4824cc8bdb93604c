/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vm_exits.h
 * Values of vm->run.exit_reason.
 */

/** Why the guest last came back to the VMM. */
typedef enum vm_exit_codes {
    /** Access to memory that the VMM emulates. */
    VM_GUEST_MMIO_EXIT,
    /** Access to an I/O port (never on Arm). */
    VM_GUEST_IO_EXIT,
    /** A notification arrived. */
    VM_GUEST_NOTIFICATION_EXIT,
    /** Anything else. */
    VM_GUEST_UNKNOWN_EXIT
} vm_exit_codes_t;

/** The VM ended with an error. */
#define VM_GUEST_ERROR_EXIT -1
