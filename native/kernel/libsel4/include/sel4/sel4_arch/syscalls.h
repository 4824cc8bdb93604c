/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The system-call instruction. Register use: x7 the number, x0 the capability and on return the
 * badge, x1 the tag, x2 to x5 the first four message registers. The kernel keeps every other
 * register. All of these order memory, because the kernel and the other side read and write the
 * message buffer.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/types.h>

static inline void arm_sys_send(seL4_Word sys, seL4_Word dest, seL4_Word info_arg, seL4_Word mr0,
                                seL4_Word mr1, seL4_Word mr2, seL4_Word mr3)
{
    register seL4_Word destptr __asm__("x0") = dest;
    register seL4_Word info __asm__("x1") = info_arg;
    register seL4_Word msg0 __asm__("x2") = mr0;
    register seL4_Word msg1 __asm__("x3") = mr1;
    register seL4_Word msg2 __asm__("x4") = mr2;
    register seL4_Word msg3 __asm__("x5") = mr3;
    register seL4_Word scno __asm__("x7") = sys;
    __asm__ volatile("svc #0"
                     : "+r"(destptr), "+r"(info), "+r"(msg0), "+r"(msg1), "+r"(msg2), "+r"(msg3)
                     : "r"(scno)
                     : "memory");
}

static inline void arm_sys_reply(seL4_Word sys, seL4_Word info_arg, seL4_Word mr0, seL4_Word mr1,
                                 seL4_Word mr2, seL4_Word mr3)
{
    arm_sys_send(sys, 0, info_arg, mr0, mr1, mr2, mr3);
}

static inline void arm_sys_send_null(seL4_Word sys, seL4_Word dest, seL4_Word info_arg)
{
    register seL4_Word destptr __asm__("x0") = dest;
    register seL4_Word info __asm__("x1") = info_arg;
    register seL4_Word scno __asm__("x7") = sys;
    __asm__ volatile("svc #0" : "+r"(destptr), "+r"(info) : "r"(scno) : "memory");
}

static inline void arm_sys_send_recv(seL4_Word sys, seL4_Word dest, seL4_Word *out_badge,
                                     seL4_Word info_arg, seL4_Word *out_info, seL4_Word *in_out_mr0,
                                     seL4_Word *in_out_mr1, seL4_Word *in_out_mr2,
                                     seL4_Word *in_out_mr3, LIBSEL4_UNUSED seL4_Word reply)
{
    register seL4_Word destptr __asm__("x0") = dest;
    register seL4_Word info __asm__("x1") = info_arg;
    register seL4_Word msg0 __asm__("x2") = *in_out_mr0;
    register seL4_Word msg1 __asm__("x3") = *in_out_mr1;
    register seL4_Word msg2 __asm__("x4") = *in_out_mr2;
    register seL4_Word msg3 __asm__("x5") = *in_out_mr3;
    register seL4_Word scno __asm__("x7") = sys;
    __asm__ volatile("svc #0"
                     : "+r"(destptr), "+r"(info), "+r"(msg0), "+r"(msg1), "+r"(msg2), "+r"(msg3)
                     : "r"(scno)
                     : "memory");
    *out_badge = destptr;
    *out_info = info;
    *in_out_mr0 = msg0;
    *in_out_mr1 = msg1;
    *in_out_mr2 = msg2;
    *in_out_mr3 = msg3;
}

static inline void arm_sys_recv(seL4_Word sys, seL4_Word src, seL4_Word *out_badge,
                                seL4_Word *out_info, seL4_Word *out_mr0, seL4_Word *out_mr1,
                                seL4_Word *out_mr2, seL4_Word *out_mr3,
                                LIBSEL4_UNUSED seL4_Word reply)
{
    register seL4_Word src_and_badge __asm__("x0") = src;
    register seL4_Word info __asm__("x1");
    register seL4_Word msg0 __asm__("x2");
    register seL4_Word msg1 __asm__("x3");
    register seL4_Word msg2 __asm__("x4");
    register seL4_Word msg3 __asm__("x5");
    register seL4_Word scno __asm__("x7") = sys;
    __asm__ volatile("svc #0"
                     : "+r"(src_and_badge), "=r"(info), "=r"(msg0), "=r"(msg1), "=r"(msg2),
                       "=r"(msg3)
                     : "r"(scno)
                     : "memory");
    *out_badge = src_and_badge;
    *out_info = info;
    *out_mr0 = msg0;
    *out_mr1 = msg1;
    *out_mr2 = msg2;
    *out_mr3 = msg3;
}

static inline void arm_sys_null(seL4_Word sys)
{
    register seL4_Word scno __asm__("x7") = sys;
    __asm__ volatile("svc #0" : : "r"(scno) : "memory");
}
