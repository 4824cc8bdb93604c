/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The interrupt controller as Arm IHI 0048B describes it, section by section: the guest takes and
 * ends interrupts by the fake's virtual CPU interface. */
#include <sel4vm/arch/psci.h>

#include "gic.h"

#define FIRST_SPI   32
#define LAST_SPI    47
#define CNTV_HIGH   5u /* CNTV_CTL_EL0: enabled, condition met */
#define RAISED(irq) (1u << ((irq) % 32))
/* Offset of an interrupt's word in the registers of one bit for each. */
#define WORD(irq) ((uint32_t)(irq) / 32 * 4)

static unsigned acks;

static void acked(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)vcpu;
    (void)irq;
    (void)cookie;
    acks++;
}

static machine_t *start_with(unsigned vcpus)
{
    machine_t *m = machine_start_with(vcpus);
    acks = 0;
    for (int irq = FIRST_SPI; irq <= LAST_SPI; irq++) {
        CHECK_EQ(vm_register_irq(m->vcpu[0], irq, acked, NULL), 0);
    }
    put(m, 0, CTLR, 1);
    for (unsigned i = 0; i < vcpus; i++) {
        if (i > 0) {
            registers(m, i)[PC] = CODE;
            CHECK_EQ(vcpu_start(m->vcpu[i]), 0);
        }
        put(m, i, ISENABLER, 0xffff);
    }
    put(m, 0, ISENABLER + 4, 0xffff);
    return m;
}

static machine_t *start(void)
{
    return start_with(1);
}

static void priority(machine_t *m, unsigned irq, uint32_t value)
{
    put_sized(m, 0, IPRIORITY + irq, 0, value);
}

static void timer_event(machine_t *m)
{
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = CNTV_HIGH;
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VPPIEvent, (seL4_Word[]){PPI_VTIMER_IRQ}, 1), 0);
}

/* 3.2.4: the pending state of a level-sensitive interrupt follows its line. */
TEST(the_line_of_the_virtual_timer_is_looked_at_again)
{
    machine_t *m = start();
    timer_event(m);
    CHECK_EQ(get(m, 0, ISPENDR) & RAISED(PPI_VTIMER_IRQ), RAISED(PPI_VTIMER_IRQ));
    CHECK_EQ(timer_acks(m, 0), 0);
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 0;
    CHECK_EQ(get(m, 0, ISPENDR) & RAISED(PPI_VTIMER_IRQ), 0);
    CHECK_EQ(timer_acks(m, 0), 1); /* and may be reported again */
    put(m, 0, ISENABLER, RAISED(PPI_VTIMER_IRQ));
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    /* The line goes low while the interrupt is in a list register. */
    timer_event(m);
    CHECK_EQ(in_list(m, 0, 0), PPI_VTIMER_IRQ);
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 0;
    exit_once(m, 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(timer_acks(m, 0), 2);
    timer_event(m);
    CHECK_EQ(take_irq(m, 0), PPI_VTIMER_IRQ);
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 0;
    exit_once(m, 0);
    CHECK_EQ(timer_acks(m, 0), 2); /* it is being handled */
    end_irq(m, 0, PPI_VTIMER_IRQ);
    CHECK_EQ(timer_acks(m, 0), 3);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    machine_end(m);
}

/* Before it is put into a list register because of something else. */
TEST(the_line_of_the_virtual_timer_is_looked_at_before_it_is_delivered)
{
    machine_t *m = start();
    put(m, 0, ISENABLER, RAISED(PPI_VTIMER_IRQ));
    put(m, 0, CTLR, 0);
    timer_event(m);
    vm_irq_state_t state;
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], PPI_VTIMER_IRQ, &state), 0);
    CHECK(state.pending && state.level);
    system_registers(m, 0)[seL4_VCPUReg_CNTV_CTL] = 0;
    CHECK_EQ(vm_get_irq_state(m->vcpu[0], PPI_VTIMER_IRQ, &state), 0);
    CHECK(!state.pending && !state.level);
    put(m, 0, CTLR, 1);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    machine_end(m);
}

