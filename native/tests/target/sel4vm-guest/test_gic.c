/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The guest's GIC as Arm IHI 0048B describes it, by its registers: the guest polls, with interrupts
 * masked. The host's test of the same name (native/tests/libsel4vm/test_vgic_spec.c) has more. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/guest_irq_controller_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "machine.h"

#define GICD         0x08000000ul
#define CTLR         (GICD + 0x000)
#define ISENABLER    (GICD + 0x100)
#define ICENABLER    (GICD + 0x180)
#define ISPENDR      (GICD + 0x200)
#define ISACTIVER    (GICD + 0x300)
#define ICACTIVER    (GICD + 0x380)
#define IPRIORITYR   (GICD + 0x400)
#define ITARGETSR    (GICD + 0x800)
#define SGIR         (GICD + 0xf00)
#define GICC         0x08010000ul
#define PMR          (GICC + 0x04)
#define IAR          (GICC + 0x0c)
#define EOIR         (GICC + 0x10)
#define APR          (GICC + 0xd0)

#define SPI          40
#define SPIS         6 /* from SPI on */
#define NO_IRQ       1023
#define IRQ_BIT(irq) (1u << (irq) % 32)
#define TIMER_BIT    IRQ_BIT(PPI_VTIMER_IRQ)
/* A hundredth of a second of the generic timer of QEMU's virt machine (62.5 MHz). */
#define A_WHILE 625000ul

static unsigned acknowledged;

static void count(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)vcpu;
    (void)irq;
    (void)cookie;
    acknowledged++;
}

static void put(machine_t *machine, uint64_t address, uint64_t value)
{
    probe(machine, PROBE_STORE32, address, value, 0);
}

static uint64_t get(machine_t *machine, uint64_t address)
{
    return probe(machine, PROBE_LOAD32, address, 0, 0);
}

static uint64_t take(machine_t *machine)
{
    return get(machine, IAR);
}

static void end(machine_t *machine, uint64_t irq)
{
    put(machine, EOIR, irq);
}

static void set_priority(machine_t *machine, uint64_t irq, uint64_t priority)
{
    probe(machine, PROBE_STORE8, IPRIORITYR + irq, priority, 0);
}

/* All of the interrupts enabled, at priority 0xa0; not the timer's. */
static void start(machine_t *machine)
{
    acknowledged = 0;
    machine_start(machine, true);
    for (int irq = SPI; irq < SPI + SPIS; irq++) {
        ASSERT_OK(vm_register_irq(machine->vcpu, irq, count, NULL));
        probe(machine, PROBE_GIC_SETUP, (uint64_t)irq, 0, 0);
    }
}

TEST(timer_interrupt_follows_its_line)
{
    machine_t machine;
    start(&machine);
    probe(&machine, PROBE_TIMER_SET, 1, 0, 0);
    ASSERT_EQ(TIMER_BIT, get(&machine, ISPENDR) & TIMER_BIT);
    probe(&machine, PROBE_TIMER_SET, 0, 0, 0);
    ASSERT_EQ(0, get(&machine, ISPENDR) & TIMER_BIT);
    probe(&machine, PROBE_GIC_SETUP, PPI_VTIMER_IRQ, 0, 0);
    ASSERT_EQ(NO_IRQ, take(&machine));
    /* In a list register. */
    probe(&machine, PROBE_TIMER_SET, 1, 0, 0);
    ASSERT_EQ(TIMER_BIT, get(&machine, ISPENDR) & TIMER_BIT);
    probe(&machine, PROBE_TIMER_SET, 0, 0, 0);
    ASSERT_EQ(NO_IRQ, take(&machine));
    ASSERT_EQ(1, probe(&machine, PROBE_TIMER_WAIT, A_WHILE, 0, 0));
    /* High again after its end: it comes again. */
    for (int i = 0; i < 3; i++) {
        probe(&machine, PROBE_TIMER_SET, 1, 0, 0);
        ASSERT_EQ(PPI_VTIMER_IRQ, take(&machine));
        end(&machine, PPI_VTIMER_IRQ);
    }
    probe(&machine, PROBE_TIMER_SET, 0, 0, 0);
    ASSERT_EQ(NO_IRQ, take(&machine));
    machine_end(&machine);
}

