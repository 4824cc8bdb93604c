/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Outcome of a kernel operation, and the details that the manual's section "Error Codes" puts into
 * the message registers next to it.
 */
#pragma once

#include <sel4/types.h>

#include "types.h"

/* 0 success, 1..10 a seL4_Error, or STATUS_PREEMPTED. */
typedef unsigned status_t;

#define STATUS_OK 0u
/* An interrupt waits. The system call is repeated, and continues from the state it reached. */
#define STATUS_PREEMPTED 64u

/* A failed lookup as the manual's section "Lookup Failure Description" lays it out. */
#define LOOKUP_FAILURE_WORDS 4
typedef struct lookup_failure {
    word_t words[LOOKUP_FAILURE_WORDS]; /* seL4_LookupFailureType first */
    unsigned length;
} lookup_failure_t;

extern lookup_failure_t lookup_failure;

#define ERROR_WORDS (LOOKUP_FAILURE_WORDS + 1)
typedef struct error_detail {
    word_t words[ERROR_WORDS];
    unsigned length;
} error_detail_t;

extern error_detail_t error_detail;

/* Each records a lookup failure. */
void lookup_invalid_root(void);
void lookup_missing_capability(word_t bits_left);
void lookup_depth_mismatch(word_t bits_left, word_t bits_found);
void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t guard_size);

/* Each records the details and returns the error code. */
status_t fail_invalid_argument(unsigned number);
status_t fail_invalid_capability(unsigned number);
status_t fail_illegal_operation(void);
status_t fail_range(word_t min, word_t max);
status_t fail_alignment(void);
status_t fail_lookup(bool source); /* details from lookup_failure */
status_t fail_truncated(void);
status_t fail_delete_first(void);
status_t fail_revoke_first(void);
status_t fail_not_enough_memory(word_t bytes_available);
