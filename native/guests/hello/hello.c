/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that greets through the UART, touches an address where nothing is, and switches itself
 * off. It needs nothing but what QEMU's virt machine has too. */
#include <stdint.h>

/* PL011 (Arm DDI 0183): data and flag registers, transmit FIFO full. */
#define UART            0x09000000ul
#define UART_DR         0x00
#define UART_FR         0x18
#define UART_FR_TXFF    0x20

#define NOTHING         0x0f000000ul
#define PSCI_SYSTEM_OFF 0x84000008ul

void guest_main(void);
void guest_exception(uint64_t *frame, uint64_t kind);

static volatile uint32_t aborts;

static void print(const char *text)
{
    while (*text != 0) {
        while ((*(volatile uint32_t *)(UART + UART_FR) & UART_FR_TXFF) != 0) {
        }
        *(volatile uint32_t *)(UART + UART_DR) = (uint32_t)*text++;
    }
}

/* An abort: go on behind the instruction. ELR_EL1 is word 31 of the frame. */
void guest_exception(uint64_t *frame, uint64_t kind)
{
    (void)kind;
    aborts = aborts + 1;
    frame[31] += 4;
}

void guest_main(void)
{
    uint64_t level;
    __asm__ volatile("mrs %0, CurrentEL" : "=r"(level));
    print(level >> 2 == 1 ? "Hello from a guest at EL1.\n"
                          : "Hello from a guest, but not at EL1.\n");
    (void)*(volatile uint32_t *)NOTHING;
    print(aborts == 1 ? "An access to nothing was an abort.\n"
                      : "An access to nothing was none.\n");
    register uint64_t function __asm__("x0") = PSCI_SYSTEM_OFF;
    __asm__ volatile("hvc #0" : "+r"(function) : : "x1", "x2", "x3", "memory");
}