TEST(level_interrupt_whose_line_went_low_is_not_delivered)
{
    machine_t machine;
    start(&machine);
    ASSERT_OK(vm_set_irq_level(machine.vcpu, SPI, 1));
    ASSERT_EQ(IRQ_BIT(SPI), get(&machine, ISPENDR + 4));
    ASSERT_OK(vm_set_irq_level(machine.vcpu, SPI, 0));
    ASSERT_EQ(NO_IRQ, take(&machine));
    ASSERT_OK(vm_set_irq_level(machine.vcpu, SPI, 1));
    ASSERT_EQ(SPI, take(&machine));
    ASSERT_OK(vm_set_irq_level(machine.vcpu, SPI, 0));
    end(&machine, SPI);
    ASSERT_EQ(1, acknowledged);
    ASSERT_EQ(NO_IRQ, take(&machine));
    machine_end(&machine);
}

TEST(disabled_distributor_delivers_nothing)
{
    machine_t machine;
    start(&machine);
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    put(&machine, CTLR, 0);
    ASSERT_EQ(NO_IRQ, take(&machine));
    ASSERT_EQ(IRQ_BIT(SPI), get(&machine, ISPENDR + 4));
    put(&machine, CTLR, 1);
    ASSERT_EQ(SPI, take(&machine));
    machine_end(&machine);
}

/* As a kernel does that another one has started in its last handler. */
TEST(controller_is_set_up_again_with_interrupts_active)
{
    machine_t machine;
    start(&machine);
    probe(&machine, PROBE_GIC_SETUP, PPI_VTIMER_IRQ, 0, 0);
    set_priority(&machine, PPI_VTIMER_IRQ, 0x80);
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_EQ(SPI, take(&machine));
    probe(&machine, PROBE_TIMER_SET, 1, 0, 0);
    ASSERT_EQ(PPI_VTIMER_IRQ, take(&machine));
    ASSERT_EQ(TIMER_BIT, get(&machine, ISACTIVER));
    ASSERT_EQ(IRQ_BIT(SPI), get(&machine, ISACTIVER + 4));
    probe(&machine, PROBE_TIMER_SET, 0, 0, 0);
    for (uint64_t word = 0; word < 128; word += 4) {
        put(&machine, ICACTIVER + word, 0xffffffff);
        put(&machine, ICENABLER + word, 0xffffffff);
        ASSERT_EQ(0, get(&machine, ISACTIVER + word));
    }
    put(&machine, APR, 0);
    ASSERT_EQ(NO_IRQ, take(&machine));
    probe(&machine, PROBE_GIC_SETUP, PPI_VTIMER_IRQ, 0, 0);
    probe(&machine, PROBE_GIC_SETUP, SPI, 0, 0);
    for (uint64_t i = 1; i <= 3; i++) {
        ASSERT_EQ(i, probe(&machine, PROBE_TIMER_WAIT, A_WHILE, 0, 0));
        ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
        ASSERT_EQ(SPI, take(&machine));
        end(&machine, SPI);
    }
    machine_end(&machine);
}

/* Let the second CPU take an interrupt, and answer which. */
static uint64_t second_takes(machine_t *machine)
{
    uint64_t taken = 0;
    for (int i = 0; i < 1000 && taken == 0; i++) {
        probe(machine, PROBE_SPIN, 100000, 0, 0);
        taken = probe(machine, PROBE_CPU_TAKEN, 0, 0, 0);
    }
    return taken;
}

TEST(cpu_that_went_off_in_a_handler_takes_interrupts_again)
{
    const uint64_t to_second = 2u << 16;
    machine_t machine;
    start(&machine);
    vm_vcpu_t *second = vm_create_vcpu(&machine.vm, 100);
    ASSERT_TRUE(second != NULL);
    for (uint64_t round = 0; round < 3; round++) {
        ASSERT_EQ(PSCI_SUCCESS, probe(&machine, PROBE_CPU_TAKE, 1, 0, 0));
        if (round == 0) {
            put(&machine, SGIR, to_second | 3);
        }
        ASSERT_EQ(round == 0 ? 3 : 7, second_takes(&machine));
        put(&machine, SGIR, to_second | 7);
        probe(&machine, PROBE_CPU_LEAVE, 0, 0, 0);
        for (int i = 0; i < 1000 && is_vcpu_online(second); i++) {
            probe(&machine, PROBE_SPIN, 100000, 0, 0);
        }
        ASSERT_FALSE(is_vcpu_online(second));
    }
    machine_end(&machine);
}

