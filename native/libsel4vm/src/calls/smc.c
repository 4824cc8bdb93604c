/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Calls of a guest to its hypervisor (HVC) or firmware (SMC). Both mean the same here, as long as
 * the immediate of the instruction is zero: of SMC every other one is reserved, of HVC the others
 * are the hypervisor's own (DEN 0028, 2.9 "SMC and HVC immediate value"). */
#include <sel4vm/arch/smc.h>

#include <string.h>

#include <sel4vm/arch/psci.h>

#include "fault/endianness.h"
#include "fault/guest_code.h"
#include "irq/vtimer.h"
#include "vm/error.h"

#include "smc.h"

/* Functions of the calling convention itself (DEN 0028, 7 "Arm Architecture Calls"), other than
 * SMCCC_VERSION. */
#define SMCCC_ARCH_FEATURES 0x80000001u
#define SMCCC_VERSION_1_1   0x10001u
#define SMCCC_SUCCESS       0u

#define CALL_REGISTERS      8

/* Function identifier (DEN 0028, 2.5): a fast call, and the service it is to. */
#define FAST_CALL          0x80000000u
#define OWNER(function)    (((function) >> 24) & 0x3f)
#define OWNER_ARCHITECTURE 0u
#define OWNER_STANDARD     4u /* Standard Secure Service: PSCI */

/* HVC (DDI 0487, C6.2): 11010100 000 imm16 00010. */
#define HVC_MASK            0xffe0001fu
#define HVC                 0xd4000002u
#define HVC_IMMEDIATE(code) (((code) >> 5) & 0xffff)
/* ESR_EL2 of an SMC: ISS bits 15:0 (DDI 0487, D17.2.37). */
#define ISS_IMMEDIATE(esr) ((esr)&0xffff)

seL4_Word smc_get_function_id(seL4_UserContext *u)
{
    return u == NULL ? 0 : (uint32_t)u->x0;
}

seL4_Word smc_set_return_value(seL4_UserContext *u, seL4_Word val)
{
    if (u != NULL) {
        u->x0 = val;
    }
    return val;
}

/* Register x1 to x7; NULL for another number. */
static seL4_Word *argument(seL4_UserContext *u, seL4_Word arg)
{
    return u == NULL || arg < 1 || arg >= CALL_REGISTERS ? NULL : &u->x0 + arg;
}

seL4_Word smc_get_arg(seL4_UserContext *u, seL4_Word arg)
{
    seL4_Word *reg = argument(u, arg);
    return reg == NULL ? 0 : *reg;
}

void smc_set_arg(seL4_UserContext *u, seL4_Word arg, seL4_Word val)
{
    seL4_Word *reg = argument(u, arg);
    if (reg != NULL) {
        *reg = val;
    }
}

int smc_forward(vm_vcpu_t *vcpu, seL4_UserContext *regs, seL4_CPtr smc_cap)
{
    if (vcpu == NULL || regs == NULL) {
        return vmi_fail_null(NULL, __func__, vcpu == NULL ? 1 : 2);
    }
#ifdef CONFIG_ALLOW_SMC_CALLS
    seL4_ARM_SMCContext arguments, results;
    memcpy(&arguments, &regs->x0, sizeof(arguments));
    seL4_Error error = seL4_ARM_SMC_Call(smc_cap, &arguments, &results);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vcpu->vm, error, __func__, regs->x0, 0);
    }
    memcpy(&regs->x0, &results, sizeof(results));
    return 0;
#else
    return vmi_fail(vcpu->vm, VM_ERROR_UNSUPPORTED, __func__, smc_cap, 0, 0);
#endif
}

static seL4_Word smccc_features(seL4_Word function)
{
    switch ((uint32_t)function) {
    case SMCCC_VERSION:
    case SMCCC_ARCH_FEATURES:
        return SMCCC_SUCCESS;
    default:
        return SMCCC_NOT_SUPPORTED;
    }
}

