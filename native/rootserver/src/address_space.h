/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The root task's own address space: which ranges of it are taken. */

#pragma once

void rs_address_space_init(void);
