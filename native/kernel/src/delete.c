/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Deletion. A container whose last capability goes (CNode; TCB that holds the last capability to
 * its CSpace root) becomes a zombie in place and is emptied slot by slot, last slot first. A
 * container found inside a container is not descended into: its zombie is exchanged with the
 * content of its own first slot, so that it hangs from itself and only a revoke of the memory
 * underneath reaches it (manual, section 3.2). That bounds the kernel stack.
 */
#include "delete.h"

#include "arch.h"
#include "ipc.h"
#include "irq.h"
#include "thread.h"
#include "vcpu.h"
#include "vspace.h"

#define WORK_UNITS_PER_PREEMPTION 100u

static unsigned work_units;

static bool preemption_point(void)
{
    if (++work_units < WORK_UNITS_PER_PREEMPTION) {
        return false;
    }
    work_units = 0;
    return irq_is_pending();
}

bool delete_needs_emptying(const slot_t *slot)
{
    switch (cap_type(slot->cap)) {
    case CAP_ZOMBIE:
        return true;
    case CAP_CNODE:
    case CAP_TCB:
        return cdt_is_final(slot);
    default:
        return false;
    }
}

/* The last capability to an object is going: undo what the kernel knows of the object. */
static void destroy_object(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
        endpoint_cancel_all(cap_object(cap));
        break;
    case CAP_NOTIFICATION: {
        notification_t *notification = cap_object(cap);
        if (notification->bound != NULL) {
            notification_unbind(notification->bound);
        }
        notification_cancel_all(notification);
        break;
    }
    case CAP_IRQ_HANDLER:
        irq_release((unsigned)cap.w1);
        break;
    case CAP_ASID_POOL:
        asid_pool_delete(cap);
        break;
    case CAP_VSPACE:
        vspace_delete(cap);
        break;
    case CAP_PAGE_TABLE:
        vspace_unmap_table(cap);
        break;
    case CAP_VCPU:
        vcpu_destroy(cap_object(cap));
        break;
    default:
        break;
    }
}

void delete_simple(slot_t *slot)
{
    cap_t cap = slot->cap;
    switch (cap_type(cap)) {
    case CAP_NULL:
        return;
    case CAP_FRAME:
        vspace_unmap_frame(cap);
        break;
    case CAP_REPLY:
        ((tcb_t *)cap_object(cap))->reply_slot = NULL;
        break;
    default:
        if (cdt_is_final(slot)) {
            destroy_object(cap);
        }
        break;
    }
    cdt_remove(slot);
}

/* Turn the last capability to a container into a zombie; a TCB may need none. */
static void make_zombie(slot_t *slot)
{
    cap_t cap = slot->cap;
    if (cap_is(cap, CAP_CNODE)) {
        slot->cap = cap_zombie(cap_object(cap), false, BIT(cnode_radix(cap)));
        return;
    }
    tcb_t *tcb = cap_object(cap);
    thread_destroy(tcb);
    for (unsigned i = 0; i < TCB_SLOTS; i++) {
        if (!delete_needs_emptying(&tcb->slots[i])) {
            delete_simple(&tcb->slots[i]);
        }
    }
    slot->cap = cap_zombie(tcb->slots, true, slot_is_empty(&tcb->slots[TCB_CSPACE]) ? 0 : 1);
}

/* One step of emptying the container behind the zombie in `slot`, which has slots left. */
static void reduce_zombie(slot_t *slot)
{
    slot_t *target = (slot_t *)cap_object(slot->cap) + (slot->cap.w1 - 1);
    if (target == slot || slot_is_empty(target)) {
        slot->cap.w1--;
        return;
    }
    if (!delete_needs_emptying(target)) {
        delete_simple(target);
        return;
    }
    if (!cap_is(target->cap, CAP_ZOMBIE)) {
        make_zombie(target);
    }
    if (target->cap.w1 == 0) {
        cdt_remove(target);
        return;
    }
    slot_t *inner = cap_object(target->cap);
    if (inner == target) {
        /* Already hangs from itself, which happens only inside its own container. */
        slot->cap.w1--;
        return;
    }
    cdt_swap(target, target->cap, inner, inner->cap);
}

status_t delete_slot(slot_t *slot)
{
    while (delete_needs_emptying(slot)) {
        if (!cap_is(slot->cap, CAP_ZOMBIE)) {
            make_zombie(slot);
        } else if (slot->cap.w1 == 0) {
            cdt_remove(slot);
            return STATUS_OK;
        } else {
            reduce_zombie(slot);
        }
        if (preemption_point()) {
            return STATUS_PREEMPTED;
        }
    }
    delete_simple(slot);
    return STATUS_OK;
}

status_t delete_descendants(slot_t *slot)
{
    while (cdt_has_children(slot)) {
        status_t status = delete_slot(cdt_first_child(slot));
        if (status != STATUS_OK) {
            return status;
        }
        if (preemption_point()) {
            return STATUS_PREEMPTED;
        }
    }
    return STATUS_OK;
}
