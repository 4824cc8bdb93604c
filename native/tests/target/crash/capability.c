/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Sends to a capability address beyond the root CNode. */

#include <sel4/sel4.h>

int main(void)
{
    seL4_Send((seL4_CPtr)1 << 40, seL4_MessageInfo_new(0, 0, 0, 0));
    return 0;
}
