/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Makes a system call that the kernel does not have. */

int main(void)
{
    register long number __asm__("x7") = 4242;
    __asm__ volatile("svc #0" : "+r"(number)::"memory");
    return 0;
}
