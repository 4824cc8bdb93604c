/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Interrupts: handlers, notifications, acknowledgement, with the PL031 real-time clock of QEMU's
 * virt machine as the device. (Manual 8.1, 10.3.5.)
 */

#include "kapi.h"

/* Arm PL031 technical reference manual. */
#define RTC_PADDR 0x9010000ul
#define RTC_IRQ   34ul /* SPI 2 */
#define RTC_DR    0    /* word offsets: data, match, ... */
#define RTC_MR    1
#define RTC_IMSC  4
#define RTC_RIS   5
#define RTC_ICR   7

static volatile uint32_t *rtc;

static seL4_CPtr get(seL4_Word irq)
{
    seL4_CPtr slot = kapi_slot();
    OK(seL4_IRQControl_Get(seL4_CapIRQControl, irq, KROOT, slot, KDEPTH));
    return slot;
}

static void map_rtc(void)
{
    rtc = kapi_map(kapi_object_at(seL4_ARM_SmallPageObject, 0, RTC_PADDR), 12, seL4_ReadWrite, 0);
    rtc[RTC_ICR] = 1;
    rtc[RTC_IMSC] = 0;
}

/* The alarm for now: the interrupt line rises at once. */
static void ring(void)
{
    rtc[RTC_IMSC] = 1;
    rtc[RTC_MR] = rtc[RTC_DR];
}

static void quiet(void)
{
    rtc[RTC_IMSC] = 0;
    rtc[RTC_ICR] = 1;
}

/* Polls for at most ten seconds: a busy host may stop the machine for one. */
static seL4_Word wait_badge(seL4_CPtr notification)
{
    seL4_Word end = sys_ticks() + 10 * sys_ticks_per_second();
    seL4_Word badge = 0;
    do {
        seL4_Poll(notification, &badge);
    } while (badge == 0 && sys_ticks() < end);
    return badge;
}

static bool stays_silent(seL4_CPtr notification)
{
    seL4_Word end = sys_ticks() + sys_ticks_per_second() / 50;
    seL4_Word badge = 0;
    do {
        seL4_Poll(notification, &badge);
    } while (badge == 0 && sys_ticks() < end);
    return badge == 0;
}

KTEST(irq_handler_is_made_once)
{
    seL4_CPtr handler = get(RTC_IRQ), slot = kapi_slot();
    ERR(seL4_IRQControl_Get(seL4_CapIRQControl, RTC_IRQ, KROOT, slot, KDEPTH), seL4_RevokeFirst);
    ERR(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, RTC_IRQ, 1, KROOT, slot, KDEPTH),
        seL4_RevokeFirst);
    OK(kapi_delete(handler));
    OK(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, RTC_IRQ, 0, KROOT, slot, KDEPTH));
}

KTEST(irq_control_errors)
{
    seL4_CPtr slot = kapi_slot(), full = kapi_endpoint();
    ERR(seL4_IRQControl_Get(seL4_CapIRQControl, RTC_IRQ, KROOT, full, KDEPTH), seL4_DeleteFirst);
    ERR1(seL4_IRQControl_Get(seL4_CapIRQControl, 100000, KROOT, slot, KDEPTH), seL4_RangeError, 0);
    seL4_Word last = seL4_GetMR(1); /* of the platform's interrupt controller */
    HOLDS(last >= RTC_IRQ && last < 1020);
    ERR2(seL4_IRQControl_Get(seL4_CapIRQControl, last + 1, KROOT, slot, KDEPTH), seL4_RangeError, 0,
         last);
    ERR(seL4_IRQControl_Get(seL4_CapIRQControl, ~0ul, KROOT, slot, KDEPTH), seL4_RangeError);
    ERR(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, ~0ul, 0, KROOT, slot, KDEPTH),
        seL4_RangeError);
    ERR2(seL4_IRQControl_Get(seL4_CapIRQControl, RTC_IRQ, full, slot, KDEPTH), seL4_FailedLookup, 0,
         seL4_InvalidRoot);
    ERR2(seL4_IRQControl_Get(seL4_CapIRQControl, RTC_IRQ, KROOT, slot, 0), seL4_RangeError, 1,
         seL4_WordBits);
    HOLDS(kapi_empty(slot));
}

/* The kernel's own interrupts: its timer (26), the virtual interface's maintenance (25), the
 * virtual timer (27). */
KTEST(irq_of_the_kernel_are_taken)
{
    static const seL4_Word taken[] = {25, 26, 27};
    seL4_CPtr slot = kapi_slot();
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        ERR(seL4_IRQControl_Get(seL4_CapIRQControl, taken[i], KROOT, slot, KDEPTH),
            seL4_RevokeFirst);
    }
}

