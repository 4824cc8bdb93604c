/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Leak checks: everything the root server counts must be as it was. */

#ifndef TESTS_ROOTSERVER_BASELINE_H
#define TESTS_ROOTSERVER_BASELINE_H

#include <rootserver/objects.h>

void assert_same_stats(rs_memory_stats_t before, rs_memory_stats_t after);

#define BASELINE_BEGIN() rs_memory_stats_t baseline = rs_memory_stats()
#define BASELINE_END()   assert_same_stats(baseline, rs_memory_stats())

/* Takes every slot but count, so that the next operations run out after so many. Returns what was
 * taken, to be given back with give_slots. */
typedef struct taken_slots {
    seL4_CPtr *slots;
    size_t count;
} taken_slots_t;
taken_slots_t leave_slots(size_t count);
void give_slots(taken_slots_t *taken);

/* Takes all RAM in blocks of 2^bits bytes and larger; give_memory frees it. */
#define MAX_HOGS 4096u
typedef struct hogs {
    rs_object_t *objects;
    size_t count;
} hogs_t;
hogs_t hog_memory(seL4_Word bits);
void give_memory(hogs_t *hogs);

#endif
