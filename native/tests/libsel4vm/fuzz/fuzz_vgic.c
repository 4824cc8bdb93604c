/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Any sequence of accesses to the distributor, interrupts from outside, events of the virtual
 * timer, and interrupts that the guest takes and ends, against a model of the specification.
 */
#include <stdlib.h>

#include "../gic.h"
#include "fuzz_input.h"
#include "gic_model.h"
#include "irq/vgic.h"

#define STEPS     400u
#define DEPTH     16u /* nested interrupts */
#define CNTV_HIGH 5u  /* CNTV_CTL_EL0: enabled, condition met */
#define IDLE      256u

static input_t input;
static machine_t *machine;
static gic_model_t model;
static struct {
    bool timer_high;
    bool timer_reported; /* and not acknowledged */
    unsigned long acks;
    unsigned taken[DEPTH];
    unsigned depth;
} guest[MODEL_CPUS];

static void differ(const char *what, unsigned cpu, unsigned long where, unsigned long expected,
                   unsigned long found)
{
    fprintf(stderr, "%s, CPU %u, 0x%lx: the model has 0x%lx, the library 0x%lx\n", what, cpu, where,
            expected, found);
    abort();
}

/* The vCPU runs until its next event: what its interface and its timer have to report comes first.
 */
static void event(unsigned cpu, uintptr_t address, uint32_t syndrome)
{
    seL4_CPtr vcpu = vcpu_of(machine, cpu);
    machine_report_ends(machine, cpu);
    if (fake_vppi_acks(vcpu) != guest[cpu].acks) {
        guest[cpu].acks = fake_vppi_acks(vcpu);
        guest[cpu].timer_reported = false;
    }
    if (guest[cpu].timer_high && !guest[cpu].timer_reported) {
        guest[cpu].timer_reported = true;
        CHECK_EQ(raise_fault(machine, cpu, seL4_Fault_VPPIEvent, (seL4_Word[]){MODEL_TIMER}, 1), 0);
    }
    CHECK_EQ(touch(machine, cpu, address, syndrome), 0);
    if (test_failures != 0) {
        abort();
    }
}

/* A register that the model knows, from two bytes. */
static uint32_t some_register(void)
{
    static const uint16_t bits[] = {0x100, 0x180, 0x200, 0x280, 0x300, 0x380};
    uint8_t kind = (uint8_t)take(&input, 1), index = (uint8_t)take(&input, 1);
    switch (kind % 12) {
    case 0 ... 5:
        return bits[kind % 12] + index % 3u * 4;
    case 6:
        return 0x400 + index % 24u * 4;
    case 7:
        return 0x800 + index % 24u * 4;
    case 8:
        return 0xc00 + index % 6u * 4;
    case 9:
        return 0xf10 + index % 8u * 4;
    case 10:
        return 0xf00;
    default:
        return 0;
    }
}

static void store(unsigned cpu)
{
    uint32_t offset = some_register();
    uint8_t size = (uint8_t)(take(&input, 1) & 3);
    uint32_t value = (uint32_t)take(&input, 4);
    unsigned log2 = size == 0 ? 0 : 2, byte = log2 == 0 ? value >> 30 : 0;
    uint32_t mask = log2 == 0 ? 0xffu << 8 * byte : ~0u;
    registers(machine, cpu)[X0] = log2 == 0 ? value & 0xff : value;
    event(cpu, GICD + offset + byte, ESR_STORE(log2, 0u));
    gic_model_write(&model, cpu, offset, log2 == 0 ? (value & 0xff) << 8 * byte : value, mask);
}

/* While an interrupt is active for a CPU, the library may not know which of several: it says so. */
static const struct list_entry *in_doubt(unsigned cpu, unsigned i)
{
    const struct vgic_cpu *state = vcpu_state(machine->vcpu[cpu])->vgic;
    bool doubt = (state->open >> i & 1) != 0 && state->list[i].doubt &&
                 fake_gicv(vcpu_of(machine, cpu))->active_priorities != 0;
    return doubt ? &state->list[i] : NULL;
}

/* One that is routed elsewhere meanwhile is none of those that go there. */
static bool is_any_in_doubt(void)
{
    for (unsigned cpu = 0; cpu < model.cpus; cpu++) {
        for (unsigned i = 0; i < FAKE_LIST_REGISTERS; i++) {
            if (in_doubt(cpu, i) != NULL) {
                return true;
            }
        }
    }
    return false;
}

