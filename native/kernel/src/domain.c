/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Domains. There is one; its invocations exist with the errors that follow from that. */
#include "invocation.h"

#define DURATION_BITS 56

static struct {
    word_t domain;
    word_t duration;
} schedule[CONFIG_NUM_DOMAIN_SCHEDULES] = {{0, MASK(DURATION_BITS)}};
static word_t start_index;

static status_t set_domain(invocation_t *inv)
{
    if (inv->length < 1) {
        return fail_truncated();
    }
    if (inv_arg(inv, 0) >= CONFIG_NUM_DOMAINS) {
        return fail_invalid_argument(0);
    }
    if (inv->extra_count < 1) {
        return fail_truncated();
    }
    return cap_is(inv->extra[0]->cap, CAP_TCB) ? STATUS_OK : fail_invalid_argument(1);
}

static status_t configure(invocation_t *inv)
{
    if (inv->length < 3) {
        return fail_truncated();
    }
    word_t index = inv_arg(inv, 0), domain = inv_arg(inv, 1), duration = inv_arg(inv, 2);
    if (index >= CONFIG_NUM_DOMAIN_SCHEDULES) {
        return fail_range(0, 0); /* seL4 names no upper bound here */
    }
    if (domain >= CONFIG_NUM_DOMAINS) {
        return fail_range(0, CONFIG_NUM_DOMAINS - 1);
    }
    if (duration > MASK(DURATION_BITS) || (duration == 0 && domain != 0) ||
        (duration == 0 && index == start_index)) {
        return fail_invalid_argument(2);
    }
    schedule[index].domain = domain;
    schedule[index].duration = duration;
    return STATUS_OK;
}

static status_t set_start(invocation_t *inv)
{
    if (inv->length < 1) {
        return fail_truncated();
    }
    word_t index = inv_arg(inv, 0);
    if (index >= CONFIG_NUM_DOMAIN_SCHEDULES) {
        return fail_range(0, CONFIG_NUM_DOMAIN_SCHEDULES - 1);
    }
    if (schedule[index].duration == 0) {
        return fail_invalid_argument(0);
    }
    start_index = index;
    return STATUS_OK;
}

status_t decode_domain(invocation_t *inv)
{
    switch (inv->label) {
    case DomainSetSet:
        return set_domain(inv);
    case DomainScheduleConfigure:
        return configure(inv);
    case DomainScheduleSetStart:
        return set_start(inv);
    default:
        return fail_illegal_operation();
    }
}
