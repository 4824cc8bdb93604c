/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Copies from and to memory that is mapped as device memory, where an access that is not aligned
 * faults (Arm DDI 0487, B2.7.2), and memcpy() makes such accesses. An aligned copy of 1, 2, 4 or 8
 * bytes is one access, as a register of that width needs it. Everything else is made of accesses of
 * at most 4 bytes, which every device takes that has registers of 32 bits.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

void vmi_device_read(void *to, const void *device, size_t size);
void vmi_device_write(void *device, const void *from, size_t size);

/* The same for guest memory of either kind. */
static inline void copy_out(void *to, const void *guest, size_t size, bool device)
{
    if (device) {
        vmi_device_read(to, guest, size);
    } else {
        memcpy(to, guest, size);
    }
}

static inline void copy_in(void *guest, const void *from, size_t size, bool device)
{
    if (device) {
        vmi_device_write(guest, from, size);
    } else {
        memcpy(guest, from, size);
    }
}
