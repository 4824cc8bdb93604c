/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The run loop, and events other than stage-2 faults. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"
#include "vcpu/vcpu.h"

#define SMCCC_VERSION       0x80000000ul
#define SMCCC_ARCH_FEATURES 0x80000001ul

TEST(hypercalls_answer_in_x0_and_go_on_behind)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    static const struct {
        seL4_Word function, argument, expected;
    } rows[] = {
        {PSCI_VERSION_FID, 0, 0x10001},
        {PSCI_FEATURES_FID, PSCI_CPU_ON_64_FID, 0},
        {PSCI_FEATURES_FID, 0x84000055, (seL4_Word)-1},
        {PSCI_FEATURES_FID, SMCCC_VERSION, 0},
        {PSCI_MIGRATE_INFO_TYPE_FID, 0, 2},
        {PSCI_AFFINITY_INFO_64_FID, 0, 0},
        {PSCI_AFFINITY_INFO_FID, 1, 1},
        {PSCI_AFFINITY_INFO_64_FID, 9, (seL4_Word)PSCI_INVALID_PARAMETERS},
        {SMCCC_VERSION, 0, 0x10001},
        {SMCCC_ARCH_FEATURES, SMCCC_VERSION, 0},
        {SMCCC_ARCH_FEATURES, 0x8000ffff, (seL4_Word)-1},
        {0x12345678, 0, (seL4_Word)-1},
    };
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        r[PC] = CODE;
        r[X9] = 42;
        CHECK_EQ(hypercall(m, 0, rows[i].function, rows[i].argument, 0, 0), 0);
        CHECK_EQ(r[X0], rows[i].expected);
        CHECK_EQ(r[PC], CODE + 4);
        CHECK_EQ(r[X9], 42);
    }
    machine_end(m);
}

TEST(smc_instructions_do_the_same)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    r[X0] = PSCI_VERSION_FID;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){HSR(HSR_SMC_64_EXCEPTION)}, 1),
             0);
    CHECK_EQ(r[X0], PSCI_VERSION_1_1);
    CHECK_EQ(r[PC], CODE + 4);
    CHECK_EQ(vm_get_counters(&m->vm)->smc_calls, 1);
    for (unsigned long n = 1; n <= 2; n++) {
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(
            raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){HSR(HSR_SMC_64_EXCEPTION)}, 1),
            -1);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
        fake_fail_call(0, seL4_NoError);
    }
    machine_end(m);
}

static int own_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    if (smc_get_function_id(regs) == 0xc2000001) {
        smc_set_return_value(regs, smc_get_arg(regs, 1) + smc_get_arg(regs, 7));
        smc_set_arg(regs, 3, 33);
        smc_set_arg(regs, 9, 1);
        return 0;
    }
    return smc_get_function_id(regs) == 0xc2000002 ? -1 : vm_smc_handle_default(vcpu, regs);
}

TEST(a_handler_of_its_own_sees_the_calls_first)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    CHECK_EQ(vm_register_smc_handler_callback(&m->vm, own_handler), 0);
    CHECK_EQ(hypercall(m, 0, 0xc2000001, 10, 0, 0), 0);
    CHECK_EQ(r[X0], 17);
    CHECK_EQ(r[X0 + 3], 33);
    CHECK_EQ(hypercall(m, 0, PSCI_VERSION_FID, 0, 0, 0), 0);
    CHECK_EQ(r[X0], PSCI_VERSION_1_1);
    CHECK_EQ(hypercall(m, 0, 0xc2000002, 0, 0, 0), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_SMC_ERROR);
    CHECK_EQ(vm_get_stop(&m->vm)->value, 0xc2000002);
    CHECK_EQ(vm_register_smc_handler_callback(&m->vm, NULL), 0);
    CHECK_EQ(hypercall(m, 0, 0xc2000001, 10, 0, 0), 0);
    CHECK_EQ(r[X0], SMCCC_NOT_SUPPORTED);
    seL4_UserContext regs = {0};
    CHECK_EQ(smc_forward(m->vcpu[0], &regs, 15), -1);
    CHECK_EQ(smc_forward(NULL, &regs, 15), -1);
    CHECK_EQ(vm_smc_handle_default(NULL, &regs), -1);
    CHECK(!vm_psci_handle(NULL, &regs));
    CHECK(smc_get_function_id(NULL) == 0 && smc_get_arg(&regs, 0) == 0 &&
          smc_get_arg(NULL, 1) == 0);
    smc_set_arg(NULL, 1, 1);
    CHECK_EQ(smc_set_return_value(NULL, 6), 6);
    machine_end(m);
}

