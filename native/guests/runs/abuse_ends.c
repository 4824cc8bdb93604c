/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abuse.h"

#include <guests/mmu.h>

void abuse_off(void)
{
    guest_call(PSCI_SYSTEM_OFF, 0, 0, 0);
}

void abuse_reset(void)
{
    guest_call(PSCI_SYSTEM_RESET, 0, 0, 0);
}

void abuse_all_off(void)
{
    guest_call(PSCI_CPU_OFF, 0, 0, 0);
}

/* The line by which the root task tells the end of the run, and status 0 (rootserver/testproto.h).
 */
void abuse_forge(void)
{
    guest_print("forging\n\x1eS4T 0 EXIT 0 *b9ff227d\n");
    guest_call(PSCI_SYSTEM_RESET, 0, 0, 0);
}

void abuse_spin(void)
{
    guest_print("spinning\n");
    for (;;) {
        __asm__ volatile("");
    }
}

/* For an interrupt that never comes. */
void abuse_wait(void)
{
    guest_print("waiting\n");
    for (;;) {
        __asm__ volatile("wfi");
    }
}

/* Every exception is another one: there is nothing where the vectors should be. */
void abuse_recurse(void)
{
    guest_print("falling\n");
    __asm__ volatile("msr vbar_el1, %0\n\tisb" ::"r"(GUEST_NOTHING));
    (void)guest_read(GUEST_NOTHING);
}

/* The tables that translate this very code are overwritten. */
void abuse_collapse(void)
{
    guest_print("collapsing\n");
    guest_mmu_on();
    uint64_t *table = guest_top_table();
    for (uint64_t i = 0; i < 512; i++) {
        table[i] = i * 0x9e3779b97f4a7c15ul;
    }
    __asm__ volatile("dsb sy\n\ttlbi vmalle1\n\tdsb sy\n\tisb" ::: "memory");
}
