/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a handler of HVC and SMC may do to the vCPU whose call it answers. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"

#define VBAR     (RAM + 0x800)
#define FUNCTION 0xc2000001ul

/* By HVC (false) or SMC (true). */
static int call(machine_t *m, bool smc)
{
    seL4_Word *r = registers(m, 0);
    r[PC] = CODE;
    r[SPSR] = 0x5;
    r[X0] = FUNCTION;
    r[X1] = 11;
    r[X7] = 7;
    if (!smc) {
        return hypercall(m, 0, FUNCTION, 11, 0, 0);
    }
    return raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){HSR(HSR_SMC_64_EXCEPTION)}, 1);
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
        CHECK_EQ(r[SPSR], 0x3c5);
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

/* LOWEST_AFFINITY_LEVEL is a word: what is above it in the register counts for nothing. */
TEST(the_upper_half_of_an_affinity_level_is_ignored)
{
    machine_t *m = machine_start();
    static const seL4_Word functions[] = {PSCI_AFFINITY_INFO_FID, PSCI_AFFINITY_INFO_64_FID};
    for (unsigned i = 0; i < 2; i++) {
        CHECK_EQ(hypercall(m, 0, functions[i], 0, 0xffffffff00000000, 0), 0);
        CHECK_EQ(registers(m, 0)[X0], 0);
        CHECK_EQ(hypercall(m, 0, functions[i], 0, 1, 0), 0);
        CHECK_EQ((long)registers(m, 0)[X0], PSCI_INVALID_PARAMETERS);
    }
    machine_end(m);
}
