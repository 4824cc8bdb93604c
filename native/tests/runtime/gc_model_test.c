/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Random object graphs against the model.
 *
 *   gc_model exact|free [steps [seed]]
 *
 * exact  young and full collections come from here only: what each leaves is known to the object
 * free   allocations collect too, by budget or, with DOTNET_GCStressInterval, often: what must live
 *        lives
 */
#include "gc_model.h"

static uint64_t seed;

static unsigned random_below(unsigned bound)
{
    return (unsigned)(random_next(&seed) % bound);
}

int main(int argc, char **argv)
{
    bool exact = argc > 1 && strcmp(argv[1], "exact") == 0;
    CHECK(exact || (argc > 1 && strcmp(argv[1], "free") == 0));
    long steps = argc > 2 ? strtol(argv[2], NULL, 10) : 60000;
    seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 88172645463325252u;
    model_start((size_t)32 << 20, exact, random_below);
    for (long i = 1; i <= steps; i++) {
        model_step();
        if (i % 600 == 0) {
            model_collect_full();
        } else if (i % 60 == 0) {
            model_collect_young();
        } else if (i % 97 == 0) {
            model_check();
        }
    }
    model_reset();
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    CHECK(totals.collections[RT_GC_OLD] >= (uint64_t)steps / 600);
    CHECK(totals.collections[RT_GC_YOUNG] >= (uint64_t)steps / 60);
    printf("%ld steps, %llu collections, %llu of them full, %llu objects marked\n", steps,
           (unsigned long long)totals.collections[RT_GC_YOUNG],
           (unsigned long long)totals.collections[RT_GC_OLD],
           (unsigned long long)totals.marked_objects_total);
    printf("1 passed, 0 failed\n");
    return 0;
}
