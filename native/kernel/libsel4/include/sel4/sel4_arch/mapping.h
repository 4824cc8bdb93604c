/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <sel4/functions.h>

/*
 * A mapping that failed with seL4_FailedLookup for want of a table: this message register tells how
 * many bits of address the missing table translates, one of the values below.
 */
#define SEL4_MAPPING_LOOKUP_LEVEL  2

#define SEL4_MAPPING_LOOKUP_NO_PT  21
#define SEL4_MAPPING_LOOKUP_NO_PD  30
#define SEL4_MAPPING_LOOKUP_NO_PUD 39

LIBSEL4_INLINE_FUNC seL4_Word seL4_MappingFailedLookupLevel(void)
{
    return seL4_GetMR(SEL4_MAPPING_LOOKUP_LEVEL);
}
