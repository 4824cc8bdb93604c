/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The interrupt controller, driven as a guest drives it. */
#include <sel4vm/sel4_arch/processor.h>
#include <string.h>

#include "gic.h"

/* The guest ends the interrupt in a list register. */
static void end_of_interrupt(machine_t *m, unsigned vcpu, unsigned index)
{
    fake_list_register_clear(vm_get_vcpu(&m->vm, (int)vcpu), index);
    CHECK_EQ(raise_fault(m, vcpu, seL4_Fault_VGICMaintenance, (seL4_Word[]){index}, 1), 0);
}

static unsigned acks;
static int last_ack;

static void acked(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)vcpu;
    CHECK(cookie == &acks);
    acks++;
    last_ack = irq;
}

static machine_t *start(void)
{
    machine_t *m = machine_start();
    acks = 0;
    for (int irq = 32; irq < 48; irq++) {
        CHECK_EQ(vm_register_irq(m->vcpu[0], irq, acked, &acks), 0);
    }
    put(m, 0, CTLR, 1);
    put(m, 0, ISENABLER + 4, 0xffff);
    return m;
}

TEST(a_level_interrupt_stays_pending_while_its_line_is_high)
{
    machine_t *m = start();
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 1), 0);
    CHECK_EQ(in_list(m, 0, 0), 33);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 1), 0);
    CHECK_EQ(in_list(m, 0, 1), -1);
    end_of_interrupt(m, 0, 0);
    CHECK(acks == 1 && last_ack == 33);
    CHECK_EQ(in_list(m, 0, 0), 33);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 0), 0);
    end_of_interrupt(m, 0, 0);
    CHECK_EQ(in_list(m, 0, 0), -1);
    CHECK_EQ(acks, 2);
    machine_end(m);
}

TEST(an_edge_interrupt_is_taken_once_a_rise)
{
    machine_t *m = start();
    put(m, 0, ICFGR + 8, 0xaaaaaaaa);
    CHECK_EQ(get(m, 0, ICFGR + 8), 0xaaaaaaaa);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 34, 1), 0);
    CHECK_EQ(in_list(m, 0, 0), 34);
    end_of_interrupt(m, 0, 0);
    CHECK_EQ(in_list(m, 0, 0), -1);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 34, 0), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 34, 1), 0);
    CHECK_EQ(take_irq(m, 0), 34);
    /* Another rise while the guest is at it comes afterwards. */
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 34), 0);
    end_of_interrupt(m, 0, 0);
    CHECK_EQ(in_list(m, 0, 0), 34);
    end_of_interrupt(m, 0, 0);
    CHECK_EQ(in_list(m, 0, 0), -1);
    machine_end(m);
}

TEST(more_interrupts_than_list_registers_come_by_priority)
{
    machine_t *m = start();
    put(m, 0, IPRIORITY + 40, 0x10);
    CHECK_EQ(get(m, 0, IPRIORITY + 40), 0x10);
    put_sized(m, 0, IPRIORITY + 45, 0, 0xf0);
    for (int irq = 32; irq < 48; irq++) {
        if (irq != 40) {
            put_sized(m, 0, IPRIORITY + (uint32_t)irq, 0, irq == 45 ? 0xf0 : 0x80);
        }
        CHECK_EQ(vm_inject_irq(m->vcpu[0], irq), 0);
    }
    bool seen[48] = {false};
    for (unsigned i = 0; i < 16; i++) {
        unsigned irq = take_irq(m, 0);
        CHECK(irq >= 32 && irq < 48 && !seen[irq]);
        CHECK((irq == 40) == (i == 0) && (irq == 45) == (i == 15));
        seen[irq] = true;
        end_irq(m, 0, irq);
    }
    CHECK_EQ(acks, 16);
    machine_end(m);
}

TEST(disabled_interrupts_wait)
{
    machine_t *m = start();
    put(m, 0, ICENABLER + 4, 1u << 3);
    CHECK_EQ(get(m, 0, ICENABLER + 4), 0xffff & ~8u);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 35), 0);
    CHECK_EQ(in_list(m, 0, 0), -1);
    CHECK_EQ(get(m, 0, ISPENDR + 4), 8);
    put(m, 0, ICPENDR + 4, 8);
    CHECK_EQ(get(m, 0, ICPENDR + 4), 0);
    put(m, 0, ISPENDR + 4, 8);
    put(m, 0, CTLR, 0);
    put(m, 0, ISENABLER + 4, 8);
    CHECK_EQ(in_list(m, 0, 0), -1);
    CHECK_EQ(get(m, 0, CTLR), 0);
    put(m, 0, CTLR, 1);
    CHECK_EQ(in_list(m, 0, 0), 35);
    vm_irq_state_t state;
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], 35, &state), 0);
    CHECK(state.registered && state.enabled && state.in_hardware && !state.pending && !state.edge &&
          !state.level);
    machine_end(m);
}

