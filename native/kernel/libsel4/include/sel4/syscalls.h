/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <sel4/arch/syscalls.h>
#include <sel4/config.h>
#include <sel4/functions.h>
#include <sel4/syscalls_master.h>
