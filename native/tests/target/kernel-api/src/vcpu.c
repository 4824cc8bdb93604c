/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * VCPU objects: binding, registers, errors. (Manual 6.3, 10.4.)
 */

#include "guest.h"

GUEST_PROGRAM(sysregs);
GUEST_PROGRAM(report);

static seL4_CPtr vcpu(void)
{
    return kapi_object(seL4_ARM_VCPUObject, 0);
}

/* A value for each register; two of them are 32 bits wide. */
static seL4_Word value_for(seL4_VCPUReg reg)
{
    bool narrow = reg == seL4_VCPUReg_SPSR_EL1 || reg == seL4_VCPUReg_CNTV_CTL;
    return (narrow ? 0x55660000ul : 0x1122334455660000ul) + reg;
}

KTEST(vcpu_registers_come_back)
{
    seL4_CPtr v = vcpu();
    for (seL4_VCPUReg reg = 0; reg < seL4_VCPUReg_Num; reg++) {
        OK(seL4_ARM_VCPU_WriteRegs(v, reg, value_for(reg)));
    }
    for (seL4_VCPUReg reg = 0; reg < seL4_VCPUReg_Num; reg++) {
        seL4_ARM_VCPU_ReadRegs_t got = seL4_ARM_VCPU_ReadRegs(v, reg);
        EQ(got.error, seL4_NoError);
        if (got.value != value_for(reg)) {
            kapi_fail(__FILE__, __LINE__, "register %lu is 0x%lx, not 0x%lx", (seL4_Word)reg,
                      got.value, value_for(reg));
        }
    }
}

KTEST(vcpu_registers_that_do_not_exist)
{
    seL4_CPtr v = vcpu();
    static const seL4_Word fields[] = {seL4_VCPUReg_Num, seL4_VCPUReg_Num + 1, 1000, ~0ul};
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        ERR1(seL4_ARM_VCPU_ReadRegs(v, (seL4_VCPUReg)fields[i]).error, seL4_InvalidArgument, 1);
        ERR1(seL4_ARM_VCPU_WriteRegs(v, (seL4_VCPUReg)fields[i], 0), seL4_InvalidArgument, 1);
    }
}

KTEST(vcpu_set_tcb_errors)
{
    seL4_CPtr v = vcpu();
    ERR(seL4_ARM_VCPU_SetTCB(v, kapi_endpoint()), seL4_IllegalOperation);
    ERR(seL4_ARM_VCPU_SetTCB(v, seL4_CapNull), seL4_IllegalOperation);
    EQ(seL4_MessageInfo_get_label(seL4_Call(v, seL4_MessageInfo_new(ARMVCPUSetTCB, 0, 0, 0))),
       seL4_TruncatedMessage);
}

KTEST(vcpu_binds_and_binds_again)
{
    seL4_CPtr a = vcpu(), b = vcpu();
    seL4_CPtr t = kapi_object(seL4_TCBObject, 0), u = kapi_object(seL4_TCBObject, 0);
    OK(seL4_ARM_VCPU_SetTCB(a, t));
    OK(seL4_ARM_VCPU_SetTCB(b, t)); /* takes a's place */
    OK(seL4_ARM_VCPU_SetTCB(a, u));
    OK(seL4_ARM_VCPU_SetTCB(a, t));
    OK(seL4_ARM_VCPU_SetTCB(a, t));
}

KTEST(vcpu_inject_errors)
{
    seL4_CPtr v = vcpu();
    ERR2(seL4_ARM_VCPU_InjectIRQ(v, 1024, 0, 0, 0), seL4_RangeError, 0, 1023);
    ERR2(seL4_ARM_VCPU_InjectIRQ(v, 0xffff, 0, 0, 0), seL4_RangeError, 0, 1023);
    ERR2(seL4_ARM_VCPU_InjectIRQ(v, 40, 32, 0, 0), seL4_RangeError, 0, 31);
    ERR2(seL4_ARM_VCPU_InjectIRQ(v, 40, 0, 2, 0), seL4_RangeError, 0, 1);
    ERR2(seL4_ARM_VCPU_InjectIRQ(v, 40, 0, 0, 64), seL4_RangeError, 0,
         3); /* a GICv2 of four list registers */
    ERR(seL4_ARM_VCPU_InjectIRQ(v, 40, 0, 0, 255), seL4_RangeError);
    OK(seL4_ARM_VCPU_InjectIRQ(v, 1019, 31, 1, 3));
    OK(seL4_ARM_VCPU_InjectIRQ(v, 41, 0, 0, 3)); /* one that is only pending is replaced */
    OK(seL4_ARM_VCPU_InjectIRQ(v, 41, 0, 0, 0));
}