TEST(a_level_interrupt_whose_line_goes_low_is_not_delivered)
{
    machine_t *m = start();
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 1), 0);
    CHECK_EQ(in_list(m, 0, 0), 33);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 0), 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(get(m, 0, ISPENDR + 4), 0);
    /* What software has made pending is so whatever the line does. */
    put(m, 0, ISPENDR + 4, RAISED(33));
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 1), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 0), 0);
    CHECK_EQ(take_irq(m, 0), 33);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 1), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 33, 0), 0);
    end_irq(m, 0, 33);
    CHECK_EQ(acks, 1);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    machine_end(m);
}

/* 4.3.1: nothing is forwarded while the distributor is disabled. 4.3.6: or the interrupt is. */
TEST(what_is_disabled_is_taken_back_and_stays_pending)
{
    machine_t *m = start();
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 34), 0);
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 35, 1), 0);
    put(m, 0, CTLR, 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(34) | RAISED(35));
    put(m, 0, CTLR, 1);
    CHECK_EQ(take_irq(m, 0), 34);
    put(m, 0, ICENABLER + 4, RAISED(35));
    end_irq(m, 0, 34);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(get(m, 0, ICPENDR + 4), RAISED(35));
    put(m, 0, ISENABLER + 4, RAISED(35));
    CHECK_EQ(take_irq(m, 0), 35);
    machine_end(m);
}

/* 4.3.7, 4.3.8. An interrupt reads as pending until it is taken. */
TEST(pending_bits_are_read_and_cleared)
{
    machine_t *m = start();
    put(m, 0, ICFGR + 8, 2u << 2 * 4); /* 36: edge-triggered */
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(36));
    put(m, 0, ICPENDR + 4, RAISED(36));
    CHECK_EQ(get(m, 0, ISPENDR + 4), 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(take_irq(m, 0), 36);
    CHECK_EQ(get(m, 0, ISPENDR + 4), 0);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), RAISED(36));
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 36), 0);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(36)); /* active and pending */
    put(m, 0, ICPENDR + 4, RAISED(36));
    end_irq(m, 0, 36);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    /* A line that is high cannot be cleared. */
    CHECK_EQ(vm_set_irq_level(m->vcpu[0], 37, 1), 0);
    put(m, 0, ICPENDR + 4, RAISED(37));
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(37));
    machine_end(m);
}

/* 4.3.9, 4.3.10. What a kernel does that was started in a handler: after a crash. */
TEST(active_interrupts_are_deactivated)
{
    machine_t *m = start();
    put(m, 0, ISENABLER, RAISED(PPI_VTIMER_IRQ));
    priority(m, 40, 0x80);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    timer_event(m);
    CHECK_EQ(take_irq(m, 0), PPI_VTIMER_IRQ);
    CHECK_EQ(get(m, 0, ISACTIVER), RAISED(PPI_VTIMER_IRQ));
    CHECK_EQ(get(m, 0, ICACTIVER + 4), RAISED(40));
    for (uint32_t word = 0; word < 128; word += 4) {
        put(m, 0, ICACTIVER + word, ~0u);
        put(m, 0, ICENABLER + word, ~0u);
        CHECK_EQ(get(m, 0, ISACTIVER + word), 0);
    }
    fake_gicv(vcpu_of(m, 0))->active_priorities = 0; /* GICC_APR */
    put(m, 0, ISENABLER, RAISED(PPI_VTIMER_IRQ));
    put(m, 0, ISENABLER + 4, RAISED(40));
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(timer_acks(m, 0), 1);
    timer_event(m);
    CHECK_EQ(take_irq(m, 0), PPI_VTIMER_IRQ);
    end_irq(m, 0, PPI_VTIMER_IRQ);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    end_irq(m, 0, 40);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), 0);
    machine_end(m);
}

/* Its running priority stays as it was (3.2.2), and so the next of that priority waits. */
TEST(a_deactivated_interrupt_leaves_its_priority)
{
    machine_t *m = start();
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    put(m, 0, ICACTIVER + 4, RAISED(40));
    exit_once(m, 0);
    CHECK_EQ(acks, 1);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    exit_once(m, 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), 0);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(41));
    fake_guest_end(vcpu_of(m, 0), 40);
    CHECK_EQ(take_irq(m, 0), 41);
    machine_end(m);
}

