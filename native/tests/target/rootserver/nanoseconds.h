/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Durations, in the unit of rs_time_ns(). Upper bounds are wide: a busy host may stop the machine
 * for long. */
#pragma once

#define MILLISECOND 1000000ul
#define SECOND      1000000000ul
