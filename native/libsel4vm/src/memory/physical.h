/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What physical memory is. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * true when a frame of SIZE bytes at PADDR is anything but RAM. Untyped memory does not tell: where
 * the kernel runs at EL2 it hands RAM that it does not need itself to guests as device untyped
 * memory. RAM is what the machine's device tree says, and what ordinary untyped memory covers.
 * Without a device tree in the boot information all device untyped memory counts as devices.
 */
bool vmi_physical_is_device(uintptr_t paddr, size_t size);
