/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#pragma once

#include <rootserver/fault.h>

/* Prints what is known of a crash, and a backtrace, and ends the run. */
_Noreturn void rs_fault_report(const rs_fault_t *fault);
