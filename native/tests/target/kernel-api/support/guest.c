/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "guest.h"

#include <string.h>

/* SPSR_EL1 for EL1h with all interrupts masked. */
#define SPSR_EL1H 0x3c5ul

/* Where QEMU's virt machine has the GICv2 virtual CPU interface. */
#define GICV_PADDR 0x8040000ul

static kapi_guest_t guests[2];
static size_t next_guest;

static void map(const kapi_guest_t *g, seL4_CPtr frame, uintptr_t ipa,
                seL4_ARM_VMAttributes attributes)
{
    for (seL4_Word level = 0; level < 4; level++) {
        seL4_Error error = seL4_ARM_Page_Map(frame, g->vspace, ipa, seL4_AllRights, attributes);
        if (error == seL4_NoError) {
            return;
        }
        EQ(error, seL4_FailedLookup);
        OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), g->vspace, ipa,
                                  attributes));
    }
    kapi_fail(__FILE__, __LINE__, "0x%lx cannot be mapped", ipa);
}

kapi_guest_t *kapi_guest_make(const char *start, const char *end, seL4_Word argument)
{
    kapi_guest_t *g = &guests[next_guest];
    next_guest ^= 1;
    memset(g, 0, sizeof(*g));
    g->vspace = kapi_vspace();
    g->code = kapi_page(&g->code_frame);
    g->data = kapi_page(&g->data_frame);
    HOLDS((size_t)(end - start) <= LIBSEL4_BIT(seL4_PageBits));
    memcpy(g->code, start, (size_t)(end - start));
    /* A guest starts with its caches off. */
    OK(seL4_ARM_Page_CleanInvalidate_Data(g->code_frame, 0, LIBSEL4_BIT(seL4_PageBits)));
    OK(seL4_ARM_Page_Unify_Instruction(g->code_frame, 0, LIBSEL4_BIT(seL4_PageBits)));
    map(g, kapi_copy(g->code_frame, seL4_AllRights), GUEST_CODE, seL4_ARM_Default_VMAttributes);
    map(g, kapi_copy(g->data_frame, seL4_AllRights), GUEST_DATA, seL4_ARM_Default_VMAttributes);

    /* Its CSpace holds the fault endpoint and nothing that a hypervisor call could misuse. */
    g->faults = kapi_endpoint();
    seL4_CPtr cspace = kapi_cnode(1);
    OK(seL4_CNode_Mint(cspace, 1, 1, KROOT, g->faults, KDEPTH, seL4_AllRights, GUEST_BADGE));
    g->tcb = kapi_object(seL4_TCBObject, 0);
    g->vcpu = kapi_object(seL4_ARM_VCPUObject, 0);
    OK(seL4_TCB_Configure(g->tcb, 1, cspace, seL4_CNode_CapData_new(0, 63).words[0], g->vspace, 0,
                          0, seL4_CapNull));
    OK(seL4_TCB_SetSchedParams(g->tcb, seL4_CapInitThreadTCB, 0, KAPI_BELOW));
    OK(seL4_ARM_VCPU_SetTCB(g->vcpu, g->tcb));
    seL4_UserContext registers = {0};
    registers.pc = GUEST_CODE;
    registers.spsr = SPSR_EL1H;
    registers.x0 = argument;
    OK(seL4_TCB_WriteRegisters(g->tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word), &registers));
    return g;
}

void kapi_guest_start(kapi_guest_t *g)
{
    OK(seL4_TCB_Resume(g->tcb));
}

void kapi_guest_map_gic(kapi_guest_t *g)
{
    g->gicv_frame = kapi_object_at(seL4_ARM_SmallPageObject, 0, GICV_PADDR);
    map(g, kapi_copy(g->gicv_frame, seL4_AllRights), GUEST_GICC, 0);
}

kapi_gicv_t kapi_guest_see_gic(const kapi_guest_t *g)
{
    const uintptr_t second_page = GICV_PADDR + LIBSEL4_BIT(seL4_PageBits);
    seL4_CPtr frame = kapi_object_at(seL4_ARM_SmallPageObject, 0, second_page);
    return (kapi_gicv_t){kapi_map(g->gicv_frame, seL4_PageBits, seL4_ReadWrite, 0),
                         kapi_map(frame, seL4_PageBits, seL4_ReadWrite, 0)};
}

kapi_received_t kapi_guest_fault(kapi_guest_t *g, seL4_Word label)
{
    kapi_received_t fault = kapi_recv(g->faults);
    if (fault.label != label) {
        kapi_fail(__FILE__, __LINE__, "guest fault %lu, not %lu: 0x%lx 0x%lx 0x%lx 0x%lx",
                  fault.label, label, seL4_GetMR(0), seL4_GetMR(1), seL4_GetMR(2), seL4_GetMR(3));
    }
    EQ(fault.badge, GUEST_BADGE);
    return fault;
}

seL4_Word kapi_guest_call(kapi_guest_t *g)
{
    EQ(kapi_guest_fault(g, seL4_Fault_UnknownSyscall).length, seL4_UnknownSyscall_Length);
    for (int i = 0; i < 8; i++) {
        g->x[i] = seL4_GetMR(i);
    }
    g->pc = seL4_GetMR(seL4_UnknownSyscall_FaultIP);
    return g->x[0];
}

void kapi_guest_answer(kapi_guest_t *g, seL4_Word x0)
{
    g->x[0] = x0;
    for (int i = 0; i < 8; i++) {
        seL4_SetMR(i, g->x[i]);
    }
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, g->pc + 4);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, seL4_UnknownSyscall_FaultIP + 1));
}

seL4_Word kapi_guest_pc(kapi_guest_t *g)
{
    seL4_UserContext registers = {0};
    OK(seL4_TCB_ReadRegisters(g->tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word), &registers));
    return registers.pc;
}

void kapi_guest_skip(kapi_guest_t *g)
{
    seL4_UserContext registers = {0};
    const seL4_Word count = sizeof(registers) / sizeof(seL4_Word);
    OK(seL4_TCB_ReadRegisters(g->tcb, 0, 0, count, &registers));
    registers.pc += 4;
    OK(seL4_TCB_WriteRegisters(g->tcb, 0, 0, count, &registers));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
}

seL4_Word kapi_guest_read(kapi_guest_t *g, seL4_VCPUReg reg)
{
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(g->vcpu, reg);
    EQ(result.error, seL4_NoError);
    return result.value;
}
