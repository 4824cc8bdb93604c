/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Runs every test of a program, or the one that is named. */
#include "testing.h"

int main(int argc, char **argv)
{
    unsigned run = 0;
    unsigned bad = 0;
    for (test_t *test = tests; test != NULL; test = test->next) {
        if (argc > 1 && strcmp(argv[1], test->name) != 0) {
            continue;
        }
        unsigned before = test_failures;
        fake_reset(28);
        heap_fail(0);
        test->run();
        run++;
        if (test_failures != before) {
            bad++;
        }
        printf("%s %s\n", test_failures == before ? "ok    " : "FAILED", test->name);
    }
    printf("%u tests, %u failed\n", run, bad);
    return bad == 0 && run != 0 ? 0 : 1;
}
