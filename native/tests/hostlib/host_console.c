/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The console's keyboard: what a test has typed, and the end of input behind it. */
#include "host.h"

#include <rootserver/console.h>

static char typed[64];
static size_t begin, end;

void host_console_reset(void)
{
    begin = end = 0;
}

bool host_type(const char *keys, size_t length)
{
    if (length > sizeof(typed) - (end - begin)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        typed[end++ % sizeof(typed)] = keys[i];
    }
    return true;
}

size_t rs_console_read(char *buffer, size_t capacity)
{
    size_t length = 0;
    while (length < capacity && begin != end) {
        buffer[length++] = typed[begin++ % sizeof(typed)];
    }
    return length;
}
