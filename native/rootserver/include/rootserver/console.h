/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The serial console: the PL011 that the device tree names as stdout. stdout and stdin of the C
 * library go through it. */

#ifndef ROOTSERVER_CONSOLE_H
#define ROOTSERVER_CONSOLE_H

#include <sel4/sel4.h>
#include <stddef.h>

/* Maps the UART. The start code calls it. */
seL4_Error rs_console_init(void);

/* Writes all bytes, after what stdout has buffered; calls of different threads do not mix. Newlines
 * become carriage return and newline. */
void rs_console_write(const char *text, size_t length);

/* Writes what stdout has buffered. */
void rs_console_flush(void);

#endif
