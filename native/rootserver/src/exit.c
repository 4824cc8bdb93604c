/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "console_raw.h"

#include <rootserver/exit.h>
#include <sel4/sel4.h>
#include <stdlib.h>
#include <unistd.h>

static int exiting;

static _Noreturn void stop(void)
{
    for (;;) {
        seL4_TCB_Suspend(seL4_CapInitThreadTCB);
        seL4_Yield();
    }
}

void rs_exit(int code)
{
    if (__atomic_exchange_n(&exiting, 1, __ATOMIC_SEQ_CST) == 0) {
        rs_console_seize();
        rs_exit_frame_raw(code);
    }
    stop();
}

/* The C library's exit() and abort() end here. */
void _exit(int code)
{
    rs_exit(code);
}

void abort(void)
{
    rs_exit(RS_EXIT_CRASH);
}
