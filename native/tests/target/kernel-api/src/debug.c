/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Debug system calls, where the kernel has them.
 */

#include "kapi.h"

KTEST(debug_identifies_capabilities)
{
#ifdef CONFIG_DEBUG_BUILD
    /* The numbers are the kernel's own: null is 0, everything else is not, and kinds differ. */
    seL4_CPtr endpoint = kapi_endpoint(), other = kapi_endpoint();
    EQ(seL4_DebugCapIdentify(kapi_slot()), 0);
    NE(seL4_DebugCapIdentify(endpoint), 0);
    EQ(seL4_DebugCapIdentify(endpoint), seL4_DebugCapIdentify(other));
    NE(seL4_DebugCapIdentify(endpoint), seL4_DebugCapIdentify(seL4_CapInitThreadTCB));
    NE(seL4_DebugCapIdentify(endpoint), seL4_DebugCapIdentify(kapi_notification()));
#else
    kapi_skip("a release kernel has no debug calls");
#endif
}

KTEST(debug_names_threads)
{
#ifdef CONFIG_DEBUG_BUILD
    kapi_thread_t *t = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    seL4_DebugNameThread(t->tcb, "kernel-api");
    seL4_DebugNameThread(
        t->tcb, "a name that is longer than a kernel cares to keep of the name of a thread");
    kapi_resume(t);
    EQ(t->done, 1);
#else
    kapi_skip("a release kernel has no debug calls");
#endif
}

KTEST(debug_prints)
{
#ifdef CONFIG_PRINTING
    for (const char *c = "printed by the kernel\n"; *c != 0; c++) {
        seL4_DebugPutChar(*c);
    }
    seL4_DebugDumpScheduler();
#else
    kapi_skip("this kernel does not print");
#endif
}
