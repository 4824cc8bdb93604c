/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <rootserver/time.h>
#include <sel4vm_bench/bench.h>

#define NS_PER_SECOND 1000000000u

static uint64_t root_task_start;

uint64_t bench_now(void)
{
    return rs_time_ticks() * (NS_PER_SECOND / rs_time_frequency());
}

uint64_t bench_root_task_start(void)
{
    return root_task_start;
}

/* Constructors are the first that the root server calls when it has set itself up. */
__attribute__((constructor)) static void note_start(void)
{
    root_task_start = bench_now();
}
