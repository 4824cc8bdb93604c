/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Starts every CPU, lets each compute and sleep by its virtual timer, and sees them switch off. */
#include "smp.h"

#include <guests/kit.h>

#define SLEEPS     3
#define WORDS      4096
#define PSCI_OFF   1ul
#define PSCI_NO    (-2l) /* INVALID_PARAMETERS: there is no such CPU */
#define ALREADY_ON (-4l)

void smp_entry(void);
void smp_secondary(uint64_t number);

uint8_t smp_stacks[SMP_CPUS][SMP_STACK] __attribute__((aligned(16)));

static volatile uint64_t ticks[SMP_CPUS];
static volatile uint64_t sums[SMP_CPUS];
static volatile uint64_t affinity[SMP_CPUS];

static uint64_t cpu_number(void)
{
    uint64_t mpidr;
    __asm__ volatile("mrs %0, mpidr_el1" : "=r"(mpidr));
    return mpidr & 0xff;
}

void guest_exception(guest_frame_t *frame, uint64_t kind)
{
    if (kind != GUEST_IRQ) {
        guest_print("unexpected exception\n");
        frame->elr += 4;
    } else if (guest_take_irq() == GUEST_VTIMER_IRQ) {
        uint64_t cpu = cpu_number() % SMP_CPUS;
        ticks[cpu] = ticks[cpu] + 1;
    }
}

static void work(uint64_t number)
{
    uint64_t millisecond, sum = 0;
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(millisecond));
    millisecond /= 1000;
    affinity[number] = cpu_number();
    guest_gic_on(GUEST_VTIMER_IRQ);
    for (uint64_t i = 0; i < SLEEPS; i++) {
        for (uint64_t word = 0; word < WORDS; word++) {
            sum += word * number;
        }
        guest_sleep((number + 1) * millisecond, &ticks[number]);
    }
    sums[number] = sum;
}

void smp_secondary(uint64_t number)
{
    work(number);
    guest_call(PSCI_CPU_OFF, 0, 0, 0);
    guest_print("a CPU that is off goes on\n");
}

static void start(uint64_t cpu)
{
    ticks[cpu] = 0;
    sums[cpu] = 0;
    if (guest_call(PSCI_CPU_ON, cpu, (uint64_t)smp_entry, cpu) != 0) {
        guest_print("CPU_ON failed\n");
    }
    if ((int64_t)guest_call(PSCI_CPU_ON, cpu, (uint64_t)smp_entry, cpu) != ALREADY_ON) {
        guest_print("CPU_ON twice\n");
    }
}

static void finish(uint64_t cpu)
{
    while (cpu != 0 && guest_call(PSCI_AFFINITY_INFO, cpu, 0, 0) != PSCI_OFF) {
    }
    bool good = ticks[cpu] == SLEEPS && affinity[cpu] == cpu &&
                sums[cpu] == SLEEPS * cpu * (WORDS * (WORDS - 1ul) / 2);
    guest_print("CPU ");
    guest_print_number(cpu);
    guest_print(good ? ": slept and computed\n" : ": WRONG\n");
}

void guest_main(uint64_t device_tree)
{
    uint64_t cpus = 1;
    (void)device_tree;
    while (cpus < SMP_CPUS && (int64_t)guest_call(PSCI_AFFINITY_INFO, cpus, 0, 0) != PSCI_NO) {
        cpus++;
    }
    guest_print("CPUs: ");
    guest_print_number(cpus);
    guest_print("\n");
    /* Twice: a CPU that is off can be started again. */
    for (int round = 0; round < 2; round++) {
        ticks[0] = 0;
        for (uint64_t cpu = 1; cpu < cpus; cpu++) {
            start(cpu);
        }
        work(0);
        for (uint64_t cpu = 0; cpu < cpus; cpu++) {
            finish(cpu);
        }
    }
    guest_power_off();
}
