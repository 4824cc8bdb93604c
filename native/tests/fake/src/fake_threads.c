/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Threads and vCPUs: registers and states; nothing runs. */
#include <string.h>

#include "fake_internal.h"
#include "fake_messages.h"

#define CONTEXT_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

static fake_object_t *object_at(seL4_CPtr cptr, object_type_t type)
{
    const kslot_t *slot = root_slot(cptr);
    return slot != NULL && slot->object != NULL && slot->object->type == type ? slot->object : NULL;
}

static bool holds(const kslot_t *slot, object_type_t type)
{
    return slot != NULL && slot->object != NULL && slot->object->type == type;
}

static seL4_Error configure(thread_t *thread, const seL4_Word *mr, kslot_t *const caps[])
{
    if (!holds(caps[0], OBJECT_CNODE) || !holds(caps[1], OBJECT_VSPACE)) {
        return seL4_InvalidCapability;
    }
    if (!caps[1]->object->has_asid) {
        return seL4_IllegalOperation;
    }
    thread->fault_handler = mr[0];
    thread->cspace = caps[0]->object;
    return seL4_NoError;
}

static void resume(thread_t *thread)
{
    if (thread->state != FAKE_RUNNING) {
        thread->state = FAKE_RUNNING;
    }
}

static seL4_Error bind(fake_object_t *thread, const kslot_t *slot)
{
    if (!holds(slot, OBJECT_NOTIFICATION)) {
        return seL4_InvalidCapability;
    }
    if (thread->bound != NULL || slot->object->bound != NULL) {
        return seL4_IllegalOperation;
    }
    thread->bound = slot->object;
    slot->object->bound = thread;
    return seL4_NoError;
}

seL4_Error object_unbind(fake_object_t *object)
{
    if (object->bound == NULL) {
        return seL4_IllegalOperation;
    }
    object->bound->bound = NULL;
    object->bound = NULL;
    return seL4_NoError;
}

seL4_Error thread_invoke(kslot_t *slot, seL4_Word label, seL4_Word *mr, kslot_t *const caps[])
{
    thread_t *thread = slot->object->thread;
    switch (label) {
    case TCBReadRegisters:
        if (mr[1] < 1 || mr[1] > CONTEXT_WORDS) {
            return seL4_RangeError;
        }
        memcpy(mr, thread->registers, mr[1] * sizeof(seL4_Word));
        return seL4_NoError;
    case TCBWriteRegisters: {
        seL4_Word count = mr[1] < CONTEXT_WORDS ? mr[1] : CONTEXT_WORDS;
        bool go = (mr[0] & 1) != 0;
        memcpy(thread->registers, &mr[2], count * sizeof(seL4_Word));
        if (go) {
            resume(thread);
        }
        return seL4_NoError;
    }
    case TCBConfigure:
        return configure(thread, mr, caps);
    case TCBSetSchedParams:
        if (!holds(caps[0], OBJECT_TCB)) {
            return seL4_InvalidCapability;
        }
        if (mr[0] > seL4_MaxPrio || mr[1] > seL4_MaxPrio) {
            return seL4_RangeError;
        }
        thread->priority = mr[1];
        return seL4_NoError;
    case TCBSetPriority:
        thread->priority = mr[0];
        return mr[0] > seL4_MaxPrio ? seL4_RangeError : seL4_NoError;
    case TCBSuspend:
        message_sender_suspended(slot->object);
        thread->state = FAKE_INACTIVE;
        return seL4_NoError;
    case TCBResume:
        resume(thread);
        return seL4_NoError;
    case TCBBindNotification:
        return bind(slot->object, caps[0]);
    case TCBUnbindNotification:
        return object_unbind(slot->object);
    case TCBSetTLSBase:
    case TCBSetIPCBuffer:
    case TCBSetFlags:
        return seL4_NoError;
    default:
        return seL4_IllegalOperation;
    }
}

seL4_Error vcpu_invoke(kslot_t *slot, seL4_Word label, seL4_Word *mr, kslot_t *const caps[])
{
    virtual_cpu_t *vcpu = slot->object->vcpu;
    switch (label) {
    case ARMVCPUSetTCB:
        if (!holds(caps[0], OBJECT_TCB)) {
            return seL4_InvalidCapability;
        }
        vcpu->thread = caps[0]->object;
        vcpu->thread->thread->vcpu = slot->object;
        return seL4_NoError;
    case ARMVCPUInjectIRQ:
        return gicv_inject(vcpu, mr[0]);
    case ARMVCPUReadReg:
        if (mr[0] >= seL4_VCPUReg_Num) {
            return seL4_InvalidArgument;
        }
        mr[0] = vcpu->registers[mr[0]];
        return seL4_NoError;
    case ARMVCPUWriteReg:
        if (mr[0] >= seL4_VCPUReg_Num) {
            return seL4_InvalidArgument;
        }
        vcpu->registers[mr[0]] = mr[1];
        return seL4_NoError;
    case ARMVCPUAckVPPI:
        vcpu->acks++;
        return seL4_NoError;
    default:
        return seL4_IllegalOperation;
    }
}

seL4_Word *fake_thread_registers(seL4_CPtr tcb)
{
    fake_object_t *object = object_at(tcb, OBJECT_TCB);
    return object == NULL ? NULL : object->thread->registers;
}

fake_thread_state_t fake_thread_state(seL4_CPtr tcb)
{
    fake_object_t *object = object_at(tcb, OBJECT_TCB);
    return object == NULL ? FAKE_INACTIVE : object->thread->state;
}

seL4_Word fake_thread_fault_badge(seL4_CPtr tcb)
{
    fake_object_t *object = object_at(tcb, OBJECT_TCB);
    if (object == NULL || object->thread->cspace == NULL) {
        return 0;
    }
    const fake_object_t *cspace = object->thread->cspace;
    seL4_Word handler = object->thread->fault_handler;
    if (handler >= 1ul << cspace->radix) {
        return 0;
    }
    /* A fault message needs the rights to send, and to grant or grant a reply. */
    const kslot_t *slot = &cspace->slots[handler];
    bool valid =
        holds(slot, OBJECT_ENDPOINT) && (slot->rights & 1) != 0 && (slot->rights & 0xc) != 0;
    return valid ? slot->badge : 0;
}

seL4_Word *fake_vcpu_registers(seL4_CPtr vcpu)
{
    fake_object_t *object = object_at(vcpu, OBJECT_VCPU);
    return object == NULL ? NULL : object->vcpu->registers;
}

unsigned long fake_vppi_acks(seL4_CPtr vcpu)
{
    fake_object_t *object = object_at(vcpu, OBJECT_VCPU);
    return object == NULL ? 0 : object->vcpu->acks;
}

unsigned long fake_signals(seL4_CPtr notification)
{
    fake_object_t *object = object_at(notification, OBJECT_NOTIFICATION);
    return object == NULL ? 0 : __atomic_load_n(&object->signals, __ATOMIC_SEQ_CST);
}
