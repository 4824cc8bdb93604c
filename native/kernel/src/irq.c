/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Interrupts given to user level: control, handlers, delivery. */
#include "irq.h"

#include "arch.h"
#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "ipc.h"
#include "lookup.h"
#include "sched.h"
#include "vcpu.h"

#define SGI_COUNT   16u
#define SGI_TARGETS 8u

/* The notification capability to signal, by interrupt. They are part of the derivation tree. */
static slot_t handlers[IRQ_COUNT];
static bool issued[IRQ_COUNT];

void irq_init(void)
{
    gic_init();
    issued[IRQ_HYP_TIMER] = true;
    issued[IRQ_VTIMER] = true;
    issued[IRQ_VGIC_MAINTENANCE] = true;
    gic_unmask(IRQ_VGIC_MAINTENANCE);
}

static void signal_handler(unsigned irq)
{
    gic_mask(irq); /* until the handler acknowledges it */
    if (irq <= IRQ_MAX && cap_is(handlers[irq].cap, CAP_NOTIFICATION)) {
        cap_t cap = handlers[irq].cap;
        notification_signal(cap_object(cap), cap_badge(cap));
    }
}

void irq_handle(void)
{
    uint32_t iar = gic_acknowledge();
    unsigned irq = iar & 0x3ff;
    if (irq >= GIC_SPURIOUS) {
        return;
    }
    switch (irq) {
    case IRQ_HYP_TIMER:
        timer_rearm();
        sched_tick();
        break;
    case IRQ_VGIC_MAINTENANCE:
        vgic_maintenance();
        break;
    case IRQ_VTIMER:
        vcpu_timer_interrupt();
        break;
    default:
        signal_handler(irq);
        break;
    }
    gic_end(iar);
}

void irq_release(unsigned irq)
{
    gic_mask(irq);
    delete_simple(&handlers[irq]);
    issued[irq] = false;
}

static status_t issue_handler(invocation_t *inv, bool with_trigger)
{
    unsigned first = with_trigger ? 2 : 1; /* argument number of the slot's index */
    if (inv->length < first + 2 || inv->extra_count < 1) {
        return fail_truncated();
    }
    word_t irq = inv_arg(inv, 0);
    if (irq > IRQ_MAX) {
        return fail_range(0, IRQ_MAX);
    }
    if (issued[irq]) {
        return fail_revoke_first();
    }
    slot_t *dest;
    status_t status = lookup_empty_slot_at(inv->extra[0]->cap, inv_arg(inv, first),
                                           inv_arg(inv, first + 1), &dest);
    if (status != STATUS_OK) {
        return status;
    }
    if (with_trigger) {
        gic_set_trigger((unsigned)irq, inv_arg(inv, 1) != 0);
    }
    issued[irq] = true;
    cap_t cap = cap_simple(CAP_IRQ_HANDLER);
    cap.w1 = irq;
    cdt_insert_child(inv->slot, dest, cap, true);
    gic_unmask((unsigned)irq);
    return STATUS_OK;
}

static status_t issue_sgi(invocation_t *inv)
{
    if (inv->length < 4 || inv->extra_count < 1) {
        return fail_truncated();
    }
    word_t irq = inv_arg(inv, 0), target = inv_arg(inv, 1);
    if (irq >= SGI_COUNT) {
        return fail_range(0, SGI_COUNT - 1);
    }
    if (target >= SGI_TARGETS) {
        return fail_range(0, SGI_TARGETS - 1);
    }
    slot_t *dest;
    status_t status =
        lookup_empty_slot_at(inv->extra[0]->cap, inv_arg(inv, 2), inv_arg(inv, 3), &dest);
    if (status == STATUS_OK) {
        cap_t cap = cap_simple(CAP_SGI_SIGNAL);
        cap.w1 = irq | target << 8;
        cdt_insert_child(inv->slot, dest, cap, true);
    }
    return status;
}

status_t decode_irq_control(invocation_t *inv)
{
    switch (inv->label) {
    case IRQIssueIRQHandler:
        return issue_handler(inv, false);
    case ARMIRQIssueIRQHandlerTrigger:
        return issue_handler(inv, true);
    case ARMIRQIssueSGISignal:
        return issue_sgi(inv);
    default:
        return fail_illegal_operation();
    }
}

status_t decode_irq_handler(invocation_t *inv)
{
    unsigned irq = (unsigned)inv->slot->cap.w1;
    slot_t *handler = &handlers[irq];
    switch (inv->label) {
    case IRQAckIRQ:
        gic_unmask(irq);
        return STATUS_OK;
    case IRQSetIRQHandler: {
        if (inv->extra_count < 1) {
            return fail_truncated();
        }
        slot_t *source = inv->extra[0];
        cap_t cap = source->cap;
        if (!cap_is(cap, CAP_NOTIFICATION) || !(cap_rights(cap) & RIGHT_WRITE)) {
            return fail_invalid_capability(0);
        }
        delete_simple(handler);
        cdt_insert_derived(source, handler, cap, false);
        return STATUS_OK;
    }
    case IRQClearIRQHandler:
        delete_simple(handler);
        return STATUS_OK;
    default:
        return fail_illegal_operation();
    }
}

status_t decode_sgi_signal(invocation_t *inv)
{
    word_t value = inv->slot->cap.w1;
    gic_send_sgi(value & 0xff, (unsigned)(value >> 8));
    return STATUS_OK;
}
