/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4runtime.h
 * What a C program asks its runtime for.
 */
#include <sel4/sel4.h>

/** The boot information of the root task. Do not write to it. */
seL4_BootInfo *sel4runtime_bootinfo(void);

/** End the root task with an exit code, as exit() does. */
_Noreturn void sel4runtime_exit(int code);
