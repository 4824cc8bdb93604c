/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "trace.h"

#include <rootserver/time.h>

#include <sel4vm/sel4_arch/processor.h>

#include "calls/smc.h"
#include "fault/memory_abort.h"
#include "irq/vgic.h"
#include "vm/error.h"

/* Words of seL4_UserContext up to x3. */
#define WORDS_TO_X3 7

int vm_set_tracer(vm_t *vm, vm_tracer_fn tracer, void *cookie)
{
    if (vm == NULL) {
        return vmi_fail_null(NULL, __func__, 1);
    }
    if (!vm->vm_initialised) {
        return vmi_fail(NULL, VM_ERROR_BAD_STATE, __func__, 0, 0, 0);
    }
    struct trace *trace = &vm_state(vm)->trace;
    trace->tracer = tracer;
    trace->cookie = cookie;
    return 0;
}

static void begin(vm_t *vm, vm_trace_kind_t kind, int vcpu_id)
{
    struct trace *trace = &vm_state(vm)->trace;
    trace->event = (vm_trace_event_t){
        .kind = kind,
        .sequence = ++trace->sequence,
        .time_ns = rs_time_ns(),
        .vcpu_id = vcpu_id,
    };
}

static void tell(vm_t *vm)
{
    struct trace *trace = &vm_state(vm)->trace;
    if (trace->tracer != NULL) {
        trace->tracer(vm, &trace->event, trace->cookie);
    }
}

static void begin_memory(vm_trace_event_t *event, const seL4_Word mr[4])
{
    event->kind = VM_TRACE_MEMORY;
    event->pc = mr[seL4_VMFault_IP];
    event->address = mr[seL4_VMFault_Addr];
    event->is_fetch = mr[seL4_VMFault_PrefetchFault] == seL4_InstructionFault;
    event->syndrome = (uint32_t)mr[seL4_VMFault_FSR];
    event->is_write = !event->is_fetch && (event->syndrome & ISS_WNR) != 0;
}

/* The pc, and for a call its first arguments, from the thread: nothing in the message is lost, as
 * these events have at most four words. */
static void begin_from_thread(const vm_vcpu_t *vcpu, vm_trace_event_t *event)
{
    seL4_Word words[WORDS_TO_X3] = {0};
    unsigned count = event->kind == VM_TRACE_SMC || event->kind == VM_TRACE_HVC ? WORDS_TO_X3 : 1;
    vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, count);
    event->pc = words[CONTEXT_PC];
    event->function = words[CONTEXT_X0];
    event->argument1 = words[CONTEXT_X0 + 1];
    event->argument2 = words[CONTEXT_X0 + 2];
    event->argument3 = words[CONTEXT_X0 + 3];
}

static void begin_vcpu_fault(const vm_vcpu_t *vcpu, vm_trace_event_t *event, uint32_t syndrome)
{
    event->syndrome = syndrome;
    switch (HSR_EXCEPTION_CLASS(syndrome)) {
    case HSR_WFx_EXCEPTION:
        event->kind = VM_TRACE_WFX;
        break;
    case HSR_SMC_64_EXCEPTION:
        event->kind = VM_TRACE_SMC;
        break;
    default:
        event->kind = VM_TRACE_VCPU_FAULT;
        break;
    }
    begin_from_thread(vcpu, event);
}

/* The interrupt in a list register. */
static void begin_interrupt_end(const vm_vcpu_t *vcpu, vm_trace_event_t *event, seL4_Word index)
{
    const struct vgic_cpu *cpu = vcpu_state(vcpu)->vgic;
    event->kind = VM_TRACE_INTERRUPT_END;
    if (cpu != NULL && index < VGIC_LIST_REGISTERS && (cpu->used & (1u << index)) != 0) {
        event->value = (uint64_t)cpu->list[index].irq;
        event->has_value = true;
    }
    begin_from_thread(vcpu, event);
}

void vmi_trace_begin(vm_vcpu_t *vcpu, const message_t *message)
{
    const seL4_Word *mr = message->mr;
    struct trace *trace = &vm_state(vcpu->vm)->trace;
    vm_trace_event_t *event = &trace->event;
    begin(vcpu->vm, VM_TRACE_FORGED, (int)vcpu->vcpu_id);
    trace->vcpu = vcpu;
    vcpu_state(vcpu)->outcome = VM_TRACE_HANDLED; /* unless a handler states another */
    /* Let vm_run() look after the event. */
    vm_state(vcpu->vm)->attention = true;
    switch (seL4_MessageInfo_get_label(message->tag)) {
    case seL4_Fault_VMFault:
        begin_memory(event, mr);
        break;
    case seL4_Fault_UnknownSyscall:
        if (!is_hypercall(message->tag)) {
            break;
        }
        event->kind = VM_TRACE_HVC;
        event->pc = seL4_GetMR(seL4_UnknownSyscall_FaultIP);
        event->function = mr[seL4_UnknownSyscall_X0];
        event->argument1 = mr[seL4_UnknownSyscall_X1];
        event->argument2 = mr[seL4_UnknownSyscall_X2];
        event->argument3 = mr[seL4_UnknownSyscall_X3];
        break;
    case seL4_Fault_CapFault:
        event->kind = VM_TRACE_HVC;
        begin_from_thread(vcpu, event);
        break;
    case seL4_Fault_VCPUFault:
        begin_vcpu_fault(vcpu, event, (uint32_t)mr[seL4_VCPUFault_HSR]);
        break;
    case seL4_Fault_VGICMaintenance:
        begin_interrupt_end(vcpu, event, mr[seL4_VGICMaintenance_IDX]);
        break;
    case seL4_Fault_VPPIEvent:
        event->kind = VM_TRACE_TIMER;
        event->value = mr[seL4_VPPIEvent_IRQ];
        event->has_value = true;
        begin_from_thread(vcpu, event);
        break;
    case seL4_Fault_UserException:
        event->kind = VM_TRACE_VCPU_FAULT;
        event->pc = mr[seL4_UserException_FaultIP];
        break;
    default:
        break;
    }
}

