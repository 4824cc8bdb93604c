/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The guest's interrupt controller and its virtual timer. */
#include <rootserver/time.h>
#include <sel4vm/guest_irq_controller_ext.h>
#include <sel4vm/guest_trace.h>

#include "machine.h"

#define SPI  40
#define SGI  3
#define MANY 12
/* A hundredth of a second of the generic timer of QEMU's virt machine (62.5 MHz). */
#define A_WHILE 625000ul

static unsigned acknowledged;
static int last_acknowledged;

static void count(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)vcpu;
    (void)cookie;
    acknowledged++;
    last_acknowledged = irq;
}

static void start_with(machine_t *machine, int irq)
{
    acknowledged = 0;
    machine_start(machine, true);
    ASSERT_OK(vm_register_irq(machine->vcpu, irq, count, NULL));
    ASSERT_EQ(1, probe(machine, PROBE_GIC_SETUP, (uint64_t)irq, 0, 0));
}

TEST(injected_interrupt_is_taken_once)
{
    machine_t machine;
    start_with(&machine, SPI);
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_EQ(0, acknowledged);
    probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0);
    ASSERT_EQ(1, probe(&machine, PROBE_IRQ_COUNT, SPI, 0, 0));
    ASSERT_EQ(1, acknowledged);
    ASSERT_EQ(SPI, last_acknowledged);
    machine_end(&machine);
}

TEST(private_interrupt)
{
    machine_t machine;
    start_with(&machine, 20);
    ASSERT_OK(vm_inject_irq(machine.vcpu, 20));
    ASSERT_EQ(1, probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0));
    ASSERT_EQ(1, acknowledged);
    machine_end(&machine);
}

TEST(disabled_interrupt_waits_until_enabled)
{
    machine_t machine;
    acknowledged = 0;
    machine_start(&machine, true);
    ASSERT_OK(vm_register_irq(machine.vcpu, SPI, count, NULL));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_EQ(0, probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0));
    vm_irq_state_t state;
    ASSERT_OK(vm_get_irq_state(machine.vcpu, SPI, &state));
    ASSERT_TRUE(state.pending && !state.enabled && !state.in_hardware);
    probe(&machine, PROBE_GIC_SETUP, SPI, 0, 0);
    ASSERT_EQ(1, probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0));
    machine_end(&machine);
}

static void lower_after_three(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)cookie;
    if (++acknowledged == 3) {
        vm_set_irq_level(vcpu, irq, 0);
    }
}

TEST(level_interrupt_comes_again_while_its_line_is_high)
{
    machine_t machine;
    acknowledged = 0;
    machine_start(&machine, true);
    ASSERT_OK(vm_register_irq(machine.vcpu, SPI, lower_after_three, NULL));
    probe(&machine, PROBE_GIC_SETUP, SPI, 0, 0);
    ASSERT_OK(vm_set_irq_level(machine.vcpu, SPI, 1));
    for (int i = 0; i < 6; i++) {
        probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0);
    }
    ASSERT_EQ(3, acknowledged);
    ASSERT_EQ(3, probe(&machine, PROBE_IRQ_COUNT, SPI, 0, 0));
    machine_end(&machine);
}

TEST(more_interrupts_than_list_registers)
{
    machine_t machine;
    acknowledged = 0;
    machine_start(&machine, true);
    for (int i = 0; i < MANY; i++) {
        ASSERT_OK(vm_register_irq(machine.vcpu, SPI + i, count, NULL));
        probe(&machine, PROBE_GIC_SETUP, (uint64_t)(SPI + i), 0, 0);
    }
    for (int i = 0; i < MANY; i++) {
        ASSERT_OK(vm_inject_irq(machine.vcpu, SPI + i));
    }
    for (int i = 0; i < MANY; i++) {
        probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0);
    }
    ASSERT_EQ(MANY, acknowledged);
    for (int i = 0; i < MANY; i++) {
        ASSERT_EQ(1, probe(&machine, PROBE_IRQ_COUNT, (uint64_t)(SPI + i), 0, 0));
    }
    machine_end(&machine);
}

