/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* A thread recurses until it meets the guard page below its stack. */

#include <rootserver/thread.h>
#include <string.h>

static __attribute__((noinline)) unsigned recurse(unsigned depth)
{
    volatile char frame[256];
    memset((char *)frame, (int)depth, sizeof frame);
    return depth == 0 ? 0 : recurse(depth + 1) + (unsigned)frame[depth % sizeof frame];
}

static void run(void *unused)
{
    (void)unused;
    recurse(1);
}

int main(void)
{
    rs_thread_t *thread;
    if (rs_thread_create(&thread, run, NULL, 0, RS_PRIORITY_MAIN) != seL4_NoError) {
        return 1;
    }
    rs_thread_set_name(thread, "deep");
    rs_thread_join(thread);
    return 0;
}
