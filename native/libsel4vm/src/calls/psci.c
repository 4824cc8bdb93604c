/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm/arch/psci.h>

#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "fault/guest_code.h"
#include "irq/vgic.h"

#include "smc.h"

/* CPU_SUSPEND's power_state in the original format, which PSCI_FEATURES reports (DEN 0022, 5.4.2):
 * bits 31:26 and 23:17 are reserved; the power level is in 25:24. Cores, level 0, are all that
 * there is to be suspended. */
#define POWER_STATE_RESERVED   0xfcfe0000u
#define POWER_STATE_LEVEL      0x03000000u
#define POWER_STATE_POWER_DOWN 0x00010000u
/* AFFINITY_INFO (DEN 0022, 5.7). */
#define AFFINITY_ON  0
#define AFFINITY_OFF 1
/* MIGRATE_INFO_TYPE: no trusted OS that would have to be migrated (5.9). */
#define MIGRATE_NOT_REQUIRED 2
/* SYSTEM_RESET2's only reset type that is not reserved or a vendor's (5.12). */
#define SYSTEM_WARM_RESET 0u
/* Words of seL4_UserContext that a vCPU starts with. */
#define START_WORDS 4

/* AFFINITY is an argument as a whole: its reserved bits must be zero (5.1.4), and with one of them
 * set it is nobody's. */
static vm_vcpu_t *vcpu_of_affinity(vm_t *vm, seL4_Word affinity)
{
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vcpu_state(vm->vcpus[i])->cpu_number == affinity) {
            return vm->vcpus[i];
        }
    }
    return NULL;
}

/* true when a vCPU can begin at ENTRY: an instruction in RAM. */
static bool is_entry_point(vm_t *vm, uintptr_t entry)
{
    return entry % A64_INSTRUCTION_SIZE == 0 &&
           vm_guest_ram_pointer(vm, entry, A64_INSTRUCTION_SIZE) != NULL;
}

/* The new CPU has the byte order of its caller (6.4, "Initial core configuration"). */
static bool start_value_of_sctlr(const vm_vcpu_t *caller, const vm_vcpu_t *target, uint64_t *sctlr)
{
    if (!vmi_read_vcpu_register(caller, seL4_VCPUReg_SCTLR, sctlr)) {
        return false;
    }
    *sctlr = (vcpu_state(target)->reset_sctlr & ~SCTLR_EE) | (*sctlr & SCTLR_EE);
    return true;
}

static psci_result_t cpu_on(const vm_vcpu_t *caller, seL4_Word affinity, uintptr_t entry,
                            seL4_Word context)
{
    vm_t *vm = caller->vm;
    vm_vcpu_t *target = vcpu_of_affinity(vm, affinity);
    if (target == NULL) {
        return PSCI_INVALID_PARAMETERS;
    }
    if (target->vcpu_online) {
        return PSCI_ALREADY_ON;
    }
    if (!is_entry_point(vm, entry)) {
        return PSCI_INVALID_ADDRESS;
    }
    const seL4_Word words[START_WORDS] = {entry, 0, PSTATE_EL1H_MASKED, context};
    uint64_t sctlr;
    if (!start_value_of_sctlr(caller, target, &sctlr) ||
        vm_set_arm_vcpu_reg(target, seL4_VCPUReg_SCTLR, sctlr) != 0 ||
        vmi_tcb_write_words(target->tcb.tcb.cptr, words, START_WORDS) != seL4_NoError ||
        vcpu_start(target) != 0) {
        return PSCI_INTERNAL_FAILURE;
    }
    return PSCI_SUCCESS;
}

/* A power-down state is taken as standby, which the specification allows (5.4.3): the vCPU keeps
 * its registers, and goes on behind the call. */
static psci_result_t cpu_suspend(vm_vcpu_t *vcpu, uint32_t power_state, uintptr_t entry)
{
    if ((power_state & (POWER_STATE_RESERVED | POWER_STATE_LEVEL)) != 0) {
        return PSCI_INVALID_PARAMETERS;
    }
    if ((power_state & POWER_STATE_POWER_DOWN) != 0 && !is_entry_point(vcpu->vm, entry)) {
        return PSCI_INVALID_ADDRESS;
    }
    vcpu_state(vcpu)->mode = VCPU_WAITING;
    return PSCI_SUCCESS;
}

/* Levels above 0 need not be supported since PSCI 1.0 (5.7). LOWEST_LEVEL is 32 bits wide in either
 * form of the call. */
