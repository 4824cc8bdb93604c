/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vCPUs that wait for what is there already. */
#include <rootserver/time.h>
#include <sel4vm/arch/psci.h>
#include <sel4vm/sel4_arch/processor.h>

#include "irq/pause.h"
#include "machine.h"

#define MICROSECOND 1000ull
#define FIRST       (32 * MICROSECOND)

#define CTLR        0x000u
#define ISENABLER   0x100u

static const seL4_Word wfi = HSR(HSR_WFx_EXCEPTION), wfe = HSR(HSR_WFx_EXCEPTION) | 1;

static void put(machine_t *m, unsigned vcpu, uint32_t offset, uint32_t value)
{
    registers(m, vcpu)[X0] = value;
    CHECK_EQ(touch(m, vcpu, GICD + offset, ESR_STORE(2, 0u)), 0);
}

/* Interrupt 40 is in a list register of the first vCPU, which has it masked. */
static machine_t *start(void)
{
    machine_t *m = machine_start();
    CHECK_EQ(vm_register_irq(m->vcpu[0], 40, NULL, NULL), 0);
    CHECK_EQ(vm_register_irq(m->vcpu[0], 41, NULL, NULL), 0);
    put(m, 0, CTLR, 1);
    put(m, 0, ISENABLER + 4, 3u << 8);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    return m;
}

/* Let the vCPU wait: how long it has to, 0 when it goes on at once. */
static uint64_t pause_by(machine_t *m, const seL4_Word *syndrome)
{
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VCPUFault, syndrome, 1), 0);
    return vmi_is_paused(m->vcpu[0]) ? vmi_pause_left(m->vcpu[0]) : 0;
}

/* The same; then the time passes, and the vCPU goes on. */
static uint64_t whole_pause_by(machine_t *m, const seL4_Word *syndrome)
{
    uint64_t pause = pause_by(m, syndrome);
    if (pause != 0) {
        fake_advance_time(pause - 1);
        CHECK_EQ(machine_run(m), 0);
        CHECK(!m->running[0] && m->timers == 1);
        fake_advance_time(1);
        CHECK_EQ(machine_run(m), 0);
    }
    CHECK(goes_on(m, 0) && !vmi_is_paused(m->vcpu[0]));
    return pause;
}

static void check_growth(const seL4_Word *syndrome, uint64_t longest)
{
    machine_t *m = start();
    CHECK_EQ(whole_pause_by(m, syndrome), 0);
    for (uint64_t expected = FIRST; expected < longest; expected *= 2) {
        CHECK_EQ(whole_pause_by(m, syndrome), expected);
    }
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(whole_pause_by(m, syndrome), longest);
    }
    machine_end(m);
}

TEST(waits_for_what_is_there_take_longer_each_time_up_to_a_limit)
{
    check_growth(&wfi, LONGEST_WFI_PAUSE_NS);
    check_growth(&wfe, LONGEST_WFE_PAUSE_NS);
}

TEST(cpu_suspend_pauses_as_wfi_does)
{
    machine_t *m = start();
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(hypercall(m, 0, PSCI_CPU_SUSPEND_64_FID, 0, 0, 0), 0);
        CHECK_EQ(goes_on(m, 0), i == 0);
    }
    CHECK_EQ(vmi_pause_left(m->vcpu[0]), FIRST);
    machine_end(m);
}

static void pause_long(machine_t *m)
{
    while (whole_pause_by(m, &wfi) != LONGEST_WFI_PAUSE_NS) {
    }
    CHECK_EQ(pause_by(m, &wfi), LONGEST_WFI_PAUSE_NS);
}

TEST(an_interrupt_ends_a_pause_and_the_next_is_short)
{
    machine_t *m = start();
    pause_long(m);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    CHECK(goes_on(m, 0));
    CHECK_EQ(pause_by(m, &wfi), 0);
    CHECK_EQ(pause_by(m, &wfi), FIRST);
    machine_end(m);
}

TEST(the_interrupt_that_is_there_does_not_end_a_pause)
{
    machine_t *m = start();
    pause_long(m);
    CHECK_EQ(vcpu_start(m->vcpu[1]), 0);
    put(m, 1, CTLR, 1);
    CHECK(!goes_on(m, 0));
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0); /* pending once more, behind the one in the list */
    CHECK(!goes_on(m, 0));
    machine_end(m);
}

TEST(a_vcpu_that_does_something_else_pauses_afresh)
{
    machine_t *m = start();
    pause_long(m);
    fake_advance_time(LONGEST_WFI_PAUSE_NS);
    CHECK_EQ(touch(m, 0, DEVICE, ESR_LOAD(2, 0u)), 0);
    CHECK_EQ(pause_by(m, &wfi), 0);
    CHECK_EQ(whole_pause_by(m, &wfi), FIRST);
    /* The end of an interrupt. */
    fake_list_register_clear(vm_get_vcpu(&m->vm, 0), 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VGICMaintenance, (seL4_Word[]){0}, 1), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(pause_by(m, &wfi), 0);
    CHECK_EQ(whole_pause_by(m, &wfi), FIRST);
    /* Being started. */
    CHECK_EQ(vcpu_stop(m->vcpu[0]), 0);
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    CHECK_EQ(pause_by(m, &wfi), 0);
    machine_end(m);
}

TEST(the_timer_ends_a_pause)
{
    machine_t *m = start();
    pause_long(m);
    fake_advance_time(LONGEST_WFI_PAUSE_NS);
    CHECK_EQ(machine_run(m), 0);
    const uint64_t left = 100 * MICROSECOND;
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 1;
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CVAL] =
        rs_time_ticks() + left * rs_time_frequency() / (1000000 * MICROSECOND);
    uint64_t pause = pause_by(m, &wfi);
    CHECK(pause >= left && pause <= left + MICROSECOND);
    /* One that has fired is there already. */
    fake_advance_time(pause);
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(pause_by(m, &wfi), LONGEST_WFI_PAUSE_NS);
    machine_end(m);
}
