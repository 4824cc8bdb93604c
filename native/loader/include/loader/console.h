/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Polled output through a PL011 UART (Arm DDI 0183G). */

#pragma once

#include <stdint.h>

/* Sets the UART's physical address; until then output is dropped. */
void console_init(uintptr_t base);

/* Prints text with %s (string), %x (uint64_t in hexadecimal), %u (uint64_t in decimal) and %%.
 * Every numeric argument is passed as uint64_t. */
void console_print(const char *format, ...);

/* Prints "loader: error: " and the text, then stops the machine's only running core. */
_Noreturn void loader_fail(const char *format, ...);
