/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a handler of HVC and SMC may do to the vCPU whose call it answers. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"

#define VBAR           (RAM + 0x800)
#define FUNCTION       0xc2000001ul

#define HVC(immediate) (0xd4000002u | (immediate) << 5)

/* By HVC (false) or SMC (true), with that immediate. */
static int call_with(machine_t *m, bool smc, unsigned immediate, seL4_Word function, seL4_Word a1,
                     seL4_Word a2, seL4_Word a3)
{
    seL4_Word *r = registers(m, 0);
    r[PC] = CODE;
    r[SPSR] = 0x5;
    r[X0] = function;
    r[X1] = a1;
    r[X2] = a2;
    r[X2 + 1] = a3;
    r[X7] = 7;
    if (!smc) {
        put_code(m, CODE, HVC(immediate));
        return hypercall(m, 0, function, a1, a2, a3);
    }
    return raise_fault(m, 0, seL4_Fault_VCPUFault,
                       (seL4_Word[]){HSR(HSR_SMC_64_EXCEPTION) | immediate}, 1);
}

static int call(machine_t *m, bool smc)
{
    return call_with(m, smc, 0, FUNCTION, 11, 0, 0);
}

static int abort_it(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    smc_set_return_value(regs, 123);
    return vm_inject_abort(vcpu, 0x1234, false);
}

TEST(a_handler_may_answer_with_an_abort)
{
    for (unsigned smc = 0; smc < 2; smc++) {
        machine_t *m = machine_start();
        seL4_Word *r = registers(m, 0), *system = system_registers(m, 0);
        CHECK_EQ(vm_register_smc_handler_callback(&m->vm, abort_it), 0);
        system[seL4_VCPUReg_VBAR] = VBAR;
        CHECK_EQ(call(m, smc != 0), 0);
        CHECK_EQ(r[PC], VBAR + 0x200);
        CHECK_EQ(r[SPSR], 0x4003c5);
        CHECK(r[X0] == FUNCTION && r[X1] == 11);
        CHECK_EQ(system[seL4_VCPUReg_ELR_EL1], CODE);
        CHECK_EQ(system[seL4_VCPUReg_SPSR_EL1], 0x5);
        CHECK_EQ(system[seL4_VCPUReg_FAR], 0x1234);
        CHECK_EQ(vm_get_counters(&m->vm)->injected_aborts, 1);
        /* The next call is one of its own. */
        CHECK_EQ(vm_register_smc_handler_callback(&m->vm, NULL), 0);
        CHECK_EQ(call(m, smc != 0), 0);
        CHECK(r[PC] == CODE + 4 && r[X0] == SMCCC_NOT_SUPPORTED);
        machine_end(m);
    }
}

static int set_registers(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    uintptr_t value = 0;
    CHECK_EQ(vm_get_thread_context_reg(vcpu, PC, &value), 0);
    CHECK_EQ(value, CODE + 4);
    CHECK_EQ(vm_get_thread_context_reg(vcpu, X1, &value), 0);
    CHECK_EQ(value, 11);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, PC, RAM + 0x4000), 0);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, X2, 22), 0);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, SPSR, 0x4), 0);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, X28, 28), 0);
    CHECK(regs->pc == RAM + 0x4000 && regs->x2 == 22);
    smc_set_return_value(regs, 1);
    CHECK_EQ(vm_get_thread_context_reg(vcpu, X0, &value), 0);
    CHECK_EQ(value, 1);
    return 0;
}

static int set_all_registers(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    seL4_UserContext context;
    regs->x0 = 1;
    CHECK_EQ(vm_get_thread_context(vcpu, &context), 0);
    CHECK(context.pc == CODE + 4 && context.x0 == 1 && context.x1 == 11);
    context.pc = RAM + 0x4000;
    context.x2 = 22;
    context.spsr = 0x4;
    context.x28 = 28;
    CHECK_EQ(vm_set_thread_context(vcpu, context), 0);
    return 0;
}

TEST(registers_that_a_handler_sets_are_those_of_the_call)
{
    for (unsigned way = 0; way < 4; way++) {
        machine_t *m = machine_start();
        seL4_Word *r = registers(m, 0);
        CHECK_EQ(
            vm_register_smc_handler_callback(&m->vm, way < 2 ? set_registers : set_all_registers),
            0);
        CHECK_EQ(call(m, way % 2 != 0), 0);
        CHECK_EQ(r[PC], RAM + 0x4000);
        CHECK_EQ(r[SPSR], 0x4);
        CHECK(r[X0] == 1 && r[X1] == 11 && r[X2] == 22 && r[X28] == 28 && r[X7] == 7);
        machine_end(m);
    }
}

