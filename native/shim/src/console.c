/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/console.h>

#include <rootserver/console.h>

size_t shim_console_read(char *buffer, size_t capacity)
{
    return buffer == NULL ? 0 : rs_console_read(buffer, capacity);
}
