/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Executes an undefined instruction. */

int main(void)
{
    __asm__ volatile("udf #7");
    return 0;
}
