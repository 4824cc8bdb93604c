/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Leak checks: everything the root server counts must be as it was. */

#pragma once

#include <rootserver/objects.h>

void assert_same_stats(rs_memory_stats_t before, rs_memory_stats_t after);

#define BASELINE_BEGIN() rs_memory_stats_t baseline = rs_memory_stats()
#define BASELINE_END()   assert_same_stats(baseline, rs_memory_stats())

/* Takes every slot, so that operations run out of them. give_slot gives one of them back, so that
 * the next attempt gets one step further; give_slots gives back all that are left. */
void take_slots(void);
void give_slot(void);
void give_slots(void);

/* Takes all RAM in blocks of 2^bits bytes and larger; give_memory frees it. */
#define MAX_HOGS 4096u
typedef struct hogs {
    rs_object_t *objects;
    size_t count;
} hogs_t;
hogs_t hog_memory(seL4_Word bits);
void give_memory(hogs_t *hogs);
