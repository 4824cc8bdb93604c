/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vm_ext.h
 * What guest_vm.h and boot.h lack: why a VM stopped, stopping one, taking one apart, counters.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_vm.h>

/** Why vm_run() ended. */
typedef enum vm_stop_reason {
    /** It has not. */
    VM_STOP_NONE,
    /** vm_stop() was called; `value` is its argument. */
    VM_STOP_REQUESTED,
    /** The guest asked for power off (PSCI SYSTEM_OFF). */
    VM_STOP_POWER_OFF,
    /** The guest asked for a reset (PSCI SYSTEM_RESET, or SYSTEM_RESET2 with SYSTEM_WARM_RESET). */
    VM_STOP_RESET,
    /** Every vCPU is off (PSCI CPU_OFF). */
    VM_STOP_ALL_OFF,
    /** A memory fault that nobody handled; `address`: the guest physical address. */
    VM_STOP_UNHANDLED_MEMORY_FAULT,
    /** A fault callback answered FAULT_ERROR or an undefined value, which is `value`. */
    VM_STOP_CALLBACK_ERROR,
    /** A vCPU fault that nobody handled; `value`: the syndrome. */
    VM_STOP_UNHANDLED_VCPU_FAULT,
    /** An access whose instruction cannot be emulated; `value`: the instruction, or the syndrome.
     */
    VM_STOP_UNSUPPORTED_ACCESS,
    /** An event that nobody handled; `value`: its badge. */
    VM_STOP_UNHANDLED_EVENT,
    /** The SMC handler failed; `value`: the function identifier. */
    VM_STOP_SMC_ERROR,
    /** A kernel call failed; `value`: its answer, which is in vm_last_error() too. */
    VM_STOP_KERNEL_ERROR
} vm_stop_reason_t;

/** Description of a stop. */
typedef struct vm_stop {
    /** Reason. */
    vm_stop_reason_t reason;
    /** Number of the vCPU, or -1. */
    int vcpu_id;
    /** Guest program counter, or 0. */
    uintptr_t pc;
    /** Address that belongs to the reason, or 0. */
    uintptr_t address;
    /** Value that belongs to the reason, or 0. */
    uint64_t value;
} vm_stop_t;

/** What to do with a memory fault that nobody handles. */
typedef enum vm_unhandled_policy {
    /** Stop the VM (VM_STOP_UNHANDLED_MEMORY_FAULT). */
    VM_UNHANDLED_STOP,
    /** Give the guest the abort it would get on hardware: a synchronous external abort, at EL1. */
    VM_UNHANDLED_ABORT
} vm_unhandled_policy_t;

/** Counters of a VM, since vm_init(). */
typedef struct vm_counters {
    /** Memory faults dispatched to callbacks. */
    uint64_t memory_faults;
    /** Pages mapped on first touch. */
    uint64_t deferred_maps;
    /** Faults taken for tracking. */
    uint64_t tracking_faults;
    /** Instructions decoded because the syndrome was not valid. */
    uint64_t decoded_instructions;
    /** SMC and HVC calls. */
    uint64_t smc_calls;
    /** WFI and WFE. */
    uint64_t wfx;
    /** Maintenance interrupts of the GIC. */
    uint64_t maintenance;
    /** Events of the virtual timer. */
    uint64_t timer_events;
    /** Aborts injected. */
    uint64_t injected_aborts;
    /** Notifications and messages. */
    uint64_t notifications;
    /** Pages taken out of the VMM: what vm_guest_pointer() answered is valid while this is the
     * same. */
    uint64_t vmm_unmaps;
    /** Times that tracking was begun: while this is 0, vm_mark_dirty() has nothing to do. */
    uint64_t trackings;
} vm_counters_t;

/** Why the last vm_run() ended. Never NULL. */
const vm_stop_t *vm_get_stop(const vm_t *vm);

/** The reason as a phrase ("power off"); "unknown" for an undefined one. */
const char *vm_stop_reason_name(vm_stop_reason_t reason);

/** From inside a callback: let vm_run() end with VM_STOP_REQUESTED after the event being handled.
 *  @return 0, or -1 when @p vm is NULL */
int vm_stop(vm_t *vm, uint64_t value);

/** Choose what happens to memory faults that nobody handles; VM_UNHANDLED_STOP at first. @return 0
 * or -1 */
int vm_set_unhandled_policy(vm_t *vm, vm_unhandled_policy_t policy);

/**
 * Give the vCPU a synchronous external abort, in place of the instruction that it is at. Inside a
 * handler of calls (smc_handler_callback_fn) that is the call, and the handler's results are
 * dropped.
 * @param address      virtual address for FAR_EL1
 * @param instruction  true: an instruction abort; false: a data abort
 * @return             0, or -1
 */
int vm_inject_abort(vm_vcpu_t *vcpu, uintptr_t address, bool instruction);

/** Stop a vCPU's thread; vcpu_start() lets it go on. Interrupts in its list registers wait with it,
 * while those of one that the guest switches off (PSCI CPU_OFF) go to others. A running vm_run()
 * ends with VM_STOP_ALL_OFF when it was the last one. @return 0, or -1 */
int vcpu_stop(vm_vcpu_t *vcpu);

/** Counters of a VM; NULL for NULL or a VM that is not initialised. */
const vm_counters_t *vm_get_counters(const vm_t *vm);

/** Take a VM apart: threads, memory, CSpace, address space. Nothing of it is left allocated and @p
 * vm is zeroed. @return 0, or -1 while one of its callbacks runs */
int vm_destroy(vm_t *vm);
