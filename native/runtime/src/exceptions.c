/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The small internal calls around exception dispatch. */

#include <string.h>

#include <runtime/code.h>
#include <runtime/exports.h>
#include <runtime/platform.h>
#include <runtime/stack_walk.h>

void RhpFallbackFailFast(void)
{
    rt_panic("the runtime stopped: an exception could not be dispatched");
}

/* Collections during the second pass are safe here: stacks are scanned conservatively, dead frames
 * included. */
void RhpSetThreadDoNotTriggerGC(void)
{
}

void RhpValidateExInfoStack(void)
{
}

/* Thread.Abort does not exist. */
void *RhpGetThreadAbortException(void)
{
    return NULL;
}

/*
 * Return addresses of the managed frames above the caller, innermost first. The first pass has no
 * room and asks for the number alone: a negative result -n means "n are needed".
 */
int32_t RhpGetCurrentThreadStackTrace(uintptr_t *addresses, uint32_t capacity, uintptr_t frame)
{
    struct rt_context context;
    struct rt_stack_iterator iterator;
    uint32_t count = 0;

    rt_context_capture(&context);
    for (bool valid = rt_stack_iterator_init(&iterator, &context, false); valid;
         valid = rt_stack_iterator_next(&iterator, NULL)) {
        /* Frames below `frame` are the ones that collect the trace. */
        if (iterator.display.sp < frame) {
            continue;
        }
        if (count < capacity) {
            addresses[count] = iterator.original_pc;
        }
        count++;
    }
    return count <= capacity ? (int32_t)count : -(int32_t)count;
}

void NativeRuntimeEventSource_LogExceptionThrown(const uint16_t *type, const uint16_t *message,
                                                 uintptr_t ip, uint32_t hresult, uint16_t flags,
                                                 uint16_t instance)
{
    (void)type;
    (void)message;
    (void)ip;
    (void)hresult;
    (void)flags;
    (void)instance;
}

void RhCreateCrashDumpIfEnabled(uintptr_t exception_record)
{
    (void)exception_record;
}

/* No room for a crash report: CoreLib then does not write one. */
uint8_t *RhGetCrashInfoBuffer(int32_t *size)
{
    *size = 0;
    return NULL;
}
