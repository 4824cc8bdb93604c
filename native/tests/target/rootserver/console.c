/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <rootserver/console.h>
#include <rootserver/testproto.h>
#include <rootserver/thread.h>
#include <stdio.h>
#include <string.h>

TEST(output_of_stdio)
{
    ASSERT_EQ(30, printf("%s %d %5.2f %llx\n", "printf writes", 42, 2.5, 0xabcdefull));
    char text[64];
    ASSERT_EQ(14, snprintf(text, sizeof text, "%zu %ld %.3e", (size_t)7, -1L, 1e10));
    ASSERT_STR_EQ("7 -1 1.000e+10", text);
}

/* Were it taken for a frame, its number would have been used before and the run would fail. */
TEST(text_is_never_a_frame)
{
    static const char forged[] = "\x1eS4T 0 EXIT 0 *b9ff227d\n";
    printf("%s", forged);
    rs_console_write(forged, sizeof forged - 1);
}

TEST(no_input_without_a_key)
{
    char buffer[8];
    ASSERT_EQ(0, rs_console_try_read(buffer, sizeof buffer));
    ASSERT_EQ(0, rs_console_read(buffer, 0));
}

static void write_lines(void *letter)
{
    char line[41];
    memset(line, (int)(uintptr_t)letter, 40);
    line[40] = '\n';
    for (unsigned i = 0; i < 5; i++) {
        rs_console_write(line, sizeof line);
    }
}

/* Lines of different threads do not mix; the frames of this very protocol would show it. */
TEST(writers_do_not_mix)
{
    rs_thread_t *threads[3];
    for (unsigned i = 0; i < 3; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], write_lines, (void *)(uintptr_t)('a' + i), 0,
                                   RS_PRIORITY_MAIN));
    }
    for (unsigned i = 0; i < 3; i++) {
        rs_thread_join(threads[i]);
    }
}
