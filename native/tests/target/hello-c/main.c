/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The smallest root task: says hello through its own PL011 driver and ends the run. */

#include <rootserver/objects.h>
#include <stdio.h>

int main(void)
{
    rs_memory_stats_t memory = rs_memory_stats();
    printf("Hello from a C root task of seL4.\n");
    printf("%zu MiB of memory and %zu capability slots are free.\n", memory.free_bytes >> 20,
           memory.free_slots);
    return 0;
}
