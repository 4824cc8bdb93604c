/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Virtual interrupts, maintenance, the virtual timer. (Manual 6.3, 8.)
 */

#include "guest.h"

GUEST_PROGRAM(interrupts);
GUEST_PROGRAM(timer);
GUEST_PROGRAM(report);

#define VTIMER_PPI 27ul

static kapi_guest_t *interrupted(seL4_Word keep)
{
    kapi_guest_t *g = MAKE_GUEST(interrupts, keep);
    kapi_guest_map_gic(g);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 1);
    return g;
}

/* Takes the next interrupt's report. */
static void expect_interrupt(kapi_guest_t *g, seL4_Word number)
{
    EQ(kapi_guest_call(g), 2);
    EQ(g->x[1], number);
}

static void expect_maintenance(kapi_guest_t *g, seL4_Word index)
{
    EQ(kapi_guest_fault(g, seL4_Fault_VGICMaintenance).length, seL4_VGICMaintenance_Length);
    EQ(seL4_GetMR(seL4_VGICMaintenance_IDX), index);
}

KTEST(guest_takes_a_virtual_interrupt)
{
    kapi_guest_t *g = interrupted(0);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 77, 0, 1, 0));
    kapi_guest_answer(g, 0);
    /* The end of the interrupt frees the list register, which the VMM hears of first. */
    expect_maintenance(g, 0);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 77);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 78, 0, 1, 0));
    kapi_guest_answer(g, 0);
    expect_maintenance(g, 0);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 78);
}

KTEST(guest_interrupts_by_priority)
{
    kapi_guest_t *g = interrupted(0);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 50, 20, 1, 0));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 51, 10, 0, 1));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 52, 30, 1, 2));
    kapi_guest_answer(g, 0);
    static const seL4_Word numbers[] = {51, 50, 52}, indices[] = {1, 0, 2};
    for (int i = 0; i < 3; i++) {
        expect_maintenance(g, indices[i]);
        seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
        expect_interrupt(g, numbers[i]);
        kapi_guest_answer(g, 0);
    }
}

/* Pending it may be replaced; acknowledged but not ended, its list register is in use. */
KTEST(guest_interrupt_in_service_keeps_its_register)
{
    kapi_guest_t *g = interrupted(1);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 89, 0, 1, 2));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 90, 0, 1, 2));
    kapi_guest_answer(g, 0);
    expect_interrupt(g, 90);
    /* The state is certain once another VCPU has run on the processor. */
    kapi_guest_t *other = MAKE_GUEST(report, 0);
    kapi_guest_start(other);
    kapi_guest_call(other);
    ERR(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 91, 0, 1, 2), seL4_DeleteFirst);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 91, 0, 1, 3));
}

#define GICV_CTLR     0
#define GICV_PMR      1
#define GICV_APR      (0xd0 / 4)
#define CTLR_EOI_MODE (1u << 9)

/* Of the VCPU that ran last, the kernel does not look whether the interrupt has been acknowledged.
 */
KTEST(guest_interrupt_in_service_is_replaced)
{
    kapi_guest_t *g = interrupted(1);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 90, 5, 1, 2));
    kapi_guest_answer(g, 0);
    expect_interrupt(g, 90);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 91, 1, 1, 2));
    kapi_guest_answer(g, 0);
    expect_interrupt(g, 91);
}

/* To the root task, the virtual CPU interface shows the VCPU that ran last: its active priorities
 * (Arm IHI 0048B, 5.3.8); and it can deactivate an interrupt (4.4.17), whose end is then told. */
KTEST(guest_interrupts_in_service_seen_by_the_root_task)
{
    kapi_guest_t *g = interrupted(1);
    kapi_gicv_t gicv = kapi_guest_see_gic(g);
    EQ(gicv.registers[GICV_APR], 0);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 90, 5, 1, 2));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 91, 9, 1, 1));
    EQ(gicv.registers[GICV_APR], 0);
    kapi_guest_answer(g, 0);
    expect_interrupt(g, 90);
    EQ(gicv.registers[GICV_APR], 1u << 5);
    seL4_Word control = gicv.registers[GICV_CTLR];
    gicv.registers[GICV_CTLR] = (uint32_t)control | CTLR_EOI_MODE;
    *gicv.deactivate = 91; /* which is not active */
    *gicv.deactivate = 90;
    gicv.registers[GICV_CTLR] = (uint32_t)control;
    EQ(gicv.registers[GICV_APR], 1u << 5);
    kapi_guest_answer(g, 0);
    expect_maintenance(g, 2);
    gicv.registers[GICV_APR] = 0;
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 91);
}

