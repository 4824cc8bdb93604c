/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#ifndef ROOTSERVER_FAULT_REPORT_H
#define ROOTSERVER_FAULT_REPORT_H

#include <rootserver/fault.h>

/* Prints what is known of a crash, and a backtrace, and ends the run. */
_Noreturn void rs_fault_report(const rs_fault_t *fault);

#endif
