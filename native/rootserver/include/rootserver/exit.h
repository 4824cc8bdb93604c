/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#pragma once

#define RS_EXIT_CRASH 139 /* as a shell reports SIGSEGV */

/* Ends the run: prints the exit frame that the runner waits for and stops for good. The console
 * takes no further output from any thread. */
_Noreturn void rs_exit(int code);
