/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "console_raw.h"

#include <rootserver/console.h>
#include <rootserver/exit.h>
#include <rootserver/testproto.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FRAME_MAX        512u
#define RECORD_SEPARATOR '\x1e'

extern const rs_test_case_t rs_tests_start[], rs_tests_end[];

enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_SKIP };

static unsigned sequence;
static jmp_buf test_end;
static const rs_test_case_t *running;
static unsigned outcomes[3];

/* CRC-32 of IEEE 802.3, reflected polynomial 0xedb88320. */
static uint32_t crc32(const char *bytes, size_t length)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
        }
    }
    return ~crc;
}

/* A name fills one field of a frame, a message the rest of it: neither may break the line. */
static void sanitise(char *text)
{
    for (; *text != 0; text++) {
        if ((uint8_t)*text < ' ' || *text == '\x7f') {
            *text = ' ';
        }
    }
}

/* Formats a frame; its length. */
static size_t format_frame(char *frame, const char *verb, const char *payload)
{
    int length = snprintf(frame + 1, FRAME_MAX - 16, "S4T %u %s%s%s", sequence++, verb,
                          payload != NULL ? " " : "", payload != NULL ? payload : "");
    if (length > (int)FRAME_MAX - 17) {
        length = (int)FRAME_MAX - 17;
    }
    frame[0] = RECORD_SEPARATOR;
    sanitise(frame + 1);
    uint32_t crc = crc32(frame + 1, (size_t)length);
    return (size_t)length + 1 +
           (size_t)sprintf(frame + 1 + length, " *%08lx\n", (unsigned long)crc);
}

void rs_test_frame(const char *verb, const char *payload)
{
    char frame[FRAME_MAX];
    rs_console_frame(frame, format_frame(frame, verb, payload));
}

void rs_exit_frame_raw(int code)
{
    char frame[FRAME_MAX];
    char payload[12];
    snprintf(payload, sizeof payload, "%d", code);
    rs_console_frame_raw(frame, format_frame(frame, "EXIT", payload));
}

static _Noreturn void end_test(enum outcome outcome, const char *verb, const char *message)
{
    char payload[FRAME_MAX];
    snprintf(payload, sizeof payload, "%s %s", running->name, message);
    rs_test_frame(verb, payload);
    longjmp(test_end, (int)outcome + 1);
}

void rs_test_fail(const char *file, int line, const char *format, ...)
{
    char message[FRAME_MAX];
    const char *base = strrchr(file, '/');
    int used =
        snprintf(message, sizeof message / 2, "%s:%d: ", base != NULL ? base + 1 : file, line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message + used, sizeof message - (size_t)used, format, arguments);
    va_end(arguments);
    end_test(OUTCOME_FAIL, "FAIL", message);
}

void rs_test_skip(const char *reason)
{
    end_test(OUTCOME_SKIP, "SKIP", reason);
}

static void run_one(const rs_test_case_t *test)
{
    running = test;
    rs_test_frame("START", test->name);
    int ended = setjmp(test_end);
    if (ended == 0) {
        test->run();
        rs_test_frame("PASS", test->name);
        ended = OUTCOME_PASS + 1;
    }
    outcomes[ended - 1]++;
}

void rs_test_run_all(const char *suite)
{
    char payload[FRAME_MAX];
    snprintf(payload, sizeof payload, "%s %u", suite, (unsigned)(rs_tests_end - rs_tests_start));
    rs_test_frame("BEGIN", payload);
    for (const rs_test_case_t *test = rs_tests_start; test < rs_tests_end; test++) {
        run_one(test);
    }
    snprintf(payload, sizeof payload, "%u %u %u", outcomes[OUTCOME_PASS], outcomes[OUTCOME_FAIL],
             outcomes[OUTCOME_SKIP]);
    rs_test_frame("END", payload);
    rs_exit(outcomes[OUTCOME_FAIL] == 0 ? 0 : 1);
}
