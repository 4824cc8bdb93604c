/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <stdint.h>

/* The name of the only module: nothing loads programs from files here. */
#define RT_MODULE_NAME "roottask"

/* What stands for "the module" towards CoreLib: the start of compiled code. */
uintptr_t rt_module_handle(void);

/* Value of an option embedded at build time (runtimeconfig knob), UTF-8; NULL when it is not there.
 */
const char *rt_knob(const char *name);
