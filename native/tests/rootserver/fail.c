/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "fail.h"

#include <loader/console.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

jmp_buf loader_failed;
char loader_message[256];

void console_print(const char *format, ...)
{
    (void)format;
}

static void append(const char *text)
{
    size_t used = strlen(loader_message);
    snprintf(loader_message + used, sizeof loader_message - used, "%s", text);
}

/* The loader's own small format. */
void loader_fail(const char *format, ...)
{
    va_list arguments;
    loader_message[0] = 0;
    va_start(arguments, format);
    for (const char *c = format; *c != 0; c++) {
        char text[32] = {*c, 0};
        if (*c == '%' && *++c == 's') {
            append(va_arg(arguments, const char *));
            continue;
        }
        if (c[-1] == '%' && c > format) {
            snprintf(text, sizeof text, *c == 'x' ? "0x%llx" : "%llu",
                     (unsigned long long)va_arg(arguments, uint64_t));
        }
        append(text);
    }
    va_end(arguments);
    longjmp(loader_failed, 1);
}