/* The bits of a register of pending or active bits, or senders of SGIs, that may be wrong then. */
static uint32_t unsure_bits(unsigned reader, uint32_t offset)
{
    uint32_t bits = 0;
    for (unsigned cpu = 0; cpu < model.cpus; cpu++) {
        for (unsigned i = 0; i < FAKE_LIST_REGISTERS; i++) {
            const struct list_entry *entry = in_doubt(cpu, i);
            unsigned irq = entry == NULL ? MODEL_NO_IRQ : (unsigned)entry->irq;
            if (irq == MODEL_NO_IRQ || (irq < 32 && cpu != reader)) {
                continue;
            }
            if (offset >= 0x200 && offset < 0x400 && irq / 32 == offset % 0x80 / 4) {
                bits |= 1u << irq % 32;
            } else if (offset >= 0xf10 && irq / 4 == (offset & 15) / 4) {
                bits |= 0xffu << 8 * (irq % 4);
            }
        }
    }
    return bits;
}

static void load(unsigned cpu, uint32_t offset)
{
    event(cpu, GICD + offset, ESR_LOAD(2, 0u));
    uint32_t found = (uint32_t)registers(machine, cpu)[X0];
    uint32_t expected = gic_model_read(&model, cpu, offset);
    if (((found ^ expected) & ~unsure_bits(cpu, offset)) != 0) {
        differ("register", cpu, offset, expected, found);
    }
}

static uint8_t source_in_list(unsigned cpu, unsigned irq)
{
    const struct vgic_cpu *state = vcpu_state(machine->vcpu[cpu])->vgic;
    for (unsigned i = 0; i < FAKE_LIST_REGISTERS; i++) {
        if ((state->used >> i & 1) != 0 && (unsigned)state->list[i].irq == irq) {
            return state->list[i].source;
        }
    }
    return 0;
}

/* Of the CPUs that have sent an SGI, one is served: which one cannot be seen. */
static void take_sgi(unsigned cpu, unsigned irq)
{
    gic_interrupt_t *sgi = gic_model_interrupt(&model, cpu, irq);
    uint8_t before = sgi->sources;
    event(cpu, GICD + 0xf20 + irq / 4 * 4, ESR_LOAD(2, 0u));
    uint8_t after = (uint8_t)(registers(machine, cpu)[X0] >> 8 * (irq % 4));
    bool one_less =
        (after & ~before) == 0 && __builtin_popcount(after) + 1 == __builtin_popcount(before);
    /* While it is in doubt whether it was taken, this one still reads as sent. */
    sgi->sources = one_less ? after : (uint8_t)(before & ~source_in_list(cpu, irq));
    if (!one_less && after != before) {
        differ("senders", cpu, irq, before, after);
    }
}

static bool are_all_active(unsigned cpu)
{
    const struct vgic_cpu *state = vcpu_state(machine->vcpu[cpu])->vgic;
    return (state->used & ~state->open) == (1u << FAKE_LIST_REGISTERS) - 1;
}

static void acknowledge(unsigned cpu)
{
    seL4_CPtr vcpu = vcpu_of(machine, cpu);
    event(cpu, DEVICE, ESR_LOAD(2, 0u));
    const fake_gicv_t *interface = fake_gicv(vcpu);
    unsigned running = interface->active_priorities == 0
                           ? IDLE
                           : (unsigned)__builtin_ctzl(interface->active_priorities) * 8;
    unsigned best = IDLE;
    for (unsigned irq = 0; irq < MODEL_IRQS; irq++) {
        unsigned priority = gic_model_interrupt(&model, cpu, irq)->priority;
        if (priority < best &&
            gic_model_may_take(&model, cpu, irq, interface->priority_mask, running)) {
            best = priority;
        }
    }
    if (guest[cpu].depth == DEPTH) {
        return;
    }
    /* The limits of guest_irq_controller.h: nothing may be taken though something should be. */
    bool limit = are_all_active(cpu) || is_any_in_doubt();
    unsigned irq = fake_guest_acknowledge(vcpu);
    if (irq == MODEL_NO_IRQ) {
        if (best != IDLE && !limit) {
            differ("nothing taken", cpu, interface->priority_mask, best, irq);
        }
        return;
    }
    if (irq >= MODEL_IRQS ||
        !gic_model_may_take(&model, cpu, irq, interface->priority_mask, running) ||
        gic_model_interrupt(&model, cpu, irq)->priority != best) {
        differ("taken", cpu, running, best, irq);
    }
    gic_model_take(&model, cpu, irq);
    guest[cpu].taken[guest[cpu].depth++] = irq;
    if (irq < 16) {
        take_sgi(cpu, irq);
    } else {
        event(cpu, DEVICE, ESR_LOAD(2, 0u));
    }
}

