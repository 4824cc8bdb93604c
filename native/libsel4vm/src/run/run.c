/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The loop that runs a VM. A fault arrives as a message, and the vCPU goes on with the reply; reply
 * and wait for the next event are one kernel call. A vCPU that is to wait gets no reply: its reply
 * capability is lost with the next message, and seL4_TCB_Resume() lets it go on.
 */
#include <sel4vm/guest_vm_exits.h>
#include <sel4vm/sel4_arch/processor.h>

#include "calls/smc.h"
#include "fault/endianness.h"
#include "fault/memory_abort.h"
#include "irq/alarm.h"
#include "irq/vgic.h"
#include "irq/vtimer.h"
#include "vm/error.h"

#include "trace.h"

/* An exception that the library does not know. */
static vcpu_next_t unhandled_vcpu_fault(vm_vcpu_t *vcpu, uint32_t syndrome)
{
    unhandled_vcpu_fault_callback_fn callback = vcpu->vcpu_arch.unhandled_vcpu_callback;
    seL4_Word before = 0, after = 0;
    seL4_CPtr tcb = vcpu->tcb.tcb.cptr;
    seL4_Error error = vmi_tcb_read_words(tcb, &before, 1);
    if (error != seL4_NoError) {
        return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_ReadRegisters", 0);
    }
    if (callback == NULL ||
        callback(vcpu, syndrome, vcpu->vcpu_arch.unhandled_vcpu_callback_cookie) != 0) {
        vmi_stop_because(vcpu, VM_STOP_UNHANDLED_VCPU_FAULT, before, 0, syndrome);
        return VCPU_STAY;
    }
    error = vmi_tcb_read_words(tcb, &after, 1);
    if (error != seL4_NoError) {
        return vmi_stop_kernel_error(vcpu, error, "seL4_TCB_ReadRegisters", before);
    }
    if (after == before && vmi_vcpu_skip_instruction(vcpu) != 0) {
        return vmi_stop_vcpu_failed(vcpu, before, 0);
    }
    return VCPU_REPLY;
}

static vcpu_next_t handle_vcpu_fault(vm_vcpu_t *vcpu, uint32_t syndrome)
{
    endianness_forget(vcpu_state(vcpu));
    switch (HSR_EXCEPTION_CLASS(syndrome)) {
    case HSR_WFx_EXCEPTION:
        return vmi_handle_wfx(vcpu, syndrome);
    case HSR_SMC_64_EXCEPTION:
        return vmi_handle_smc(vcpu, syndrome);
    default:
        return unhandled_vcpu_fault(vcpu, syndrome);
    }
}

/* An event of a vCPU that is no access to memory, no call and none of its interrupts. */
static __attribute__((noinline)) vcpu_next_t handle_rare_event(vm_vcpu_t *vcpu, seL4_Word label,
                                                               seL4_Word mr0, seL4_Word mr1,
                                                               seL4_Word mr2, seL4_Word mr3)
{
    const seL4_Word mr[] = {mr0, mr1, mr2, mr3};
    switch (label) {
    case seL4_Fault_CapFault:
        return vmi_handle_refused_hypercall(vcpu, mr[seL4_CapFault_IP]);
    case seL4_Fault_VCPUFault:
        return handle_vcpu_fault(vcpu, (uint32_t)mr[seL4_VCPUFault_HSR]);
    case seL4_Fault_UserException:
        vmi_stop_because(vcpu, VM_STOP_UNHANDLED_VCPU_FAULT, mr[seL4_UserException_FaultIP], 0,
                         mr[seL4_UserException_Number]);
        return VCPU_STAY;
    default:
        /* A message that the guest made up with a kernel call of its own; nobody waits for an
         * answer. */
        return VCPU_STAY;
    }
}

static bool is_interrupt_event(seL4_Word label)
{
    return label == seL4_Fault_VGICMaintenance || label == seL4_Fault_VPPIEvent;
}

/* The event of an interrupt: its end, or the timer. NUMBER is the first word of either message. */
static inline vcpu_next_t handle_interrupt_event(vm_vcpu_t *vcpu, seL4_Word label, seL4_Word number)
{
    _Static_assert(seL4_VGICMaintenance_IDX == 0 && seL4_VPPIEvent_IRQ == 0, "first words");
    if (label == seL4_Fault_VPPIEvent) {
        return vmi_handle_vppi(vcpu, number);
    }
    vm_counters(vcpu->vm)->maintenance++;
    vmi_vcpu_progress(vcpu);
    vmi_vgic_maintenance(vcpu, number);
    return VCPU_REPLY;
}

/* The first thing to be done with any other event of a vCPU. */
static inline void look_first(vm_vcpu_t *vcpu)
{
    if (__builtin_expect(vcpu_state(vcpu)->look, 0)) {
        vmi_vgic_look(vcpu);
    }
}

