/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_trace.h
 * Watching a VM: every event that its guest causes, with what became of it. Without a tracer, an
 * event costs one comparison more.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/** What happened. */
typedef enum vm_trace_kind {
    /** The guest touched memory that was not mapped, or not with that right. */
    VM_TRACE_MEMORY,
    /** HVC. */
    VM_TRACE_HVC,
    /** SMC. */
    VM_TRACE_SMC,
    /** WFI or WFE. */
    VM_TRACE_WFX,
    /** Another exception that came to EL2. */
    VM_TRACE_VCPU_FAULT,
    /** The guest has finished with an interrupt (maintenance interrupt of the GIC). */
    VM_TRACE_INTERRUPT_END,
    /** A private interrupt of the hardware for the vCPU: its virtual timer has fired. */
    VM_TRACE_TIMER,
    /** A message that the guest made up with a kernel call of its own. */
    VM_TRACE_FORGED,
    /** The alarm that wakes waiting vCPUs. */
    VM_TRACE_ALARM,
    /** A notification, or a message from elsewhere. */
    VM_TRACE_NOTIFICATION
} vm_trace_kind_t;

/** What became of it. */
typedef enum vm_trace_answer {
    /** It was handled. */
    VM_TRACE_HANDLED,
    /** A handler let the guest go on without an effect. */
    VM_TRACE_IGNORED,
    /** The guest repeats the instruction, because a handler wanted that. */
    VM_TRACE_RESTARTED,
    /** The page was mapped, and the guest repeats the instruction. */
    VM_TRACE_MAPPED,
    /** The page's use was noted, and the guest repeats the instruction. */
    VM_TRACE_TRACKED,
    /** Nothing is wrong any more, and the guest repeats the instruction. */
    VM_TRACE_STALE,
    /** The instruction has no effect here (cache maintenance, prefetch). */
    VM_TRACE_SKIPPED,
    /** The guest takes an abort. */
    VM_TRACE_ABORTED,
    /** The vCPU waits for an interrupt. */
    VM_TRACE_WAITS,
    /** The vCPU is off. */
    VM_TRACE_OFF,
    /** The VM stops; vm_get_stop() has the reason. */
    VM_TRACE_STOPPED
} vm_trace_answer_t;

/** An event, after it has been handled. An instruction that moves a pair of registers is two. */
typedef struct vm_trace_event {
    /** What happened. */
    vm_trace_kind_t kind;
    /** What became of it. */
    vm_trace_answer_t answer;
    /** Number among the events of the VM, from 1. */
    uint64_t sequence;
    /** When it arrived, in ns of the root server's clock. */
    uint64_t time_ns;
    /** Number of the vCPU; -1 for an alarm and a notification. */
    int vcpu_id;
    /** ESR_EL2; 0 where there is none. */
    uint32_t syndrome;
    /** Guest program counter, a virtual address. */
    uintptr_t pc;
    /** Memory: guest physical address. */
    uintptr_t address;
    /** Memory: bytes, 1, 2, 4 or 8; 0: unknown, as the syndrome does not tell and the instruction
     * was not looked at. */
    size_t size;
    /** Memory: the guest writes. */
    bool is_write;
    /** Memory: the guest fetches an instruction. */
    bool is_fetch;
    /** Memory: register that is loaded or stored, 0 to 31 (31: XZR). */
    uint8_t reg;
    /** `value` is known. */
    bool has_value;
    /** Memory: what was stored or loaded, in the low bits. Calls: x0 afterwards. Interrupts: the
     * number. Notifications: the badge. */
    uint64_t value;
    /** Calls: the function, x0. */
    uint64_t function;
    /** Calls: x1. */
    uint64_t argument1;
    /** Calls: x2. */
    uint64_t argument2;
    /** Calls: x3. */
    uint64_t argument3;
} vm_trace_event_t;

/**
 * Told of every event after it has been handled, on the thread that runs the VM, before the guest
 * goes on.
 * @param vm      the VM
 * @param event   the event; valid during the call
 * @param cookie  as given to vm_set_tracer()
 */
typedef void (*vm_tracer_fn)(vm_t *vm, const vm_trace_event_t *event, void *cookie);

/**
 * Choose who is told of events. It may be changed at any time, from inside the tracer too.
 * @param tracer  NULL: nobody
 * @return        0, or -1
 */
int vm_set_tracer(vm_t *vm, vm_tracer_fn tracer, void *cookie);
