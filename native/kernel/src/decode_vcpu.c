/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Invocations of VCPUs. */
#include "invocation.h"
#include "platform.h"
#include "sched.h"
#include "vcpu.h"
#include "vgic.h"

#define VIRQ_MAX          MASK(10)
#define VIRQ_PRIORITY_MAX 31u
#define VIRQ_GROUP_MAX    1u

static status_t inject(invocation_t *inv)
{
    if (inv->length < 1) {
        return fail_truncated();
    }
    vcpu_t *vcpu = cap_object(inv->slot->cap);
    word_t packed = inv_arg(inv, 0);
    unsigned virq = packed & 0xffff;
    unsigned priority = (packed >> 16) & 0xff;
    unsigned group = (packed >> 24) & 0xff;
    unsigned index = (packed >> 32) & 0xff;
    if (virq > VIRQ_MAX) {
        return fail_range(0, VIRQ_MAX);
    }
    if (priority > VIRQ_PRIORITY_MAX) {
        return fail_range(0, VIRQ_PRIORITY_MAX);
    }
    if (group > VIRQ_GROUP_MAX) {
        return fail_range(0, VIRQ_GROUP_MAX);
    }
    if (index >= vgic_list_registers()) {
        return fail_range(0, vgic_list_registers() - 1);
    }
    if (vgic_is_in_service(vcpu, index)) {
        return fail_delete_first();
    }
    vgic_write_lr(vcpu, index,
                  (uint32_t)(virq | LR_EOI | LR_PENDING | (word_t)priority << LR_PRIORITY_SHIFT |
                             (word_t)group << LR_GROUP_SHIFT));
    return STATUS_OK;
}

static status_t set_tcb(invocation_t *inv)
{
    if (inv->extra_count < 1) {
        return fail_truncated();
    }
    cap_t cap = inv->extra[0]->cap;
    if (!cap_is(cap, CAP_TCB)) {
        return fail_illegal_operation();
    }
    vcpu_associate(cap_object(inv->slot->cap), cap_object(cap));
    return STATUS_OK;
}

status_t decode_vcpu(invocation_t *inv)
{
    vcpu_t *vcpu = cap_object(inv->slot->cap);
    switch (inv->label) {
    case ARMVCPUSetTCB:
        return set_tcb(inv);
    case ARMVCPUInjectIRQ:
        return inject(inv);
    case ARMVCPUReadReg:
    case ARMVCPUWriteReg: {
        bool write = inv->label == ARMVCPUWriteReg;
        if (inv->length < (write ? 2u : 1u)) {
            return fail_truncated();
        }
        word_t reg = inv_arg(inv, 0);
        if (reg >= seL4_VCPUReg_Num) {
            return fail_invalid_argument(1);
        }
        if (write) {
            vcpu_write_register(vcpu, (unsigned)reg, inv_arg(inv, 1));
        } else {
            inv_result(inv, vcpu_read_register(vcpu, (unsigned)reg));
        }
        return STATUS_OK;
    }
    case ARMVCPUAckVPPI:
        if (inv->length < 1) {
            return fail_truncated();
        }
        if (inv_arg(inv, 0) > IRQ_MAX) {
            return fail_range(0, IRQ_MAX);
        }
        if (inv_arg(inv, 0) != IRQ_VTIMER) {
            return fail_invalid_argument(0);
        }
        vcpu_ack_vtimer(vcpu);
        return STATUS_OK;
    default:
        return fail_illegal_operation();
    }
}
