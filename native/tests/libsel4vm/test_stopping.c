/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* How vm_run() begins and ends: between two of them no vCPU runs, and nothing of it gets lost. */
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"
#include "vcpu/vcpu.h"

#define PPI       20
#define GICD_CTLR (GICD + 0x000)
#define ISENABLER (GICD + 0x100)

static machine_t *start(void)
{
    machine_t *m = machine_start();
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    registers(m, 1)[PC] = CODE;
    registers(m, 1)[X0] = 1;
    CHECK_EQ(touch(m, 1, GICD_CTLR, ESR_STORE(2, 0u)), 0);
    registers(m, 1)[X0] = 1u << PPI | 1u << PPI_VTIMER_IRQ;
    CHECK_EQ(touch(m, 1, ISENABLER, ESR_STORE(2, 0u)), 0);
    CHECK_EQ(vm_register_irq(m->vcpu[1], PPI, NULL, NULL), 0);
    return m;
}

/* An event of vCPU 1 that is there when vCPU 0 stops the VM. */
static void push(machine_t *m, seL4_Word label, const seL4_Word *mr, unsigned length)
{
    seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[1]);
    fake_push_message(fake_thread_fault_badge(tcb), label, mr, length, tcb);
}

static memory_fault_result_t stop_here(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                       void *cookie)
{
    (void)vcpu;
    (void)addr;
    (void)length;
    void (*then)(void) = *(void (**)(void))cookie;
    if (then != NULL) {
        then();
    }
    CHECK_EQ(vm_stop(vm, 8), 0);
    return FAULT_HANDLED;
}

static machine_t *machine;
static void (*meanwhile)(void);

/* Let vCPU 0 stop the VM; THEN happens at that moment. */
static int stop_with(machine_t *m, void (*then)(void))
{
    machine = m;
    meanwhile = then;
    if (vm_find_reservation(&m->vm, DEVICE + 0x1000) == NULL) {
        CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, stop_here, &meanwhile) != NULL);
    }
    return touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u));
}

TEST(no_vcpu_runs_while_the_vm_is_stopped)
{
    machine_t *m = start();
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0] && m->running[1]);
    CHECK(goes_on(m, 0) && goes_on(m, 1));
    CHECK_EQ(stop_with(m, NULL), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->value, 8);
    CHECK(goes_on(m, 0) && goes_on(m, 1));
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0] && m->running[1]);
    machine_end(m);
}

static void end_of_interrupt(void)
{
    fake_list_register_clear(vm_get_vcpu(&machine->vm, 1), 0);
    push(machine, seL4_Fault_VGICMaintenance, (seL4_Word[]){0}, 1);
}

TEST(the_end_of_an_interrupt_is_not_lost_in_a_stop)
{
    machine_t *m = start();
    vm_irq_state_t state;
    CHECK_EQ(vm_inject_irq(m->vcpu[1], PPI), 0);
    CHECK_EQ(stop_with(m, end_of_interrupt), 0);
    CHECK_EQ(vm_get_counters(&m->vm)->maintenance, 1);
    CHECK_EQ(vm_get_irq_state(m->vcpu[1], PPI, &state), 0);
    CHECK(!state.in_hardware && !state.pending);
    CHECK(goes_on(m, 1));
    machine_end(m);
}

static void timer_event(void)
{
    push(machine, seL4_Fault_VPPIEvent, (seL4_Word[]){PPI_VTIMER_IRQ}, 1);
}

TEST(the_timers_event_is_not_lost_in_a_stop)
{
    machine_t *m = start();
    CHECK_EQ(stop_with(m, timer_event), 0);
    CHECK_EQ(vm_get_counters(&m->vm)->timer_events, 1);
    CHECK_EQ(fake_list_register(vm_get_vcpu(&m->vm, 1), 0), PPI_VTIMER_IRQ);
    machine_end(m);
}

static void access_of_the_other(void)
{
    push(machine, seL4_Fault_VMFault, (seL4_Word[]){CODE, DEVICE, 0, ESR_LOAD(2, 3u)}, 4);
}

