/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "fault_report.h"

#include "console_raw.h"
#include "thread_internal.h"

#include <rootserver/exit.h>
#include <rootserver/pages.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAX_FRAMES 32u

/* Order of seL4_UserContext (aarch64). */
static const char *const register_names[] = {
    "pc",  "sp",  "spsr", "x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",    "x8",
    "x16", "x17", "x18",  "x29", "x30", "x9",  "x10", "x11", "x12", "x13", "x14",   "x15",
    "x19", "x20", "x21",  "x22", "x23", "x24", "x25", "x26", "x27", "x28", "tpidr", "tpidrro",
};
_Static_assert(sizeof register_names / sizeof register_names[0] ==
                   sizeof(seL4_UserContext) / sizeof(seL4_Word),
               "a name for every register");

static void __attribute__((format(printf, 1, 2))) print(const char *format, ...)
{
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    rs_console_write_raw(text, strlen(text));
}

static bool is_in_guard_page(const rs_thread_t *thread, uintptr_t address)
{
    return address >= thread->guard && address < thread->stack_low;
}

static void print_cause(const rs_fault_t *fault)
{
    switch (fault->kind) {
    case RS_FAULT_MEMORY:
        if (is_in_guard_page(fault->thread, fault->address)) {
            print("stack overflow: ");
        } else if (fault->address < RS_PAGE_SIZE) {
            print("null pointer: ");
        }
        print("memory fault (%s) at address 0x%lx, ESR 0x%lx",
              fault->is_fetch   ? "instruction fetch"
              : fault->is_write ? "write"
                                : "read",
              (unsigned long)fault->address, (unsigned long)fault->code);
        break;
    case RS_FAULT_EXCEPTION:
        print("processor exception, ESR 0x%lx", (unsigned long)fault->code);
        break;
    case RS_FAULT_SYSCALL:
        print("unknown system call %ld", (long)fault->code);
        break;
    case RS_FAULT_CAPABILITY:
        print("capability fault at 0x%lx", (unsigned long)fault->address);
        break;
    case RS_FAULT_OTHER:
        print("fault with label %lu", (unsigned long)fault->code);
        break;
    }
}

static void print_registers(const seL4_UserContext *registers)
{
    seL4_Word values[sizeof *registers / sizeof(seL4_Word)];
    unsigned count = sizeof values / sizeof values[0];
    memcpy(values, registers, sizeof values);
    for (unsigned i = 0; i < count; i++) {
        print("%8s 0x%016lx%s", register_names[i], (unsigned long)values[i],
              i % 4 == 3 || i + 1 == count ? "\n" : "");
    }
}

/* Frame records (Procedure Call Standard, 6.4.6): x29 names a pair of the caller's x29 and the
 * return address. Only records on the thread's own stack are read: the chain may be broken. */
static void print_backtrace(const rs_thread_t *thread, const seL4_UserContext *registers)
{
    uintptr_t frame = registers->x29;
    /* A leaf function has no record yet: its caller is in the link register alone. */
    print("backtrace:\n  #0 0x%lx\n  lr 0x%lx\n", (unsigned long)registers->pc,
          (unsigned long)registers->x30);
    for (unsigned depth = 1; depth < MAX_FRAMES; depth++) {
        if (frame % 8 != 0 || frame < thread->stack_low || frame > thread->stack_high - 16) {
            break;
        }
        const uintptr_t *record = (const uintptr_t *)frame;
        if (record[1] == 0) {
            break;
        }
        print("  #%u 0x%lx\n", depth, (unsigned long)record[1]);
        if (record[0] <= frame) {
            break;
        }
        frame = record[0];
    }
}

_Noreturn void rs_fault_report(const rs_fault_t *fault)
{
    const rs_thread_t *thread = fault->thread;
    rs_console_seize();
    print("\n*** root task crashed: ");
    print_cause(fault);
    print("\n*** thread %lu (%s), pc 0x%lx, stack [0x%lx, 0x%lx)\n", (unsigned long)thread->id,
          thread->name, (unsigned long)fault->registers.pc, (unsigned long)thread->stack_low,
          (unsigned long)thread->stack_high);
    print_registers(&fault->registers);
    print_backtrace(thread, &fault->registers);
    rs_exit(RS_EXIT_CRASH);
}
