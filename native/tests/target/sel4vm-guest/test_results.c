/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a callback answers, and what becomes of the guest. */
#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_vcpu_fault.h>

#include "machine.h"

/* ESR_EL1 of an external abort on a data access from EL1 (Arm DDI 0487, D17.2.37). */
#define ESR_DATA_ABORT  0x25ul
#define ESR_FETCH_ABORT 0x21ul
#define ESR_FSC_MASK    0x3f
#define ESR_FSC_SEA     0x10
#define ESR_WNR         0x40

TEST(ignored_load_leaves_the_register)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.answer = FAULT_IGNORE;
    machine.load_value = 5;
    /* The register that is loaded holds the address before. */
    ASSERT_EQ(DEVICE_BASE, probe(&machine, PROBE_LOAD8_SIGNED, DEVICE_BASE, 0, 0));
    machine_end(&machine);
}

TEST(ignored_store_is_lost)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.answer = FAULT_IGNORE;
    probe(&machine, PROBE_STORE32, DEVICE_BASE, 1, 0);
    ASSERT_EQ(1, machine.accesses);
    machine_end(&machine);
}

static void give_up_after_three(machine_t *machine)
{
    machine->answer = machine->accesses < 3 ? FAULT_RESTART : FAULT_HANDLED;
}

TEST(restart_repeats_the_instruction)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = give_up_after_three;
    machine.load_value = 17;
    ASSERT_EQ(17, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(3, machine.accesses);
    machine_end(&machine);
}

static void advance(machine_t *machine)
{
    advance_vcpu_fault(machine->vcpu);
    advance_vcpu_fault(machine->vcpu);
}

TEST(advance_by_the_callback_counts_once)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = advance;
    machine.load_value = 18;
    ASSERT_EQ(18, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(1, machine.accesses);
    machine_end(&machine);
}

TEST(error_stops_and_the_vm_can_go_on)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.answer = FAULT_ERROR;
    machine.load_value = 19;
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_LOAD32, DEVICE_BASE + 4, 0, 0));
    const vm_stop_t *stop = vm_get_stop(&machine.vm);
    ASSERT_EQ(VM_STOP_CALLBACK_ERROR, stop->reason);
    ASSERT_EQ(0, stop->vcpu_id);
    ASSERT_EQ(DEVICE_BASE + 4, stop->address);
    ASSERT_TRUE(stop->pc >= RAM_BASE && stop->pc < RAM_BASE + RAM_SIZE);
    machine.answer = FAULT_HANDLED;
    ASSERT_EQ(19, probe_continue(&machine));
    machine_end(&machine);
}

TEST(undefined_result_is_an_error)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.answer = (memory_fault_result_t)77;
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_STORE32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(VM_STOP_CALLBACK_ERROR, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(77, vm_get_stop(&machine.vm)->value);
    machine_end(&machine);
}

TEST(unhandled_stops)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_LOAD32, NOWHERE, 0, 0));
    ASSERT_EQ(VM_STOP_UNHANDLED_MEMORY_FAULT, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(NOWHERE, vm_get_stop(&machine.vm)->address);
    machine_end(&machine);
}

TEST(unhandled_load_can_be_an_abort)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe(&machine, PROBE_LOAD32, NOWHERE, 0, 0);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(ESR_DATA_ABORT, machine.esr >> 26);
    ASSERT_EQ(ESR_FSC_SEA, machine.esr & ESR_FSC_MASK);
    ASSERT_EQ(0, machine.esr & ESR_WNR);
    ASSERT_EQ(1, vm_get_counters(&machine.vm)->injected_aborts);
    machine_end(&machine);
}

TEST(unhandled_store_can_be_an_abort)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe(&machine, PROBE_STORE64, NOWHERE, 0, 0);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(ESR_WNR, machine.esr & ESR_WNR);
    machine_end(&machine);
}

TEST(unhandled_fetch_can_be_an_abort)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine.vm, VM_UNHANDLED_ABORT));
    probe(&machine, PROBE_EXECUTE, NOWHERE, 0, 0);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(ESR_FETCH_ABORT, machine.esr >> 26);
    machine_end(&machine);
}