TEST(targets_with_one_cpu)
{
    machine_t machine;
    start(&machine);
    for (uint64_t target = 0; target < 3; target++) {
        probe(&machine, PROBE_STORE8, ITARGETSR + SPI, target, 0);
        ASSERT_EQ(0, get(&machine, ITARGETSR + SPI));
        ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
        ASSERT_EQ(SPI, take(&machine));
        end(&machine, SPI);
    }
    ASSERT_TRUE(vm_create_vcpu(&machine.vm, 100) != NULL);
    put(&machine, ITARGETSR + SPI, 0xffffffff);
    ASSERT_EQ(0x03030303, get(&machine, ITARGETSR + SPI));
    put(&machine, IPRIORITYR + SPI, 0xffffffff);
    ASSERT_EQ(0xf8f8f8f8, get(&machine, IPRIORITYR + SPI));
    machine_end(&machine);
}

TEST(interrupt_injected_three_times_is_delivered_once)
{
    machine_t machine;
    start(&machine);
    for (int i = 0; i < 3; i++) {
        ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
        probe(&machine, PROBE_SPIN, 1, 0, 0);
    }
    ASSERT_EQ(SPI, take(&machine));
    end(&machine, SPI);
    ASSERT_EQ(NO_IRQ, take(&machine));
    /* While it is active: once more. */
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_EQ(SPI, take(&machine));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    end(&machine, SPI);
    ASSERT_EQ(SPI, take(&machine));
    end(&machine, SPI);
    ASSERT_EQ(NO_IRQ, take(&machine));
    ASSERT_EQ(3, acknowledged);
    machine_end(&machine);
}

TEST(urgent_interrupt_passes_masked_ones)
{
    machine_t machine;
    start(&machine);
    put(&machine, PMR, 0x80);
    for (int irq = SPI; irq < SPI + SPIS - 1; irq++) {
        ASSERT_OK(vm_inject_irq(machine.vcpu, irq));
    }
    ASSERT_EQ(NO_IRQ, take(&machine));
    const int urgent = SPI + SPIS - 1;
    set_priority(&machine, (uint64_t)urgent, 0);
    ASSERT_OK(vm_inject_irq(machine.vcpu, urgent));
    ASSERT_EQ(urgent, take(&machine));
    end(&machine, (uint64_t)urgent);
    /* A priority that is raised while the interrupt is pending. */
    set_priority(&machine, SPI + 2, 0x10);
    ASSERT_EQ(SPI + 2, take(&machine));
    end(&machine, SPI + 2);
    put(&machine, PMR, 0xf0);
    uint64_t taken = 0;
    for (int i = 0; i < SPIS - 2; i++) {
        uint64_t irq = take(&machine);
        taken |= 1ul << irq % 64;
        end(&machine, irq);
    }
    ASSERT_EQ(0x1bul << SPI, taken);
    ASSERT_EQ(NO_IRQ, take(&machine));
    machine_end(&machine);
}

/* As many can be nested as there are list registers: a limit. */
TEST(fifth_nested_interrupt_waits)
{
    machine_t machine;
    start(&machine);
    for (uint64_t i = 0; i < 5; i++) {
        set_priority(&machine, SPI + i, 0x90 - 16 * i);
        ASSERT_OK(vm_inject_irq(machine.vcpu, (int)(SPI + i)));
        ASSERT_EQ(i < 4 ? SPI + i : NO_IRQ, take(&machine));
    }
    end(&machine, SPI + 3);
    ASSERT_EQ(SPI + 4, take(&machine));
    machine_end(&machine);
}

TEST(pending_and_active_bits_are_read)
{
    machine_t machine;
    start(&machine);
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI + 1));
    ASSERT_EQ(IRQ_BIT(SPI) | IRQ_BIT(SPI + 1), get(&machine, ISPENDR + 4));
    put(&machine, ICENABLER + 4, IRQ_BIT(SPI + 1));
    ASSERT_EQ(SPI, take(&machine));
    ASSERT_EQ(IRQ_BIT(SPI + 1), get(&machine, ISPENDR + 4));
    ASSERT_EQ(IRQ_BIT(SPI), get(&machine, ISACTIVER + 4));
    end(&machine, SPI);
    ASSERT_EQ(NO_IRQ, take(&machine));
    ASSERT_EQ(0, get(&machine, ISACTIVER + 4));
    put(&machine, ISENABLER + 4, IRQ_BIT(SPI + 1));
    ASSERT_EQ(SPI + 1, take(&machine));
    machine_end(&machine);
}
