/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Accesses to the registers of GICV where the root task has them mapped, at BASE; in tests on the
 * host, to those of the fake. */
#pragma once

#include <stdint.h>

uint32_t vmi_gicv_load(uintptr_t base, unsigned offset);
void vmi_gicv_store(uintptr_t base, unsigned offset, uint32_t value);