TEST(fetch_from_a_device_is_not_handled)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_EXECUTE, DEVICE_BASE, 0, 0));
    ASSERT_EQ(VM_STOP_UNHANDLED_MEMORY_FAULT, vm_get_stop(&machine.vm)->reason);
    machine_end(&machine);
}

static memory_fault_result_t anything(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address, size_t length,
                                      void *cookie)
{
    (void)vm;
    (void)length;
    *(uintptr_t *)cookie = address;
    set_vcpu_fault_data(vcpu, 23);
    return FAULT_HANDLED;
}

TEST(unhandled_callback_is_asked)
{
    machine_t machine;
    uintptr_t seen = 0;
    machine_start(&machine, false);
    ASSERT_OK(vm_register_unhandled_mem_fault_callback(&machine.vm, anything, &seen));
    ASSERT_EQ(23, probe(&machine, PROBE_LOAD32, NOWHERE + 8, 0, 0));
    ASSERT_EQ(NOWHERE + 8, seen);
    machine_end(&machine);
}

static void abort_from_callback(machine_t *machine)
{
    ASSERT_OK(vm_inject_abort(machine->vcpu, 0x1234, false));
}

TEST(callback_injects_an_abort)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = abort_from_callback;
    probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0);
    ASSERT_EQ(1, machine.exceptions);
    ASSERT_EQ(0x1234, machine.far);
    machine_end(&machine);
}

static void misbehave(machine_t *machine)
{
    ASSERT_EQ(-1, vm_run(&machine->vm));
    ASSERT_EQ(VM_ERROR_BUSY, vm_last_error(&machine->vm)->code);
    ASSERT_EQ(-1, vm_destroy(&machine->vm));
    ASSERT_EQ(-1, vm_free_reserved_memory(&machine->vm, machine->device));
    ASSERT_EQ(VM_ERROR_BUSY, vm_last_error(&machine->vm)->code);
    /* Reserving and freeing elsewhere is allowed. */
    vm_memory_reservation_t *other =
        vm_reserve_memory_at(&machine->vm, NOWHERE, 0x1000, default_error_fault_callback, NULL);
    ASSERT_TRUE(other != NULL);
    ASSERT_OK(vm_free_reserved_memory(&machine->vm, other));
}

TEST(callback_reenters_the_library)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = misbehave;
    machine.load_value = 31;
    ASSERT_EQ(31, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    machine_end(&machine);
}

static void change_a_register(machine_t *machine)
{
    const unsigned word_of_x9 = 17;
    ASSERT_OK(vm_set_thread_context_reg(machine->vcpu, word_of_x9, 0x77));
}

TEST(callback_changes_a_register)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = change_a_register;
    machine.load_value = 1;
    /* The probe keeps x28 in x9 and moves it back after the load. */
    ASSERT_EQ(1, probe(&machine, PROBE_LOAD_HIGH, DEVICE_BASE, 0, 0));
    uintptr_t x28 = 0;
    ASSERT_OK(vm_get_thread_context_reg(machine.vcpu, 33, &x28));
    ASSERT_EQ(0x77, x28);
    machine_end(&machine);
}

static void stop_here(machine_t *machine)
{
    ASSERT_OK(vm_stop(&machine->vm, 99));
}

TEST(stop_from_a_callback_keeps_the_access)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = stop_here;
    machine.load_value = 55;
    ASSERT_EQ(0, probe_until_stop(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(VM_STOP_REQUESTED, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(99, vm_get_stop(&machine.vm)->value);
    ASSERT_EQ(55, probe_continue(&machine));
    ASSERT_EQ(1, machine.accesses);
    machine_end(&machine);
}

static void stop_and_fail(machine_t *machine)
{
    ASSERT_OK(vm_stop(&machine->vm, 1));
    machine->answer = FAULT_ERROR;
    machine->hook = NULL;
}

TEST(stop_that_comes_with_an_error_is_met_by_it)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = stop_and_fail;
    machine.load_value = 3;
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(VM_STOP_CALLBACK_ERROR, vm_get_stop(&machine.vm)->reason);
    machine.answer = FAULT_HANDLED;
    ASSERT_EQ(3, probe_continue(&machine));
    machine_end(&machine);
}
