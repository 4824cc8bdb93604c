/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Writes to an address where nothing is mapped. */

#include <stdint.h>

uintptr_t volatile address = 0x3456789000;

int main(void)
{
    *(volatile uint32_t *)address = 42;
    return 0;
}
