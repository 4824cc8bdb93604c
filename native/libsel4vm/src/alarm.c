/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "alarm.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <rootserver/slots.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>

#include "error.h"
#include "vcpu.h"

/* The message is offered again after this time while the VMM is busy elsewhere. */
#define RETRY_NS    1000000ull
#define STACK_BYTES 16384ul

struct alarm {
    rs_timer_t timer;
    rs_object_t notification; /* the timer's */
    seL4_CPtr endpoint;       /* the host endpoint with BADGE_ALARM */
    rs_thread_t *thread;
    atomic_bool wanted; /* the message has not arrived yet */
    atomic_bool ending;
};

/* A message that is refused while nobody waits for it, rather than a send that blocks, lets the
 * thread be ended at any time. */
static void deliver(void *argument)
{
    struct alarm *alarm = argument;
    while (!alarm->ending) {
        seL4_Wait(alarm->notification.cptr, NULL);
        while (alarm->wanted && !alarm->ending) {
            seL4_NBSend(alarm->endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
            if (alarm->wanted) {
                rs_time_sleep(RETRY_NS);
            }
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
        vm_fail(vm, VM_ERROR_OUT_OF_HEAP, "virtual timer", 0, sizeof(*alarm), 0);
        return NULL;
    }
    seL4_Error error = start(alarm, vm);
    if (error != seL4_NoError) {
        release(alarm);
        vm_fail_kernel(vm, error, "virtual timer", 0, 0);
        return NULL;
    }
    state->alarm = alarm;
    return alarm;
}

int alarm_set(vm_t *vm, uint64_t deadline_ns)
{
    struct alarm *alarm = alarm_of(vm);
    if (alarm == NULL) {
        return -1;
    }
    rs_timer_cancel(&alarm->timer);
    alarm->wanted = true;
    rs_timer_start(&alarm->timer, alarm->notification.cptr, deadline_ns);
    return 0;
}

void alarm_clear(vm_t *vm)
{
    struct alarm *alarm = vm_state(vm)->alarm;
    if (alarm != NULL) {
        rs_timer_cancel(&alarm->timer);
        alarm->wanted = false;
    }
}

void alarm_destroy(vm_t *vm)
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
