/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Calls a function pointer that leads nowhere. */

void (*volatile function)(void) = (void (*)(void))0x7000000000;

int main(void)
{
    function();
    return 0;
}
