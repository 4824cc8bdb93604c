/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* From here on null references of managed code become exceptions. */
void rt_faults_initialize(void);