/* An interrupt of the lowest priority is never delivered, as the mask has five bits as well: it
 * empties a list register. */
KTEST(guest_interrupt_taken_back)
{
    kapi_guest_t *g = interrupted(0);
    kapi_gicv_t gicv = kapi_guest_see_gic(g);
    EQ(gicv.registers[GICV_PMR], 0xf8); /* the guest has written 0xff */
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 50, 0, 0, 0));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 1020, 31, 0, 0));
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 51, 30, 0, 1));
    kapi_guest_answer(g, 0);
    expect_maintenance(g, 1);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 51);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 52, 30, 0, 0));
    kapi_guest_answer(g, 0);
    expect_maintenance(g, 0);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 52);
}

/* Injected while the guest runs nothing and is not bound to the processor: it arrives when it runs.
 */
KTEST(guest_interrupt_injected_before_start)
{
    kapi_guest_t *g = MAKE_GUEST(interrupts, 0);
    kapi_guest_map_gic(g);
    OK(seL4_ARM_VCPU_InjectIRQ(g->vcpu, 33, 0, 1, 1));
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 1);
    kapi_guest_answer(g, 0);
    expect_maintenance(g, 1);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    expect_interrupt(g, 33);
}

KTEST(guest_virtual_timer_event)
{
    kapi_guest_t *g = MAKE_GUEST(timer, 1000);
    kapi_guest_start(g);
    EQ(kapi_guest_fault(g, seL4_Fault_VPPIEvent).length, seL4_VPPIEvent_Length);
    EQ(seL4_GetMR(seL4_VPPIEvent_IRQ), VTIMER_PPI);
    EQ(kapi_guest_read(g, seL4_VCPUReg_CNTV_CTL) & 7, 5); /* enabled, not masked, due */
}

/* The interrupt stays masked until it is acknowledged, and comes again while the timer is due. */
KTEST(guest_virtual_timer_again_after_ack)
{
    kapi_guest_t *g = MAKE_GUEST(timer, 1000);
    kapi_guest_start(g);
    for (int i = 0; i < 3; i++) {
        kapi_guest_fault(g, seL4_Fault_VPPIEvent);
        OK(seL4_ARM_VCPU_AckVPPI(g->vcpu, VTIMER_PPI));
        seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    }
    kapi_guest_fault(g, seL4_Fault_VPPIEvent);
    /* The VMM turns the timer off: no more events. */
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_CNTV_CTL, 0));
    OK(seL4_ARM_VCPU_AckVPPI(g->vcpu, VTIMER_PPI));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    seL4_Word badge = 0, end = sys_ticks() + sys_ticks_per_second() / 50;
    while (sys_ticks() < end && badge == 0) {
        seL4_NBRecv(g->faults, &badge);
    }
    EQ(badge, 0);
}

/* An event that is not acknowledged does not come twice. */
KTEST(guest_virtual_timer_masked_until_ack)
{
    kapi_guest_t *g = MAKE_GUEST(timer, 1000);
    OK(seL4_TCB_SetPriority(g->tcb, seL4_CapInitThreadTCB, KAPI_PRIO));
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VPPIEvent);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    seL4_Word badge = 0, end = sys_ticks() + sys_ticks_per_second() / 20;
    while (sys_ticks() < end && badge == 0) {
        seL4_Yield();
        seL4_NBRecv(g->faults, &badge);
    }
    EQ(badge, 0);
    OK(seL4_ARM_VCPU_AckVPPI(g->vcpu, VTIMER_PPI));
    kapi_guest_fault(g, seL4_Fault_VPPIEvent);
}

/* The timer of a guest that does not run is silent. */
KTEST(guest_virtual_timer_stops_with_the_guest)
{
    kapi_guest_t *g = MAKE_GUEST(timer, sys_ticks_per_second() / 5);
    OK(seL4_TCB_SetPriority(g->tcb, seL4_CapInitThreadTCB, KAPI_PRIO));
    kapi_guest_start(g);
    seL4_Yield();
    OK(seL4_TCB_Suspend(g->tcb)); /* after one time slice of 10 ms */
    seL4_Word badge = 0, end = sys_ticks() + sys_ticks_per_second() / 2;
    while (sys_ticks() < end && badge == 0) {
        seL4_NBRecv(g->faults, &badge);
    }
    EQ(badge, 0);
    /* Should a slow host have let it come due before the suspension, it may come again. */
    OK(seL4_ARM_VCPU_AckVPPI(g->vcpu, VTIMER_PPI));
    kapi_guest_start(g); /* long due by now */
    kapi_guest_fault(g, seL4_Fault_VPPIEvent);
}