TEST(a_hypercall_with_a_kernel_calls_number_is_refused)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_CapFault, (seL4_Word[]){CODE, 0x84000000, 0, 1}, 4), 0);
    CHECK_EQ(r[X0], SMCCC_NOT_SUPPORTED);
    CHECK_EQ(r[PC], CODE + 4);
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_CapFault, (seL4_Word[]){CODE, 0x84000000, 0, 1}, 4), -1);
    machine_end(m);
}

TEST(a_second_cpu_is_switched_on_and_off)
{
    machine_t *m = machine_start();
    seL4_Word *r0 = registers(m, 0), *r1 = registers(m, 1);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, RAM + 0x2000, 99), 0);
    CHECK_EQ(r0[X0], PSCI_SUCCESS);
    CHECK(r1[PC] == RAM + 0x2000 && r1[X0] == 99 && r1[SPSR] == 0x3c5);
    CHECK(is_vcpu_online(m->vcpu[1]));
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, RAM + 0x2000, 99), 0);
    CHECK_EQ((long)r0[X0], PSCI_ALREADY_ON);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 7, RAM + 0x2000, 99), 0);
    CHECK_EQ((long)r0[X0], PSCI_INVALID_PARAMETERS);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    CHECK(!is_vcpu_online(m->vcpu[1]));
    CHECK_EQ(fake_thread_state(vm_get_vcpu_tcb(m->vcpu[1])), FAKE_INACTIVE);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, 0x100, 99), 0);
    CHECK_EQ((long)r0[X0], PSCI_INVALID_ADDRESS);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, RAM + 2, 99), 0);
    CHECK_EQ((long)r0[X0], PSCI_INVALID_ADDRESS);
    fake_fail_method(ARMVCPUWriteReg, seL4_IllegalOperation);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_FID, 1, RAM, 99), 0);
    fake_fail_method(ARMVCPUWriteReg, seL4_NoError);
    CHECK_EQ((long)r0[X0], PSCI_INTERNAL_FAILURE);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_ALL_OFF);
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_ALL_OFF);
    machine_end(m);
}

TEST(power_off_and_reset_stop_the_vm)
{
    static const struct {
        seL4_Word function;
        vm_stop_reason_t reason;
    } rows[] = {{PSCI_SYSTEM_OFF_FID, VM_STOP_POWER_OFF},
                {PSCI_SYSTEM_RESET_FID, VM_STOP_RESET},
                {PSCI_SYSTEM_RESET2_64_FID, VM_STOP_RESET}};
    for (unsigned i = 0; i < 3; i++) {
        machine_t *m = machine_start();
        CHECK_EQ(hypercall(m, 0, rows[i].function, 0, 5, 0), 0);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, rows[i].reason);
        CHECK(!is_vcpu_online(m->vcpu[0]));
        machine_end(m);
    }
}

static const vm_t *deadline_of;

/* Time passes, and the alarm's thread sends what it would. */
static void reach_deadline(void)
{
    fake_idle = NULL;
    CHECK_EQ(fake_timers(), 1);
    fake_advance_time(1100000);
    CHECK_EQ(fake_timers(), 0);
    fake_push_message(vm_badge(deadline_of) | BADGE_ALARM, 0, NULL, 0, seL4_CapNull);
}

TEST(wfi_waits_for_an_interrupt)
{
    machine_t *m = machine_start();
    vm_vcpu_t *vcpu = m->vcpu[0];
    seL4_Word wfi = HSR(HSR_WFx_EXCEPTION), wfe = HSR(HSR_WFx_EXCEPTION) | 1;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfe, 1), 0);
    CHECK(registers(m, 0)[PC] == CODE + 4 && goes_on(m, 0));
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK(registers(m, 0)[PC] == CODE + 8 && !goes_on(m, 0));
    CHECK_EQ(fake_timers(), 0);
    /* The virtual timer of a guest that waits is the VMM's business. */
    CHECK_EQ(vm_register_irq(vcpu, 40, NULL, NULL), 0);
    CHECK_EQ(touch(m, 1, GICD, ESR_STORE(2, 31u)), 0);
    CHECK_EQ(vm_inject_irq(vcpu, 40), 0);
    CHECK(!goes_on(m, 0)); /* the guest has enabled nothing */
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 1;
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CVAL] = 62500; /* 1 ms */
    CHECK_EQ(vcpu_stop(vcpu), 0);
    CHECK_EQ(vcpu_start(vcpu), 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK(!goes_on(m, 0) && m->timers == 1);
    CHECK_EQ(fake_threads(), 1);
    CHECK_EQ(fake_timers(), 0); /* nobody is to be woken while the VM is stopped */
    deadline_of = &m->vm;
    fake_idle = reach_deadline;
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0] && m->timers == 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK(goes_on(m, 0)); /* the deadline has passed */
    CHECK_EQ(vm_get_counters(&m->vm)->wfx, 4);
    machine_end(m);
    CHECK_EQ(fake_threads(), 0);
}

