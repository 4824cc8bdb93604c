/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The serial console: the PL011 that the device tree names as stdout. stdout and stdin of the C
 * library go through it. */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>

/* Maps the UART. The start code calls it. */
seL4_Error rs_console_init(void);

/* Writes all bytes, after what stdout has buffered; calls of different threads do not mix. A
 * newline gets a carriage return before it, unless one is there. A record separator (0x1e) is
 * shown as '?', here and on stdout: it begins a frame of rootserver/testproto.h, and text often is
 * somebody else's, a guest's say. */
void rs_console_write(const char *text, size_t length);

/* Writes what stdout has buffered. */
void rs_console_flush(void);

/* Waits for input and returns what is there: 1 to capacity bytes. 0 when capacity is 0 or the
 * console has no usable interrupt. Writes what stdout has buffered first. */
size_t rs_console_read(char *buffer, size_t capacity);

/* The same without waiting: 0 when there is no input. */
size_t rs_console_try_read(char *buffer, size_t capacity);
