/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/*
 * Tells compiled code what the processor has. Ends the run when the program was compiled for a
 * processor that has more.
 */
void rt_cpu_initialize(void);