TEST(a_cpu_that_cannot_be_suspended_stops_the_vm)
{
    machine_t *m = machine_start();
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    fake_fail_method(TCBSuspend, seL4_IllegalOperation);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), -1);
    fake_fail_method(TCBSuspend, seL4_NoError);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(vm_get_stop(&m->vm)->value, seL4_IllegalOperation);
    machine_end(m);
}

#define HIGH          0xffffffff00000000ul /* not part of a 32-bit argument */
#define ENTRY         (RAM + 0x4000)
#define CPU_INTERFACE (GICD + 0x10000) /* backed by the machine's GICV: no RAM */
#define INVALID       PSCI_INVALID_PARAMETERS
#define NOWHERE       PSCI_INVALID_ADDRESS
#define UNKNOWN       PSCI_NOT_SUPPORTED
#define VERSION       0x80000000ul
#define FEATURES      0x80000001ul

/* DEN 0022 1.1, chapter 5, and DEN 0028, chapter 7: what a guest gets whose vCPU 0 calls, vCPU 1
 * being off. */
static const struct {
    seL4_Word function, a1, a2;
    long result;
} answers[] = {
    {PSCI_VERSION_FID, 0, 0, PSCI_VERSION_1_1},
    {PSCI_VERSION_FID | HIGH, 1, 2, PSCI_VERSION_1_1}, /* the identifier is w0; no arguments */
    {PSCI_VERSION_FID | 1u << 30, 0, 0, UNKNOWN},      /* 32-bit call only */
    {PSCI_VERSION_FID & ~(1u << 31), 0, 0, UNKNOWN},   /* a yielding call */
    {PSCI_VERSION_FID | 1u << 16, 0, 0, UNKNOWN},      /* bits that must be zero in 1.1 */
    {PSCI_VERSION_FID | 1u << 23, 0, 0, UNKNOWN},
    /* CPU_ON, 5.6: MPIDR with reserved bits 31:24, in the 64-bit form 63:40 too. */
    {PSCI_CPU_ON_64_FID, 0, ENTRY, PSCI_ALREADY_ON},
    {PSCI_CPU_ON_FID, HIGH, ENTRY, PSCI_ALREADY_ON},
    {PSCI_CPU_ON_64_FID, 2, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1u << 8, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1u << 16, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 0x80000001, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 0x80000000, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1ul << 32, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1ul << 40 | 1, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1ul << 63 | 1, ENTRY, INVALID},
    {PSCI_CPU_ON_FID, 0x80000001, ENTRY, INVALID},
    {PSCI_CPU_ON_FID, 0x01000001, ENTRY, INVALID},
    {PSCI_CPU_ON_64_FID, 1, ENTRY + 1, NOWHERE},
    {PSCI_CPU_ON_64_FID, 1, ENTRY + 2, NOWHERE},
    {PSCI_CPU_ON_64_FID, 1, CPU_INTERFACE, NOWHERE},
    {PSCI_CPU_ON_64_FID, 1, DEVICE, NOWHERE},
    {PSCI_CPU_ON_64_FID, 1, ENTRY | HIGH, NOWHERE},
    /* AFFINITY_INFO, 5.7: the same, and a level of 32 bits. */
    {PSCI_AFFINITY_INFO_64_FID, 0, 0, 0},
    {PSCI_AFFINITY_INFO_64_FID, 1, 0, 1},
    {PSCI_AFFINITY_INFO_64_FID, 1, HIGH, 1},
    {PSCI_AFFINITY_INFO_FID, 1 | HIGH, 0, 1},
    {PSCI_AFFINITY_INFO_64_FID, 2, 0, INVALID},
    {PSCI_AFFINITY_INFO_64_FID, 1ul << 24, 0, INVALID},
    {PSCI_AFFINITY_INFO_64_FID, 1ul << 32, 0, INVALID},
    {PSCI_AFFINITY_INFO_64_FID, 1ul << 56, 0, INVALID},
    {PSCI_AFFINITY_INFO_FID, 1u << 24, 0, INVALID},
    {PSCI_AFFINITY_INFO_64_FID, 0, 1, INVALID},
    {PSCI_AFFINITY_INFO_64_FID, 0, 3, INVALID},
    {PSCI_AFFINITY_INFO_FID, 0, 0xffffffff, INVALID},
    /* CPU_SUSPEND, 5.4: reserved bits of the original format, levels above the core. */
    {PSCI_CPU_SUSPEND_64_FID, 1u << 17, 0, INVALID},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 23, 0, INVALID},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 24, 0, INVALID},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 25, 0, INVALID},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 26, 0, INVALID},
    {PSCI_CPU_SUSPEND_FID, 1u << 31, 0, INVALID},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 16, ENTRY + 1, NOWHERE},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 16, CPU_INTERFACE, NOWHERE},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 16, 0, NOWHERE},
    {PSCI_CPU_SUSPEND_64_FID, 1u << 16, ENTRY | HIGH, NOWHERE},
    /* SYSTEM_RESET2, 5.12: type 0 is the only one that is not reserved or a vendor's. */
    {PSCI_SYSTEM_RESET2_64_FID, 7, 0, INVALID},
    {PSCI_SYSTEM_RESET2_64_FID, 1, 0, INVALID},
    {PSCI_SYSTEM_RESET2_64_FID, 0x7fffffff, 0, INVALID},
    {PSCI_SYSTEM_RESET2_64_FID, 0x80000000, 0, INVALID},
    {PSCI_SYSTEM_RESET2_64_FID, 0xffffffff, 0, INVALID},
    {PSCI_SYSTEM_RESET2_FID, 7, 0, INVALID},
    {PSCI_SYSTEM_RESET2_FID, 0x80000000, 0, INVALID},
    /* MIGRATE, 5.8; MIGRATE_INFO_TYPE, 5.9; MIGRATE_INFO_UP_CPU, 5.10: no trusted OS. */
    {0x84000005, 0, 0, UNKNOWN},
    {0xc4000005, 0, 0, UNKNOWN},
    {PSCI_MIGRATE_INFO_TYPE_FID, 0, 0, 2},
    {0xc4000006, 0, 0, UNKNOWN},
    {0x84000007, 0, 0, UNKNOWN},
    {0xc4000007, 0, 0, UNKNOWN},
    /* PSCI_FEATURES, 5.15: an identifier of 32 bits; flags of CPU_SUSPEND are 0. */
    {PSCI_FEATURES_FID, PSCI_VERSION_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_CPU_SUSPEND_FID | HIGH, 0, 0},
    {PSCI_FEATURES_FID, PSCI_CPU_SUSPEND_64_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_CPU_OFF_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_CPU_OFF_FID | 1u << 30, 0, UNKNOWN},
    {PSCI_FEATURES_FID, PSCI_CPU_ON_64_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_AFFINITY_INFO_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_MIGRATE_INFO_TYPE_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_SYSTEM_OFF_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_SYSTEM_RESET_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_SYSTEM_RESET2_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_SYSTEM_RESET2_64_FID, 0, 0},
    {PSCI_FEATURES_FID, PSCI_FEATURES_FID, 0, 0},
    {PSCI_FEATURES_FID, VERSION, 0, 0},
    {PSCI_FEATURES_FID, FEATURES, 0, UNKNOWN},
    {PSCI_FEATURES_FID, 0x84000005, 0, UNKNOWN},
    {PSCI_FEATURES_FID, 0x84000007, 0, UNKNOWN},
    {PSCI_FEATURES_FID, 0x8400000e, 0, UNKNOWN},
    {PSCI_FEATURES_FID, 0, 0, UNKNOWN},
    {PSCI_FEATURES_FID | 1u << 30, PSCI_VERSION_FID, 0, UNKNOWN},
    /* SMCCC (DEN 0028, 7.2 and 7.3). */
    {VERSION, 0, 0, 0x10001},
    {VERSION | 1u << 30, 0, 0, UNKNOWN},
    {FEATURES, VERSION, 0, 0},
    {FEATURES, FEATURES | HIGH, 0, 0},
    {FEATURES, PSCI_VERSION_FID, 0, UNKNOWN},
    {FEATURES, 0x80000002, 0, UNKNOWN}, /* SMCCC_ARCH_SOC_ID */
    {FEATURES, 0x80008000, 0, UNKNOWN}, /* SMCCC_ARCH_WORKAROUND_1 */
    {FEATURES | 1u << 30, VERSION, 0, UNKNOWN},
    {0x80000002, 0, 0, UNKNOWN},
    {0x8400ff00, 0, 0, UNKNOWN}, /* queries of the standard service: optional */
    {0x8400ff01, 0, 0, UNKNOWN},
};

