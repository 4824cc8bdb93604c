/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Native threads in VSpaces of their own. (Manual 7.)
 */

#include "guest.h"

#include <string.h>

extern const char native_reader[], native_reader_end[];

#define CODE   0x400000ul
#define DATA   0x401000ul
#define BUFFER 0x402000ul

typedef struct program {
    seL4_CPtr vspace, tcb;
    volatile seL4_Word *data;
    seL4_IPCBuffer *buffer;
} program_t;

static void map(seL4_CPtr vspace, seL4_CPtr frame, uintptr_t vaddr)
{
    seL4_Error error;
    while ((error = seL4_ARM_Page_Map(frame, vspace, vaddr, seL4_AllRights,
                                      seL4_ARM_Default_VMAttributes)) == seL4_FailedLookup) {
        OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), vspace, vaddr,
                                  seL4_ARM_Default_VMAttributes));
    }
    OK(error);
}

/* A thread that calls the endpoint with the word at DATA, again and again, until the reply's first
 * word is null. */
static program_t make(seL4_CPtr endpoint, seL4_CPtr faults)
{
    program_t p = {.vspace = kapi_vspace(), .tcb = kapi_object(seL4_TCBObject, 0)};
    seL4_CPtr code, data, buffer;
    void *text = kapi_page(&code);
    p.data = kapi_page(&data);
    p.buffer = kapi_page(&buffer);
    memcpy(text, native_reader, (size_t)(native_reader_end - native_reader));
    OK(seL4_ARM_Page_Unify_Instruction(code, 0, 4096));
    map(p.vspace, kapi_copy(code, seL4_AllRights), CODE);
    map(p.vspace, kapi_copy(data, seL4_AllRights), DATA);
    seL4_CPtr mapped_buffer = kapi_copy(buffer, seL4_AllRights);
    map(p.vspace, mapped_buffer, BUFFER);
    seL4_CPtr cspace = kapi_cnode(2);
    OK(seL4_CNode_Copy(cspace, 1, 2, KROOT, endpoint, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Copy(cspace, 2, 2, KROOT, faults, KDEPTH, seL4_AllRights));
    OK(seL4_TCB_Configure(p.tcb, 2, cspace, seL4_CNode_CapData_new(0, 62).words[0], p.vspace, 0,
                          BUFFER, mapped_buffer));
    OK(seL4_TCB_SetPriority(p.tcb, seL4_CapInitThreadTCB, KAPI_ABOVE));
    seL4_UserContext registers = {.pc = CODE, .x0 = DATA};
    OK(seL4_TCB_WriteRegisters(p.tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word), &registers));
    return p;
}

KTEST(vspace_threads_are_apart)
{
    seL4_CPtr endpoint = kapi_endpoint(), faults = kapi_endpoint();
    program_t a = make(endpoint, faults), b = make(endpoint, faults);
    a.data[0] = 0xa;
    b.data[0] = 0xb;
    a.buffer->msg[4] = 0xaaaa;
    b.buffer->msg[4] = 0xbbbb;
    OK(seL4_TCB_Resume(a.tcb));
    OK(seL4_TCB_Resume(b.tcb));
    for (seL4_Word i = 0; i < 10; i++) {
        EQ(kapi_recv(endpoint).length, 5);
        EQ(seL4_GetMR(0), 0xa + i);
        EQ(seL4_GetMR(4), 0xaaaa);
        a.data[0]++;
        seL4_SetMR(0, 1);
        seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
        kapi_recv(endpoint);
        EQ(seL4_GetMR(0), 0xb + i);
        EQ(seL4_GetMR(4), 0xbbbb);
        b.data[0]++;
        seL4_SetMR(0, 1);
        seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
    }
}

/* The root task's memory is not theirs. */
KTEST(vspace_fault_is_in_its_own_addresses)
{
    seL4_CPtr endpoint = kapi_endpoint(), faults = kapi_endpoint();
    program_t p = make(endpoint, faults);
    seL4_UserContext registers = {.pc = CODE, .x0 = (seL4_Word)seL4_GetIPCBuffer()};
    OK(seL4_TCB_WriteRegisters(p.tcb, 1, 0, sizeof(registers) / sizeof(seL4_Word), &registers));
    EQ(kapi_recv(faults).label, seL4_Fault_VMFault);
    EQ(seL4_GetMR(seL4_VMFault_Addr), (seL4_Word)seL4_GetIPCBuffer());
}

/* A mapping that goes while its thread is between two accesses is gone at once: no stale
 * translation. */
KTEST(vspace_unmap_takes_effect_at_once)
{
    seL4_CPtr endpoint = kapi_endpoint(), faults = kapi_endpoint();
    program_t p = make(endpoint, faults);
    p.data[0] = 1;
    OK(seL4_TCB_Resume(p.tcb));
    kapi_recv(endpoint);
    EQ(seL4_GetMR(0), 1);
    /* Another frame in its place. */
    seL4_CPtr other = kapi_object(seL4_ARM_SmallPageObject, 0);
    map(p.vspace, other, DATA);
    seL4_SetMR(0, 1);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
    kapi_recv(endpoint);
    EQ(seL4_GetMR(0), 0);
    OK(seL4_ARM_Page_Unmap(other));
    seL4_SetMR(0, 1);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
    EQ(kapi_recv(faults).label, seL4_Fault_VMFault);
    EQ(seL4_GetMR(seL4_VMFault_Addr), DATA);
}
