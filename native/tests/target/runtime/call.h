/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <stdint.h>

#define CALL_REGISTERS 29u

/* Calls `function` with x0 … x28 from `registers`, and puts there what it left. x18 is not touched:
 * it belongs to the platform. */
void call_with_registers(const void *function, uint64_t registers[CALL_REGISTERS]);
