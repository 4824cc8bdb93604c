/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Every caller stands for the root task's first thread. */
#include <rootserver/thread.h>

rs_thread_t *rs_thread_self(void)
{
    return NULL;
}

seL4_CPtr rs_thread_tcb(const rs_thread_t *thread)
{
    (void)thread;
    return seL4_CapInitThreadTCB;
}
