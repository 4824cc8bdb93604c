/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What small guests share: the console, calls to the hypervisor, the frame of an exception. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The devices of QEMU's virt machine that `run --guest` gives a guest. */
#define GUEST_UART 0x09000000ul
#define GUEST_GICD 0x08000000ul
#define GUEST_GICC 0x08010000ul
#define GUEST_RAM  0x40000000ul
/* An address where nothing is. */
#define GUEST_NOTHING 0x0f000000ul

/* PSCI (Arm DEN 0022). */
#define PSCI_CPU_OFF       0x84000002ul
#define PSCI_CPU_ON        0xc4000003ul
#define PSCI_AFFINITY_INFO 0xc4000004ul
#define PSCI_SYSTEM_OFF    0x84000008ul
#define PSCI_SYSTEM_RESET  0x84000009ul

#define GUEST_VTIMER_IRQ   27

/* Registers at an exception; what is changed here is what the guest goes on with. */
typedef struct guest_frame {
    uint64_t x[31];
    uint64_t elr;
    uint64_t spsr;
} guest_frame_t;

/* Kinds of exceptions. */
enum { GUEST_SYNCHRONOUS, GUEST_IRQ, GUEST_FIQ, GUEST_SERROR };

/* Each guest has these: where it begins, and what becomes of its exceptions. */
void guest_main(uint64_t device_tree);
void guest_exception(guest_frame_t *frame, uint64_t kind);

static inline uint32_t guest_read(uint64_t address)
{
    return *(volatile uint32_t *)address;
}

static inline void guest_write(uint64_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

/* The UART. */
void guest_put(char c);
void guest_print(const char *text);
void guest_print_number(uint64_t value);
char guest_get(void);

/* SMC with a function and its arguments; answers x0. */
uint64_t guest_call(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3);

/* HVC with X7 in x7. */
uint64_t guest_hvc(uint64_t function, uint64_t x7);

_Noreturn void guest_power_off(void);

/* The GIC of this CPU, with one of its interrupts enabled. */
void guest_gic_on(unsigned irq);

/* Take the pending interrupt and end it; 1023 when there is none. The virtual timer is switched
 * off. */
unsigned guest_take_irq(void);

/* Wait until the virtual timer of this CPU has fired, in WFI. *TAKEN counts its interrupts. */
void guest_sleep(uint64_t ticks, volatile uint64_t *taken);

/* The command line that a device tree holds; "" when there is none. */
const char *guest_command_line(uint64_t device_tree);

/* The RAM disk of a device tree: its start, and its size in *SIZE; 0 when there is none. */
uint64_t guest_initrd(uint64_t device_tree, uint64_t *size);

bool guest_equal(const char *left, const char *right);