TEST(software_interrupt_to_itself)
{
    machine_t machine;
    machine_start(&machine, true);
    probe(&machine, PROBE_GIC_SETUP, SGI, 0, 0);
    const uint64_t to_self = 2u << 24 | SGI;
    probe(&machine, PROBE_SEND_SGI, to_self, 0, 0);
    ASSERT_EQ(1, probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0));
    ASSERT_EQ(1, probe(&machine, PROBE_IRQ_COUNT, SGI, 0, 0));
    machine_end(&machine);
}

TEST(virtual_timer_ends_a_wait)
{
    machine_t machine;
    machine_start(&machine, true);
    probe(&machine, PROBE_GIC_SETUP, PPI_VTIMER_IRQ, 0, 0);
    for (uint64_t i = 1; i <= 3; i++) {
        ASSERT_EQ(i, probe(&machine, PROBE_TIMER_WAIT, A_WHILE, 0, 0));
    }
    ASSERT_LE(3, vm_get_counters(&machine.vm)->timer_events);
    ASSERT_LE(3, vm_get_counters(&machine.vm)->wfx);
    machine_end(&machine);
}

static void count_alarms(vm_t *vm, const vm_trace_event_t *event, void *cookie)
{
    unsigned *alarms = cookie;
    *alarms += event->kind == VM_TRACE_ALARM ? 1 : 0;
    (void)vm;
}

/* The VMM is woken for the end of a wait, not over and over again until then. A second time is for
 * an alarm that comes a tick early. */
TEST(a_wait_takes_one_alarm)
{
    machine_t machine;
    unsigned alarms = 0;
    const uint64_t waits = 5;
    machine_start(&machine, true);
    probe(&machine, PROBE_GIC_SETUP, PPI_VTIMER_IRQ, 0, 0);
    ASSERT_OK(vm_set_tracer(&machine.vm, count_alarms, &alarms));
    for (uint64_t i = 1; i <= waits; i++) {
        ASSERT_EQ(i, probe(&machine, PROBE_TIMER_WAIT, 4 * A_WHILE, 0, 0));
    }
    ASSERT_LE(alarms, 2 * waits);
    machine_end(&machine);
}

static int inject_on_event(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)tag;
    (void)cookie;
    return badge == 0 ? vm_inject_irq(vm->vcpus[0], SPI) : -1;
}

TEST(notification_wakes_a_waiting_vcpu)
{
    machine_t machine;
    rs_object_t notification;
    rs_timer_t timer = {0};
    ASSERT_OK(rs_object_alloc(seL4_NotificationObject, 0, &notification));
    ASSERT_OK(seL4_TCB_BindNotification(seL4_CapInitThreadTCB, notification.cptr));
    start_with(&machine, SPI);
    ASSERT_OK(vm_register_notification_callback(&machine.vm, inject_on_event, NULL));
    rs_timer_start(&timer, notification.cptr, rs_time_ns() + 5000000);
    ASSERT_EQ(1, probe(&machine, PROBE_WFI, 0, 0, 0));
    ASSERT_EQ(1, vm_get_counters(&machine.vm)->notifications);
    machine_end(&machine);
    ASSERT_OK(seL4_TCB_UnbindNotification(seL4_CapInitThreadTCB));
    rs_object_free(&notification);
}

TEST(bad_interrupt_numbers_are_refused)
{
    machine_t machine;
    machine_start(&machine, true);
    ASSERT_EQ(-1, vm_inject_irq(machine.vcpu, -1));
    ASSERT_EQ(VM_ERROR_OUT_OF_RANGE, vm_last_error(&machine.vm)->code);
    ASSERT_EQ(-1, vm_inject_irq(machine.vcpu, VM_IRQ_LIMIT));
    ASSERT_EQ(-1, vm_inject_irq(machine.vcpu, SPI));
    ASSERT_EQ(VM_ERROR_NOT_FOUND, vm_last_error(&machine.vm)->code);
    ASSERT_EQ(-1, vm_register_irq(machine.vcpu, PPI_VTIMER_IRQ, count, NULL));
    ASSERT_EQ(VM_ERROR_OVERLAP, vm_last_error(&machine.vm)->code);
    ASSERT_EQ(-1, vm_create_default_irq_controller(&machine.vm));
    machine_end(&machine);
}
