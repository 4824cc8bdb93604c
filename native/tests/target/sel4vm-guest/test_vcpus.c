/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Several vCPUs, their state, and the life of a VM. */
#include <rootserver/thread.h>
#include <rootserver/time.h>
#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/arch/psci.h>
#include <sel4vm/guest_irq_controller_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "machine.h"

TEST(second_vcpu_runs_and_switches_itself_off)
{
    machine_t machine;
    machine_start(&machine, true);
    vm_vcpu_t *second = vm_create_vcpu(&machine.vm, 100);
    ASSERT_TRUE(second != NULL);
    ASSERT_EQ(PSCI_SUCCESS, probe(&machine, PROBE_CPU_ON, 1, 0, 0));
    for (int i = 0; i < 100 && is_vcpu_online(second); i++) {
        probe(&machine, PROBE_SPIN, 100000, 0, 0);
    }
    ASSERT_FALSE(is_vcpu_online(second));
    ASSERT_EQ(1000, probe(&machine, PROBE_CPU_COUNT, 0, 0, 0));
    /* And a second time. */
    ASSERT_EQ(PSCI_SUCCESS, probe(&machine, PROBE_CPU_ON, 1, 0, 0));
    for (int i = 0; i < 100 && is_vcpu_online(second); i++) {
        probe(&machine, PROBE_SPIN, 100000, 0, 0);
    }
    ASSERT_EQ(2000, probe(&machine, PROBE_CPU_COUNT, 0, 0, 0));
    machine_end(&machine);
}

/* A second vCPU that counts in RAM for ever: x0 is the counter's address. */
#define COUNT_CODE (RAM_BASE + 0x100000)
#define COUNTER    (RAM_BASE + 0x101000)
static const uint32_t count_for_ever[] = {
    0xf9400001, /* ldr x1, [x0] */
    0x91000421, /* add x1, x1, #1 */
    0xf9000001, /* str x1, [x0] */
    0x17fffffd, /* b -12 */
};

static uint64_t count_of(machine_t *machine)
{
    uint64_t value = 0;
    ASSERT_OK(vm_guest_read(&machine->vm, COUNTER, &value, sizeof(value)));
    return value;
}

/* Run until the second vCPU has counted on. */
static void count_on(machine_t *machine)
{
    uint64_t before = count_of(machine);
    for (int i = 0; i < 1000 && count_of(machine) == before; i++) {
        probe(machine, PROBE_SPIN, 100000, 0, 0);
    }
    ASSERT_NE(before, count_of(machine));
}

static void stands_still(machine_t *machine)
{
    const uint64_t thirty_ms = 30000000;
    uint64_t before = count_of(machine);
    rs_time_sleep(thirty_ms);
    ASSERT_EQ(before, count_of(machine));
}

TEST(no_vcpu_runs_while_the_vm_is_stopped)
{
    machine_t machine;
    machine_start(&machine, true);
    vm_vcpu_t *second = vm_create_vcpu(&machine.vm, 100);
    ASSERT_TRUE(second != NULL);
    ASSERT_OK(vm_guest_write(&machine.vm, COUNT_CODE, count_for_ever, sizeof(count_for_ever)));
    ASSERT_OK(vm_set_thread_context_reg(second, 0, COUNT_CODE));
    ASSERT_OK(vm_set_thread_context_reg(second, 3, COUNTER));
    ASSERT_OK(vcpu_start(second));
    stands_still(&machine);
    for (int i = 0; i < 5; i++) {
        count_on(&machine);
        stands_still(&machine);
    }
    machine_end(&machine);
}

/* A vCPU that parks itself as Linux does after a panic, with interrupts masked: of PRIVATE_IRQ,
 * which it enables first, one is pending. */
