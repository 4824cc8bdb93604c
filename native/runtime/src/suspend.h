/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What thread.c and suspend.c share. */
#pragma once

#include "runtime/platform.h"
#include "runtime/thread.h"

bool rt_suspend_initialize(void);