TEST(a_fault_during_a_stop_comes_with_the_next_run)
{
    machine_t *m = start();
    device.answer[0] = 77;
    CHECK_EQ(stop_with(m, access_of_the_other), 0);
    CHECK_EQ(device.calls, 0);
    CHECK(goes_on(m, 1));
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(device.calls, 1);
    CHECK_EQ(registers(m, 1)[X0 + 3], 77);
    machine_end(m);
}

static unsigned events;

static int count_events(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)tag;
    (void)cookie;
    CHECK_EQ(vm_run(vm), -1);
    CHECK_EQ(vm_last_error(vm)->code, VM_ERROR_BUSY);
    CHECK_EQ(vm_destroy(vm), -1);
    CHECK_EQ(badge, 5);
    events++;
    return vm_stop(vm, 99);
}

static void notification_and_alarm(void)
{
    fake_push_message(5, 0, NULL, 0, seL4_CapNull);
    fake_push_message(vm_badge(&machine->vm) | BADGE_ALARM, 0, NULL, 0, seL4_CapNull);
    fake_push_message(5, 0, NULL, 0, seL4_CapNull);
}

TEST(events_during_a_stop_come_as_one_with_the_next_run)
{
    machine_t *m = start();
    events = 0;
    CHECK_EQ(vm_register_notification_callback(&m->vm, count_events, NULL), 0);
    CHECK_EQ(stop_with(m, notification_and_alarm), 0);
    CHECK(events == 0 && vm_get_stop(&m->vm)->value == 8);
    CHECK_EQ(machine_run(m), 0);
    CHECK(events == 1 && vm_get_stop(&m->vm)->value == 99);
    fake_push_message(5, 0, NULL, 0, seL4_CapNull);
    CHECK_EQ(machine_run(m), 0);
    CHECK(events == 2 && vm_get_stop(&m->vm)->value == 99);
    machine_end(m);
}

TEST(a_waiting_vcpu_is_not_woken_while_the_vm_is_stopped)
{
    machine_t *m = start();
    seL4_Word wfi = HSR(HSR_WFx_EXCEPTION);
    CHECK_EQ(raise_fault(m, 1, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK(!goes_on(m, 1));
    CHECK_EQ(vm_inject_irq(m->vcpu[1], PPI), 0);
    CHECK(goes_on(m, 1));
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[1]);
    machine_end(m);
}

TEST(a_vcpu_that_cannot_be_suspended_is_an_error)
{
    machine_t *m = start();
    fake_fail_method(TCBSuspend, seL4_IllegalOperation);
    CHECK_EQ(machine_run(m), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(m->vm.run.exit_reason, VM_GUEST_ERROR_EXIT);
    CHECK_EQ(strcmp(vm_last_error(&m->vm)->operation, "seL4_TCB_Suspend"), 0);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    CHECK_EQ(hypercall(m, 0, 0x84000008, 0, 0, 0), -1); /* power off */
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    fake_fail_method(TCBSuspend, seL4_NoError);
    machine_end(m);
}

TEST(a_run_that_does_not_begin_has_no_reason_to_stop)
{
    machine_t *m = start();
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_REQUESTED);
    fake_fail_method(TCBResume, seL4_IllegalOperation);
    CHECK_EQ(machine_run(m), -1);
    fake_fail_method(TCBResume, seL4_NoError);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_NONE);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    CHECK(goes_on(m, 0) && goes_on(m, 1));
    CHECK_EQ(machine_run(m), 0);
    CHECK(m->running[0] && m->running[1]);
    machine_end(m);
}

static memory_fault_result_t stop_all(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                      void *cookie)
{
    (void)vcpu;
    (void)addr;
    (void)length;
    (void)cookie;
    CHECK_EQ(vcpu_stop(vm->vcpus[1]), 0);
    CHECK_EQ(vcpu_stop(vm->vcpus[0]), 0);
    return FAULT_HANDLED;
}

TEST(stopping_the_last_vcpu_in_a_callback_ends_the_run)
{
    machine_t *m = start();
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, stop_all, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_ALL_OFF);
    machine_end(m);
}
