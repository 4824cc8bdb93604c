/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <loader/console.h>
#include <stdarg.h>

/* PL011 registers and flags (Arm DDI 0183G, 3.2). */
#define UARTDR      0x00u
#define UARTFR      0x18u
#define UARTFR_TXFF (1u << 5)
#define UARTFR_BUSY (1u << 3)

static uintptr_t uart;

void console_init(uintptr_t base)
{
    uart = base;
}

static volatile uint32_t *reg(uintptr_t offset)
{
    return (volatile uint32_t *)(uart + offset);
}

static void put(char c)
{
    if (uart == 0) {
        return;
    }
    if (c == '\n') {
        put('\r');
    }
    while ((*reg(UARTFR) & UARTFR_TXFF) != 0) {
    }
    *reg(UARTDR) = (uint8_t)c;
}

static void put_number(uint64_t value, unsigned base)
{
    char digits[20]; /* of 2^64 in decimal */
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (count > 0) {
        put(digits[--count]);
    }
}

static void print_list(const char *format, va_list arguments)
{
    for (const char *c = format; *c != 0; c++) {
        if (*c != '%') {
            put(*c);
            continue;
        }
        switch (*++c) {
        case 's':
            for (const char *s = va_arg(arguments, const char *); *s != 0; s++) {
                put(*s);
            }
            break;
        case 'x':
            put('0');
            put('x');
            put_number(va_arg(arguments, uint64_t), 16);
            break;
        case 'u':
            put_number(va_arg(arguments, uint64_t), 10);
            break;
        default:
            put(*c);
            break;
        }
    }
}

void console_print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
}

_Noreturn void loader_fail(const char *format, ...)
{
    va_list arguments;
    console_print("loader: error: ");
    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
    /* The last line is the exit frame of rootserver/testproto.h, code 1: the runner ends the run.
     */
    console_print("\n\x1eS4T 0 EXIT 1 *cef812eb\n");
    while (uart != 0 && (*reg(UARTFR) & UARTFR_BUSY) != 0) {
    }
    for (;;) {
        __asm__ volatile("wfi");
    }
}
