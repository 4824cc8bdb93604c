/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Which of a guest's registers the kernel keeps to that guest (docs/guest-registers.md). */

#pragma once

#include "kapi.h"

#ifdef CONFIG_VCPU_FULL_ISOLATION
#define ALL_REGISTERS_ISOLATED true
#else
#define ALL_REGISTERS_ISOLATED false
#endif

#if defined(CONFIG_VCPU_FULL_ISOLATION) || defined(CONFIG_HARDWARE_DEBUG_API)
#define DEBUG_EXCEPTIONS_ISOLATED true
#else
#define DEBUG_EXCEPTIONS_ISOLATED false
#endif

#define NEEDS_DEBUG_ISOLATION                                                                      \
    do {                                                                                           \
        if (!DEBUG_EXCEPTIONS_ISOLATED) {                                                          \
            kapi_skip("the kernel is built without HardwareDebugAPI: guests must be trusted");     \
        }                                                                                          \
    } while (0)

#define NEEDS_REGISTER_ISOLATION                                                                   \
    do {                                                                                           \
        if (!ALL_REGISTERS_ISOLATED) {                                                             \
            kapi_skip("a limit of seL4, see docs/guest-registers.md");                             \
        }                                                                                          \
    } while (0)
