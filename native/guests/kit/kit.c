/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <guests/kit.h>

/* PL011 (Arm DDI 0183): data and flag registers, receive FIFO empty, transmit FIFO full. */
#define UART_DR      0x00
#define UART_FR      0x18
#define UART_FR_RXFE 0x10
#define UART_FR_TXFF 0x20

/* GICv2 (Arm IHI 0048B). */
#define GICD_CTLR       0x000
#define GICD_ISENABLER  0x100
#define GICD_IPRIORITYR 0x400
#define GICC_CTLR       0x00
#define GICC_PMR        0x04
#define GICC_IAR        0x0c
#define GICC_EOIR       0x10
#define GICC_SPECIAL    1020

void guest_put(char c)
{
    while ((guest_read(GUEST_UART + UART_FR) & UART_FR_TXFF) != 0) {
    }
    guest_write(GUEST_UART + UART_DR, (uint8_t)c);
}

char guest_get(void)
{
    while ((guest_read(GUEST_UART + UART_FR) & UART_FR_RXFE) != 0) {
    }
    return (char)guest_read(GUEST_UART + UART_DR);
}

void guest_print(const char *text)
{
    while (*text != 0) {
        guest_put(*text++);
    }
}

void guest_print_number(uint64_t value)
{
    if (value >= 10) {
        guest_print_number(value / 10);
    }
    guest_put((char)('0' + value % 10));
}

bool guest_equal(const char *left, const char *right)
{
    while (*left != 0 && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

uint64_t guest_call(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
    register uint64_t x0 __asm__("x0") = function;
    register uint64_t x1 __asm__("x1") = a1;
    register uint64_t x2 __asm__("x2") = a2;
    register uint64_t x3 __asm__("x3") = a3;
    __asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)::"memory");
    return x0;
}

uint64_t guest_hvc(uint64_t function, uint64_t number)
{
    register uint64_t x0 __asm__("x0") = function;
    register uint64_t x7 __asm__("x7") = number;
    __asm__ volatile("hvc #0" : "+r"(x0), "+r"(x7)::"x1", "x2", "x3", "x4", "x5", "x6", "memory");
    return x0;
}

_Noreturn void guest_power_off(void)
{
    for (;;) {
        guest_call(PSCI_SYSTEM_OFF, 0, 0, 0);
    }
}

void guest_gic_on(unsigned irq)
{
    guest_write(GUEST_GICD + GICD_CTLR, 1);
    *(volatile uint8_t *)(GUEST_GICD + GICD_IPRIORITYR + irq) = 0xa0;
    guest_write(GUEST_GICD + GICD_ISENABLER + irq / 32 * 4, 1u << irq % 32);
    guest_write(GUEST_GICC + GICC_PMR, 0xf0);
    guest_write(GUEST_GICC + GICC_CTLR, 1);
}

unsigned guest_take_irq(void)
{
    uint32_t irq = guest_read(GUEST_GICC + GICC_IAR) & 0x3ff;
    if (irq == GUEST_VTIMER_IRQ) {
        __asm__ volatile("msr cntv_ctl_el0, xzr\n\tisb");
    }
    if (irq < GICC_SPECIAL) {
        guest_write(GUEST_GICC + GICC_EOIR, irq);
    }
    return irq;
}

/* WFI is executed with interrupts masked, so that none can slip in between the test and the wait.
 */
void guest_sleep(uint64_t ticks, volatile uint64_t *taken)
{
    uint64_t now, before = *taken;
    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(now));
    __asm__ volatile("msr cntv_cval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" ::"r"(now + ticks),
                     "r"(1ul));
    while (*taken == before) {
        __asm__ volatile("wfi\n\tmsr daifclr, #2\n\tisb\n\tmsr daifset, #2\n\tisb" ::: "memory");
    }
}
