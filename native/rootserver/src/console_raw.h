/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Output without locks, for reports that must come out whatever state the program is in; and the
 * only ways for a frame of the test protocol to leave the program. */

#pragma once

#include <stddef.h>

void rs_console_write_raw(const char *text, size_t length);

/* Write a frame of rootserver/testproto.h: its first byte passes as it is. */
void rs_console_frame(const char *frame, size_t length);
void rs_console_frame_raw(const char *frame, size_t length);

/* Writes what stdout has buffered and holds the console for good. */
void rs_console_seize(void);

/* The EXIT frame, past a console that was seized. */
void rs_exit_frame_raw(int code);