TEST(an_interrupt_that_software_makes_active_waits)
{
    machine_t *m = start();
    put(m, 0, ISACTIVER + 4, RAISED(40));
    CHECK_EQ(get(m, 0, ISACTIVER + 4), RAISED(40));
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    put(m, 0, ICACTIVER + 4, RAISED(40));
    put(m, 0, ISACTIVER + 4, RAISED(40)); /* while it is in a list register */
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(40));
    put(m, 0, ICACTIVER + 4, RAISED(40));
    CHECK_EQ(take_irq(m, 0), 40);
    put(m, 0, ISACTIVER + 4, RAISED(40)); /* it is */
    end_irq(m, 0, 40);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), 0);
    machine_end(m);
}

/* An interrupt that another CPU handles is deactivated when that CPU next has an event. */
TEST(another_cpus_interrupt_is_deactivated)
{
    machine_t *m = start_with(2);
    put_sized(m, 0, ITARGETS + 40, 0, 2);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 1), 40);
    exit_once(m, 1);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), RAISED(40));
    put(m, 0, ICACTIVER + 4, RAISED(40));
    exit_once(m, 1);
    exit_once(m, 1);
    CHECK_EQ(acks, 1);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), 0);
    machine_end(m);
}

/* Though the CPU that handled it has not gone on yet, it is not active any more. */
TEST(a_deactivated_interrupt_reads_as_inactive_for_all)
{
    machine_t *m = start_with(2);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    put(m, 0, ICACTIVER + 4, RAISED(40));
    CHECK_EQ(get(m, 1, ISACTIVER + 4), 0);
    put(m, 1, ISACTIVER + 4, RAISED(40)); /* again, by software: its end is not that of the first */
    exit_once(m, 0);
    CHECK_EQ(get(m, 0, ISACTIVER + 4), RAISED(40));
    put(m, 0, ICACTIVER + 4, RAISED(40));
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    fake_guest_end(vcpu_of(m, 0), 40);
    CHECK_EQ(take_irq(m, 0), 40);
    machine_end(m);
}

/* One of two of one priority is deactivated; before the CPU tells which, another CPU has an event
 * that would take both back. */
TEST(an_interrupt_deactivated_in_doubt_ends_once)
{
    machine_t *m = start_with(2);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    put(m, 0, ICACTIVER + 4, RAISED(40) | RAISED(41));
    put(m, 1, ICENABLER + 4, RAISED(40) | RAISED(41));
    exit_once(m, 0);
    CHECK_EQ(acks, 1);
    fake_guest_end(vcpu_of(m, 0), 40);
    exit_once(m, 0);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(41));
    CHECK_EQ(get(m, 0, ISACTIVER + 4), 0);
    machine_end(m);
}

/* DEN 0022, 5.6: a CPU begins anew. */
TEST(a_cpu_that_goes_off_in_a_handler_comes_back_clean)
{
    machine_t *m = start_with(2);
    put(m, 0, SGIR, 2u << 16 | 3);
    CHECK_EQ(take_irq(m, 1), 3);
    put(m, 0, SGIR, 2u << 16 | 7);
    put_sized(m, 0, ITARGETS + 40, 0, 2);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    exit_once(m, 1);
    CHECK_EQ(hypercall(m, 1, PSCI_CPU_OFF_FID, 0, 0, 0), 0);
    CHECK_EQ(fake_gicv(vcpu_of(m, 1))->active_priorities, 0);
    /* The interrupt that only it may take waits, unless others may. */
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(40));
    put_sized(m, 0, ITARGETS + 40, 0, 1);
    CHECK_EQ(take_irq(m, 0), 40);
    CHECK_EQ(hypercall(m, 0, PSCI_CPU_ON_64_FID, 1, CODE, 0), 0);
    exit_once(m, 1);
    CHECK_EQ(take_irq(m, 1), 7);
    end_irq(m, 1, 7);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    put(m, 0, SGIR, 2u << 16 | 3);
    CHECK_EQ(take_irq(m, 1), 3);
    machine_end(m);
}