TEST(arguments_of_firmware_calls_are_checked)
{
    machine_t *m = machine_start();
    for (unsigned i = 0; i < 2 * sizeof(answers) / sizeof(answers[0]); i++) {
        seL4_Word function = answers[i / 2].function, a1 = answers[i / 2].a1;
        CHECK_EQ(call_with(m, i % 2 != 0, 0, function, a1, answers[i / 2].a2, 9), 0);
        const vm_stop_t *stop = vm_get_stop(&m->vm);
        if (stop->reason != VM_STOP_REQUESTED || registers(m, 0)[PC] != CODE + 4 ||
            (long)registers(m, 0)[X0] != answers[i / 2].result) {
            printf("0x%lx(0x%lx, 0x%lx): 0x%lx, %s\n", function, a1, answers[i / 2].a2,
                   registers(m, 0)[X0], vm_stop_reason_name(stop->reason));
        }
        CHECK_EQ(stop->reason, VM_STOP_REQUESTED);
        CHECK_EQ((long)registers(m, 0)[X0], answers[i / 2].result);
        CHECK(goes_on(m, 0) && !is_vcpu_online(m->vcpu[1]));
    }
    machine_end(m);
}

/* What is above a 32-bit argument counts for nothing where the specification says 32 bits. */
TEST(the_upper_halves_of_32_bit_arguments_are_ignored)
{
    machine_t *m = machine_start();
    CHECK_EQ(call_with(m, false, 0, PSCI_CPU_ON_FID, 1 | HIGH, ENTRY | HIGH, 5 | HIGH), 0);
    CHECK_EQ(registers(m, 0)[X0], 0);
    CHECK(registers(m, 1)[PC] == ENTRY && registers(m, 1)[X0] == 5);
    /* power_state and reset_type have 32 bits in every form. */
    CHECK_EQ(call_with(m, false, 0, PSCI_CPU_SUSPEND_64_FID, HIGH, 0, 0), 0);
    CHECK(!goes_on(m, 0) && registers(m, 0)[X0] == 0);
    machine_end(m);
    m = machine_start();
    CHECK_EQ(call_with(m, true, 0, PSCI_SYSTEM_RESET2_64_FID, HIGH, 0, 0), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_RESET);
    machine_end(m);
}

