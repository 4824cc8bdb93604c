/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm_shim/console.h
 * The keyboard of the root task's console, without anything in between.
 */
#include <stddef.h>

/**
 * Wait for bytes that are typed: no line editing, no echo.
 * @return bytes that were there, at most @p capacity; 0 when the console has no input
 */
size_t shim_console_read(char *buffer, size_t capacity);
