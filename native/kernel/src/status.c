/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Recording of errors and lookup failures. */
#include "status.h"

lookup_failure_t lookup_failure;
error_detail_t error_detail;

static void record_lookup(unsigned length, word_t type, word_t a, word_t b, word_t c)
{
    lookup_failure = (lookup_failure_t){.words = {type, a, b, c}, .length = length};
}

void lookup_invalid_root(void)
{
    record_lookup(1, seL4_InvalidRoot, 0, 0, 0);
}

void lookup_missing_capability(word_t bits_left)
{
    record_lookup(2, seL4_MissingCapability, bits_left, 0, 0);
}

void lookup_depth_mismatch(word_t bits_left, word_t bits_found)
{
    record_lookup(3, seL4_DepthMismatch, bits_left, bits_found, 0);
}

void lookup_guard_mismatch(word_t bits_left, word_t guard, word_t guard_size)
{
    record_lookup(4, seL4_GuardMismatch, bits_left, guard, guard_size);
}

static status_t record(status_t error, unsigned length, word_t a, word_t b)
{
    error_detail.words[0] = a;
    error_detail.words[1] = b;
    error_detail.length = length;
    return error;
}

status_t fail_invalid_argument(unsigned number)
{
    return record(seL4_InvalidArgument, 1, number, 0);
}

status_t fail_invalid_capability(unsigned number)
{
    return record(seL4_InvalidCapability, 1, number, 0);
}

status_t fail_illegal_operation(void)
{
    return record(seL4_IllegalOperation, 0, 0, 0);
}

status_t fail_range(word_t min, word_t max)
{
    return record(seL4_RangeError, 2, min, max);
}

status_t fail_alignment(void)
{
    return record(seL4_AlignmentError, 0, 0, 0);
}

status_t fail_lookup(bool source)
{
    record(seL4_FailedLookup, lookup_failure.length + 1, source, 0);
    for (unsigned i = 0; i < lookup_failure.length; i++) {
        error_detail.words[i + 1] = lookup_failure.words[i];
    }
    return seL4_FailedLookup;
}

status_t fail_truncated(void)
{
    return record(seL4_TruncatedMessage, 0, 0, 0);
}

status_t fail_delete_first(void)
{
    return record(seL4_DeleteFirst, 0, 0, 0);
}

status_t fail_revoke_first(void)
{
    return record(seL4_RevokeFirst, 0, 0, 0);
}

status_t fail_not_enough_memory(word_t bytes_available)
{
    return record(seL4_NotEnoughMemory, 1, bytes_available, 0);
}
