/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "alarm.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <rootserver/slots.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>

#include "vcpu/vcpu.h"
#include "vm/error.h"

/* The message is offered again after this time while the VMM is busy elsewhere. */
#define RETRY_NS    1000000ull
#define STACK_BYTES 16384ul
#define NEVER       UINT64_MAX

struct alarm {
    rs_timer_t timer;
    rs_timer_t retry;         /* started by the thread alone */
    rs_object_t notification; /* the timers' */
    seL4_CPtr endpoint;       /* the host endpoint with BADGE_ALARM */
    rs_thread_t *thread;
    _Atomic uint64_t deadline; /* when the message is wanted that has not arrived yet, or NEVER */
    atomic_bool ending;
};

static bool is_due(const struct alarm *alarm)
{
    return !alarm->ending && alarm->deadline <= rs_time_ns();
}

/* A message that is refused while nobody waits for it, rather than a send that blocks, lets the
 * thread be ended at any time. When one was taken, there is another deadline, or none, by the
 * time that it would be offered again; a retry is no reason to be late for that deadline. */
static void deliver(void *argument)
{
    struct alarm *alarm = argument;
    while (!alarm->ending) {
        seL4_Wait(alarm->notification.cptr, NULL);
        while (is_due(alarm)) {
            seL4_NBSend(alarm->endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
            rs_timer_start(&alarm->retry, alarm->notification.cptr, rs_time_ns() + RETRY_NS);
            seL4_Wait(alarm->notification.cptr, NULL);
            rs_timer_cancel(&alarm->retry);
        }
    }
}

static void release(struct alarm *alarm)
{
    if (alarm->endpoint != seL4_CapNull) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, alarm->endpoint, seL4_WordBits);
        rs_slot_free(alarm->endpoint);
    }
    rs_object_free(&alarm->notification);
    free(alarm);
}

static seL4_Error start(struct alarm *alarm, const vm_t *vm)
{
    seL4_Word badge = vm_badge(vm) | BADGE_ALARM;
    seL4_Error error = rs_object_alloc(seL4_NotificationObject, 0, &alarm->notification);
    if (error != seL4_NoError) {
        return error;
    }
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    error =
        seL4_CNode_Mint(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode,
                        vm->host_endpoint, seL4_WordBits, seL4_CapRights_new(0, 0, 0, 1), badge);
    if (error != seL4_NoError) {
        rs_slot_free(slot);
        return error;
    }
    alarm->endpoint = slot;
    error = rs_thread_create(&alarm->thread, deliver, alarm, STACK_BYTES, RS_PRIORITY_TIMER);
    if (error == seL4_NoError) {
        rs_thread_set_name(alarm->thread, "VM alarm");
    }
    return error;
}

static struct alarm *alarm_of(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    if (state->alarm != NULL) {
        return state->alarm;
    }
    struct alarm *alarm = calloc(1, sizeof(*alarm));
    if (alarm == NULL) {
        vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, "virtual timer", 0, sizeof(*alarm), 0);
        return NULL;
    }
    alarm->deadline = NEVER;
    seL4_Error error = start(alarm, vm);
    if (error != seL4_NoError) {
        release(alarm);
        vmi_fail_kernel(vm, error, "virtual timer", 0, 0);
        return NULL;
    }
    state->alarm = alarm;
    return alarm;
}

/* There is nothing to retry any more either: it would wake the thread for nothing. */
static void cancel(struct alarm *alarm)
{
    rs_timer_cancel(&alarm->timer);
    rs_timer_cancel(&alarm->retry);
}

int vmi_alarm_set(vm_t *vm, uint64_t deadline_ns)
{
    struct alarm *alarm = alarm_of(vm);
    if (alarm == NULL) {
        return -1;
    }
    cancel(alarm);
    alarm->deadline = deadline_ns;
    rs_timer_start(&alarm->timer, alarm->notification.cptr, deadline_ns);
    return 0;
}

void vmi_alarm_clear(vm_t *vm)
{
    struct alarm *alarm = vm_state(vm)->alarm;
    if (alarm != NULL) {
        cancel(alarm);
        alarm->deadline = NEVER;
    }
}

void vmi_alarm_destroy(vm_t *vm)
{
    struct alarm *alarm = vm_state(vm)->alarm;
    if (alarm == NULL) {
        return;
    }
    vm_state(vm)->alarm = NULL;
    rs_timer_cancel(&alarm->timer);
    alarm->ending = true;
    seL4_Signal(alarm->notification.cptr);
    rs_thread_join(alarm->thread);
    release(alarm);
}
