/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Registers of a vCPU. Inside a fault callback, changes to the thread's registers are kept with the
 * fault, whose completion writes them; what the access itself sets (pc, loaded register) comes
 * last. Inside a handler of calls, the registers of a call are those that the handler was given.
 */
#include <sel4vm/arch/guest_arm_context.h>

#include <string.h>

#include "vm/error.h"

#include "vcpu.h"

_Static_assert(sizeof(seL4_UserContext) == CONTEXT_WORDS * sizeof(seL4_Word),
               "seL4_UserContext is words");

static int kernel_result(const vm_vcpu_t *vcpu, seL4_Error error, const char *operation,
                         uintptr_t reg)
{
    return error == seL4_NoError ? 0 : vmi_fail_kernel(vcpu->vm, error, operation, reg, 0);
}

/* The fault whose registers are newer than the kernel's. */
static struct fault *open_fault(const vm_vcpu_t *vcpu)
{
    return vcpu->vcpu_arch.fault;
}

/* The words that the call at hand ends with, CALL_WORDS of them; NULL without a call. */
static seL4_Word *open_call(const vm_vcpu_t *vcpu)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    return state->call_state == CALL_OPEN ? (seL4_Word *)&state->call : NULL;
}

/* Of the words of a call, sp and spsr are not in the reply to HVC: the thread gets them at once. */
static bool is_kept_with_call(unsigned reg)
{
    return reg == CONTEXT_PC || (reg >= CONTEXT_X0 && reg < CALL_WORDS);
}

static void note_changed(struct fault *fault, unsigned words)
{
    fault->dirty = fault->dirty > words ? fault->dirty : words;
    fault->valid = fault->valid > words ? fault->valid : words;
}

int vm_set_thread_context(vm_vcpu_t *vcpu, seL4_UserContext context)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    seL4_Word words[CONTEXT_WORDS];
    memcpy(words, &context, sizeof(words));
    struct fault *fault = open_fault(vcpu);
    if (fault != NULL) {
        memcpy(fault->words, words, sizeof(words));
        note_changed(fault, CONTEXT_WORDS);
        return 0;
    }
    seL4_Word *call = open_call(vcpu);
    if (call != NULL) {
        memcpy(call, words, CALL_WORDS * sizeof(*call));
    }
    return kernel_result(vcpu, vmi_tcb_write_words(vcpu->tcb.tcb.cptr, words, CONTEXT_WORDS),
                         __func__, 0);
}

int vm_get_thread_context(vm_vcpu_t *vcpu, seL4_UserContext *context)
{
    if (!vmi_vcpu_check(vcpu, __func__)) {
        return -1;
    }
    if (context == NULL) {
        return vmi_fail_null(vcpu->vm, __func__, 2);
    }
    seL4_Word words[CONTEXT_WORDS];
    struct fault *fault = open_fault(vcpu);
    if (fault != NULL) {
        if (vmi_fault_fetch(fault, CONTEXT_WORDS) != 0) {
            return -1;
        }
        memcpy(context, fault->words, sizeof(*context));
        return 0;
    }
    seL4_Error error = vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, CONTEXT_WORDS);
    if (error == seL4_NoError) {
        const seL4_Word *call = open_call(vcpu);
        if (call != NULL) {
            memcpy(words, call, CALL_WORDS * sizeof(*call));
        }
        memcpy(context, words, sizeof(*context));
    }
    return kernel_result(vcpu, error, __func__, 0);
}

static bool register_check(vm_vcpu_t *vcpu, unsigned int reg, const char *operation)
{
    if (!vmi_vcpu_check(vcpu, operation)) {
        return false;
    }
    if (reg >= CONTEXT_WORDS) {
        vmi_fail(vcpu->vm, VM_ERROR_OUT_OF_RANGE, operation, reg, 0, CONTEXT_WORDS - 1);
        return false;
    }
    return true;
}

int vm_set_thread_context_reg(vm_vcpu_t *vcpu, unsigned int reg, uintptr_t value)
{
    if (!register_check(vcpu, reg, __func__)) {
        return -1;
    }
    struct fault *fault = open_fault(vcpu);
    if (fault != NULL) {
        if (vmi_fault_fetch(fault, reg) != 0) {
            return -1;
        }
        fault->words[reg] = value;
        note_changed(fault, reg + 1);
        return 0;
    }
    seL4_Word *call = open_call(vcpu);
    if (call != NULL && reg < CALL_WORDS) {
        call[reg] = value;
        if (is_kept_with_call(reg)) {
            return 0;
        }
    }
    seL4_Word words[CONTEXT_WORDS];
    seL4_Error error = reg == 0 ? seL4_NoError : vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, reg);
    if (error == seL4_NoError) {
        words[reg] = value;
        error = vmi_tcb_write_words(vcpu->tcb.tcb.cptr, words, reg + 1);
    }
    return kernel_result(vcpu, error, __func__, reg);
}

int vm_get_thread_context_reg(vm_vcpu_t *vcpu, unsigned int reg, uintptr_t *value)
{
    if (!register_check(vcpu, reg, __func__)) {
        return -1;
    }
    if (value == NULL) {
        return vmi_fail_null(vcpu->vm, __func__, 3);
    }
    struct fault *fault = open_fault(vcpu);
    if (fault != NULL) {
        if (vmi_fault_fetch(fault, reg + 1) != 0) {
            return -1;
        }
        *value = fault->words[reg];
        return 0;
    }
    const seL4_Word *call = open_call(vcpu);
    if (call != NULL && reg < CALL_WORDS) {
        *value = call[reg];
        return 0;
    }
    seL4_Word words[CONTEXT_WORDS];
    seL4_Error error = vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, reg + 1);
    if (error == seL4_NoError) {
        *value = words[reg];
    }
    return kernel_result(vcpu, error, __func__, reg);
}

static bool vcpu_register_check(vm_vcpu_t *vcpu, seL4_Word reg, const char *operation)
{
    if (!vmi_vcpu_check(vcpu, operation)) {
        return false;
    }
    if (reg >= seL4_VCPUReg_Num) {
        vmi_fail(vcpu->vm, VM_ERROR_OUT_OF_RANGE, operation, reg, 0, seL4_VCPUReg_Num - 1);
        return false;
    }
    return true;
}

int vm_set_arm_vcpu_reg(vm_vcpu_t *vcpu, seL4_Word reg, uintptr_t value)
{
    if (!vcpu_register_check(vcpu, reg, __func__)) {
        return -1;
    }
    seL4_Error error = seL4_ARM_VCPU_WriteRegs(vcpu->vcpu.cptr, (seL4_VCPUReg)reg, value);
    return kernel_result(vcpu, error, __func__, reg);
}

int vm_get_arm_vcpu_reg(vm_vcpu_t *vcpu, seL4_Word reg, uintptr_t *value)
{
    if (!vcpu_register_check(vcpu, reg, __func__)) {
        return -1;
    }
    if (value == NULL) {
        return vmi_fail_null(vcpu->vm, __func__, 3);
    }
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(vcpu->vcpu.cptr, (seL4_VCPUReg)reg);
    if (result.error == seL4_NoError) {
        *value = result.value;
    }
    return kernel_result(vcpu, (seL4_Error)result.error, __func__, reg);
}