#define PARK_CODE   (RAM_BASE + 0x102000)
#define PRIVATE_IRQ 20
static const uint32_t park_for_ever[] = {
    0xd2a10001, /* mov x1, #0x8000000 */
    0xd2a00202, /* mov x2, #(1 << PRIVATE_IRQ) */
    0xb9010022, /* str w2, [x1, #0x100]: GICD_ISENABLER0 */
    0xd503205f, /* wfe */
    0xd503207f, /* wfi */
    0x17fffffe, /* b -8 */
};

/* The longest time between two exits of a parked vCPU that repeats WFE and WFI, and how many waits
 * it takes until that is reached: they double from 32 us (irq/pause.h). */
#define LONGEST_ROUND_NS 11000000ull
#define WAITS_A_ROUND    2ull
#define WAITS_BEFORE     12ull

static vm_vcpu_t *park_another(machine_t *machine)
{
    vm_vcpu_t *vcpu = vm_create_vcpu(&machine->vm, 100);
    ASSERT_TRUE(vcpu != NULL);
    ASSERT_OK(vm_register_irq(vcpu, PRIVATE_IRQ, NULL, NULL));
    ASSERT_OK(vm_set_thread_context_reg(vcpu, 0, PARK_CODE));
    ASSERT_OK(vcpu_start(vcpu));
    ASSERT_OK(vm_inject_irq(vcpu, PRIVATE_IRQ));
    return vcpu;
}

/* Not a measure of speed: however long the work takes, a parked vCPU has only so many exits in that
 * time. The rest of the processor is the worker's. */
TEST(parked_vcpus_leave_the_processor_to_the_one_that_works)
{
    machine_t machine;
    machine_start(&machine, true);
    const unsigned parked = VM_MAX_VCPUS - 1;
    probe(&machine, PROBE_GIC_SETUP, PRIVATE_IRQ, 0, 0); /* the distributor is on */
    ASSERT_OK(vm_guest_write(&machine.vm, PARK_CODE, park_for_ever, sizeof(park_for_ever)));
    uint64_t begin = rs_time_ns();
    for (unsigned i = 0; i < parked; i++) {
        park_another(&machine);
    }
    while (vm_get_counters(&machine.vm)->wfx < parked * WAITS_BEFORE) {
        probe(&machine, PROBE_SPIN, 1000000, 0, 0);
    }
    for (int i = 0; i < 10; i++) {
        probe(&machine, PROBE_SPIN, 1000000, 0, 0);
    }
    uint64_t rounds = (rs_time_ns() - begin) / LONGEST_ROUND_NS + 1;
    ASSERT_LE(vm_get_counters(&machine.vm)->wfx, parked * (rounds * WAITS_A_ROUND + WAITS_BEFORE));
    for (unsigned i = 1; i < machine.vm.num_vcpus; i++) {
        vm_irq_state_t state;
        ASSERT_OK(vm_get_irq_state(machine.vm.vcpus[i], PRIVATE_IRQ, &state));
        ASSERT_TRUE(state.in_hardware);
    }
    machine_end(&machine);
}

TEST(cpu_on_of_a_cpu_that_is_not_there)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ((seL4_Word)PSCI_INVALID_PARAMETERS, probe(&machine, PROBE_CPU_ON, 1, 0, 0));
    machine_end(&machine);
}

TEST(affinity_follows_the_target)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_assign_vcpu_target(machine.vcpu, 5));
    ASSERT_EQ(5, probe(&machine, PROBE_MPIDR, 0, 0, 0) & 0xff);
    ASSERT_TRUE(vm_vcpu_for_target_cpu(&machine.vm, 5) == machine.vcpu);
    ASSERT_EQ(-1, vm_assign_vcpu_target(machine.vcpu, VM_MAX_VCPUS));
    machine_end(&machine);
}

