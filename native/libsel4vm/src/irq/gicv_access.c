/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gicv_access.h"

uint32_t vmi_gicv_load(uintptr_t base, unsigned offset)
{
    return *(const volatile uint32_t *)(base + offset);
}

void vmi_gicv_store(uintptr_t base, unsigned offset, uint32_t value)
{
    *(volatile uint32_t *)(base + offset) = value;
}