int smc_get_immediate(vm_vcpu_t *vcpu, const seL4_UserContext *regs, uint16_t *immediate)
{
    if (vcpu == NULL || regs == NULL || immediate == NULL) {
        return vmi_fail_null(vcpu == NULL ? NULL : vcpu->vm, __func__,
                             vcpu == NULL   ? 1
                             : regs == NULL ? 2
                                            : 3);
    }
    *immediate = 0;
    if (vcpu_state(vcpu)->call_is_smc) {
        return 0; /* another one does not come this far */
    }
    /* The kernel passes HVC on without its syndrome. */
    stage1_t stage1;
    uint32_t code;
    uintptr_t ip = regs->pc - A64_INSTRUCTION_SIZE;
    if (!vmi_guest_stage1(vcpu, ip, &stage1)) {
        return -1;
    }
    if (vmi_read_instruction(&stage1, ip, &code) && (code & HVC_MASK) == HVC) {
        *immediate = HVC_IMMEDIATE(code);
    }
    return 0;
}

call_kind_t vmi_call_kind(vm_vcpu_t *vcpu, const seL4_UserContext *regs)
{
    uint32_t function = (uint32_t)regs->x0;
    if ((function & FAST_CALL) == 0 ||
        (OWNER(function) != OWNER_ARCHITECTURE && OWNER(function) != OWNER_STANDARD)) {
        return CALL_TO_OTHERS;
    }
    uint16_t immediate;
    if (smc_get_immediate(vcpu, regs, &immediate) != 0) {
        return CALL_UNREADABLE;
    }
    return immediate == 0 ? CALL_TO_FIRMWARE : CALL_TO_OTHERS;
}

/* A call to firmware that is not PSCI's. */
static seL4_Word convention_call(seL4_UserContext *regs)
{
    switch (smc_get_function_id(regs)) {
    case SMCCC_VERSION:
        return SMCCC_VERSION_1_1;
    case SMCCC_ARCH_FEATURES:
        return smccc_features(smc_get_arg(regs, 1));
    default:
        return SMCCC_NOT_SUPPORTED;
    }
}

int vm_smc_handle_default(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    if (vcpu == NULL || regs == NULL) {
        return vmi_fail_null(NULL, __func__, vcpu == NULL ? 1 : 2);
    }
    switch (vmi_call_kind(vcpu, regs)) {
    case CALL_TO_FIRMWARE:
        if (!vmi_psci_call(vcpu, regs)) {
            smc_set_return_value(regs, convention_call(regs));
        }
        return 0;
    case CALL_TO_OTHERS:
        smc_set_return_value(regs, SMCCC_NOT_SUPPORTED);
        return 0;
    default:
        return -1;
    }
}

/* Let the handler work on REGS. Returns false when the VM stops. */
static inline bool call_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    seL4_Word function = smc_get_function_id(regs);
    uintptr_t pc = regs->pc - A64_INSTRUCTION_SIZE;
    vm_counters(vcpu->vm)->smc_calls++;
    endianness_forget(vcpu_state(vcpu));
    vcpu_state(vcpu)->call_state = CALL_OPEN;
    if (vcpu->vm->arch.vm_smc_handler(vcpu, regs) != 0) {
        vcpu_state(vcpu)->call_state = CALL_NONE;
        vmi_stop_because(vcpu, VM_STOP_SMC_ERROR, pc, 0, function);
        return false;
    }
    return true;
}

/* Write the results of a call into the thread, unless it has taken an exception instead. */
static vcpu_next_t finish_by_registers(vm_vcpu_t *vcpu, const seL4_UserContext *regs)
{
    seL4_Error error = seL4_NoError;
    if (vcpu_state(vcpu)->call_state == CALL_OPEN) {
        seL4_Word words[CALL_WORDS];
        memcpy(words, regs, sizeof(words));
        error = vmi_tcb_write_words(vcpu->tcb.tcb.cptr, words, CALL_WORDS);
    }
    vcpu_state(vcpu)->call_state = CALL_NONE;
    if (error != seL4_NoError) {
        return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_WriteRegisters", regs->pc);
    }
    switch (vcpu_state(vcpu)->mode) {
    case VCPU_OFF:
        error = seL4_TCB_Suspend(vcpu->tcb.tcb.cptr);
        if (error != seL4_NoError) {
            return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_Suspend", regs->pc);
        }
        return VCPU_STAY;
    case VCPU_WAITING:
        vcpu_state(vcpu)->mode = VCPU_RUNNING;
        return vmi_vcpu_wait(vcpu);
    default:
        return VCPU_REPLY;
    }
}