static seL4_Word affinity_info(vm_t *vm, seL4_Word affinity, uint32_t lowest_level)
{
    vm_vcpu_t *target = vcpu_of_affinity(vm, affinity);
    if (target == NULL || lowest_level != 0) {
        return (seL4_Word)PSCI_INVALID_PARAMETERS;
    }
    return target->vcpu_online ? AFFINITY_ON : AFFINITY_OFF;
}

static seL4_Word features(seL4_Word function)
{
    switch ((uint32_t)function) {
    case PSCI_VERSION_FID:
    case PSCI_CPU_SUSPEND_FID:
    case PSCI_CPU_SUSPEND_64_FID:
    case PSCI_CPU_OFF_FID:
    case PSCI_CPU_ON_FID:
    case PSCI_CPU_ON_64_FID:
    case PSCI_AFFINITY_INFO_FID:
    case PSCI_AFFINITY_INFO_64_FID:
    case PSCI_MIGRATE_INFO_TYPE_FID:
    case PSCI_SYSTEM_OFF_FID:
    case PSCI_SYSTEM_RESET_FID:
    case PSCI_SYSTEM_RESET2_FID:
    case PSCI_SYSTEM_RESET2_64_FID:
    case PSCI_FEATURES_FID:
    case SMCCC_VERSION:
        return PSCI_SUCCESS;
    default:
        return (seL4_Word)PSCI_NOT_SUPPORTED;
    }
}

static void cpu_off(vm_vcpu_t *vcpu)
{
    vcpu_state(vcpu)->mode = VCPU_OFF;
    vcpu->vcpu_online = false;
    vmi_vgic_cpu_off(vcpu);
}

static psci_result_t system_reset2(vm_vcpu_t *vcpu, uint32_t type, uintptr_t pc)
{
    if (type != SYSTEM_WARM_RESET) {
        return PSCI_INVALID_PARAMETERS;
    }
    vmi_stop_because(vcpu, VM_STOP_RESET, pc, 0, 0);
    return PSCI_SUCCESS;
}

/* Calls that take what their caller passes as 32 or as 64 bits. */
static seL4_Word wide_argument(seL4_UserContext *regs, seL4_Word number)
{
    const seL4_Word sixty_four_bit_call = 1u << 30;
    seL4_Word value = smc_get_arg(regs, number);
    return (smc_get_function_id(regs) & sixty_four_bit_call) != 0 ? value : (uint32_t)value;
}

bool vm_psci_handle(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    return vcpu != NULL && regs != NULL && vmi_call_kind(vcpu, regs) == CALL_TO_FIRMWARE &&
           vmi_psci_call(vcpu, regs);
}

bool vmi_psci_call(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    vm_t *vm = vcpu->vm;
    uintptr_t pc = regs->pc - A64_INSTRUCTION_SIZE;
    seL4_Word result = PSCI_SUCCESS;
    switch (smc_get_function_id(regs)) {
    case PSCI_VERSION_FID:
        result = PSCI_VERSION_1_1;
        break;
    case PSCI_CPU_SUSPEND_FID:
    case PSCI_CPU_SUSPEND_64_FID:
        result =
            (seL4_Word)cpu_suspend(vcpu, (uint32_t)smc_get_arg(regs, 1), wide_argument(regs, 2));
        break;
    case PSCI_CPU_OFF_FID:
        cpu_off(vcpu);
        break;
    case PSCI_CPU_ON_FID:
    case PSCI_CPU_ON_64_FID:
        result = (seL4_Word)cpu_on(vcpu, wide_argument(regs, 1), wide_argument(regs, 2),
                                   wide_argument(regs, 3));
        break;
    case PSCI_AFFINITY_INFO_FID:
    case PSCI_AFFINITY_INFO_64_FID:
        result = affinity_info(vm, wide_argument(regs, 1), (uint32_t)smc_get_arg(regs, 2));
        break;
    case PSCI_MIGRATE_INFO_TYPE_FID:
        result = MIGRATE_NOT_REQUIRED;
        break;
    case PSCI_SYSTEM_OFF_FID:
        vmi_stop_because(vcpu, VM_STOP_POWER_OFF, pc, 0, 0);
        break;
    case PSCI_SYSTEM_RESET_FID:
        vmi_stop_because(vcpu, VM_STOP_RESET, pc, 0, 0);
        break;
    case PSCI_SYSTEM_RESET2_FID:
    case PSCI_SYSTEM_RESET2_64_FID:
        result = (seL4_Word)system_reset2(vcpu, (uint32_t)smc_get_arg(regs, 1), pc);
        break;
    case PSCI_FEATURES_FID:
        result = features(smc_get_arg(regs, 1));
        break;
    default:
        return false;
    }
    smc_set_return_value(regs, result);
    return true;
}
