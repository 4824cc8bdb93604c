/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Invocations of TCBs: registers, priorities, bindings, flags. Configuration is in tcb_config.c. */
#include "delete.h"
#include "fpu.h"
#include "invocation.h"
#include "ipc.h"
#include "lookup.h"
#include "sched.h"
#include "tcb_config.h"
#include "thread.h"

static tcb_t *invoked_tcb(const invocation_t *inv)
{
    return cap_object(inv->slot->cap);
}

static status_t read_registers(invocation_t *inv)
{
    if (inv->length < 2) {
        return fail_truncated();
    }
    word_t suspend = inv_arg(inv, 0) & 1;
    word_t count = inv_arg(inv, 1);
    tcb_t *tcb = invoked_tcb(inv);
    if (count < 1 || count > USER_REGISTERS) {
        return fail_range(1, USER_REGISTERS);
    }
    if (tcb == inv->thread) {
        return fail_illegal_operation();
    }
    if (suspend) {
        thread_suspend(tcb);
    }
    if (!inv->call) {
        return STATUS_OK;
    }
    seL4_IPCBuffer *buffer = count > MSG_REGISTERS ? lookup_ipc_buffer(inv->thread, true) : NULL;
    if (buffer == NULL && count > MSG_REGISTERS) {
        count = MSG_REGISTERS;
    }
    for (unsigned i = 0; i < count; i++) {
        word_t value = thread_read_register(tcb, i);
        if (i < MSG_REGISTERS) {
            inv->thread->ctx.x[2 + i] = value;
        } else {
            buffer->msg[i] = value;
        }
    }
    inv->result_length = (unsigned)count;
    return STATUS_OK;
}

static status_t write_registers(invocation_t *inv)
{
    if (inv->length < 2) {
        return fail_truncated();
    }
    word_t resume = inv_arg(inv, 0) & 1;
    word_t count = inv_arg(inv, 1);
    tcb_t *tcb = invoked_tcb(inv);
    if (inv->length - 2 < count) {
        return fail_truncated();
    }
    if (tcb == inv->thread) {
        return fail_illegal_operation();
    }
    for (unsigned i = 0; i < count && i < USER_REGISTERS; i++) {
        thread_write_register(tcb, i, inv_arg(inv, i + 2));
    }
    tcb->ctx.pc = tcb->ctx.restart_pc;
    if (resume) {
        thread_resume(tcb);
    }
    return STATUS_OK;
}

static status_t copy_registers(invocation_t *inv)
{
    if (inv->length < 1 || inv->extra_count < 1) {
        return fail_truncated();
    }
    if (!cap_is(inv->extra[0]->cap, CAP_TCB)) {
        return fail_invalid_capability(1);
    }
    word_t flags = inv_arg(inv, 0);
    tcb_t *to = invoked_tcb(inv);
    tcb_t *from = cap_object(inv->extra[0]->cap);
    if (flags & BIT(0)) {
        thread_suspend(from);
    }
    if (flags & BIT(1)) {
        thread_resume(to);
    }
    if (flags & BIT(2)) {
        for (unsigned i = 0; i < FRAME_REGISTERS; i++) {
            thread_write_register(to, i, thread_read_register(from, i));
        }
        to->ctx.pc = to->ctx.restart_pc;
    }
    if (flags & BIT(3)) {
        for (unsigned i = FRAME_REGISTERS; i < USER_REGISTERS; i++) {
            thread_write_register(to, i, thread_read_register(from, i));
        }
    }
    return STATUS_OK;
}

/* A priority may not exceed the maximum controlled priority of the authority. */
static status_t check_priority(const tcb_t *authority, word_t priority)
{
    return priority > authority->mcp ? fail_range(seL4_MinPrio, authority->mcp) : STATUS_OK;
}

static status_t set_priorities(invocation_t *inv)
{
    unsigned words = inv->label == TCBSetSchedParams ? 2 : 1;
    if (inv->length < words || inv->extra_count < 1) {
        return fail_truncated();
    }
    if (!cap_is(inv->extra[0]->cap, CAP_TCB)) {
        return fail_invalid_capability(1);
    }
    const tcb_t *authority = cap_object(inv->extra[0]->cap);
    tcb_t *tcb = invoked_tcb(inv);
    word_t first = inv_arg(inv, 0);
    status_t status = check_priority(authority, first);
    if (status == STATUS_OK && words == 2) {
        status = check_priority(authority, inv_arg(inv, 1));
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (inv->label == TCBSetPriority) {
        sched_set_priority(tcb, (uint8_t)first);
        return STATUS_OK;
    }
    tcb->mcp = (uint8_t)first;
    if (inv->label == TCBSetSchedParams) {
        sched_set_priority(tcb, (uint8_t)inv_arg(inv, 1));
    }
    return STATUS_OK;
}

static status_t bind_notification(invocation_t *inv)
{
    if (inv->extra_count < 1) {
        return fail_truncated();
    }
    tcb_t *tcb = invoked_tcb(inv);
    cap_t cap = inv->extra[0]->cap;
    if (tcb->bound != NULL || !cap_is(cap, CAP_NOTIFICATION) || !(cap_rights(cap) & RIGHT_READ)) {
        return fail_illegal_operation();
    }
    notification_t *notification = cap_object(cap);
    bool waited_for = notification->queue.head != NULL && !notification_is_active(notification);
    if (notification->bound != NULL || waited_for) {
        return fail_illegal_operation();
    }
    notification_bind(tcb, notification);
    return STATUS_OK;
}

static status_t set_flags(invocation_t *inv)
{
    if (inv->length < 2) {
        return fail_truncated();
    }
    tcb_t *tcb = invoked_tcb(inv);
    word_t flags = (tcb->flags & ~inv_arg(inv, 0)) | (inv_arg(inv, 1) & seL4_TCBFlag_MASK);
    tcb->flags = (uint32_t)flags;
    if (flags & seL4_TCBFlag_fpuDisabled) {
        fpu_release(tcb);
    }
    inv_result(inv, flags);
    return STATUS_OK;
}

status_t decode_tcb(invocation_t *inv)
{
    tcb_t *tcb = invoked_tcb(inv);
    switch (inv->label) {
    case TCBReadRegisters:
        return read_registers(inv);
    case TCBWriteRegisters:
        return write_registers(inv);
    case TCBCopyRegisters:
        return copy_registers(inv);
    case TCBConfigure:
    case TCBSetSpace:
    case TCBSetIPCBuffer:
        return tcb_configure(inv);
    case TCBSetPriority:
    case TCBSetMCPriority:
    case TCBSetSchedParams:
        return set_priorities(inv);
    case TCBSuspend:
        thread_suspend(tcb);
        return STATUS_OK;
    case TCBResume:
        thread_resume(tcb);
        return STATUS_OK;
    case TCBBindNotification:
        return bind_notification(inv);
    case TCBUnbindNotification:
        if (tcb->bound == NULL) {
            return fail_illegal_operation();
        }
        notification_unbind(tcb);
        return STATUS_OK;
    case TCBSetTLSBase:
        if (inv->length < 1) {
            return fail_truncated();
        }
        tcb->ctx.tpidr = inv_arg(inv, 0);
        return STATUS_OK;
    case TCBSetFlags:
        return set_flags(inv);
    default:
        return fail_illegal_operation();
    }
}