TEST(a_power_down_state_with_an_entry_point_waits)
{
    machine_t *m = machine_start();
    CHECK_EQ(call_with(m, true, 0, PSCI_CPU_SUSPEND_FID, 1u << 16 | 0xffff, ENTRY | HIGH, 0), 0);
    CHECK(!goes_on(m, 0) && registers(m, 0)[X0] == 0);
    machine_end(m);
}

/* DEN 0028, 2.9: other immediates than 0 are reserved (SMC) or the hypervisor's own (HVC). */
TEST(calls_with_an_immediate_are_not_to_firmware)
{
    static const seL4_Word functions[] = {PSCI_VERSION_FID, PSCI_SYSTEM_OFF_FID, VERSION,
                                          PSCI_CPU_OFF_FID};
    static const unsigned immediates[] = {1, 0x8000, 0xffff};
    machine_t *m = machine_start();
    for (unsigned i = 0; i < 4 * 3 * 2; i++) {
        CHECK_EQ(call_with(m, i % 2 != 0, immediates[i / 2 % 3], functions[i / 6], 0, 0, 0), 0);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_REQUESTED);
        CHECK_EQ(registers(m, 0)[X0], SMCCC_NOT_SUPPORTED);
        CHECK(registers(m, 0)[PC] == CODE + 4 && goes_on(m, 0));
    }
    CHECK_EQ(vm_get_counters(&m->vm)->smc_calls, 4 * 3 * 2);
    /* The kernel does not let the instruction be looked for. */
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(call_with(m, false, 0, PSCI_VERSION_FID, 0, 0, 0), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_SMC_ERROR);
    fake_fail_call(0, seL4_NoError);
    /* It is gone. */
    registers(m, 0)[PC] = DEVICE;
    CHECK_EQ(hypercall(m, 0, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK_EQ(registers(m, 0)[X0], PSCI_VERSION_1_1);
    machine_end(m);
}

static unsigned handled;
static uint16_t immediate_seen;

static int take_immediate(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    CHECK_EQ(smc_get_immediate(vcpu, regs, &immediate_seen), 0);
    CHECK_EQ(smc_get_immediate(vcpu, regs, NULL), -1);
    CHECK_EQ(smc_get_immediate(vcpu, NULL, &immediate_seen), -1);
    CHECK_EQ(smc_get_immediate(NULL, regs, &immediate_seen), -1);
    CHECK_EQ(vm_psci_handle(vcpu, regs), immediate_seen == 0);
    handled++;
    return 0;
}

TEST(a_handler_sees_the_immediate_of_hvc)
{
    machine_t *m = machine_start();
    CHECK_EQ(vm_register_smc_handler_callback(&m->vm, take_immediate), 0);
    handled = 0;
    CHECK_EQ(call_with(m, false, 0x1234, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK(handled == 1 && immediate_seen == 0x1234);
    CHECK_EQ(call_with(m, false, 0, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK(handled == 2 && immediate_seen == 0);
    CHECK_EQ(call_with(m, true, 0, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK(handled == 3 && immediate_seen == 0);
    CHECK_EQ(call_with(m, true, 1, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK_EQ(handled, 3);
    machine_end(m);
}
