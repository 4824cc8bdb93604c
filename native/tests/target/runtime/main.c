/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Write barriers and memory functions of the runtime, where they run. */

#include <rootserver/testproto.h>

TEST_MAIN("runtime-assembly")