static int count_exceptions(vm_vcpu_t *vcpu, uint32_t hsr, void *cookie)
{
    unsigned *count = cookie;
    ++*count;
    if (HSR_EXCEPTION_CLASS(hsr) == HSR_BRK_LOW_EXCEPTION) {
        vm_set_thread_context_reg(vcpu, 0, RAM);
    }
    return HSR_EXCEPTION_CLASS(hsr) == HSR_FP64_EXCEPTION ? 1 : 0;
}

TEST(other_exceptions_go_to_the_callback)
{
    machine_t *m = machine_start();
    unsigned count = 0;
    seL4_Word sysreg = HSR(HSR_SYSREG_64_EXCEPTION), brk = HSR(HSR_BRK_LOW_EXCEPTION),
              fp = HSR(HSR_FP64_EXCEPTION);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &sysreg, 1), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNHANDLED_VCPU_FAULT);
    CHECK_EQ(vm_get_stop(&m->vm)->value, sysreg);
    CHECK_EQ(vm_register_unhandled_vcpu_fault_callback(m->vcpu[0], count_exceptions, &count), 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &sysreg, 1), 0);
    CHECK_EQ(registers(m, 0)[PC], CODE + 4);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &brk, 1), 0);
    CHECK_EQ(registers(m, 0)[PC], RAM);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &fp, 1), -1);
    CHECK_EQ(count, 3);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_UserException, (seL4_Word[]){CODE, 0, 0, 7, 0}, 5), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->value, 7);
    for (unsigned i = 0; i <= HSR_MAX_EXCEPTION; i++) {
        CHECK(hsr_reasons[i] != NULL && hsr_reasons[i][0] != '\0');
    }
    machine_end(m);
}

TEST(messages_that_the_guest_makes_up_do_no_harm)
{
    machine_t *m = machine_start();
    for (seL4_Word label = 0; label < 40; label++) {
        seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[0]);
        fake_push_message(fake_thread_fault_badge(tcb), label, NULL, 0, seL4_CapNull);
        machine_run(m);
        CHECK(vm_get_stop(&m->vm)->reason != VM_STOP_NONE);
    }
    machine_end(m);
}

static int count_badges(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    unsigned *count = cookie;
    if (badge == FAKE_BADGE_IDLE) {
        CHECK_EQ(vm_run(vm), -1);
        CHECK_EQ(vm_destroy(vm), -1);
        return vm_stop(vm, 123);
    }
    CHECK_EQ(seL4_MessageInfo_get_length(tag), 2);
    CHECK_EQ(seL4_GetMR(1), 77);
    return ++*count == 3 ? -1 : 0;
}

TEST(other_events_go_to_the_notification_callback)
{
    machine_t *m = machine_start();
    unsigned count = 0;
    CHECK_EQ(vm_register_notification_callback(&m->vm, count_badges, &count), 0);
    for (unsigned i = 0; i < 2; i++) {
        fake_push_message(5, 1, (seL4_Word[]){66, 77}, 2, seL4_CapNull);
    }
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(count, 2);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_REQUESTED);
    CHECK_EQ(vm_get_stop(&m->vm)->value, 123);
    fake_push_message(5, 1, (seL4_Word[]){66, 77}, 2, seL4_CapNull);
    CHECK_EQ(machine_run(m), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNHANDLED_EVENT);
    CHECK_EQ(vm_register_notification_callback(&m->vm, NULL, NULL), 0);
    CHECK_EQ(machine_run(m), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->value, FAKE_BADGE_IDLE);
    CHECK_EQ(vm_get_counters(&m->vm)->notifications, 5);
    machine_end(m);
}

static memory_fault_result_t stop_here(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                       void *cookie)
{
    (void)addr;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_destroy(vm), -1);
    CHECK_EQ(set_vcpu_fault_data(vcpu, 4), 0);
    CHECK_EQ(vm_stop(vm, 8), 0);
    return FAULT_HANDLED;
}

TEST(a_vm_that_was_stopped_goes_on_where_it_was)
{
    machine_t *m = machine_start();
    seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[0]);
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, stop_here, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->value, 8);
    CHECK(registers(m, 0)[X1] == 4 && registers(m, 0)[PC] == CODE + 4);
    CHECK(goes_on(m, 0));
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0] && goes_on(m, 0));
    CHECK_EQ(vcpu_stop(m->vcpu[0]), 0);
    CHECK(fake_thread_state(tcb) == FAKE_INACTIVE && !goes_on(m, 0));
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    CHECK(goes_on(m, 0));
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0]);
    machine_end(m);
}

