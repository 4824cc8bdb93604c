/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A model of the heap: which objects there are, what they refer to, which are old. Random or fuzzed
 * steps change heap and model alike. After each collection exactly the objects must exist that the
 * model says, unchanged.
 */
#pragma once

#include "gc_support.h"

/* The source of all decisions: a number below `bound`. */
typedef unsigned (*model_choose_t)(unsigned bound);

/* Once a process. `exact`: collections come only from the two functions below, so that the model
 * knows what is old; otherwise allocations cause some, too. */
void model_start(size_t heap_limit, bool exact, model_choose_t choose);

/* One change: a new object, a changed reference, root or dependent handle, references moved in
 * bulk. */
void model_step(void);

/* Collect, and check what must be alive and what must be gone. */
void model_collect_young(void);
void model_collect_full(void);

/* Checks what must be alive. */
void model_check(void);

/* Drops everything; nothing may be left. */
void model_reset(void);
