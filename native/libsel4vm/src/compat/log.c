/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Messages of utils/zf_log.h. */
#include <stdarg.h>
#include <stdio.h>

#include <utils/zf_log.h>

void rs_log(int level, const char *function, int line, const char *format, ...)
{
    static const char letters[] = "?VDIWEF";
    printf("%c %s:%d ", letters[level >= ZF_LOG_VERBOSE && level <= ZF_LOG_FATAL ? level : 0],
           function, line);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}