TEST(vcpus_have_a_limit)
{
    machine_t machine;
    machine_start(&machine, true);
    for (int i = 1; i < VM_MAX_VCPUS; i++) {
        ASSERT_TRUE(vm_create_vcpu(&machine.vm, 50) != NULL);
    }
    ASSERT_TRUE(vm_create_vcpu(&machine.vm, 50) == NULL);
    ASSERT_EQ(VM_ERROR_LIMIT, vm_last_error(&machine.vm)->code);
    ASSERT_EQ(4, probe(&machine, PROBE_CURRENT_EL, 0, 0, 0));
    machine_end(&machine);
}

TEST(registers_of_the_vcpu)
{
    machine_t machine;
    uintptr_t value = 0;
    machine_start(&machine, false);
    ASSERT_OK(vm_set_arm_vcpu_reg(machine.vcpu, seL4_VCPUReg_TPIDR_EL1, 0x1122334455667788));
    ASSERT_OK(vm_get_arm_vcpu_reg(machine.vcpu, seL4_VCPUReg_TPIDR_EL1, &value));
    ASSERT_EQ(0x1122334455667788, value);
    ASSERT_EQ(-1, vm_get_arm_vcpu_reg(machine.vcpu, seL4_VCPUReg_Num, &value));
    ASSERT_EQ(VM_ERROR_OUT_OF_RANGE, vm_last_error(&machine.vm)->code);
    seL4_UserContext context;
    ASSERT_OK(vm_get_thread_context(machine.vcpu, &context));
    context.x19 = 0xabcdef;
    ASSERT_OK(vm_set_thread_context(machine.vcpu, context));
    ASSERT_OK(vm_get_thread_context_reg(machine.vcpu, 24, &value));
    ASSERT_EQ(0xabcdef, value);
    ASSERT_EQ(-1, vm_get_thread_context_reg(machine.vcpu, 36, &value));
    machine_end(&machine);
}

TEST(floating_point_state_survives_the_vmm)
{
    machine_t machine;
    machine_start(&machine, false);
    volatile double noise = 1.5;
    for (uint64_t i = 1; i < 20; i++) {
        noise = noise * 1.25 + (double)i;
        ASSERT_EQ(2 * (i << 40 | i), probe(&machine, PROBE_FPU, i << 40 | i, 0, 0));
    }
    ASSERT_TRUE(noise > 20.0);
    machine_end(&machine);
}

TEST(many_vms_come_and_go)
{
    for (int i = 0; i < 20; i++) {
        machine_t machine;
        machine_start(&machine, (i & 1) != 0);
        machine_end(&machine);
    }
}

static void fail_elsewhere(void *argument)
{
    (void)argument;
    ASSERT_EQ(-1, vm_destroy(NULL));
    ASSERT_STR_EQ("vm_destroy", vm_last_error(NULL)->operation);
}

/* A failure without a VM is its thread's own: several may make VMs at a time. */
TEST(failures_without_a_vm_belong_to_their_thread)
{
    rs_thread_t *thread;
    ASSERT_EQ(-1, vm_run(NULL));
    ASSERT_OK(rs_thread_create(&thread, fail_elsewhere, NULL, 0, RS_PRIORITY_MAIN));
    rs_thread_join(thread);
    ASSERT_STR_EQ("vm_run", vm_last_error(NULL)->operation);
}

TEST(life_of_a_vm_is_checked)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(-1, vcpu_start(machine.vcpu));
    ASSERT_EQ(
        -1, vm_init(&machine.vm, NULL, NULL, (vspace_t){0}, NULL, machine.endpoint.cptr, "again"));
    ASSERT_TRUE(vm_create_vcpu(&machine.vm, 256) == NULL);
    ASSERT_EQ(VM_ERROR_OUT_OF_RANGE, vm_last_error(&machine.vm)->code);
    ASSERT_EQ(-1, vm_run(NULL));
    ASSERT_EQ(-1, vm_destroy(NULL));
    vm_t other = {0};
    ASSERT_EQ(-1, vm_run(&other));
    ASSERT_EQ(-1, vm_init(&other, NULL, NULL, (vspace_t){0}, NULL, seL4_CapNull, "no endpoint"));
    machine_end(&machine);
}
