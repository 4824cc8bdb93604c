/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Tests on the target and the serial protocol that reports them. A frame is one line:
 *
 *   0x1e "S4T" " " sequence " " verb [" " payload] " *" crc32 "\n"
 *
 * Verbs: BEGIN suite count; START name; PASS name; FAIL name message; SKIP name reason;
 * END passed failed skipped; EXIT code. The crc (IEEE 802.3, 8 lower-case hexadecimal digits)
 * covers the bytes from "S4T" up to before " *"; the sequence number counts frames from 0. Text on
 * the console never holds 0x1e (rootserver/console.h): only what is written here is a frame.
 *
 *   TEST(adds) { ASSERT_EQ(2, 1 + 1); }
 *   TEST_MAIN("arithmetic")
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Writes one frame; payload may be NULL. Control characters in the payload become spaces. */
void rs_test_frame(const char *verb, const char *payload);

typedef struct rs_test_case {
    const char *name;
    void (*run)(void);
} rs_test_case_t;

/* Runs every TEST of the program in the order of linking and ends the run: code 0 when none failed.
 */
_Noreturn void rs_test_run_all(const char *suite);

/* End the running test; to be called by the thread that runs it. */
_Noreturn void rs_test_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void rs_test_skip(const char *reason);

#define TEST(test_name)                                                                            \
    static void test_##test_name(void);                                                            \
    static const rs_test_case_t test_case_##test_name                                              \
        __attribute__((used, section("rs_tests"))) = {#test_name, test_##test_name};               \
    static void test_##test_name(void)

#define TEST_MAIN(suite)                                                                           \
    int main(void)                                                                                 \
    {                                                                                              \
        rs_test_run_all(suite);                                                                    \
    }

#define SKIP(reason) rs_test_skip(reason)
#define FAIL(...)    rs_test_fail(__FILE__, __LINE__, __VA_ARGS__)

#define ASSERT_TRUE(condition)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            rs_test_fail(__FILE__, __LINE__, "%s is false", #condition);                           \
        }                                                                                          \
    } while (0)
#define ASSERT_FALSE(condition)                                                                    \
    do {                                                                                           \
        if (condition) {                                                                           \
            rs_test_fail(__FILE__, __LINE__, "%s is true", #condition);                            \
        }                                                                                          \
    } while (0)

/* Compares as 64-bit integers. */
#define RS_TEST_COMPARE(expected, operator, actual)                                                \
    do {                                                                                           \
        uint64_t rs_expected = (uint64_t)(expected);                                               \
        uint64_t rs_actual = (uint64_t)(actual);                                                   \
        if (!(rs_expected operator rs_actual)) {                                                   \
            rs_test_fail(__FILE__, __LINE__, "%s %s %s: %lld (0x%llx) and %lld (0x%llx)",          \
                         #expected, #operator, #actual, (long long)rs_expected,                    \
                         (unsigned long long)rs_expected, (long long)rs_actual,                    \
                         (unsigned long long)rs_actual);                                           \
        }                                                                                          \
    } while (0)
#define ASSERT_EQ(expected, actual) RS_TEST_COMPARE(expected, ==, actual)
#define ASSERT_NE(expected, actual) RS_TEST_COMPARE(expected, !=, actual)
#define ASSERT_LT(smaller, larger)  RS_TEST_COMPARE(smaller, <, larger)
#define ASSERT_LE(smaller, larger)  RS_TEST_COMPARE(smaller, <=, larger)
#define ASSERT_GT(larger, smaller)  RS_TEST_COMPARE(larger, >, smaller)
#define ASSERT_GE(larger, smaller)  RS_TEST_COMPARE(larger, >=, smaller)
#define ASSERT_STR_EQ(expected, actual)                                                            \
    do {                                                                                           \
        const char *rs_expected = (expected);                                                      \
        const char *rs_actual = (actual);                                                          \
        if (__builtin_strcmp(rs_expected, rs_actual) != 0) {                                       \
            rs_test_fail(__FILE__, __LINE__, "%s == %s: \"%s\" and \"%s\"", #expected, #actual,    \
                         rs_expected, rs_actual);                                                  \
        }                                                                                          \
    } while (0)
#define ASSERT_OK(call) ASSERT_EQ(0, call)
