/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/**
 * @file target.h
 * What managed tests on the target can do besides calling libsel4vm: play the guest, and let things
 * run out.
 *
 * A guest played here is a puppet: real instructions, in a page that lies in the guest's address
 * space without being part of its memory map. The test sets the vCPU's registers, lets it run one
 * instruction, and is told by an SMC when that is done.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/** vm_stop() value with which a VM leaves vm_run() when the puppet has done its instruction. */
#define TARGET_IDLE 0x49444c45ul

/** Guest physical address of the puppet's page, and with it of the exception vectors: high up, away
 * from what tests use. */
#define TARGET_PUPPET 0xff00000000ul

/** What the puppet can do; each with x28 as the address and x3 as the data. */
typedef enum target_op {
    TARGET_OP_IDLE,   /**< nothing */
    TARGET_OP_SETTLE, /**< nothing, but give interrupts the time to arrive */
    TARGET_OP_CALL,   /**< SMC with x0 to x7 */
    TARGET_OP_LOAD8,
    TARGET_OP_LOAD16,
    TARGET_OP_LOAD32,
    TARGET_OP_LOAD64,
    TARGET_OP_LOAD8_SIGNED, /**< to 64 bits, as the following */
    TARGET_OP_LOAD16_SIGNED,
    TARGET_OP_LOAD32_SIGNED,
    TARGET_OP_STORE8,
    TARGET_OP_STORE16,
    TARGET_OP_STORE32,
    TARGET_OP_STORE64,
    TARGET_OP_LOAD_VECTOR, /**< 16 bytes to q0 */
    TARGET_OP_COUNT,
} target_op_t;

/** Give back what the puppets hold. Every VM must be gone. */
void target_reset(void);

/** Put the puppet into the address space of @p vm, if it is not there yet. @return a seL4_Error */
int target_puppet_map(vm_t *vm);

/** Address of the instruction that does @p op. */
uintptr_t target_puppet_entry(unsigned op);

/** Hear of the puppet's reports during the next vm_run(). */
void target_puppet_begin(vm_t *vm);

/** Hear of them no longer. The VM still lives. */
void target_puppet_end(vm_t *vm);

/** Where vCPU @p number has reported since target_puppet_begin(): the address of its SMC; 0: it has
 * not. One in the exception vectors means that it took an exception. */
uintptr_t target_puppet_report(vm_t *vm, unsigned number);

/** Let the guest of a vCPU that is on wait for its next instruction. The vCPU stays on: it gets
 * interrupts. */
void target_puppet_wait(vm_vcpu_t *vcpu);

/** Signal the VM's notification with a badge that is none of the library's. @return a seL4_Error */
int target_signal(vm_t *vm, uint64_t badge);

/** What libsel4vm and the shim hold. */
typedef struct target_counts {
    int64_t heap_blocks;
    int64_t objects;
    int64_t slots;
    int64_t mappings;       /**< frames mapped, in the guests' address spaces and the VMM's */
    int64_t address_ranges; /**< of the VMM */
} target_counts_t;

/** Read the counts. */
void target_get_counts(target_counts_t *counts);

/** Let the @p n-th allocation of kernel memory (object, slot, table) from now on fail; 0: none. */
void target_kernel_fail(unsigned long n);

/** true when the one chosen with target_kernel_fail() has come. */
bool target_kernel_failed(void);
