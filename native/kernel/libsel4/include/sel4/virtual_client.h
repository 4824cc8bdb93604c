/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <interfaces/sel4_client.h>
#include <sel4/invocation.h>
#include <sel4/types.h>
