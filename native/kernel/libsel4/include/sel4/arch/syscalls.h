/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * System calls for C. The plain forms carry message registers 0 to 3 in the message buffer, the
 * ...WithMRs forms in the caller's variables; a null pointer stands for a register that is not
 * wanted.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/functions.h>
#include <sel4/sel4_arch/syscalls.h>
#include <sel4/syscalls_master.h>
#include <sel4/types.h>

/* Message register i of a message of this length, when the caller gave one. */
LIBSEL4_INLINE_FUNC seL4_Word libsel4_in_mr(seL4_MessageInfo_t info, seL4_Word i,
                                            const seL4_Word *mr)
{
    return mr != seL4_Null && seL4_MessageInfo_get_length(info) > i ? *mr : 0;
}

LIBSEL4_INLINE_FUNC void libsel4_out(seL4_Word *where, seL4_Word value)
{
    if (where != seL4_Null) {
        *where = value;
    }
}

LIBSEL4_INLINE_FUNC void libsel4_send(seL4_Word sys, seL4_CPtr dest, seL4_MessageInfo_t info)
{
    arm_sys_send(sys, dest, info.words[0], seL4_GetMR(0), seL4_GetMR(1), seL4_GetMR(2),
                 seL4_GetMR(3));
}

LIBSEL4_INLINE_FUNC void libsel4_send_mrs(seL4_Word sys, seL4_CPtr dest, seL4_MessageInfo_t info,
                                          const seL4_Word *mr0, const seL4_Word *mr1,
                                          const seL4_Word *mr2, const seL4_Word *mr3)
{
    arm_sys_send(sys, dest, info.words[0], libsel4_in_mr(info, 0, mr0), libsel4_in_mr(info, 1, mr1),
                 libsel4_in_mr(info, 2, mr2), libsel4_in_mr(info, 3, mr3));
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t libsel4_recv(seL4_Word sys, seL4_CPtr src, seL4_Word *sender)
{
    seL4_MessageInfo_t info;
    seL4_Word badge, mr0, mr1, mr2, mr3;
    arm_sys_recv(sys, src, &badge, &info.words[0], &mr0, &mr1, &mr2, &mr3, 0);
    seL4_SetMR(0, mr0);
    seL4_SetMR(1, mr1);
    seL4_SetMR(2, mr2);
    seL4_SetMR(3, mr3);
    libsel4_out(sender, badge);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t libsel4_recv_mrs(seL4_Word sys, seL4_CPtr src,
                                                        seL4_Word *sender, seL4_Word *mr0,
                                                        seL4_Word *mr1, seL4_Word *mr2,
                                                        seL4_Word *mr3)
{
    seL4_MessageInfo_t info;
    seL4_Word badge, msg0, msg1, msg2, msg3;
    arm_sys_recv(sys, src, &badge, &info.words[0], &msg0, &msg1, &msg2, &msg3, 0);
    libsel4_out(mr0, msg0);
    libsel4_out(mr1, msg1);
    libsel4_out(mr2, msg2);
    libsel4_out(mr3, msg3);
    libsel4_out(sender, badge);
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t libsel4_send_recv(seL4_Word sys, seL4_CPtr dest,
                                                         seL4_MessageInfo_t info, seL4_Word *sender)
{
    seL4_MessageInfo_t out;
    seL4_Word badge, mr0 = seL4_GetMR(0), mr1 = seL4_GetMR(1), mr2 = seL4_GetMR(2),
                     mr3 = seL4_GetMR(3);
    arm_sys_send_recv(sys, dest, &badge, info.words[0], &out.words[0], &mr0, &mr1, &mr2, &mr3, 0);
    seL4_SetMR(0, mr0);
    seL4_SetMR(1, mr1);
    seL4_SetMR(2, mr2);
    seL4_SetMR(3, mr3);
    libsel4_out(sender, badge);
    return out;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t libsel4_send_recv_mrs(seL4_Word sys, seL4_CPtr dest,
                                                             seL4_MessageInfo_t info,
                                                             seL4_Word *sender, seL4_Word *mr0,
                                                             seL4_Word *mr1, seL4_Word *mr2,
                                                             seL4_Word *mr3)
{
    seL4_MessageInfo_t out;
    seL4_Word badge;
    seL4_Word msg0 = libsel4_in_mr(info, 0, mr0), msg1 = libsel4_in_mr(info, 1, mr1);
    seL4_Word msg2 = libsel4_in_mr(info, 2, mr2), msg3 = libsel4_in_mr(info, 3, mr3);
    arm_sys_send_recv(sys, dest, &badge, info.words[0], &out.words[0], &msg0, &msg1, &msg2, &msg3,
                      0);
    libsel4_out(mr0, msg0);
    libsel4_out(mr1, msg1);
    libsel4_out(mr2, msg2);
    libsel4_out(mr3, msg3);
    libsel4_out(sender, badge);
    return out;
}

LIBSEL4_INLINE_FUNC void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    libsel4_send((seL4_Word)seL4_SysSend, dest, msgInfo);
}

LIBSEL4_INLINE_FUNC void seL4_SendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                          seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                          seL4_Word *mr3)
{
    libsel4_send_mrs((seL4_Word)seL4_SysSend, dest, msgInfo, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    libsel4_send((seL4_Word)seL4_SysNBSend, dest, msgInfo);
}

LIBSEL4_INLINE_FUNC void seL4_NBSendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                            seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                            seL4_Word *mr3)
{
    libsel4_send_mrs((seL4_Word)seL4_SysNBSend, dest, msgInfo, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC void seL4_Reply(seL4_MessageInfo_t msgInfo)
{
    libsel4_send((seL4_Word)seL4_SysReply, 0, msgInfo);
}

LIBSEL4_INLINE_FUNC void seL4_ReplyWithMRs(seL4_MessageInfo_t msgInfo, seL4_Word *mr0,
                                           seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    libsel4_send_mrs((seL4_Word)seL4_SysReply, 0, msgInfo, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC void seL4_Signal(seL4_CPtr dest)
{
    arm_sys_send_null((seL4_Word)seL4_SysSend, dest, seL4_MessageInfo_new(0, 0, 0, 0).words[0]);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender)
{
    return libsel4_recv((seL4_Word)seL4_SysRecv, src, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    return libsel4_recv_mrs((seL4_Word)seL4_SysRecv, src, sender, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBRecv(seL4_CPtr src, seL4_Word *sender)
{
    return libsel4_recv((seL4_Word)seL4_SysNBRecv, src, sender);
}

LIBSEL4_INLINE_FUNC void seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    seL4_Recv(src, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    return seL4_NBRecv(src, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    return libsel4_send_recv((seL4_Word)seL4_SysCall, dest, msgInfo, seL4_Null);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_CallWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    return libsel4_send_recv_mrs((seL4_Word)seL4_SysCall, dest, msgInfo, seL4_Null, mr0, mr1, mr2,
                                 mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                      seL4_Word *sender)
{
    return libsel4_send_recv((seL4_Word)seL4_SysReplyRecv, dest, msgInfo, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecvWithMRs(seL4_CPtr dest,
                                                             seL4_MessageInfo_t msgInfo,
                                                             seL4_Word *sender, seL4_Word *mr0,
                                                             seL4_Word *mr1, seL4_Word *mr2,
                                                             seL4_Word *mr3)
{
    return libsel4_send_recv_mrs((seL4_Word)seL4_SysReplyRecv, dest, msgInfo, sender, mr0, mr1, mr2,
                                 mr3);
}

LIBSEL4_INLINE_FUNC void seL4_Yield(void)
{
    arm_sys_null((seL4_Word)seL4_SysYield);
}

#if defined(CONFIG_PRINTING) || defined(CONFIG_DEBUG_BUILD)
/* A debug call with one argument; answers x0. */
LIBSEL4_INLINE_FUNC seL4_Word libsel4_debug(seL4_Word sys, seL4_Word argument)
{
    seL4_Word result, info, mr0 = 0, mr1 = 0, mr2 = 0, mr3 = 0;
    arm_sys_send_recv(sys, argument, &result, 0, &info, &mr0, &mr1, &mr2, &mr3, 0);
    return result;
}
#endif

#ifdef CONFIG_PRINTING
LIBSEL4_INLINE_FUNC void seL4_DebugPutChar(char c)
{
    libsel4_debug((seL4_Word)seL4_SysDebugPutChar, (seL4_Word)c);
}

LIBSEL4_INLINE_FUNC void seL4_DebugPutString(char *str)
{
    while (*str != 0) {
        seL4_DebugPutChar(*str++);
    }
}

LIBSEL4_INLINE_FUNC void seL4_DebugDumpScheduler(void)
{
    libsel4_debug((seL4_Word)seL4_SysDebugDumpScheduler, 0);
}
#endif

#ifdef CONFIG_DEBUG_BUILD
LIBSEL4_INLINE_FUNC void seL4_DebugHalt(void)
{
    arm_sys_null((seL4_Word)seL4_SysDebugHalt);
}

LIBSEL4_INLINE_FUNC void seL4_DebugSnapshot(void)
{
    arm_sys_null((seL4_Word)seL4_SysDebugSnapshot);
}

/* The kernel's number for the kind of capability, 0 for none: kernels differ in the other numbers.
 */
LIBSEL4_INLINE_FUNC seL4_Uint32 seL4_DebugCapIdentify(seL4_CPtr cap)
{
    return (seL4_Uint32)libsel4_debug((seL4_Word)seL4_SysDebugCapIdentify, cap);
}

/* Overwrites message registers; a longer name is cut to what the buffer holds. */
LIBSEL4_INLINE_FUNC void seL4_DebugNameThread(seL4_CPtr tcb, const char *name)
{
    char *to = (char *)seL4_GetIPCBuffer()->msg;
    seL4_Word n = 0;
    while (name[n] != 0 && n < sizeof(seL4_GetIPCBuffer()->msg) - 1) {
        to[n] = name[n];
        n++;
    }
    to[n] = 0;
    libsel4_debug((seL4_Word)seL4_SysDebugNameThread, tcb);
}
#endif
