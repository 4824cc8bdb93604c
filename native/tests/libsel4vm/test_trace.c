/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a tracer is told. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/guest_irq_controller.h>
#include <sel4vm/guest_trace.h>
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"
#include "vcpu/vcpu.h"

#define MOST 16

static vm_trace_event_t events[MOST];
static unsigned count;

static void keep(vm_t *vm, const vm_trace_event_t *event, void *cookie)
{
    CHECK(cookie == events);
    /* What the tracer does with message registers is its own business. */
    for (int i = 0; i < seL4_MsgMaxLength; i++) {
        seL4_SetMR(i, 0xdead);
    }
    CHECK_EQ(event->sequence, count + 1);
    /* The idle notification ends each run of these tests. */
    if (event->kind != VM_TRACE_NOTIFICATION || vm_get_stop(vm)->reason != VM_STOP_NONE) {
        events[count % MOST] = *event;
    }
    count++;
}

static machine_t *traced_machine(void)
{
    machine_t *m = machine_start();
    memset(events, 0, sizeof(events));
    count = 0;
    CHECK_EQ(vm_set_tracer(&m->vm, keep, events), 0);
    return m;
}

/* The first event of the last run; the runs of this file end with a notification each. */
static const vm_trace_event_t *begun(unsigned *before)
{
    const vm_trace_event_t *event = &events[*before % MOST];
    *before = count;
    return event;
}

TEST(accesses_are_told_with_their_value_and_answer)
{
    machine_t *m = traced_machine();
    unsigned before = 0;
    device.answer[0] = 0x11223344aabbccdd;
    CHECK_EQ(touch(m, 0, DEVICE + 0x18, ESR_LOAD(2, 1u)), 0);
    const vm_trace_event_t *e = begun(&before);
    CHECK(e->kind == VM_TRACE_MEMORY && e->answer == VM_TRACE_HANDLED && e->vcpu_id == 0);
    CHECK(e->pc == CODE && e->address == DEVICE + 0x18 && e->size == 4 && e->reg == 1);
    CHECK(!e->is_write && !e->is_fetch && e->has_value && e->syndrome == ESR_LOAD(2, 1u));
    CHECK_EQ(e->value, 0xaabbccdd);
    registers(m, 0)[X28] = 0x1234;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(0, 28u)), 0);
    e = begun(&before);
    CHECK(e->is_write && e->size == 1 && e->reg == 28 && e->has_value && e->value == 0x34);
    CHECK_EQ(e->pc, CODE + 4);
    device.result = FAULT_IGNORE;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(3, 1u)), 0);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_IGNORED && !e->has_value);
    device.result = FAULT_RESTART;
    CHECK_EQ(touch(m, 0, DEVICE, ESR_STORE(3, 31u)), 0);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_RESTARTED && e->has_value && e->value == 0);
    /* The distributor is a device as any other. */
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    CHECK_EQ(touch(m, 1, GICD + 4, ESR_LOAD(2, 0u)), 0);
    e = begun(&before);
    CHECK_EQ(e->vcpu_id, 1);
    CHECK_EQ(e->address, GICD + 4);
    CHECK_EQ(e->value, 31 | 1 << 5);
    machine_end(m);
}

TEST(accesses_to_nothing_end_as_the_policy_says)
{
    machine_t *m = traced_machine();
    unsigned before = 0;
    registers(m, 0)[X1] = 7;
    CHECK_EQ(vm_set_unhandled_policy(&m->vm, VM_UNHANDLED_ABORT), 0);
    CHECK_EQ(touch(m, 0, 0x10000, ESR_STORE(2, 1u)), 0);
    const vm_trace_event_t *e = begun(&before);
    CHECK(e->answer == VM_TRACE_ABORTED && e->has_value && e->value == 7 && e->pc == CODE);
    CHECK_EQ(touch(m, 0, 0x10000, 0x20u << 26 | 1u << 25 | 6), 0);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_ABORTED && e->is_fetch && !e->has_value && e->size == 4);
    CHECK_EQ(vm_set_unhandled_policy(&m->vm, VM_UNHANDLED_STOP), 0);
    CHECK_EQ(touch(m, 0, 0x10000, ESR_LOAD(2, 1u)), -1);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_STOPPED && !e->has_value && e->address == 0x10000);
    /* There is no instruction at that pc that could be looked at. */
    registers(m, 0)[PC] = 0x10;
    CHECK_EQ(touch(m, 0, 0x10000, ESR_LOAD_BLIND), -1);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_STOPPED && e->size == 0);
    machine_end(m);
}

