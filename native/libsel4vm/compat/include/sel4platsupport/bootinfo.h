/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4platsupport/bootinfo.h
 * The boot information of the root task.
 */
#include <sel4/sel4.h>

/** The boot information that the kernel passed to the root task. Do not write to it. */
seL4_BootInfo *platsupport_get_bootinfo(void);
