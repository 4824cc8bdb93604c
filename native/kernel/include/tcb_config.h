/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* TCB_Configure, TCB_SetSpace and TCB_SetIPCBuffer. */
#pragma once

#include "invocation.h"

status_t tcb_configure(invocation_t *inv);
