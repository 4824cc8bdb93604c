/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Half-open ranges of physical memory and the list of those already spoken for. */

#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct region {
    const char *name;
    uint64_t start, end; /* [start, end) */
} region_t;

/* True when the ranges share a byte. */
bool regions_overlap(const region_t *a, const region_t *b);

/* True when inner lies wholly inside outer. */
bool region_contains(const region_t *outer, const region_t *inner);

/* Adds a range; stops with both names and ranges when it overlaps one claimed before. */
void region_claim(const region_t *region);