TEST(a_pair_is_two_accesses)
{
    machine_t *m = traced_machine();
    seL4_Word *r = registers(m, 0);
    unsigned before = 0;
    r[X2] = DEVICE + 0x10;
    device.answer[0] = 11;
    device.answer[1] = 22;
    CHECK_EQ(execute(m, 0, 0xa9400440, DEVICE + 0x10, ESR_LOAD_BLIND), 0); /* ldp x0, x1, [x2] */
    const vm_trace_event_t *e = begun(&before);
    CHECK(e[0].address == DEVICE + 0x10 && e[0].reg == 0 && e[0].value == 11 && e[0].size == 8);
    CHECK(e[1].address == DEVICE + 0x18 && e[1].reg == 1 && e[1].value == 22);
    CHECK_EQ(execute(m, 0, 0x29010440, DEVICE + 0x18, ESR_STORE_BLIND), 0); /* stp w0, w1, … */
    e = begun(&before);
    CHECK(e[0].is_write && e[0].value == 11 && e[0].size == 4 && e[1].value == 22);
    CHECK_EQ(execute(m, 0, 0xd50b7a20, DEVICE, ESR_STORE_BLIND | 1u << 8), 0); /* dc cvac, x0 */
    CHECK_EQ(begun(&before)->answer, VM_TRACE_SKIPPED);
    machine_end(m);
}

TEST(pages_that_appear_or_are_watched_are_told)
{
    machine_t *m = traced_machine();
    unsigned before = 0;
    vm_memory_reservation_t *lazy = vm_reserve_memory_at(&m->vm, 0x50000000, 0x2000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(&m->vm, lazy, NULL, NULL, 12), 0);
    CHECK_EQ(touch(m, 0, 0x50000010, ESR_LOAD(2, 1u)), 0);
    const vm_trace_event_t *e = begun(&before);
    CHECK(e->answer == VM_TRACE_MAPPED && e->address == 0x50000010 && e->pc == CODE);
    CHECK_EQ(touch(m, 0, 0x50000010, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(begun(&before)->answer, VM_TRACE_STALE);
    CHECK_EQ(vm_set_tracking(&m->vm, lazy, VM_TRACK_DIRTY), 0);
    CHECK_EQ(touch(m, 0, 0x50000010, ESR_STORE(2, 1u)), 0);
    CHECK_EQ(begun(&before)->answer, VM_TRACE_TRACKED);
    machine_end(m);
}

TEST(calls_are_told_with_arguments_and_result)
{
    machine_t *m = traced_machine();
    seL4_Word *r = registers(m, 0);
    unsigned before = 0;
    CHECK_EQ(hypercall(m, 0, PSCI_AFFINITY_INFO_64_FID, 1, 0, 3), 0);
    const vm_trace_event_t *e = begun(&before);
    CHECK(e->kind == VM_TRACE_HVC && e->function == PSCI_AFFINITY_INFO_64_FID);
    CHECK(e->argument1 == 1 && e->argument3 == 3 && e->has_value && e->value == 1);
    CHECK(e->pc == CODE && r[PC] == CODE + 4);
    /* The reply's message registers are as they were: x4 to x7 have come back unharmed. */
    CHECK(r[X0] == 1 && r[X0 + 4] == 4 && r[X7] == 7);
    r[X0] = PSCI_VERSION_FID;
    r[X1] = 5;
    seL4_Word smc = HSR(HSR_SMC_64_EXCEPTION);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &smc, 1), 0);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_SMC && e->function == PSCI_VERSION_FID && e->argument1 == 5);
    CHECK(e->value == PSCI_VERSION_1_1 && e->pc == CODE + 4 && e->syndrome == smc);
    r[X0] = 0x77;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_CapFault, (seL4_Word[]){r[PC], 1, 0, 1}, 4), 0);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_HVC && e->function == 0x77 && e->value == (uint64_t)-1);
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_OFF && e->vcpu_id == 1);
    CHECK_EQ(hypercall(m, 0, PSCI_SYSTEM_OFF_FID, 0, 0, 0), 0);
    e = begun(&before);
    CHECK(e->answer == VM_TRACE_STOPPED && !e->has_value);
    machine_end(m);
}

