/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Faults: delivered as if the faulting thread had called its handler. */
#include "ipc.h"
#include "lookup.h"
#include "sched.h"
#include "thread.h"

/* What unknown-system-call faults carry and accept: x0..x7, pc, sp, "LR", spsr. */
#define SYSCALL_REGISTERS   12u
#define EXCEPTION_REGISTERS 3u /* pc, sp, spsr */

static const uint8_t syscall_registers[SYSCALL_REGISTERS] = {
    /* indices for thread_read_register() */
    3, 4, 5, 6, 7, 8, 9, 10, 0, 1, REGISTER_NEXT_PC, 2,
};

static void write_word(tcb_t *receiver, seL4_IPCBuffer *buffer, unsigned i, word_t value)
{
    if (i < 4) {
        receiver->ctx.x[2 + i] = value;
    } else if (buffer != NULL) {
        buffer->msg[i] = value;
    }
}

word_t fault_message(tcb_t *sender, tcb_t *receiver)
{
    const fault_t *fault = &sender->fault;
    unsigned length;
    seL4_IPCBuffer *buffer = NULL;
    switch (fault->type) {
    case seL4_Fault_VMFault: /* the frequent one, and all of it fits into registers */
        receiver->ctx.x[2] = sender->ctx.restart_pc;
        receiver->ctx.x[3] = fault->mr[seL4_VMFault_Addr];
        receiver->ctx.x[4] = fault->mr[seL4_VMFault_PrefetchFault];
        receiver->ctx.x[5] = fault->mr[seL4_VMFault_FSR];
        return msg_info(seL4_Fault_VMFault, 0, 0, seL4_VMFault_Length);
    case seL4_Fault_UnknownSyscall:
        buffer = lookup_ipc_buffer(receiver, true);
        for (unsigned i = 0; i < SYSCALL_REGISTERS; i++) {
            write_word(receiver, buffer, i, thread_read_register(sender, syscall_registers[i]));
        }
        write_word(receiver, buffer, seL4_UnknownSyscall_Syscall, fault->mr[0]);
        length = seL4_UnknownSyscall_Length;
        break;
    case seL4_Fault_UserException:
        buffer = lookup_ipc_buffer(receiver, true);
        for (unsigned i = 0; i < EXCEPTION_REGISTERS; i++) {
            write_word(receiver, buffer, i, thread_read_register(sender, i));
        }
        write_word(receiver, buffer, seL4_UserException_Number, fault->mr[0]);
        write_word(receiver, buffer, seL4_UserException_Code, 0);
        length = seL4_UserException_Length;
        break;
    case seL4_Fault_CapFault:
        buffer = lookup_ipc_buffer(receiver, true);
        write_word(receiver, buffer, seL4_CapFault_IP, sender->ctx.restart_pc);
        for (unsigned i = 1; i < FAULT_WORDS; i++) {
            write_word(receiver, buffer, i, fault->mr[i]);
        }
        length = (unsigned)fault->mr[0];
        break;
    default: /* the virtualisation faults: one word */
        receiver->ctx.x[2] = fault->mr[0];
        length = 1;
        break;
    }
    if (buffer == NULL && length > 4) {
        length = 4;
    }
    return msg_info(fault->type, 0, 0, length);
}

/* Set registers of the faulted thread from the first words of the handler's message. */
static void apply_registers(tcb_t *handler, tcb_t *faulted, const uint8_t *map, unsigned count)
{
    word_t length = msg_length(handler->ctx.x[1]);
    seL4_IPCBuffer *buffer = NULL;
    if (length > count) {
        length = count;
    }
    if (length > 4) {
        buffer = lookup_ipc_buffer(handler, false);
        length = buffer == NULL ? 4 : length;
    }
    for (unsigned i = 0; i < length; i++) {
        word_t value = i < 4 ? handler->ctx.x[2 + i] : buffer->msg[i];
        thread_write_register(faulted, map == NULL ? i : map[i], value);
    }
}

bool fault_apply_reply(tcb_t *handler, tcb_t *faulted)
{
    word_t label = msg_label(handler->ctx.x[1]);
    switch (faulted->fault.type) {
    case seL4_Fault_UnknownSyscall:
        apply_registers(handler, faulted, syscall_registers, SYSCALL_REGISTERS);
        return label == 0;
    case seL4_Fault_UserException:
        apply_registers(handler, faulted, NULL, EXCEPTION_REGISTERS);
        return label == 0;
    default:
        return true;
    }
}

void fault_deliver(tcb_t *tcb)
{
    slot_t *slot = lookup_slot(tcb, tcb->fault_handler);
    const unsigned reply_rights = RIGHT_GRANT | RIGHT_GRANT_REPLY;
    if (slot == NULL || !cap_is(slot->cap, CAP_ENDPOINT) ||
        !(cap_rights(slot->cap) & RIGHT_WRITE) || !(cap_rights(slot->cap) & reply_rights)) {
        /* Nobody can be told: the thread stops. */
        tcb->fault.type = seL4_Fault_NullFault;
        tcb->state = THREAD_INACTIVE;
        sched_remove(tcb);
        return;
    }
    endpoint_send(tcb, slot->cap, true, true);
}

void fault_capability(tcb_t *tcb, word_t cptr, bool receiving)
{
    fault_t *fault = &tcb->fault;
    fault->type = seL4_Fault_CapFault;
    fault->mr[0] = seL4_CapFault_LookupFailureType + lookup_failure.length;
    fault->mr[seL4_CapFault_Addr] = cptr;
    fault->mr[seL4_CapFault_InRecvPhase] = receiving;
    for (unsigned i = 0; i < LOOKUP_FAILURE_WORDS; i++) {
        fault->mr[seL4_CapFault_LookupFailureType + i] = lookup_failure.words[i];
    }
    fault_deliver(tcb);
}

void fault_with_word(tcb_t *tcb, word_t type, word_t value)
{
    tcb->fault.type = type;
    tcb->fault.mr[0] = value;
    fault_deliver(tcb);
}
