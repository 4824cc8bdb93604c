/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <sel4/bootinfo_types.h>
#include <sel4/macros.h>
#include <sel4/types.h>

/* The program's own start-up code keeps the pointer to the boot information; these are defined by
 * it, if at all. */
void seL4_InitBootInfo(seL4_BootInfo *bi)
    SEL4_DEPRECATED("keep the pointer that the kernel passes in x0");
seL4_BootInfo *seL4_GetBootInfo(void)
    SEL4_DEPRECATED("keep the pointer that the kernel passes in x0");