static void end_interrupt(unsigned cpu)
{
    if (guest[cpu].depth > 0) {
        unsigned irq = guest[cpu].taken[--guest[cpu].depth];
        fake_guest_end(vcpu_of(machine, cpu), irq);
        gic_model_end(&model, cpu, irq);
    }
    event(cpu, DEVICE, ESR_LOAD(2, 0u));
}

/* From outside of the guest. */
static void raise(unsigned cpu)
{
    unsigned irq = 16 + (unsigned)take(&input, 1) % (MODEL_IRQS - 16);
    unsigned kind = (unsigned)take(&input, 1) % 3;
    if (irq == MODEL_TIMER) {
        guest[cpu].timer_high = kind != 0;
        system_registers(machine, cpu)[seL4_VCPUReg_CNTV_CTL] = kind != 0 ? CNTV_HIGH : 0;
        gic_model_set_level(&model, cpu, MODEL_TIMER, kind != 0);
    } else if (kind == 2) {
        CHECK_EQ(vm_inject_irq(machine->vcpu[cpu], (int)irq), 0);
        gic_model_inject(&model, cpu, irq);
    } else {
        CHECK_EQ(vm_set_irq_level(machine->vcpu[cpu], (int)irq, (int)kind), 0);
        gic_model_set_level(&model, cpu, irq, kind != 0);
    }
}

static void step(void)
{
    uint8_t operation = (uint8_t)take(&input, 1);
    unsigned cpu = (operation >> 7) % model.cpus;
    switch (operation & 7) {
    case 0:
    case 1:
        store(cpu);
        break;
    case 2:
        load(cpu, some_register());
        break;
    case 3:
    case 4:
        acknowledge(cpu);
        break;
    case 5:
        end_interrupt(cpu);
        break;
    case 6:
        raise(cpu);
        break;
    default:
        fake_gicv(vcpu_of(machine, cpu))->priority_mask = (operation >> 3 & 15) * 16 + 8;
        break;
    }
}

static void start(void)
{
    unsigned cpus = 1 + (take(&input, 1) & 1);
    machine = machine_start_with(cpus);
    memset(guest, 0, sizeof(guest));
    gic_model_reset(&model, cpus);
    for (unsigned cpu = 0; cpu < cpus; cpu++) {
        guest[cpu].acks = fake_vppi_acks(vcpu_of(machine, cpu));
        for (int irq = 16; irq < (cpu == 0 ? (int)MODEL_IRQS : 32); irq++) {
            if (irq != MODEL_TIMER) {
                CHECK_EQ(vm_register_irq(machine->vcpu[cpu], irq, NULL, NULL), 0);
            }
        }
        if (cpu > 0) {
            registers(machine, cpu)[PC] = CODE;
            CHECK_EQ(vcpu_start(machine->vcpu[cpu]), 0);
        }
    }
    /* On and with all enabled, or an input would have to find that first. */
    for (unsigned cpu = 0; cpu < cpus; cpu++) {
        for (uint32_t word = 0; word < MODEL_IRQS / 32; word++) {
            registers(machine, cpu)[X0] = ~0u;
            event(cpu, GICD + 0x100 + 4 * word, ESR_STORE(2, 0u));
            gic_model_write(&model, cpu, 0x100 + 4 * word, ~0u, ~0u);
        }
    }
    registers(machine, 0)[X0] = 1;
    event(0, GICD, ESR_STORE(2, 0u));
    gic_model_write(&model, 0, 0, 1, ~0u);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        fake_reset(28);
        started = true;
    }
    input = (input_t){data, size};
    start();
    for (unsigned steps = 0; input.size > 0 && steps < STEPS; steps++) {
        step();
    }
    for (uint32_t word = 0; word < MODEL_IRQS / 32; word++) {
        load(0, 0x200 + 4 * word);
        load(0, 0x300 + 4 * word);
    }
    machine_end(machine);
    if (test_failures != 0) {
        abort();
    }
    return 0;
}
