/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <sel4/config.h>

#ifndef CONFIG_ARM_CORTEX_A57
#error CONFIG_ARM_CORTEX_A57 is not set
#endif

/* Cortex-A57 technical reference manual, ID_AA64DFR0_EL1: six breakpoints, four watchpoints. */
#define seL4_NumHWBreakpoints        10
#define seL4_NumExclusiveBreakpoints 6
#define seL4_NumExclusiveWatchpoints 4
