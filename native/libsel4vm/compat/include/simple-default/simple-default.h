/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file simple-default/simple-default.h
 * The boot environment of an ordinary root task.
 */
#include <sel4/sel4.h>

#include <simple/simple.h>

/** Initialise @p simple as the boot environment. The root server has its own copy of the boot
 * information; @p bi is not needed and may be NULL. */
void simple_default_init_bootinfo(simple_t *simple, seL4_BootInfo *bi);
