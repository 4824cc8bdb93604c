/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* EXPECTED: what the kernel keeps guests from whose configuration this is built against. */
#include <sel4vm_shim/vm.h>

#include "testing.h"

TEST(the_configuration_says_what_guests_are_kept_from)
{
    CHECK_EQ(shim_guest_isolation(), EXPECTED);
}
