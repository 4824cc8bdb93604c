/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Guest memory on a kernel. What guests see of it is the subject of sel4vm-guest. */
#include <rootserver/testproto.h>

TEST_MAIN("sel4vm-memory")
