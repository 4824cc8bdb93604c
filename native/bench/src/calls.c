/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <stdlib.h>

#include <sel4vm_bench/bench.h>

void __attribute__((noinline)) bench_nothing(void)
{
    __asm__ volatile("" ::: "memory");
}

uint64_t bench_call(size_t times)
{
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        bench_nothing();
    }
    return bench_now() - start;
}

uint64_t bench_call_back(void (*callback)(void), size_t times)
{
    void (*function)(void) = callback != NULL ? callback : bench_nothing;
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        function();
    }
    return bench_now() - start;
}

uint64_t bench_allocate(size_t size, size_t times)
{
    uint64_t start = bench_now();
    for (size_t i = 0; i < times; i++) {
        void *block = malloc(size);
        if (block == NULL) {
            return BENCH_FAILED;
        }
        __asm__ volatile("" ::"r"(block) : "memory"); /* the pair stays */
        free(block);
    }
    return bench_now() - start;
}
