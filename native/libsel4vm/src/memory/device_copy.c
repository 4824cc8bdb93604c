/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "device_copy.h"

#include <stdint.h>
#include <string.h>

static size_t widest(size_t size)
{
    return size == sizeof(uint64_t) ? sizeof(uint64_t) : sizeof(uint32_t);
}

/* Bytes of the next access, not above WIDTH. */
static size_t access_size(uintptr_t device, size_t size, size_t width)
{
    while (width > size || (device & (width - 1)) != 0) {
        width /= 2;
    }
    return width;
}

static uint64_t load(uintptr_t device, size_t width)
{
    switch (width) {
    case sizeof(uint64_t):
        return *(const volatile uint64_t *)device;
    case sizeof(uint32_t):
        return *(const volatile uint32_t *)device;
    case sizeof(uint16_t):
        return *(const volatile uint16_t *)device;
    default:
        return *(const volatile uint8_t *)device;
    }
}

static void store(uintptr_t device, uint64_t value, size_t width)
{
    switch (width) {
    case sizeof(uint64_t):
        *(volatile uint64_t *)device = value;
        break;
    case sizeof(uint32_t):
        *(volatile uint32_t *)device = (uint32_t)value;
        break;
    case sizeof(uint16_t):
        *(volatile uint16_t *)device = (uint16_t)value;
        break;
    default:
        *(volatile uint8_t *)device = (uint8_t)value;
        break;
    }
}

void vmi_device_read(void *to, const void *device, size_t size)
{
    char *bytes = to;
    uintptr_t at = (uintptr_t)device;
    for (size_t width = widest(size); size != 0;) {
        size_t count = access_size(at, size, width);
        uint64_t value = load(at, count);
        memcpy(bytes, &value, count);
        bytes += count;
        at += count;
        size -= count;
    }
}

void vmi_device_write(void *device, const void *from, size_t size)
{
    const char *bytes = from;
    uintptr_t at = (uintptr_t)device;
    for (size_t width = widest(size); size != 0;) {
        size_t count = access_size(at, size, width);
        uint64_t value = 0;
        memcpy(&value, bytes, count);
        store(at, value, count);
        bytes += count;
        at += count;
        size -= count;
    }
}