/* 2.2.1, 4.3.2: TYPER tells 1,020 interrupts. What lies beyond is RAZ/WI. */
TEST(registers_of_interrupts_that_do_not_exist_ignore_writes)
{
    machine_t *m = start_with(2);
    static const uint32_t words[] = {ISENABLER, ICENABLER, ISPENDR, ICPENDR, ISACTIVER, ICACTIVER};
    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        put(m, 0, words[i] + 124, 0xf0000000);
        CHECK_EQ(get(m, 0, words[i] + 124), 0);
    }
    put(m, 0, ICFGR + 252, ~0u);
    CHECK_EQ(get(m, 0, ICFGR + 252), 0x00aaaaaa);
    for (uint32_t irq = VM_IRQ_LIMIT; irq < 1024; irq++) {
        put_sized(m, 0, IPRIORITY + irq, 0, 0xff);
        put_sized(m, 0, ITARGETS + irq, 0, 0xff);
    }
    CHECK_EQ(get(m, 0, IPRIORITY + VM_IRQ_LIMIT), 0);
    CHECK_EQ(get(m, 0, ITARGETS + VM_IRQ_LIMIT), 0);
    machine_end(m);
}

/* 4.3.12: RAZ/WI with one CPU; otherwise the bits of CPUs that exist. */
TEST(targets_are_cpus_that_exist)
{
    machine_t *m = start();
    for (uint32_t value = 0; value < 4; value++) {
        put_sized(m, 0, ITARGETS + 40, 0, value);
        CHECK_EQ(get(m, 0, ITARGETS + 40), 0);
        CHECK_EQ(get(m, 0, ITARGETS), 0);
        CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
        CHECK_EQ(take_irq(m, 0), 40);
        end_irq(m, 0, 40);
    }
    machine_end(m);
    m = start_with(2);
    put(m, 0, ITARGETS + 40, ~0u);
    CHECK_EQ(get(m, 0, ITARGETS + 40), 0x03030303);
    CHECK_EQ(get(m, 1, ITARGETS + 4), 0x02020202);
    /* 4.3.17: and so are the sources of SGIs. */
    put(m, 0, ICENABLER, 0xffff);
    put(m, 0, SPENDSGIR, ~0u);
    CHECK_EQ(get(m, 0, CPENDSGIR), 0x03030303);
    machine_end(m);
}

/* An interrupt that is pending goes to its new target. */
TEST(a_pending_interrupt_follows_its_target)
{
    machine_t *m = start_with(2);
    put_sized(m, 0, ITARGETS + 40, 0, 2);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(where(m, 1, 40), 0);
    put_sized(m, 0, ITARGETS + 40, 0, 1);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    CHECK_EQ(take_irq(m, 0), 40);
    end_irq(m, 0, 40);
    /* One that is active stays. */
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    put_sized(m, 1, ITARGETS + 40, 0, 2);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    end_irq(m, 0, 40);
    CHECK_EQ(take_irq(m, 1), 40);
    machine_end(m);
}

/* 4.3.11: the upper bits that list registers have. */
TEST(priorities_have_five_bits)
{
    machine_t *m = start();
    put(m, 0, IPRIORITY + 40, ~0u);
    CHECK_EQ(get(m, 0, IPRIORITY + 40), 0xf8f8f8f8);
    put(m, 0, IPRIORITY, 0x07070f17);
    CHECK_EQ(get(m, 0, IPRIORITY), 0x00000810);
    machine_end(m);
}

static int inject_three_times(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)badge;
    (void)tag;
    (void)cookie;
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(vm_inject_irq(vm->vcpus[0], 40), 0);
    }
    return vm_stop(vm, 0);
}

/* 3.2.4: an interrupt is pending, or not. */
TEST(an_interrupt_made_pending_three_times_is_delivered_once)
{
    for (unsigned vcpus = 1; vcpus <= 2; vcpus++) {
        machine_t *m = start_with(vcpus);
        for (int i = 0; i < 3; i++) {
            CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
        }
        CHECK_EQ(take_irq(m, 0), 40);
        end_irq(m, 0, 40);
        CHECK_EQ(take_irq(m, 0), NO_IRQ);
        /* Twice while it is active: once more. */
        CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
        CHECK_EQ(take_irq(m, 0), 40);
        exit_once(m, 0);
        CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
        CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
        end_irq(m, 0, 40);
        CHECK_EQ(take_irq(m, 0), 40);
        end_irq(m, 0, 40);
        CHECK_EQ(take_irq(m, 0), NO_IRQ);
        CHECK_EQ(acks, 3);
        machine_end(m);
    }
}

