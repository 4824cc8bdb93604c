/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The whole interface: types, constants, system calls, object methods, faults.
 */
#pragma once

#include <interfaces/sel4_client.h>
#include <sel4/arch/constants.h>
#include <sel4/arch/syscalls.h>
#include <sel4/bootinfo.h>
#include <sel4/config.h>
#include <sel4/constants.h>
#include <sel4/deprecated.h>
#include <sel4/faults.h>
#include <sel4/invocation.h>
#include <sel4/macros.h>
#include <sel4/plat/api/constants.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/sel4_arch/syscalls.h>
#include <sel4/syscalls.h>
#include <sel4/types.h>
#include <sel4/virtual_client.h>
