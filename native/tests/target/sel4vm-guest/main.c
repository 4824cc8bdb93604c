/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest under libsel4vm: every way into the VMM and out of it again. */
#include <rootserver/testproto.h>

TEST_MAIN("sel4vm-guest")
