/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Reply capabilities: at most one exists for a waiting caller, and the caller knows its slot. */
#include "delete.h"
#include "ipc.h"
#include "sched.h"

void reply_setup(tcb_t *caller, tcb_t *receiver, bool grant)
{
    slot_t *slot = &receiver->slots[TCB_CALLER];
    delete_simple(slot);
    cdt_insert_root(slot, cap_with_rights(CAP_REPLY, caller, grant ? RIGHT_GRANT : 0));
    caller->reply_slot = slot;
    caller->state = THREAD_BLOCKED_REPLY;
    sched_remove(caller);
}

void reply_cancel(tcb_t *caller)
{
    if (caller->reply_slot != NULL) {
        delete_simple(caller->reply_slot);
    }
}

void reply_send(tcb_t *sender, slot_t *slot)
{
    cap_t cap = slot->cap;
    tcb_t *caller = cap_object(cap);
    delete_simple(slot);
    if (caller->fault.type == seL4_Fault_NullFault) {
        caller->state = THREAD_RUNNING;
        ipc_transfer(sender, caller, 0, (cap_rights(cap) & RIGHT_GRANT) != 0, NULL);
        sched_wake(caller);
        return;
    }
    bool restart = fault_apply_reply(sender, caller);
    caller->fault.type = seL4_Fault_NullFault;
    if (restart) {
        caller->state = THREAD_RESTART;
        sched_wake(caller);
    } else {
        caller->state = THREAD_INACTIVE;
    }
}
