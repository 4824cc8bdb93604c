/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "kapi.h"

int main(void)
{
    kapi_start_up();
    rs_test_run_all("guest-registers");
}