TEST(sgis_go_to_the_cpus_they_name)
{
    machine_t *m = start();
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    put(m, 0, ISENABLER, 0xffff);
    put(m, 1, ISENABLER, 0xffff);
    put(m, 0, SGIR, 2u << 16 | 3);
    CHECK(in_list(m, 1, 0) == 3 && in_list(m, 0, 0) == -1);
    put(m, 1, SGIR, 1u << 24 | 5);
    CHECK_EQ(take_irq(m, 0), 5);
    exit_once(m, 0);
    put(m, 1, SGIR, 2u << 24 | 6);
    CHECK_EQ(in_list(m, 1, 1), 6);
    put(m, 0, ICENABLER, 1u << 7);
    put(m, 0, SPENDSGIR + 4, 0x02000000);
    CHECK_EQ(get(m, 0, CPENDSGIR + 4), 0x02000000);
    CHECK_EQ(get(m, 0, SPENDSGIR + 4), 0x02000000);
    put(m, 0, CPENDSGIR + 4, 0x02000000);
    CHECK_EQ(get(m, 0, CPENDSGIR + 4), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 1), 0);
    CHECK_EQ(in_list(m, 0, 1), 1);
    /* A byte of the register is that of one SGI, also for one that no CPU has sent. */
    vm_irq_state_t state;
    put(m, 0, ICENABLER, 1u << 9);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 9), 0);
    put_sized(m, 0, CPENDSGIR + 8, 0, 0xff);
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], 9, &state), 0);
    CHECK(state.pending);
    put_sized(m, 0, CPENDSGIR + 9, 0, 0xff);
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], 9, &state), 0);
    CHECK(!state.pending);
    machine_end(m);
}

TEST(shared_interrupts_go_where_the_guest_routes_them)
{
    machine_t *m = start();
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    put_sized(m, 0, ITARGETS + 36, 0, 2);
    CHECK_EQ(get(m, 0, ITARGETS + 36) & 0xff, 2);
    CHECK_EQ(get(m, 0, ITARGETS), 0x01010101);
    CHECK_EQ(get(m, 1, ITARGETS), 0x02020202);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK(in_list(m, 1, 0) == 36 && in_list(m, 0, 0) == -1);
    machine_end(m);
}

TEST(the_virtual_timers_event_becomes_its_interrupt)
{
    machine_t *m = start();
    put(m, 0, ISENABLER, 1u << PPI_VTIMER_IRQ);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VPPIEvent, (seL4_Word[]){PPI_VTIMER_IRQ}, 1), 0);
    CHECK_EQ(in_list(m, 0, 0), PPI_VTIMER_IRQ);
    CHECK_EQ(timer_acks(m, 0), 0);
    end_of_interrupt(m, 0, 0);
    CHECK_EQ(timer_acks(m, 0), 1);
    CHECK_EQ(vm_get_counters(&m->vm)->timer_events, 1);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VPPIEvent, (seL4_Word[]){5}, 1), -1);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_UNHANDLED_EVENT);
    machine_end(m);
}

TEST(registers_that_tell_what_it_is)
{
    machine_t *m = start();
    CHECK_EQ(get(m, 0, TYPER), 31 | 1u << 5);
    CHECK_EQ(get(m, 0, IIDR), 0x43b);
    CHECK_EQ(get(m, 0, ICPIDR2) & 0xf0, 0x20);
    CHECK_EQ(get(m, 0, IGROUPR), 0);
    put(m, 0, IGROUPR, ~0u);
    CHECK_EQ(get(m, 0, IGROUPR), 0);
    put(m, 0, ISENABLER + 124, ~0u);
    CHECK_EQ(get(m, 0, ISENABLER + 124), 0x0fffffff);
    /* Every offset and width can be touched. */
    for (uint32_t offset = 0; offset < 0x1000; offset += 4) {
        get(m, 0, offset);
        put(m, 0, offset, 0xffffffff);
        put_sized(m, 0, offset + 3, 0, 0xff);
    }
    machine_end(m);
}