/* While the guest runs: with one vCPU it is certain whose interrupts the hardware shows. */
TEST(an_interrupt_made_pending_by_a_notification_is_delivered_once)
{
    machine_t *m = start();
    CHECK_EQ(vm_register_notification_callback(&m->vm, inject_three_times, NULL), 0);
    CHECK_EQ(machine_run(m), 0);
    CHECK_EQ(fake_guest_acknowledge(vcpu_of(m, 0)), 40);
    CHECK_EQ(machine_run(m), 0); /* it is active by now */
    CHECK_EQ(machine_run(m), 0);
    fake_guest_end(vcpu_of(m, 0), 40);
    CHECK_EQ(fake_take_maintenance(vcpu_of(m, 0)), 0);
    CHECK_EQ(raise_fault(m, 0, seL4_Fault_VGICMaintenance, (seL4_Word[]){0}, 1), 0);
    CHECK_EQ(fake_guest_acknowledge(vcpu_of(m, 0)), 40);
    machine_end(m);
}

/* 3.3: the interrupt of highest priority is delivered. */
TEST(an_urgent_interrupt_passes_those_that_are_masked)
{
    machine_t *m = start();
    fake_gicv(vcpu_of(m, 0))->priority_mask = 0x80;
    for (unsigned irq = 32; irq < 38; irq++) {
        priority(m, irq, 0x80 + 8 * (irq - 32));
        CHECK_EQ(vm_inject_irq(m->vcpu[0], (int)irq), 0);
    }
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    priority(m, 40, 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    end_irq(m, 0, 40);
    fake_gicv(vcpu_of(m, 0))->priority_mask = 0xf8;
    for (unsigned irq = 32; irq < 38; irq++) {
        CHECK_EQ(take_irq(m, 0), irq); /* those that had to wait, too, and by priority */
        end_irq(m, 0, irq);
    }
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    machine_end(m);
}

TEST(an_urgent_interrupt_of_another_cpu_passes_those_that_are_masked)
{
    machine_t *m = start_with(2);
    fake_gicv(vcpu_of(m, 1))->priority_mask = 0x80;
    for (uint32_t sgi = 0; sgi < 4; sgi++) {
        put_sized(m, 1, IPRIORITY + sgi, 0, 0x90);
        put(m, 0, SGIR, 2u << 16 | sgi);
    }
    put_sized(m, 1, IPRIORITY + 9, 0, 0x10);
    put(m, 0, SGIR, 2u << 16 | 9);
    CHECK_EQ(take_irq(m, 1), 9);
    /* With all its registers active or full of more urgent ones, it waits. */
    end_irq(m, 1, 9);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    machine_end(m);
}

TEST(a_priority_that_changes_while_an_interrupt_is_pending_counts)
{
    machine_t *m = start();
    priority(m, 40, 0x80);
    priority(m, 41, 0x70);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    priority(m, 40, 0x10);
    CHECK_EQ(fake_list_priority(vcpu_of(m, 0), (unsigned)where(m, 0, 40)), 0x10);
    CHECK_EQ(take_irq(m, 0), 40);
    priority(m, 40, 0xf0); /* of an active one it counts the next time */
    CHECK_EQ(fake_list_priority(vcpu_of(m, 0), (unsigned)where(m, 0, 40)), 0x10);
    end_irq(m, 0, 40);
    CHECK_EQ(take_irq(m, 0), 41);
    machine_end(m);
}

/* As many can be nested as there are list registers: a limit. */
TEST(a_fifth_nested_interrupt_waits)
{
    machine_t *m = start();
    for (unsigned i = 0; i < 5; i++) {
        priority(m, 40 - i, 0x80 - 16 * i);
        CHECK_EQ(vm_inject_irq(m->vcpu[0], (int)(40 - i)), 0);
        CHECK_EQ(take_irq(m, 0), i < 4 ? 40 - i : NO_IRQ);
        exit_once(m, 0);
    }
    end_irq(m, 0, 37);
    CHECK_EQ(take_irq(m, 0), 36);
    machine_end(m);
}

/* Of two of one priority it cannot be told which the guest has taken. It cannot take the other
 * before it has ended that one, which is an event. */
TEST(an_interrupt_in_doubt_is_taken_back_in_time)
{
    machine_t *m = start();
    for (int irq = 40; irq < 42; irq++) {
        CHECK_EQ(vm_inject_irq(m->vcpu[0], irq), 0);
    }
    CHECK_EQ(take_irq(m, 0), 40);
    put(m, 0, ICENABLER + 4, RAISED(41));
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    end_irq(m, 0, 40);
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    put(m, 0, ISENABLER + 4, RAISED(41));
    CHECK_EQ(take_irq(m, 0), 41);
    machine_end(m);
}

/* Of a CPU that runs meanwhile, the kernel knows what it has taken. */
TEST(what_another_cpu_has_not_taken_is_taken_back)
{
    machine_t *m = start_with(2);
    put(m, 0, ITARGETS + 40, 0x02020202);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 41), 0);
    CHECK_EQ(take_irq(m, 1), 40);
    put(m, 0, ICENABLER + 4, RAISED(40) | RAISED(41));
    end_irq(m, 1, 40);
    CHECK_EQ(acks, 1);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    CHECK_EQ(get(m, 0, ISPENDR + 4), RAISED(41));
    machine_end(m);
}

