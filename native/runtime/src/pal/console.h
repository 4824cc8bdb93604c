/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <stdint.h>

/* Reads from the standard input: waits for a line, and returns how many bytes of it were there, 0
 * at the end of the input. */
int32_t pal_console_read(void *buffer, int32_t count);
