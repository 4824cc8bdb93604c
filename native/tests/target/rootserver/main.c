/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The root server tested where it runs. */

#include <rootserver/testproto.h>

TEST_MAIN("rootserver")
