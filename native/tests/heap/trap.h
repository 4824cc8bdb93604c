/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <stdbool.h>

/** Lets the n-th of many calls fail. */
typedef struct trap {
    unsigned long calls, fail_at;
} trap_t;

/** Count a call. Returns true when it is the one to fail. */
static inline bool trap_refuses(trap_t *trap)
{
    return ++trap->calls == trap->fail_at;
}

/** Let the @p n-th call from now on fail; 0: none. */
static inline void trap_set(trap_t *trap, unsigned long n)
{
    trap->fail_at = n == 0 ? 0 : trap->calls + n;
}

/** The call chosen with trap_set() has come. */
static inline bool trap_sprung(const trap_t *trap)
{
    return trap->fail_at != 0 && trap->calls >= trap->fail_at;
}
