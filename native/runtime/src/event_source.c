/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Events for tracing tools. There is no such tool here; the class library reports regardless. */

#define IGNORED(name)                                                                              \
    void NativeRuntimeEventSource_Log##name(void);                                                 \
    void NativeRuntimeEventSource_Log##name(void)                                                  \
    {                                                                                              \
    }

IGNORED(ContentionLockCreated)
IGNORED(ContentionStart)
IGNORED(ContentionStop)
IGNORED(ThreadPoolIODequeue)
IGNORED(ThreadPoolIOEnqueue)
IGNORED(ThreadPoolIOPack)
IGNORED(ThreadPoolMinMaxThreads)
IGNORED(ThreadPoolWorkerThreadAdjustmentAdjustment)
IGNORED(ThreadPoolWorkerThreadAdjustmentSample)
IGNORED(ThreadPoolWorkerThreadAdjustmentStats)
IGNORED(ThreadPoolWorkerThreadStart)
IGNORED(ThreadPoolWorkerThreadStop)
IGNORED(ThreadPoolWorkerThreadWait)
IGNORED(ThreadPoolWorkingThreadCount)
IGNORED(WaitHandleWaitStart)
IGNORED(WaitHandleWaitStop)