/* The vCPU waits because of the event; one that waits already may have others. */
static bool has_begun_to_wait(const struct trace *trace)
{
    vm_trace_kind_t kind = trace->event.kind;
    return vcpu_state(trace->vcpu)->mode == VCPU_WAITING &&
           (kind == VM_TRACE_WFX || kind == VM_TRACE_HVC || kind == VM_TRACE_SMC);
}

static vm_trace_answer_t answer_of(const struct trace *trace)
{
    const vm_vcpu_t *vcpu = trace->vcpu;
    const struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (vm_state(vcpu->vm)->stop.reason != VM_STOP_NONE) {
        return VM_TRACE_STOPPED;
    }
    if (state->outcome == VM_TRACE_ABORTED) {
        return VM_TRACE_ABORTED;
    }
    if (state->mode == VCPU_OFF) {
        return VM_TRACE_OFF;
    }
    return has_begun_to_wait(trace) ? VM_TRACE_WAITS : state->outcome;
}

/* true when somebody was asked for an access of the event's instruction, which the vCPU's fault
 * then describes. */
static bool has_access(const struct vm_vcpu_arch_state *state)
{
    switch (state->outcome) {
    case VM_TRACE_MAPPED:
    case VM_TRACE_TRACKED:
    case VM_TRACE_STALE:
        return false; /* the memory is the guest's own: there was no fault to describe */
    default:
        return state->fault.asked;
    }
}

/* What the access at hand has moved: its data, or that of the other half of a pair, which is in its
 * register. */
static void read_value(struct fault *fault, vm_trace_event_t *event, unsigned element)
{
    uint64_t mask = ~0ull >> (64 - 8 * event->size);
    bool moved = event->answer == VM_TRACE_HANDLED || (event->is_write && !event->is_fetch);
    event->has_value = moved && !event->is_fetch;
    if (!event->has_value) {
        return;
    }
    if (!event->is_write && element == fault->element) {
        event->value = fault->data & mask;
    } else if (vmi_fault_get_register(fault, event->reg, &event->value) == 0) {
        event->value &= mask;
    } else {
        event->has_value = false;
    }
}

/* Tell of each access of the instruction that somebody was asked for. */
static void end_memory(struct trace *trace)
{
    vm_trace_event_t *event = &trace->event;
    struct fault *fault = &vcpu_state(trace->vcpu)->fault;
    if (!has_access(vcpu_state(trace->vcpu))) {
        tell(trace->vcpu->vm);
        return;
    }
    unsigned last = fault->element;
    uintptr_t first = fault->address - last * fault->access.size;
    for (unsigned element = 0; element <= last; element++) {
        event->sequence = element == 0 ? event->sequence : ++trace->sequence;
        event->address = first + element * fault->access.size;
        event->size = fault->access.size;
        event->reg = fault->access.reg[element];
        event->value = 0;
        read_value(fault, event, element);
        tell(trace->vcpu->vm);
    }
}

/* x0 after a call: in the reply, or in the thread. */
static void read_result(const vm_vcpu_t *vcpu, vm_trace_event_t *event, bool call_replied)
{
    seL4_Word words[CONTEXT_X0 + 1];
    if (event->answer == VM_TRACE_STOPPED || event->answer == VM_TRACE_OFF) {
        return;
    }
    if (call_replied) {
        event->value = vcpu_state(vcpu)->call.x0;
        event->has_value = true;
    } else if (vmi_tcb_read_words(vcpu->tcb.tcb.cptr, words, CONTEXT_X0 + 1) == seL4_NoError) {
        event->value = words[CONTEXT_X0];
        event->has_value = true;
    }
}

void vmi_trace_end(vm_t *vm, bool call_replied)
{
    struct trace *trace = &vm_state(vm)->trace;
    vm_vcpu_t *vcpu = trace->vcpu;
    if (vcpu == NULL) {
        return;
    }
    trace->event.answer = answer_of(trace);
    switch (trace->event.kind) {
    case VM_TRACE_MEMORY:
        end_memory(trace);
        break;
    case VM_TRACE_HVC:
    case VM_TRACE_SMC:
        read_result(vcpu, &trace->event, call_replied);
        tell(vm);
        break;
    default:
        tell(vm);
        break;
    }
    trace->vcpu = NULL;
}

void vmi_trace_other(vm_t *vm, vm_trace_kind_t kind, seL4_Word badge)
{
    struct trace *trace = &vm_state(vm)->trace;
    if (trace->tracer == NULL) {
        return;
    }
    begin(vm, kind, -1);
    trace->event.value = badge;
    trace->event.has_value = kind == VM_TRACE_NOTIFICATION;
    trace->event.answer =
        vm_state(vm)->stop.reason == VM_STOP_NONE ? VM_TRACE_HANDLED : VM_TRACE_STOPPED;
    tell(vm);
}