KTEST(vcpu_ack_errors)
{
    seL4_CPtr v = vcpu();
    static const seL4_Word irqs[] = {0, 26, 28, 34};
    for (size_t i = 0; i < sizeof(irqs) / sizeof(irqs[0]); i++) {
        ERR1(seL4_ARM_VCPU_AckVPPI(v, irqs[i]), seL4_InvalidArgument, 0);
    }
    ERR1(seL4_ARM_VCPU_AckVPPI(v, 1000), seL4_RangeError, 0);
    ERR1(seL4_ARM_VCPU_AckVPPI(v, ~0ul), seL4_RangeError, 0);
    OK(seL4_ARM_VCPU_AckVPPI(v, 27));
}

KTEST(vcpu_knows_no_other_method)
{
    seL4_CPtr v = vcpu();
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label < ARMVCPUSetTCB || label > ARMVCPUAckVPPI) {
            EQ(seL4_MessageInfo_get_label(seL4_Call(v, seL4_MessageInfo_new(label, 0, 0, 8))),
               seL4_IllegalOperation);
        }
    }
    static const seL4_Word labels[] = {ARMVCPUInjectIRQ, ARMVCPUReadReg, ARMVCPUWriteReg,
                                       ARMVCPUAckVPPI};
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        EQ(seL4_MessageInfo_get_label(seL4_Call(v, seL4_MessageInfo_new(labels[i], 0, 0, 0))),
           seL4_TruncatedMessage);
    }
}

KTEST(vcpu_registers_reach_the_guest)
{
    kapi_guest_t *g = MAKE_GUEST(sysregs, 0);
    seL4_Word sctlr = kapi_guest_read(g, seL4_VCPUReg_SCTLR);
    EQ(sctlr & 1, 0); /* a new VCPU starts with its MMU off */
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_TTBR0, 0x1000));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_VBAR, 0x2800));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_TPIDR_EL1, 0x333));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_VMPIDR_EL2, 0x80000003));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_ELR_EL1, 0x555));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_MAIR, 0xff44));
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), sctlr);
    static const seL4_Word expected[] = {0, 0x1000, 0x2800, 0x333, 0x80000003, 0x555, 0xff44};
    for (int i = 1; i < 7; i++) {
        EQ(g->x[i], expected[i]);
    }
    kapi_guest_answer(g, 0);
    /* And back. */
    kapi_guest_call(g);
    EQ(kapi_guest_read(g, seL4_VCPUReg_TPIDR_EL1), 0x1234);
    EQ(kapi_guest_read(g, seL4_VCPUReg_VBAR), 0x8000);
    EQ(kapi_guest_read(g, seL4_VCPUReg_ELR_EL1), 0x8000);
    EQ(kapi_guest_read(g, seL4_VCPUReg_SP_EL1), 0x8000);
    EQ(kapi_guest_read(g, seL4_VCPUReg_SPSR_EL1), 0x3c5);
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_CNTKCTL_EL1, 3));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_CNTV_CVAL, 0xabcdef));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_CPACR, 3 << 20));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_FAR, 0xfa12));
    OK(seL4_ARM_VCPU_WriteRegs(g->vcpu, seL4_VCPUReg_ESR, 0x56000000));
    kapi_guest_answer(g, 0);
    EQ(kapi_guest_call(g), 4); /* CurrentEL: EL1 */
    static const seL4_Word later[] = {0, 3, 0, 0xabcdef, 3 << 20, 0xfa12, 0x56000000};
    for (int i = 1; i < 7; i++) {
        EQ(g->x[i], later[i]);
    }
}

KTEST(vcpu_deleted_under_its_guest)
{
    kapi_guest_t *g = MAKE_GUEST(report, 5);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 6);
    OK(kapi_delete(g->vcpu));
    OK(seL4_TCB_Suspend(g->tcb));
    seL4_CPtr again = vcpu();
    OK(seL4_ARM_VCPU_SetTCB(again, g->tcb));
}

KTEST(vcpu_outlives_its_thread)
{
    kapi_guest_t *g = MAKE_GUEST(report, 5);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 6);
    OK(kapi_delete(g->tcb));
    EQ(kapi_guest_read(g, seL4_VCPUReg_SCTLR) & 1, 0);
    OK(seL4_ARM_VCPU_SetTCB(g->vcpu, kapi_object(seL4_TCBObject, 0)));
}
