/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What is in list registers when a CPU goes off, and what the kernel refuses to put there. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/sel4_arch/processor.h>

#include "gic.h"

/* Both CPUs online, SPIs 32 to 47 enabled; those from 36 on may go to both, CPU 1 takes 32 to 35.
 */
static machine_t *start(void)
{
    machine_t *m = machine_start();
    registers(m, 1)[PC] = CODE;
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    for (int irq = 32; irq < 48; irq++) {
        CHECK_EQ(vm_register_irq(m->vcpu[0], irq, NULL, NULL), 0);
    }
    put(m, 0, CTLR, 1);
    put(m, 0, ISENABLER + 4, 0xffff);
    put(m, 0, ITARGETS + 32, 0x02020202);
    put(m, 0, ITARGETS + 36, 0x03030303);
    return m;
}

static vm_irq_state_t state_of(machine_t *m, int irq)
{
    vm_irq_state_t state = {0};
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], irq, &state), 0);
    return state;
}

static void end_in(machine_t *m, unsigned vcpu, unsigned index)
{
    fake_list_register_clear(vm_get_vcpu(&m->vm, (int)vcpu), index);
    CHECK_EQ(raise_fault(m, vcpu, seL4_Fault_VGICMaintenance, (seL4_Word[]){index}, 1), 0);
}

TEST(interrupts_of_a_cpu_that_goes_off_go_to_others)
{
    machine_t *m = start();
    CHECK_EQ(vcpu_stop(m->vcpu[0]), 0);
    put(m, 1, ICFGR + 8, 2u << 2 * (38 - 32)); /* 38: edge-triggered */
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 37, 1), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 38, 1), 0);
    CHECK(in_list(m, 1, 0) == 36 && in_list(m, 1, 1) == 37 && in_list(m, 1, 2) == 38);
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    CHECK(in_list(m, 0, 0) == 36 && in_list(m, 0, 1) == 37 && in_list(m, 0, 2) == 38);
    end_in(m, 0, 0);
    CHECK(!state_of(m, 36).in_hardware && !state_of(m, 36).pending);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(in_list(m, 0, 0), 36);
    /* Its line being high is what makes 37 come again. */
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 37, 0), 0);
    end_in(m, 0, 1);
    CHECK(!state_of(m, 37).pending && in_list(m, 0, 1) == -1);
    machine_end(m);
}

TEST(an_interrupt_that_nobody_may_take_waits_for_its_cpu)
{
    machine_t *m = start();
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 32), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 33), 0);
    CHECK(in_list(m, 1, 0) == 32 && in_list(m, 1, 1) == 33);
    /* The guest is at 33 when its CPU goes off. */
    fake_list_register_take(vm_get_vcpu(&m->vm, 1), 1);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    CHECK(state_of(m, 32).pending && !state_of(m, 32).in_hardware);
    CHECK(state_of(m, 33).pending && !state_of(m, 33).in_hardware);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, RAM + 0x2000, 99), 0);
    CHECK_EQ(registers(m, 0)[X0], PSCI_SUCCESS);
    /* Which of the two it was at could not be told: both come. */
    CHECK(in_list(m, 1, 0) == 32 && in_list(m, 1, 1) == 33 && in_list(m, 1, 2) == -1);
    CHECK(state_of(m, 33).in_hardware && !state_of(m, 33).pending);
    end_in(m, 1, 1);
    end_in(m, 1, 0);
    CHECK(in_list(m, 1, 0) == -1 && in_list(m, 1, 1) == -1);
    CHECK(!state_of(m, 33).in_hardware && !state_of(m, 33).pending);
    machine_end(m);
}

/* A vCPU that the VMM stops may have ended its interrupt, and not have told yet. */
TEST(interrupts_of_a_cpu_that_is_stopped_wait_with_it)
{
    machine_t *m = start();
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(vcpu_stop(m->vcpu[0]), 0);
    CHECK(state_of(m, 36).in_hardware && !state_of(m, 36).pending);
    CHECK(in_list(m, 0, 0) == 36 && in_list(m, 1, 0) == -1);
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    end_in(m, 0, 0);
    CHECK(!state_of(m, 36).in_hardware && !state_of(m, 36).pending);
    machine_end(m);
}

TEST(hardware_with_fewer_list_registers_takes_fewer_at_a_time)
{
    machine_t *m = start();
    fake_set_list_registers(2);
    for (int irq = 36; irq < 41; irq++) {
        put(m, 0, ITARGETS + 36, 0x03030303);
        put(m, 0, ITARGETS + 40, 0x03030303);
        CHECK_EQ(vm_inject_irq(m->vcpu[0], irq), 0);
    }
    CHECK(in_list(m, 0, 0) == 36 && in_list(m, 0, 1) == 37);
    CHECK(state_of(m, 38).pending && state_of(m, 40).pending);
    for (int irq = 38; irq < 41; irq++) {
        end_in(m, 0, (unsigned)irq % 2);
        CHECK_EQ(in_list(m, 0, (unsigned)irq % 2), irq);
    }
    machine_end(m);
    m = start();
    fake_set_list_registers(0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), -1);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_RangeError);
    machine_end(m);
}

/* The guest sends itself the message of an interrupt's end, while it is at that interrupt. */
TEST(an_end_of_interrupt_that_the_guest_makes_up_does_no_harm)
{
    machine_t *m = start();
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    fake_list_register_take(vm_get_vcpu(&m->vm, 0), 0);
    put(m, 0, ITARGETS + 36, 0x03030303);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VGICMaintenance, (seL4_Word[]){0}, 1), 0);
    exit_once(m, 1); /* now the kernel knows what became of the list register */
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 37), 0);
    CHECK(in_list(m, 0, 0) == 36 && in_list(m, 0, 1) == 37);
    CHECK(state_of(m, 36).in_hardware && state_of(m, 37).in_hardware);
    end_in(m, 0, 0);
    CHECK(!state_of(m, 36).in_hardware);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 38), 0);
    CHECK_EQ(in_list(m, 0, 0), 38);
    machine_end(m);
}