static inline vcpu_next_t handle_vcpu_event(vm_vcpu_t *vcpu, message_t message)
{
    const seL4_Word *mr = message.mr;
    seL4_Word label = seL4_MessageInfo_get_label(message.tag);
    if (__builtin_expect(label == seL4_Fault_VMFault, 1)) {
        look_first(vcpu);
        vmi_vcpu_progress(vcpu);
        return vmi_memory_abort(vcpu, mr[seL4_VMFault_IP], mr[seL4_VMFault_Addr],
                                mr[seL4_VMFault_PrefetchFault] == seL4_InstructionFault,
                                (uint32_t)mr[seL4_VMFault_FSR]);
    }
    if (is_hypercall(message.tag)) {
        look_first(vcpu);
        return vmi_handle_hypercall(vcpu, mr[seL4_UnknownSyscall_X0], mr[seL4_UnknownSyscall_X1],
                                    mr[seL4_UnknownSyscall_X2], mr[seL4_UnknownSyscall_X3]);
    }
    if (is_interrupt_event(label)) {
        return handle_interrupt_event(vcpu, label, mr[0]);
    }
    look_first(vcpu);
    return handle_rare_event(vcpu, label, mr[0], mr[1], mr[2], mr[3]);
}

/* A notification, or a message from elsewhere. */
static void handle_notification(vm_t *vm, message_t message)
{
    vm_counters(vm)->notifications++;
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        seL4_SetMR(i, message.mr[i]);
    }
    notification_callback_fn callback = vm->run.notification_callback;
    if (callback == NULL ||
        callback(vm, message.badge, message.tag, vm->run.notification_callback_cookie) != 0) {
        vm_set_stop(
            vm,
            (vm_stop_t){.reason = VM_STOP_UNHANDLED_EVENT, .vcpu_id = -1, .value = message.badge});
    }
}

/* An event that is no fault of a vCPU. */
static __attribute__((noinline)) void handle_other_event(vm_t *vm, message_t message)
{
    if (message.badge == (vm_badge(vm) | BADGE_ALARM)) {
        vmi_vtimer_alarm(vm);
        vmi_trace_other(vm, VM_TRACE_ALARM, message.badge);
    } else {
        handle_notification(vm, message);
        vmi_trace_other(vm, VM_TRACE_NOTIFICATION, message.badge);
    }
}

static bool any_vcpu_online(const vm_t *vm)
{
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vm->vcpus[i]->vcpu_online) {
            return true;
        }
    }
    return false;
}

/* Let vCPUs go on that the last stop has held. */
static int release_held(vm_t *vm)
{
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vcpu_state(vm->vcpus[i])->mode == VCPU_HELD && vmi_vcpu_resume(vm->vcpus[i]) != 0) {
            return -1;
        }
    }
    return 0;
}

/* The reply to a hypercall: x0 to x7 and the pc. x0 to x3 go in MR, the others are put in place. */
static inline seL4_MessageInfo_t call_reply(const seL4_UserContext *regs, seL4_Word mr[4])
{
    mr[seL4_UnknownSyscall_X0] = regs->x0;
    mr[seL4_UnknownSyscall_X1] = regs->x1;
    mr[seL4_UnknownSyscall_X2] = regs->x2;
    mr[seL4_UnknownSyscall_X3] = regs->x3;
    seL4_SetMR(seL4_UnknownSyscall_X4, regs->x4);
    seL4_SetMR(seL4_UnknownSyscall_X5, regs->x5);
    seL4_SetMR(seL4_UnknownSyscall_X6, regs->x6);
    seL4_SetMR(seL4_UnknownSyscall_X7, regs->x7);
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, regs->pc);
    return seL4_MessageInfo_new(0, 0, 0, seL4_UnknownSyscall_FaultIP + 1);
}

/* Answer the event of VCPU at hand, if it is to be answered, and wait for the next one. */
static inline message_t wait_for_event(const vm_t *vm, const vm_vcpu_t *vcpu, vcpu_next_t next)
{
    message_t message;
    seL4_Word *mr = message.mr;
    seL4_CPtr endpoint = vm->host_endpoint;
    if (__builtin_expect(next == VCPU_REPLY, 1)) {
        message.tag = seL4_ReplyRecvWithMRs(endpoint, seL4_MessageInfo_new(0, 0, 0, 0),
                                            &message.badge, &mr[0], &mr[1], &mr[2], &mr[3]);
    } else if (next == VCPU_REPLY_CALL) {
        seL4_MessageInfo_t reply = call_reply(&vcpu_state(vcpu)->call, mr);
        message.tag =
            seL4_ReplyRecvWithMRs(endpoint, reply, &message.badge, &mr[0], &mr[1], &mr[2], &mr[3]);
    } else {
        message.tag = seL4_RecvWithMRs(endpoint, &message.badge, &mr[0], &mr[1], &mr[2], &mr[3]);
    }
    return message;
}

