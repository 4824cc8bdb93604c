/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Memory faults of managed code. An access through a null reference becomes a
 * NullReferenceException; running into the guard page is named for what it is. All else is a crash
 * and left to the platform's report.
 */

#include <runtime/barriers.h>
#include <runtime/code.h>
#include <runtime/faults.h>
#include <runtime/platform.h>

/* The compiler checks for null explicitly when a field lies further out; nothing is mapped below.
 */
#define NULL_PAGES (64 * 1024)

/* How far below the stack's end an access still is an overflow: the guard page and a large frame.
 */
#define GUARD_REACH (64 * 1024)

extern const char RhpThrowHwEx[];

static bool is_leaf_helper(uintptr_t pc)
{
    return (pc >= (uintptr_t)rt_barriers_begin && pc < (uintptr_t)rt_barriers_end) ||
           (pc >= (uintptr_t)rt_dispatch_stubs_begin && pc < (uintptr_t)rt_dispatch_stubs_end);
}

static void throw_at(struct rt_fault *fault, uintptr_t code, uintptr_t address)
{
    fault->x0 = code;
    fault->x1 = address;
    fault->pc = (uintptr_t)RhpThrowHwEx;
}

static bool is_stack_overflow(const struct rt_fault *fault)
{
    return fault->stack_low != 0 && fault->address < fault->stack_low &&
           fault->stack_low - fault->address <= GUARD_REACH &&
           fault->sp < fault->stack_low + GUARD_REACH;
}

static void report_stack_overflow(void)
{
    static const char message[] = "Stack overflow: a thread ran into the guard page of its stack.\n"
                                  "The process cannot go on; make the stack larger (Thread's "
                                  "maxStackSize) or the recursion shallower.\n";

    rt_console_write(message, sizeof(message) - 1);
}

static bool on_fault(struct rt_fault *fault)
{
    if (fault->address < NULL_PAGES) {
        if (rt_code_is_managed(fault->pc)) {
            throw_at(fault, RT_FAULT_NULL_REFERENCE, fault->pc);
            return true;
        }
        if (is_leaf_helper(fault->pc)) {
            /* The helper has not moved sp or lr: the exception is thrown where it was called. */
            throw_at(fault, RT_FAULT_NULL_REFERENCE_IN_RUNTIME, fault->lr);
            return true;
        }
    }
    if (is_stack_overflow(fault)) {
        report_stack_overflow();
    }
    return false;
}

void rt_faults_initialize(void)
{
    rt_fault_install(on_fault);
}