TEST(waiting_and_interrupts_are_told)
{
    machine_t *m = traced_machine();
    unsigned before = 0;
    seL4_Word wfi = HSR(HSR_WFx_EXCEPTION), sysreg = HSR(HSR_SYSREG_64_EXCEPTION), zero = 0;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, (seL4_Word[]){wfi | 1}, 1), 0);
    const vm_trace_event_t *e = begun(&before);
    CHECK(e->kind == VM_TRACE_WFX && e->answer == VM_TRACE_HANDLED && e->pc == CODE);
    registers(m, 0)[X1] = 1;
    CHECK_EQ(touch(m, 0, GICD, ESR_STORE(2, 1u)), 0);
    registers(m, 0)[X1] = 1u << 27;
    CHECK_EQ(touch(m, 0, GICD + 0x100, ESR_STORE(2, 1u)), 0);
    before = count;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VPPIEvent, (seL4_Word[]){27}, 1), 0);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_TIMER && e->value == 27 && e->answer == VM_TRACE_HANDLED);
    fake_list_register_clear(vm_get_vcpu(&m->vm, 0), 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VGICMaintenance, &zero, 1), 0);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_INTERRUPT_END && e->has_value && e->value == 27);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VGICMaintenance, &zero, 1), 0);
    CHECK(!begun(&before)->has_value);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK_EQ(begun(&before)->answer, VM_TRACE_WAITS);
    CHECK_EQ(vcpu_stop(m->vcpu[0]), 0);
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    fake_push_message(BADGE_MAGIC << 32 | (seL4_Word)m->vm.vm_id << 8 | BADGE_ALARM, 0, NULL, 0, 0);
    CHECK_EQ(machine_run(m), 0);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_ALARM && e->vcpu_id == -1);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &sysreg, 1), -1);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_VCPU_FAULT && e->answer == VM_TRACE_STOPPED);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_UserException, (seL4_Word[]){CODE, 0, 0, 7, 0}, 5), -1);
    e = begun(&before);
    CHECK(e->kind == VM_TRACE_VCPU_FAULT && e->pc == CODE);
    machine_end(m);
}

TEST(messages_that_the_guest_makes_up_are_told)
{
    machine_t *m = traced_machine();
    seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[0]);
    fake_push_message(fake_thread_fault_badge(tcb), 39, NULL, 0, seL4_CapNull);
    machine_run(m);
    CHECK_EQ(events[0].kind, VM_TRACE_FORGED);
    CHECK_EQ(vm_set_tracer(&m->vm, keep, events), 0);
    machine_end(m);
}

static void leave(vm_t *vm, const vm_trace_event_t *event, void *cookie)
{
    (void)event;
    ++*(unsigned *)cookie;
    CHECK_EQ(vm_set_tracer(vm, NULL, NULL), 0);
    CHECK_EQ(vm_destroy(vm), -1);
}

TEST(a_tracer_may_leave)
{
    machine_t *m = machine_start();
    unsigned told = 0;
    CHECK_EQ(vm_set_tracer(&m->vm, leave, &told), 0);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(told, 1);
    vm_t none = {0};
    CHECK_EQ(vm_set_tracer(NULL, leave, NULL), -1);
    CHECK_EQ(vm_set_tracer(&none, leave, NULL), -1);
    machine_end(m);
}

static memory_fault_result_t abort_other(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                         void *cookie)
{
    (void)vcpu;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_inject_abort(vm->vcpus[1], addr, false), 0);
    return FAULT_IGNORE;
}

TEST(an_abort_of_another_vcpu_is_not_told)
{
    machine_t *m = traced_machine();
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, abort_other, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(events[0].answer, VM_TRACE_IGNORED);
    machine_end(m);
}

static memory_fault_result_t ignore_after_all(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr,
                                              size_t length, void *cookie)
{
    (void)vm;
    (void)addr;
    (void)length;
    (void)cookie;
    restart_vcpu_fault(vcpu);
    return FAULT_IGNORE;
}

/* What the callback answers decides, not what it said before; the guest goes on. */
TEST(an_access_that_is_ignored_after_all_is_told_so)
{
    machine_t *m = traced_machine();
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, ignore_after_all, NULL) != NULL);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_LOAD(2, 1u)), 0);
    CHECK_EQ(registers(m, 0)[PC], CODE + 4);
    CHECK_EQ(events[0].answer, VM_TRACE_IGNORED);
    machine_end(m);
}

TEST(a_timer_of_a_vcpu_that_waits_is_no_wait)
{
    machine_t *m = traced_machine();
    unsigned before = 0;
    seL4_Word wfi = HSR(HSR_WFx_EXCEPTION);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK_EQ(begun(&before)->answer, VM_TRACE_WAITS);
    /* The guest has not enabled the interrupt: it does not wake the vCPU. */
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VPPIEvent, (seL4_Word[]){27}, 1), 0);
    CHECK_EQ(begun(&before)->answer, VM_TRACE_HANDLED);
    machine_end(m);
}
