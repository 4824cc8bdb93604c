/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abuse.h"

#define CALLS     1500ul
#define RANDOM    0x9e3779b97f4a7c15ul
#define LAST_PSCI 0x20ul
#define PSCI_32   0x84000000ul
#define PSCI_64   0xc4000000ul

/* SYSTEM_OFF, SYSTEM_RESET, SYSTEM_RESET2, CPU_OFF and CPU_SUSPEND do what they say. */
static bool is_final(uint64_t number)
{
    return number == 1 || number == 2 || number == 8 || number == 9 || number == 0x12;
}

void abuse_flood(void)
{
    for (uint64_t i = 0; i < CALLS; i++) {
        /* Every x7 that is not a system call of the kernel, which are negative. */
        guest_hvc(i * RANDOM | 1, i);
        guest_call(i * RANDOM | 1, i, ~i, i << 32);
    }
    for (uint64_t number = 0; number < LAST_PSCI; number++) {
        if (!is_final(number)) {
            guest_call(PSCI_32 + number, ~0ul, ~0ul, ~0ul);
            guest_call(PSCI_64 + number, ~0ul, ~0ul, ~0ul);
            guest_hvc(PSCI_64 + number, number);
        }
    }
}

/* CPUs that do not exist, and entries that are no code. */
void abuse_cpus(void)
{
    static const uint64_t entries[] = {0, 1, GUEST_NOTHING, GUEST_UART, ~0ul, 3ul << 30};
    for (uint64_t cpu = 0; cpu < 16; cpu++) {
        for (unsigned i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
            guest_call(PSCI_CPU_ON, cpu, entries[i], ~0ul);
            guest_call(PSCI_CPU_ON, cpu << 8, entries[i], 0);
            guest_call(PSCI_AFFINITY_INFO, cpu, i, 0);
        }
    }
}