KTEST(irq_set_notification_errors)
{
    seL4_CPtr handler = get(RTC_IRQ);
    ERR1(seL4_IRQHandler_SetNotification(handler, kapi_endpoint()), seL4_InvalidCapability, 0);
    ERR1(seL4_IRQHandler_SetNotification(handler, seL4_CapNull), seL4_InvalidCapability, 0);
    ERR1(seL4_IRQHandler_SetNotification(handler, kapi_copy(kapi_notification(), seL4_CanRead)),
         seL4_InvalidCapability, 0);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_notification()));
    OK(seL4_IRQHandler_Clear(handler));
    OK(seL4_IRQHandler_Clear(handler));
    OK(seL4_IRQHandler_Ack(handler));
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label < IRQAckIRQ || label > IRQClearIRQHandler) {
            EQ(seL4_MessageInfo_get_label(seL4_Call(handler, seL4_MessageInfo_new(label, 0, 0, 8))),
               seL4_IllegalOperation);
        }
    }
    EQ(seL4_MessageInfo_get_label(
           seL4_Call(handler, seL4_MessageInfo_new(IRQSetIRQHandler, 0, 0, 0))),
       seL4_TruncatedMessage);
}

KTEST(irq_arrives_with_the_badge)
{
    map_rtc();
    seL4_CPtr notification = kapi_notification(), handler = get(RTC_IRQ);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 0x31)));
    ring();
    seL4_Word badge = wait_badge(notification);
    quiet();
    EQ(badge, 0x31);
    OK(seL4_IRQHandler_Ack(handler));
}

KTEST(irq_stays_masked_until_acknowledged)
{
    map_rtc();
    seL4_CPtr notification = kapi_notification(), handler = get(RTC_IRQ);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 0x31)));
    ring();
    EQ(wait_badge(notification), 0x31);
    HOLDS(stays_silent(notification)); /* the line is high still */
    OK(seL4_IRQHandler_Ack(handler));
    EQ(wait_badge(notification), 0x31);
    quiet();
    OK(seL4_IRQHandler_Ack(handler));
    HOLDS(stays_silent(notification));
    ring();
    EQ(wait_badge(notification), 0x31);
    quiet();
}

KTEST(irq_wakes_a_waiter)
{
    map_rtc();
    seL4_CPtr notification = kapi_notification(), handler = get(RTC_IRQ);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 0x31)));
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)seL4_SysRecv;
    thread->arg[1] = notification;
    kapi_resume(thread);
    ring();
    seL4_Word end = sys_ticks() + 10 * sys_ticks_per_second();
    while (thread->done == 0 && sys_ticks() < end) {
    }
    quiet();
    EQ(thread->done, 1);
    EQ(thread->out[0], 0x31);
}

KTEST(irq_without_a_notification_is_lost)
{
    map_rtc();
    seL4_CPtr notification = kapi_notification(), handler = get(RTC_IRQ);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 0x31)));
    OK(seL4_IRQHandler_Clear(handler));
    ring();
    HOLDS(stays_silent(notification));
    quiet();
}

KTEST(irq_ends_with_its_handler)
{
    map_rtc();
    seL4_CPtr notification = kapi_notification(), handler = get(RTC_IRQ);
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 0x31)));
    OK(kapi_delete(handler));
    ring();
    HOLDS(stays_silent(notification));
    quiet();
}

KTEST(irq_notification_may_go)
{
    map_rtc();
    seL4_CPtr untyped = kapi_untyped(12), notification = kapi_slot(), handler = get(RTC_IRQ);
    OK(kapi_retype(untyped, seL4_NotificationObject, 0, notification));
    OK(seL4_IRQHandler_SetNotification(handler, notification));
    OK(kapi_revoke(untyped));
    ring();
    seL4_Yield();
    quiet();
    OK(seL4_IRQHandler_Ack(handler));
}

/* A software generated interrupt from the processor to itself. */
KTEST(irq_sgi)
{
    seL4_CPtr notification = kapi_notification(), handler = kapi_slot(), signal = kapi_slot();
    OK(seL4_IRQControl_Get(seL4_CapIRQControl, 5, KROOT, handler, KDEPTH));
    OK(seL4_IRQHandler_SetNotification(handler, kapi_mint(notification, seL4_AllRights, 9)));
    OK(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 5, 0, KROOT, signal, KDEPTH));
    seL4_Signal(signal);
    EQ(wait_badge(notification), 9);
    OK(seL4_IRQHandler_Ack(handler));
    seL4_CPtr slot = kapi_slot();
    ERR(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 16, 0, KROOT, slot, KDEPTH),
        seL4_RangeError);
    ERR(seL4_IRQControl_IssueSGISignal(seL4_CapIRQControl, 5, 0, KROOT, signal, KDEPTH),
        seL4_DeleteFirst);
}
