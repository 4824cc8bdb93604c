/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file allocman/allocman.h
 * The allocator that upstream's clients set up. The root server's is set up already: an
 * `allocman_t` is a name for it.
 */
#include <stddef.h>

/** The root server's allocator. */
typedef struct allocman {
    /** Unused; NULL. */
    void *data;
} allocman_t;