TEST(cpu_suspend_waits_as_wfi_does)
{
    machine_t *m = machine_start();
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_SUSPEND_64_FID, 0, 0, 0), 0);
    CHECK(!goes_on(m, 0));
    CHECK_EQ(registers(m, 0)[PC], CODE + 4);
    CHECK_EQ(registers(m, 0)[X0], PSCI_SUCCESS);
    CHECK_EQ(vcpu_start(m->vcpu[0]), -1);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_BAD_STATE);
    /* An interrupt wakes it. */
    CHECK_EQ(vm_register_irq(m->vcpu[0], 50, NULL, NULL), 0);
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    registers(m, 1)[X0] = 1;
    CHECK_EQ(touch(m, 1, GICD, ESR_STORE(2, 0u)), 0);
    registers(m, 1)[X0] = 1u << 18;
    CHECK_EQ(touch(m, 1, GICD + 0x104, ESR_STORE(2, 0u)), 0);
    CHECK(!goes_on(m, 0));
    CHECK_EQ(vm_inject_irq(m->vcpu[1], 50), 0);
    CHECK(goes_on(m, 0));
    machine_end(m);
}

TEST(the_unhandled_callback_is_asked_last)
{
    machine_t *m = machine_start();
    recorder_t recorder = {.result = FAULT_IGNORE};
    CHECK_EQ(vm_register_unhandled_mem_fault_callback(&m->vm, record, &recorder), 0);
    CHECK_EQ(touch(m, 0, 0x10000, ESR_LOAD(2, 0u)), 0);
    CHECK_EQ(recorder.calls, 1);
    CHECK_EQ(touch(m, 0, DEVICE + 0xffe, ESR_LOAD(2, 0u)), 0);
    CHECK(recorder.calls == 2 && device.calls == 0);
    CHECK_EQ(vm_register_unhandled_mem_fault_callback(&m->vm, NULL, NULL), 0);
    CHECK_EQ(touch(m, 0, 0x10000, ESR_LOAD(2, 0u)), -1);
    machine_end(m);
}

static int leaking_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    (void)vcpu;
    (void)regs;
    CHECK(!"a forged call is no call");
    return 0;
}

/* A guest's own kernel call carries four words: what is behind them in the VMM's message buffer is
 * not the guest's. */
TEST(a_hypercall_that_the_guest_makes_up_has_no_answer)
{
    machine_t *m = machine_start();
    seL4_Word *r = registers(m, 0);
    seL4_Word before[36];
    CHECK_EQ(vm_register_smc_handler_callback(&m->vm, leaking_handler), 0);
    for (int i = 4; i < 16; i++) {
        seL4_SetMR(i, 0x5ec4e7);
    }
    memcpy(before, r, sizeof(before));
    raise_fault(m, 0, seL4_Fault_UnknownSyscall, (seL4_Word[]){PSCI_VERSION_FID, 0, 0, 0}, 4);
    CHECK_EQ(vm_get_counters(&m->vm)->smc_calls, 0);
    CHECK_EQ(memcmp(before, r, sizeof(before)), 0);
    CHECK(!m->running[0]);
    machine_end(m);
}

/* Neither the registers of a call that is refused, nor those of an unknown exception. */
TEST(registers_of_other_events_that_cannot_be_had_stop_the_vm)
{
    for (unsigned long n = 1; n <= 2; n++) {
        machine_t *m = machine_start();
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(raise_fault(m, 0, seL4_Fault_CapFault, (seL4_Word[]){CODE, 0, 0, 0}, 4), -1);
        fake_fail_call(0, seL4_NoError);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
        CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
        machine_end(m);
    }
    machine_t *m = machine_start();
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(
        raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){HSR(HSR_SYSREG_64_EXCEPTION)}, 1),
        -1);
    fake_fail_call(0, seL4_NoError);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    machine_end(m);
}

/* The pc is read and written: by WFI, and by an exception that a callback has dealt with. */
TEST(an_instruction_that_cannot_be_left_behind_stops_the_vm)
{
    static const char *const operations[] = {"seL4_TCB_ReadRegisters", "seL4_TCB_WriteRegisters"};
    for (unsigned long n = 1; n <= 2; n++) {
        machine_t *m = machine_start();
        fake_fail_call(n, seL4_IllegalOperation);
        CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){HSR(HSR_WFx_EXCEPTION)}, 1),
                 -1);
        fake_fail_call(0, seL4_NoError);
        CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
        CHECK_EQ(vm_get_stop(&m->vm)->value, seL4_IllegalOperation);
        CHECK_EQ(strcmp(vm_last_error(&m->vm)->operation, operations[n - 1]), 0);
        machine_end(m);
    }
}
