/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <loader/console.h>
#include <loader/region.h>

#define MAX_CLAIMS 8

static region_t claims[MAX_CLAIMS];
static unsigned claim_count;

bool regions_overlap(const region_t *a, const region_t *b)
{
    return a->start < b->end && b->start < a->end;
}

bool region_contains(const region_t *outer, const region_t *inner)
{
    return outer->start <= inner->start && inner->end <= outer->end;
}

void region_claim(const region_t *region)
{
    for (unsigned i = 0; i < claim_count; i++) {
        if (regions_overlap(&claims[i], region)) {
            loader_fail("%s [%x, %x) overlaps %s [%x, %x)", region->name, region->start,
                        region->end, claims[i].name, claims[i].start, claims[i].end);
        }
    }
    if (claim_count == MAX_CLAIMS) {
        loader_fail("more than %u memory ranges claimed", (uint64_t)MAX_CLAIMS);
    }
    claims[claim_count++] = *region;
}
