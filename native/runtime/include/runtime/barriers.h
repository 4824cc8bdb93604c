/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Bounds of the assembly helpers that dereference references on behalf of compiled code without a
 * frame of their own: write barriers, interlocked exchanges, dispatch stubs. A null reference there
 * is the caller's.
 */
#pragma once

extern const char rt_barriers_begin[], rt_barriers_end[];
extern const char rt_dispatch_stubs_begin[], rt_dispatch_stubs_end[];