/* 4.3.16: an SGI is pending once for each CPU that has sent it. */
TEST(an_sgi_is_delivered_once_for_each_sender)
{
    machine_t *m = start_with(2);
    for (int i = 0; i < 3; i++) {
        put(m, 0, SGIR, 2u << 16 | 4);
        put(m, 1, SGIR, 2u << 16 | 4);
    }
    CHECK_EQ(get(m, 1, SPENDSGIR + 4) & 0xff, 3);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(take_irq(m, 1), 4);
        end_irq(m, 1, 4);
    }
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    put(m, 0, SGIR, 2u << 16 | 4);
    put_sized(m, 1, CPENDSGIR + 4, 0, 1);
    CHECK_EQ(take_irq(m, 1), NO_IRQ);
    CHECK_EQ(get(m, 1, SPENDSGIR + 4), 0);
    machine_end(m);
}

/* While GICC_CTLR.EOImode is 1, an interrupt stays active after its priority has been dropped
 * (3.2.1): what the priorities tell is not enough to take anything back. */
TEST(an_interrupt_whose_end_is_split_is_not_taken_back)
{
    machine_t *m = start();
    fake_gicv(vcpu_of(m, 0))->split_ends = true;
    CHECK_EQ(vm_inject_irq(m->vcpu[0], 40), 0);
    CHECK_EQ(take_irq(m, 0), 40);
    fake_guest_end(vcpu_of(m, 0), 40);
    put(m, 0, ICENABLER + 4, RAISED(40));
    CHECK_EQ(where(m, 0, 40), 0);
    fake_guest_deactivate(vcpu_of(m, 0), 40);
    exit_once(m, 0);
    CHECK_EQ(acks, 1);
    CHECK_EQ(where(m, 0, 40), -1);
    machine_end(m);
}

/* Every interrupt that exists. */
TEST(all_interrupts_are_found)
{
    machine_t *m = start();
    for (uint32_t word = 4; word < 128; word += 4) {
        put(m, 0, ISENABLER + word, ~0u);
        put(m, 0, ISPENDR + word, ~0u);
    }
    bool seen[VM_IRQ_LIMIT] = {false};
    for (unsigned i = FIRST_SPI; i < VM_IRQ_LIMIT; i++) {
        unsigned irq = take_irq(m, 0);
        CHECK(irq >= FIRST_SPI && irq < VM_IRQ_LIMIT && !seen[irq]);
        seen[irq] = true;
        end_irq(m, 0, irq);
    }
    CHECK_EQ(take_irq(m, 0), NO_IRQ);
    for (uint32_t word = 4; word < 128; word += 4) {
        CHECK_EQ(get(m, 0, ISPENDR + word), 0);
    }
    machine_end(m);
}
