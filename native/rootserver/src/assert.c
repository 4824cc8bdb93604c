/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What libsel4's headers call in debug builds when an argument does not fit its field. */

#include <rootserver/exit.h>
#include <sel4/assert.h>
#include <stdio.h>

/* 128 + SIGABRT, as an aborted program ends elsewhere. */
#define EXIT_ABORTED 134

void __assert_fail(const char *expression, const char *file, int line, const char *function)
{
    printf("assertion failed: %s, %s:%d, %s\n", expression, file, line, function);
    rs_exit(EXIT_ABORTED);
}