TEST(bad_interrupt_numbers_are_refused)
{
    machine_t *m = start();
    vm_vcpu_t *vcpu = m->vcpu[0];
    vm_irq_state_t state;
    static const int bad[] = {-1, 1020, 1023, 5000};
    for (unsigned i = 0; i < 4; i++) {
        CHECK_EQ(vm_inject_irq(vcpu, bad[i]), -1);
        CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_OUT_OF_RANGE);
        CHECK_EQ(vm_set_irq_level(vcpu, bad[i], 1), -1);
        CHECK_EQ(vm_register_irq(vcpu, bad[i], NULL, NULL), -1);
        CHECK_EQ(vm_unregister_irq(vcpu, bad[i]), -1);
        CHECK_EQ(vm_get_irq_state(vcpu, bad[i], &state), -1);
    }
    CHECK_EQ(vm_inject_irq(vcpu, 100), -1);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_NOT_FOUND);
    CHECK_EQ(vm_register_irq(vcpu, 33, NULL, NULL), -1);
    CHECK_EQ(vm_register_irq(vcpu, 3, NULL, NULL), -1);
    CHECK_EQ(vm_unregister_irq(vcpu, 33), 0);
    CHECK_EQ(vm_inject_irq(vcpu, 33), -1);
    CHECK_EQ(vm_get_irq_state(vcpu, 33, NULL), -1);
    CHECK_EQ(vm_inject_irq(NULL, 33), -1);
    CHECK_EQ(vm_create_default_irq_controller(&m->vm), -1);
    CHECK_EQ(vm_create_irq_controller(&m->vm, NULL), -1);
    machine_end(m);
    vm_t bare = {0};
    rs_object_t endpoint;
    CHECK_EQ(rs_object_alloc(seL4_EndpointObject, 0, &endpoint), seL4_NoError);
    CHECK_EQ(vm_init(&bare, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "bare"), 0);
    vm_vcpu_t *lonely = vm_create_vcpu(&bare, 1);
    CHECK_EQ(vm_inject_irq(lonely, 33), -1);
    CHECK_EQ(vm_last_error(&bare)->code, VM_ERROR_BAD_STATE);
    CHECK_EQ(vm_destroy(&bare), 0);
}

TEST(two_vms_share_the_hardwares_cpu_interface)
{
    machine_t *m = start();
    vm_t second = {0};
    CHECK_EQ(vm_init(&second, NULL, NULL, (vspace_t){0}, NULL, m->endpoint.cptr, "second"), 0);
    CHECK_EQ(vm_create_default_irq_controller(&second), 0);
    CHECK(fake_translate(second.mem.vm_vspace.root, 0x08010000).mapped);
    vm_t third = {0};
    CHECK_EQ(vm_init(&third, NULL, NULL, (vspace_t){0}, NULL, m->endpoint.cptr, "third"), 0);
    const vm_irq_controller_config_t elsewhere = {0x08000000, 0x08010000, 0x08050000};
    CHECK_EQ(vm_create_irq_controller(&third, &elsewhere), -1);
    CHECK_EQ(vm_last_error(&third)->code, VM_ERROR_OVERLAP);
    CHECK_EQ(vm_destroy(&third), 0);
    CHECK(fake_translate(m->vm.mem.vm_vspace.root, 0x08011000).mapped);
    CHECK_EQ(vm_destroy(&second), 0);
    CHECK(fake_translate(m->vm.mem.vm_vspace.root, 0x08010000).mapped);
    machine_end(m);
}

TEST(an_injection_that_the_kernel_refuses_is_tried_again)
{
    machine_t *m = start();
    fake_fail_call(1, seL4_DeleteFirst);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), -1);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_DeleteFirst);
    fake_fail_call(0, seL4_NoError);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    bool found = false;
    for (unsigned i = 0; i < FAKE_LIST_REGISTERS; i++) {
        found = found || in_list(m, 0, i) == 40;
    }
    CHECK(found);
    machine_end(m);
}

static int inject_40(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)badge;
    (void)tag;
    (void)cookie;
    CHECK_EQ(vm_inject_irq(vm->vcpus[0], 40), -1);
    return 0;
}

/* Outside of vm_run(), the call that puts an interrupt into a list register; inside, also the one
 * that wakes the vCPU for it; and the one that ends the timer's, when the vCPU is made. */
TEST(a_refused_kernel_call_is_told_and_stops_a_running_vm)
{
    seL4_Word wfi = HSR(HSR_WFx_EXCEPTION);
    machine_t *m = start();
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), -1);
    fake_fail_call(0, seL4_NoError);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK(goes_on(m, 0));
    machine_end(m);
    m = start();
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, &wfi, 1), 0);
    CHECK_EQ(vm_register_notification_callback(&m->vm, inject_40, NULL), 0);
    fake_fail_method(TCBResume, seL4_IllegalOperation);
    CHECK_EQ(machine_run(m), -1);
    fake_fail_method(TCBResume, seL4_NoError);
    CHECK_EQ(vm_get_stop(&m->vm)->reason, VM_STOP_KERNEL_ERROR);
    CHECK_EQ(strcmp(vm_last_error(&m->vm)->operation, "seL4_TCB_Resume"), 0);
    machine_end(m);
    m = start();
    fake_fail_method(ARMVCPUAckVPPI, seL4_IllegalOperation);
    CHECK(vm_create_vcpu(&m->vm, 50) == NULL);
    fake_fail_method(ARMVCPUAckVPPI, seL4_NoError);
    CHECK_EQ(strcmp(vm_last_error(&m->vm)->operation, "seL4_ARM_VCPU_AckVPPI"), 0);
    machine_end(m);
}
