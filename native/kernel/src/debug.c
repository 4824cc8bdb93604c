/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Console output, the debug system calls (debug builds), and the end after a kernel fault. */
#include "debug.h"

#include <sel4/syscall.h>

#include "arch.h"
#include "lookup.h"
#include "sched.h"

#define UART_DR      (UART_VBASE + 0x00) /* PL011 (ARM DDI 0183) */
#define UART_FR      (UART_VBASE + 0x18)
#define UART_FR_TXFF BIT(5)

void debug_putc(char c)
{
#ifdef CONFIG_PRINTING
    if (c == '\n') {
        debug_putc('\r');
    }
    while (mmio_read(UART_FR) & UART_FR_TXFF) {
    }
    mmio_write(UART_DR, (uint8_t)c);
#else
    (void)c;
#endif
}

void debug_puts(const char *text)
{
    while (*text != '\0') {
        debug_putc(*text++);
    }
}

void debug_hex(word_t value)
{
    debug_puts("0x");
    int digits = 16;
    while (digits > 1 && (value >> (4 * (digits - 1)) & 0xf) == 0) {
        digits--;
    }
    while (digits-- > 0) {
        debug_putc("0123456789abcdef"[value >> (4 * digits) & 0xf]);
    }
}

NORETURN static void stop(void)
{
    for (;;) {
        asm volatile("msr daifset, #0xf\n\twfi" ::: "memory");
    }
}

void kernel_panic(const char *what, word_t value)
{
    debug_puts("\nkernel panic: ");
    debug_puts(what);
    debug_putc(' ');
    debug_hex(value);
    debug_putc('\n');
    stop();
}

#ifdef CONFIG_DEBUG_BUILD
static tcb_t *all_threads;

void debug_thread_created(tcb_t *tcb)
{
    tcb->debug_prev = NULL;
    tcb->debug_next = all_threads;
    if (all_threads != NULL) {
        all_threads->debug_prev = tcb;
    }
    all_threads = tcb;
}

void debug_thread_destroyed(tcb_t *tcb)
{
    if (tcb->debug_prev != NULL) {
        tcb->debug_prev->debug_next = tcb->debug_next;
    } else {
        all_threads = tcb->debug_next;
    }
    if (tcb->debug_next != NULL) {
        tcb->debug_next->debug_prev = tcb->debug_prev;
    }
}

static void dump_threads(void)
{
    static const char *const states[] = {
        "inactive", "running", "restart", "receive", "send", "reply", "waiting for a notification"};
    for (const tcb_t *tcb = all_threads; tcb != NULL; tcb = tcb->debug_next) {
        debug_puts(tcb->name[0] ? tcb->name : "(unnamed)");
        debug_puts(" state ");
        debug_puts(states[tcb->state]);
        debug_puts(" priority ");
        debug_hex(tcb->priority);
        debug_puts(" pc ");
        debug_hex(tcb->ctx.pc);
        debug_putc('\n');
    }
}

/* The name is a string at the start of the caller's message. */
static void name_thread(tcb_t *thread)
{
    slot_t *slot = lookup_slot(thread, thread->ctx.x[0]);
    seL4_IPCBuffer *buffer = lookup_ipc_buffer(thread, false);
    if (slot == NULL || !cap_is(slot->cap, CAP_TCB) || buffer == NULL) {
        return;
    }
    tcb_t *named = cap_object(slot->cap);
    const char *text = (const char *)buffer->msg;
    unsigned i = 0;
    for (; i < TCB_NAME_SIZE - 1 && text[i] != '\0'; i++) {
        named->name[i] = text[i];
    }
    named->name[i] = '\0';
}
#endif

bool debug_syscall(word_t number, tcb_t *thread)
{
    switch ((long)number) {
#ifdef CONFIG_PRINTING
    case seL4_SysDebugPutChar:
        debug_putc((char)thread->ctx.x[0]);
        return true;
    case seL4_SysDebugDumpScheduler:
#ifdef CONFIG_DEBUG_BUILD
        dump_threads();
#endif
        return true;
#endif
#ifdef CONFIG_DEBUG_BUILD
    case seL4_SysDebugHalt:
        debug_puts("halted by a debug system call\n");
        stop();
    case seL4_SysDebugSnapshot:
        return true;
    case seL4_SysDebugCapIdentify: {
        const slot_t *slot = lookup_slot(thread, thread->ctx.x[0]);
        thread->ctx.x[0] = slot == NULL ? CAP_NULL : cap_type(slot->cap);
        return true;
    }
    case seL4_SysDebugNameThread:
        name_thread(thread);
        return true;
#endif
    default:
        (void)thread;
        return false;
    }
}
