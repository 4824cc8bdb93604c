/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* HVC, SMC, PSCI and WFE. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/arch/smc.h>

#include "machine.h"

#define SMCCC_VERSION 0x80000000ul
#define VENDOR_CALL   0x86000042ul

static void check_calls(probe_op_t op)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(0x10001, probe(&machine, op, SMCCC_VERSION, 0, 0));
    ASSERT_EQ(PSCI_VERSION_1_1, probe(&machine, op, PSCI_VERSION_FID, 0, 0));
    ASSERT_EQ(SMCCC_NOT_SUPPORTED, probe(&machine, op, VENDOR_CALL, 0, 0));
    ASSERT_EQ(2, probe(&machine, op, PSCI_MIGRATE_INFO_TYPE_FID, 0, 0));
    machine_end(&machine);
}

TEST(calls_by_hvc)
{
    check_calls(PROBE_HVC);
}

TEST(calls_by_smc)
{
    check_calls(PROBE_SMC);
}

TEST(hvc_with_the_number_of_a_kernel_call)
{
    machine_t machine;
    machine_start(&machine, false);
    /* seL4_SysCall and seL4_SysSend to capabilities that the guest does not have. */
    ASSERT_EQ(SMCCC_NOT_SUPPORTED, probe(&machine, PROBE_HVC, 0x1000, (uint64_t)seL4_SysCall, 0));
    ASSERT_EQ(SMCCC_NOT_SUPPORTED, probe(&machine, PROBE_HVC, 0x1000, (uint64_t)seL4_SysSend, 0));
    ASSERT_EQ(SMCCC_NOT_SUPPORTED, probe(&machine, PROBE_HVC, 0x1000, (uint64_t)seL4_SysRecv, 0));
    /* It may not take messages from its own fault endpoint. */
    ASSERT_EQ(SMCCC_NOT_SUPPORTED,
              probe(&machine, PROBE_HVC, VM_FAULT_EP_SLOT, (uint64_t)seL4_SysRecv, 0));
    ASSERT_EQ(4, probe(&machine, PROBE_CURRENT_EL, 0, 0, 0));
    machine_end(&machine);
}

/* The guest sends a message with the label of a fault, by a kernel call of its own. It can only
 * confuse itself; the VMM goes on. */
static void check_forged(uint64_t label)
{
    machine_t machine;
    machine_start(&machine, true);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe_anyhow(&machine, PROBE_HVC, VM_FAULT_EP_SLOT, (uint64_t)seL4_SysNBSend, label << 12 | 4);
    ASSERT_NE(VM_STOP_NONE, vm_get_stop(&machine.vm)->reason);
    machine_end(&machine);
}

TEST(guest_forges_faults)
{
    for (uint64_t label = 0; label < 12; label++) {
        check_forged(label);
    }
}

static int vendor_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    if (smc_get_function_id(regs) == VENDOR_CALL) {
        smc_set_return_value(regs, smc_get_arg(regs, 1) * 2);
        return 0;
    }
    return smc_get_function_id(regs) == PROBE_REPORT ? vm_stop(vcpu->vm, smc_get_arg(regs, 1)) : -1;
}

TEST(own_handler)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_register_smc_handler_callback(&machine.vm, vendor_handler));
    ASSERT_EQ(0, probe_until_stop(&machine, PROBE_HVC, VENDOR_CALL, 0, 21));
    ASSERT_EQ(42, vm_get_stop(&machine.vm)->value);
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_HVC, SMCCC_VERSION, 0, 0));
    ASSERT_EQ(VM_STOP_SMC_ERROR, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(SMCCC_VERSION, vm_get_stop(&machine.vm)->value);
    machine_end(&machine);
}

#define BAD_ADDRESS 0x1234ul

static uint64_t aborts, abort_address;

static int aborting_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    switch (smc_get_function_id(regs)) {
    case VENDOR_CALL:
        smc_set_return_value(regs, 1);
        return vm_inject_abort(vcpu, BAD_ADDRESS, false);
    case PROBE_REPORT:
        abort_address = smc_get_arg(regs, 3);
        aborts = smc_get_arg(regs, 4);
        return vm_stop(vcpu->vm, 0);
    default:
        return -1;
    }
}

/* The guest goes on behind the call that was aborted. */
TEST(abort_in_place_of_a_call)
{
    static const probe_op_t ops[] = {PROBE_HVC, PROBE_SMC};
    for (unsigned i = 0; i < 2; i++) {
        machine_t machine;
        machine_start(&machine, false);
        ASSERT_OK(vm_register_smc_handler_callback(&machine.vm, aborting_handler));
        for (unsigned times = 0; times < 2; times++) {
            ASSERT_EQ(0, probe_until_stop(&machine, ops[i], VENDOR_CALL, 0, 0));
            ASSERT_EQ(VM_STOP_REQUESTED, vm_get_stop(&machine.vm)->reason);
            ASSERT_EQ(1, aborts);
            ASSERT_EQ(BAD_ADDRESS, abort_address);
        }
        machine_end(&machine);
    }
}