vcpu_next_t vmi_handle_smc(vm_vcpu_t *vcpu, uint32_t syndrome)
{
    seL4_UserContext *regs = &vcpu_state(vcpu)->call;
    seL4_Word words[CALL_WORDS];
    seL4_Error error = vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, CALL_WORDS);
    if (error != seL4_NoError) {
        return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_ReadRegisters", 0);
    }
    memcpy(regs, words, sizeof(words));
    regs->pc += A64_INSTRUCTION_SIZE;
    if (ISS_IMMEDIATE(syndrome) != 0) {
        vm_counters(vcpu->vm)->smc_calls++;
        vcpu_state(vcpu)->call_state = CALL_OPEN;
        smc_set_return_value(regs, SMCCC_NOT_SUPPORTED);
        return finish_by_registers(vcpu, regs);
    }
    vcpu_state(vcpu)->call_is_smc = true;
    return call_handler(vcpu, regs) ? finish_by_registers(vcpu, regs) : VCPU_STAY;
}

inline vcpu_next_t vmi_handle_hypercall(vm_vcpu_t *vcpu, seL4_Word x0, seL4_Word x1, seL4_Word x2,
                                        seL4_Word x3)
{
    seL4_UserContext *regs = &vcpu_state(vcpu)->call;
    regs->pc = seL4_GetMR(seL4_UnknownSyscall_FaultIP) + A64_INSTRUCTION_SIZE;
    regs->sp = seL4_GetMR(seL4_UnknownSyscall_SP);
    regs->spsr = seL4_GetMR(seL4_UnknownSyscall_SPSR);
    regs->x0 = x0;
    regs->x1 = x1;
    regs->x2 = x2;
    regs->x3 = x3;
    regs->x4 = seL4_GetMR(seL4_UnknownSyscall_X4);
    regs->x5 = seL4_GetMR(seL4_UnknownSyscall_X5);
    regs->x6 = seL4_GetMR(seL4_UnknownSyscall_X6);
    regs->x7 = seL4_GetMR(seL4_UnknownSyscall_X7);
    regs->x30 = seL4_GetMR(seL4_UnknownSyscall_LR);
    vcpu_state(vcpu)->call_is_smc = false;
    if (!call_handler(vcpu, regs)) {
        return VCPU_STAY;
    }
    if (__builtin_expect(vcpu_state(vcpu)->mode != VCPU_RUNNING ||
                             vcpu_state(vcpu)->call_state != CALL_OPEN,
                         0)) {
        return finish_by_registers(vcpu, regs);
    }
    /* The reply sets x0 to x7 and the pc; no other kernel call is needed. */
    vcpu_state(vcpu)->call_state = CALL_NONE;
    return VCPU_REPLY_CALL;
}

vcpu_next_t vmi_handle_refused_hypercall(vm_vcpu_t *vcpu, uintptr_t ip)
{
    seL4_Word words[CONTEXT_X0 + 1];
    seL4_Error error = vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, CONTEXT_X0);
    if (error != seL4_NoError) {
        return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_ReadRegisters", ip);
    }
    words[CONTEXT_PC] = ip + A64_INSTRUCTION_SIZE;
    words[CONTEXT_X0] = SMCCC_NOT_SUPPORTED;
    error = vmi_tcb_write_words(vcpu->tcb.tcb.cptr, words, CONTEXT_X0 + 1);
    return error == seL4_NoError
               ? VCPU_REPLY
               : vmi_stop_kernel_error(vcpu, error, "seL4_TCB_WriteRegisters", ip);
}
