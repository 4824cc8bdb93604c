/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The console's keyboard: what a test has typed, and the end of input behind it. */
#include "host.h"

#include <rootserver/console.h>

static char typed[64];
static size_t begin, end;

void host_type(char key)
{
    typed[end++ % sizeof(typed)] = key;
}

size_t rs_console_read(char *buffer, size_t capacity)
{
    size_t length = 0;
    while (length < capacity && begin != end) {
        buffer[length++] = typed[begin++ % sizeof(typed)];
    }
    return length;
}
