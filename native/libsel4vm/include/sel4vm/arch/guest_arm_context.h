/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/guest_arm_context.h
 * Registers of a vCPU: those of its thread (what EL0 code sees, plus pc and pstate) and those of
 * its VCPU object (system registers of EL1). Inside a handler of calls (smc_handler_callback_fn)
 * the pc and x0 to x7 of the calling vCPU are those that the handler was given, here and there.
 */
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

/** Write all registers of the thread. @return 0, or -1 */
int vm_set_thread_context(vm_vcpu_t *vcpu, seL4_UserContext context);

/**
 * Write one register of the thread.
 * @param reg    index of the word in seL4_UserContext: 0 pc, 1 sp (SP_EL0), 2 spsr, 3 x0 …
 * @param value  its value
 * @return       0, or -1
 */
int vm_set_thread_context_reg(vm_vcpu_t *vcpu, unsigned int reg, uintptr_t value);

/** Read all registers of the thread. @return 0, or -1 */
int vm_get_thread_context(vm_vcpu_t *vcpu, seL4_UserContext *context);

/** Read one register of the thread; @p reg as for vm_set_thread_context_reg(). @return 0, or -1 */
int vm_get_thread_context_reg(vm_vcpu_t *vcpu, unsigned int reg, uintptr_t *value);

/** Write a register of the VCPU object. @param reg a seL4_VCPUReg @return 0, or -1 */
int vm_set_arm_vcpu_reg(vm_vcpu_t *vcpu, seL4_Word reg, uintptr_t value);

/** Read a register of the VCPU object. @param reg a seL4_VCPUReg @return 0, or -1 */
int vm_get_arm_vcpu_reg(vm_vcpu_t *vcpu, seL4_Word reg, uintptr_t *value);