/* Answer the event of VCPU at hand, if it is to be answered; the vCPU is suspended before it runs.
 */
static void answer(const vm_vcpu_t *vcpu, vcpu_next_t next)
{
    seL4_Word mr[4] = {0};
    if (next == VCPU_STAY || vcpu_state(vcpu)->mode != VCPU_RUNNING) {
        return;
    }
    seL4_MessageInfo_t reply = next == VCPU_REPLY_CALL ? call_reply(&vcpu_state(vcpu)->call, mr)
                                                       : seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_ReplyWithMRs(reply, &mr[0], &mr[1], &mr[2], &mr[3]);
}

/* true when a vCPU other than VCPU may be about to send an event. */
static bool others_run(const vm_t *vm, const vm_vcpu_t *vcpu)
{
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vm->vcpus[i] != vcpu && vcpu_state(vm->vcpus[i])->mode == VCPU_RUNNING) {
            return true;
        }
    }
    return false;
}

/* An event for the VMM that arrives while vm_run() ends: its handler shall not run any more, or a
 * handler that signals to itself would keep vm_run() from ending. Several count as one, as signals
 * of a notification do. The alarm needs no keeping: vm_run() begins with a look at the clock. */
static void keep_event(vm_t *vm, const message_t *message)
{
    struct vm_arch_state *state = vm_state(vm);
    if (message->badge != (vm_badge(vm) | BADGE_ALARM)) {
        seL4_Word badges = state->kept.badge | message->badge;
        state->kept = *message;
        state->kept.badge = badges;
    }
}

static void handle_kept_event(vm_t *vm)
{
    message_t message = vm_state(vm)->kept;
    if (message.badge != 0) {
        vm_state(vm)->kept.badge = 0;
        handle_other_event(vm, message);
    }
}

/*
 * Receive what vCPUs are about to send, as suspending a thread cancels its message. A fault of an
 * instruction needs nothing more: it happens again when the vCPU goes on. The end of an interrupt
 * and the timer's event do not come again, and are handled here.
 */
static void drain(vm_t *vm)
{
    for (;;) {
        message_t message;
        message.tag = seL4_NBRecv(vm->host_endpoint, &message.badge);
        if (message.badge == 0) {
            return; /* nothing is there: all that the kernel says about it */
        }
        for (int i = 0; i < seL4_FastMessageRegisters; i++) {
            message.mr[i] = seL4_GetMR(i);
        }
        seL4_Word number = message.badge - vm_badge(vm);
        if (number >= vm->num_vcpus) {
            keep_event(vm, &message);
            continue;
        }
        vm_vcpu_t *vcpu = vm->vcpus[number];
        seL4_Word label = seL4_MessageInfo_get_label(message.tag);
        if (is_interrupt_event(label)) {
            trace_event(&vm_state(vm)->trace, vcpu, message);
            vm_state(vm)->current = vcpu;
            handle_interrupt_event(vcpu, label, message.mr[0]);
            vmi_trace_end(vm, false);
        }
    }
}

/*
 * No vCPU runs any more until vm_run() is called again. Between the last look at the endpoint and
 * the end of this function none gets the processor, and so none can have an event that suspending
 * it would lose: there is one processor, the vCPUs' priority is below that of this thread, and
 * nothing here waits. Returns 0, or -1 with the failure recorded.
 */
static int suspend_vcpus(vm_t *vm, const vm_vcpu_t *vcpu)
{
    int result = 0;
    if (others_run(vm, vcpu)) {
        drain(vm);
    }
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        struct vm_vcpu_arch_state *state = vcpu_state(vm->vcpus[i]);
        if (state->mode != VCPU_RUNNING) {
            continue;
        }
        seL4_Error error = seL4_TCB_Suspend(vm->vcpus[i]->tcb.tcb.cptr);
        if (error == seL4_NoError) {
            state->mode = VCPU_HELD;
            if (vm->vcpus[i] != vcpu) {
                vmi_vgic_suspended(vm->vcpus[i]);
            }
        } else {
            result = vmi_fail_kernel(vm, error, "seL4_TCB_Suspend", i, 0);
        }
    }
    vmi_alarm_clear(vm);
    return result;
}

/* The guest has switched itself off: no vCPU of it is online any more. */
static int power_down(vm_t *vm)
{
    int result = 0;
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        vm->vcpus[i]->vcpu_online = false;
    }
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        if (vcpu_stop(vm->vcpus[i]) != 0) {
            result = -1;
        }
    }
    return result;
}

