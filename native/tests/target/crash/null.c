/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Reads through a null pointer: reported with the call chain that led there. */

#include <stdio.h>

int *volatile nowhere;

static __attribute__((noinline)) int read_it(void)
{
    int value = *nowhere;
    __asm__ volatile("" ::: "memory");
    return value;
}

int main(void)
{
    printf("about to read through a null pointer\n");
    return read_it() + 1;
}