TEST(psci_features)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(PSCI_SUCCESS, probe(&machine, PROBE_SMC, PSCI_FEATURES_FID, PSCI_CPU_ON_64_FID, 0));
    ASSERT_EQ((seL4_Word)PSCI_NOT_SUPPORTED,
              probe(&machine, PROBE_SMC, PSCI_FEATURES_FID, 0x84000011, 0));
    ASSERT_EQ(0, probe(&machine, PROBE_SMC, PSCI_AFFINITY_INFO_64_FID, 0, 0));
    ASSERT_EQ((seL4_Word)PSCI_INVALID_PARAMETERS,
              probe(&machine, PROBE_SMC, PSCI_AFFINITY_INFO_64_FID, 5, 0));
    ASSERT_EQ((seL4_Word)PSCI_ALREADY_ON,
              probe(&machine, PROBE_SMC, PSCI_CPU_ON_64_FID, 0, RAM_BASE));
    machine_end(&machine);
}

/* DEN 0022 1.1, 5.6, 5.7, 5.12 and 5.15: reserved bits and types; the guest goes on. The host's
 * tests have the whole table. */
TEST(psci_refuses_reserved_arguments)
{
    static const struct {
        uint64_t function, first, second;
    } rows[] = {
        {PSCI_SYSTEM_RESET2_FID, 7, 0},
        {PSCI_SYSTEM_RESET2_64_FID, 7, 0},
        {PSCI_SYSTEM_RESET2_64_FID, 0x80000000, 0},
        {PSCI_CPU_ON_64_FID, 0x80000001, RAM_BASE},
        {PSCI_CPU_ON_FID, 0x80000001, RAM_BASE},
        {PSCI_CPU_ON_64_FID, 1ul << 40, RAM_BASE},
        {PSCI_AFFINITY_INFO_64_FID, 1ul << 24, 0},
        {PSCI_AFFINITY_INFO_64_FID, 0, 1},
        {PSCI_CPU_SUSPEND_64_FID, 1ul << 24, 0},
        {PSCI_CPU_SUSPEND_FID, 1ul << 31, 0},
    };
    machine_t machine;
    machine_start(&machine, false);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ASSERT_EQ((seL4_Word)PSCI_INVALID_PARAMETERS,
                  probe(&machine, PROBE_SMC, rows[i].function, rows[i].first, rows[i].second));
    }
    ASSERT_EQ(4, probe(&machine, PROBE_CURRENT_EL, 0, 0, 0));
    machine_end(&machine);
}

/* DEN 0028, 2.9 "SMC and HVC immediate value". */
TEST(calls_with_an_immediate_are_not_psci)
{
    static const uint64_t functions[] = {PSCI_SYSTEM_OFF_FID, PSCI_VERSION_FID, SMCCC_VERSION};
    machine_t machine;
    machine_start(&machine, false);
    for (unsigned i = 0; i < 2; i++) {
        for (unsigned f = 0; f < 3; f++) {
            ASSERT_EQ(SMCCC_NOT_SUPPORTED,
                      probe(&machine, PROBE_SMC_IMMEDIATE, functions[f], 0, 0));
            ASSERT_EQ(SMCCC_NOT_SUPPORTED,
                      probe(&machine, PROBE_HVC_IMMEDIATE, functions[f], 0, 0));
        }
        probe(&machine, PROBE_MMU_ON, 0, 0, 0); /* and the same with its own translation */
    }
    machine_end(&machine);
}

static void check_power(uint64_t function, vm_stop_reason_t reason)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(0, probe_until_stop(&machine, PROBE_SMC, function, 0, 0));
    ASSERT_EQ(reason, vm_get_stop(&machine.vm)->reason);
    /* It stays off. */
    ASSERT_EQ(0, vm_run(&machine.vm));
    ASSERT_EQ(VM_STOP_ALL_OFF, vm_get_stop(&machine.vm)->reason);
    machine_end(&machine);
}

TEST(psci_system_off)
{
    check_power(PSCI_SYSTEM_OFF_FID, VM_STOP_POWER_OFF);
}

TEST(psci_system_reset)
{
    check_power(PSCI_SYSTEM_RESET_FID, VM_STOP_RESET);
}

TEST(psci_last_cpu_off)
{
    check_power(PSCI_CPU_OFF_FID, VM_STOP_ALL_OFF);
}

TEST(wfe_goes_on)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_WFE, 0, 0, 0);
    ASSERT_EQ(0, machine.exceptions);
    machine_end(&machine);
}
