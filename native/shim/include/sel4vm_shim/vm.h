/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm_shim/vm.h
 * Making a VM without knowing its layout or the allocators behind it, and a place in it for the
 * caller's own pointer.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_vm.h>

/**
 * Make a VM with an endpoint of its own that its faults arrive at.
 * @param name   name for messages, ended by 0; copied
 * @param error  receives the reason of a failure; may be NULL
 * @return       the VM, to be given to shim_vm_destroy(), or NULL with nothing allocated
 */
vm_t *shim_vm_create(const char *name, vm_error_t *error);

/**
 * Take apart a VM that shim_vm_create() made and give its memory back.
 * @param vm  the VM; NULL is ignored
 * @return    0, or -1 with the VM as it was while one of its callbacks runs
 */
int shim_vm_destroy(vm_t *vm);

/** Badge that the notification callback sees after shim_vm_signal(). */
#define SHIM_SIGNAL_BADGE 0x5349474eul

/** Answer of shim_vm_run(): the calling thread runs another VM, or waits for notifications itself.
 */
#define SHIM_RUN_NOT_BOUND -2

/** Answer of shim_vm_run(), less the kernel's error (a seL4_Error): the thread could not be bound
 * to the VM's notification for another reason. */
#define SHIM_RUN_KERNEL_ERROR -100

/**
 * vm_run(), with shim_vm_signal() able to interrupt it.
 * @return what vm_run() answers; or, without having run, SHIM_RUN_NOT_BOUND, or at most
 *         SHIM_RUN_KERNEL_ERROR. vm_get_stop() then still tells of the run before.
 */
int shim_vm_run(vm_t *vm);

/**
 * Let the VM's notification callback be called, on the thread that is inside shim_vm_run(), or at
 * the next shim_vm_run(). Signals that come faster than they are handled melt into one. Any thread
 * may call it; it does not wait.
 */
void shim_vm_signal(vm_t *vm);

/** The notification behind shim_vm_signal(). */
seL4_CPtr shim_vm_notification(const vm_t *vm);

/** Keep a pointer of the caller with a VM that shim_vm_create() made. */
void shim_vm_set_cookie(vm_t *vm, void *cookie);

/** The pointer given to shim_vm_set_cookie(); NULL before. */
void *shim_vm_get_cookie(vm_t *vm);

/** Number among all VMs, from 0. */
unsigned int shim_vm_number(const vm_t *vm);

/** Last exit to the VMM: a vm_exit_codes_t, or VM_GUEST_ERROR_EXIT. */
int shim_vm_exit_reason(const vm_t *vm);

/** Endpoint that the faults of the VM arrive at. */
seL4_CPtr shim_vm_endpoint(const vm_t *vm);

/** Choose whether what is written to guest RAM goes from the data cache to memory, as a guest needs
 * that starts with its caches off. On at first. */
void shim_vm_set_clean_cache(vm_t *vm, bool clean);

/** What a kernel keeps guests from, beside memory, which every kernel does: bits of
 * shim_guest_isolation(). */
typedef enum shim_isolation {
    /** A guest's breakpoints, watchpoints and single steps act in that guest alone. Without this
     * bit a guest can stop the root task: guests must be trusted. */
    SHIM_ISOLATES_DEBUG = 1,
    /** A guest cannot reach the root task's timer. Without this bit it can delay it, or make it
     * due.
     */
    SHIM_ISOLATES_TIMER = 2,
    /** Performance monitors of a guest count while that guest runs, and it cannot open them to the
     * root task. */
    SHIM_ISOLATES_MONITORS = 4,
    /** What a guest leaves in debug, performance and other system registers, no other guest finds.
     */
    SHIM_ISOLATES_VALUES = 8,
} shim_isolation_t;

/** What the kernel that this library was built for keeps guests from: bits of shim_isolation_t. */
unsigned int shim_guest_isolation(void);
