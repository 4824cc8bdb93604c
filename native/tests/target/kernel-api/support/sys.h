/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * The system-call instruction itself, for threads that have no thread-local storage and for calls
 * that libsel4 would not make.
 */

#pragma once

#include <sel4/sel4.h>

typedef struct sys_result {
    seL4_Word badge;
    seL4_MessageInfo_t info;
    seL4_Word mr[4];
} sys_result_t;

static inline sys_result_t sys_raw(long number, seL4_Word cap, seL4_Word info, seL4_Word mr0,
                                   seL4_Word mr1, seL4_Word mr2, seL4_Word mr3)
{
    register seL4_Word x0 __asm__("x0") = cap;
    register seL4_Word x1 __asm__("x1") = info;
    register seL4_Word x2 __asm__("x2") = mr0;
    register seL4_Word x3 __asm__("x3") = mr1;
    register seL4_Word x4 __asm__("x4") = mr2;
    register seL4_Word x5 __asm__("x5") = mr3;
    register seL4_Word x6 __asm__("x6") = 0;
    register long x7 __asm__("x7") = number;
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6)
                     : "r"(x7)
                     : "memory");
    sys_result_t result = {x0, {{x1}}, {x2, x3, x4, x5}};
    return result;
}

/* A tag without capabilities. */
static inline seL4_Word sys_tag(seL4_Word label, seL4_Word length)
{
    return seL4_MessageInfo_new(label, 0, 0, length).words[0];
}

static inline sys_result_t sys_send(seL4_CPtr cap, seL4_Word label, seL4_Word length, seL4_Word mr0)
{
    return sys_raw(seL4_SysSend, cap, sys_tag(label, length), mr0, 0, 0, 0);
}

static inline sys_result_t sys_nbsend(seL4_CPtr cap, seL4_Word label, seL4_Word length,
                                      seL4_Word mr0)
{
    return sys_raw(seL4_SysNBSend, cap, sys_tag(label, length), mr0, 0, 0, 0);
}

static inline sys_result_t sys_recv(seL4_CPtr cap)
{
    return sys_raw(seL4_SysRecv, cap, 0, 0, 0, 0, 0);
}

static inline sys_result_t sys_nbrecv(seL4_CPtr cap)
{
    return sys_raw(seL4_SysNBRecv, cap, 0, 0, 0, 0, 0);
}

static inline sys_result_t sys_call(seL4_CPtr cap, seL4_Word label, seL4_Word length, seL4_Word mr0)
{
    return sys_raw(seL4_SysCall, cap, sys_tag(label, length), mr0, 0, 0, 0);
}

static inline sys_result_t sys_reply(seL4_Word label, seL4_Word length, seL4_Word mr0)
{
    return sys_raw(seL4_SysReply, 0, sys_tag(label, length), mr0, 0, 0, 0);
}

static inline sys_result_t sys_replyrecv(seL4_CPtr cap, seL4_Word label, seL4_Word length,
                                         seL4_Word mr0)
{
    return sys_raw(seL4_SysReplyRecv, cap, sys_tag(label, length), mr0, 0, 0, 0);
}

static inline void sys_signal(seL4_CPtr cap)
{
    sys_send(cap, 0, 0, 0);
}

static inline void sys_yield(void)
{
    sys_raw(seL4_SysYield, 0, 0, 0, 0, 0, 0);
}

/* The virtual counter, which the kernel leaves readable. */
static inline seL4_Word sys_ticks(void)
{
    seL4_Word value;
    __asm__ volatile("isb; mrs %0, cntvct_el0" : "=r"(value)::"memory");
    return value;
}

static inline seL4_Word sys_ticks_per_second(void)
{
    seL4_Word value;
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(value));
    return value;
}
