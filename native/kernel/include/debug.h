/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Output and the debug system calls. */
#pragma once

#include "objects.h"

void debug_putc(char c);
void debug_puts(const char *text);
void debug_hex(word_t value);
#ifdef CONFIG_DEBUG_BUILD
void debug_thread_created(tcb_t *tcb);
void debug_thread_destroyed(tcb_t *tcb);
#else
static inline void debug_thread_created(tcb_t *tcb)
{
    (void)tcb;
}
static inline void debug_thread_destroyed(tcb_t *tcb)
{
    (void)tcb;
}
#endif
/* Handle a debug system call; false when the number is none. */
bool debug_syscall(word_t number, tcb_t *thread);
/* The kernel found itself broken: say where and stop. */
NORETURN void kernel_panic(const char *what, word_t value);