/* What becomes of the vCPUs when the VM stops with an event of VCPU, which may be NULL. */
static int halt(vm_t *vm, const vm_vcpu_t *vcpu, vcpu_next_t next)
{
    struct vm_arch_state *state = vm_state(vm);
    state->executing = false;
    switch (state->stop.reason) {
    case VM_STOP_POWER_OFF:
    case VM_STOP_RESET:
    case VM_STOP_ALL_OFF: {
        int result = suspend_vcpus(vm, vcpu);
        return power_down(vm) == 0 ? result : -1;
    }
    default:
        if (vcpu != NULL) {
            answer(vcpu, next);
        }
        return suspend_vcpus(vm, vcpu);
    }
}

/* The end of vm_run(), and its answer. */
static int finish(vm_t *vm, const vm_vcpu_t *vcpu, vcpu_next_t next)
{
    struct vm_arch_state *state = vm_state(vm);
    bool halted = halt(vm, vcpu, next) == 0;
    /* What was asked for meanwhile is met: the VM has stopped. */
    state->stop_requested = false;
    state->running = false;
    state->current = NULL;
    switch (state->stop.reason) {
    case VM_STOP_POWER_OFF:
    case VM_STOP_RESET:
    case VM_STOP_ALL_OFF:
    case VM_STOP_REQUESTED:
        if (halted) {
            return 0;
        }
        state->stop = (vm_stop_t){.reason = VM_STOP_KERNEL_ERROR,
                                  .vcpu_id = -1,
                                  .value = vm_last_error(vm)->kernel_error};
        break;
    default:
        break;
    }
    vm->run.exit_reason = VM_GUEST_ERROR_EXIT;
    return -1;
}

/* After something unusual: is it the end? */
static bool decide_to_stop(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    if (state->stop.reason == VM_STOP_NONE && state->stop_requested) {
        state->stop =
            (vm_stop_t){.reason = VM_STOP_REQUESTED, .vcpu_id = -1, .value = state->stop_value};
    }
    /* A request that came with another reason to stop is met by that. */
    state->stop_requested = false;
    if (state->stop.reason == VM_STOP_NONE && !any_vcpu_online(vm)) {
        state->stop.reason = VM_STOP_ALL_OFF;
    }
    state->attention = false;
    return state->stop.reason != VM_STOP_NONE;
}

/* Let the vCPUs run. Returns -1 when one cannot, and the VM has not run. */
static int begin(vm_t *vm)
{
    struct vm_arch_state *state = vm_state(vm);
    state->stop = (vm_stop_t){.reason = VM_STOP_NONE, .vcpu_id = -1};
    state->attention = state->stop_requested;
    vm->run.exit_reason = VM_GUEST_UNKNOWN_EXIT;
    state->running = true;
    state->executing = true;
    if (release_held(vm) != 0) {
        vm_error_t reason = *vm_last_error(vm);
        halt(vm, NULL, VCPU_STAY);
        state->running = false;
        state->stop = (vm_stop_t){.reason = VM_STOP_NONE, .vcpu_id = -1};
        vm->run.exit_reason = VM_GUEST_ERROR_EXIT;
        vmi_restore_error(vm, &reason);
        return -1;
    }
    vmi_vtimer_alarm(vm);
    return 0;
}

int vm_run(vm_t *vm)
{
    if (vm == NULL) {
        return vmi_fail_null(NULL, __func__, 1);
    }
    if (!vm->vm_initialised || vm->mem.reservation_cookie == NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    struct vm_arch_state *state = vm_state(vm);
    if (state->running) {
        return vmi_fail(vm, VM_ERROR_BUSY, __func__, vm->vm_id, 0, 0);
    }
    if (begin(vm) != 0) {
        return -1;
    }
    handle_kept_event(vm);
    vm_vcpu_t *vcpu = NULL;
    vcpu_next_t next = VCPU_STAY;
    const seL4_Word badge = vm_badge(vm);
    for (;;) {
        if (state->attention || next == VCPU_STAY) {
            vmi_trace_end(vm, next == VCPU_REPLY_CALL);
            if (decide_to_stop(vm)) {
                break;
            }
        }
        message_t message = wait_for_event(vm, vcpu, next);
        seL4_Word number = message.badge - badge;
        if (number < vm->num_vcpus) {
            vcpu = vm->vcpus[number];
            state->current = vcpu;
            trace_event(&state->trace, vcpu, message);
            next = handle_vcpu_event(vcpu, message);
        } else {
            vcpu = NULL;
            next = VCPU_STAY;
            state->current = NULL;
            handle_other_event(vm, message);
        }
    }
    return finish(vm, vcpu, next);
}
