/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "fault_report.h"
#include "thread_internal.h"

#include <rootserver/exit.h>
#include <rootserver/fault.h>
#include <rootserver/slots.h>
#include <string.h>

#define CONTEXT_SIZE (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define STACK_SIZE   ((size_t)32 * 1024)

#ifdef CONFIG_HARDWARE_DEBUG_API
/* ESR_ELx of a BRK (DDI 0487, D17.2.37): class 0x3c, instruction of 32 bits, comment field. */
#define ESR_BRK 0xf2000000u

/* A debug exception's message lacks the syndrome; the comment field is bits 5 to 20 of the BRK. */
static uint64_t breakpoint_syndrome(const uint32_t *instruction)
{
    return ESR_BRK | (*instruction >> 5 & 0xffff);
}
#endif

/* ESR_ELx of a data abort (Arm ARM DDI 0487, D19.2.40): ISS.WnR. */
#define ESR_WNR ((seL4_Word)1 << 6)

static rs_object_t endpoint;
static rs_object_t reserve_endpoint; /* receives the faults of the fault thread itself */
static rs_thread_t *fault_thread;
static rs_fault_hook_t hook;

rs_fault_hook_t rs_fault_set_hook(rs_fault_hook_t new_hook)
{
    return __atomic_exchange_n(&hook, new_hook, __ATOMIC_SEQ_CST);
}

seL4_Error rs_fault_endpoint_for(rs_thread_t *thread, seL4_CPtr *out)
{
    *out = seL4_CapNull;
    if (endpoint.cptr == seL4_CapNull) {
        return seL4_NoError;
    }
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_CPtr source = fault_thread == NULL ? reserve_endpoint.cptr : endpoint.cptr;
    seL4_Error error =
        seL4_CNode_Mint(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode,
                        source, seL4_WordBits, seL4_AllRights, (seL4_Word)thread);
    if (error != seL4_NoError) {
        rs_slot_free(slot);
        return error;
    }
    *out = slot;
    return seL4_NoError;
}

static void describe(rs_fault_t *fault, seL4_Word label)
{
    switch (label) {
    case seL4_Fault_VMFault:
        fault->kind = RS_FAULT_MEMORY;
        fault->address = seL4_GetMR(seL4_VMFault_Addr);
        fault->is_fetch = seL4_GetMR(seL4_VMFault_PrefetchFault) != 0;
        fault->code = seL4_GetMR(seL4_VMFault_FSR);
        fault->is_write = !fault->is_fetch && (fault->code & ESR_WNR) != 0;
        break;
    case seL4_Fault_UserException:
        fault->kind = RS_FAULT_EXCEPTION;
        fault->code = seL4_GetMR(seL4_UserException_Number);
        break;
    case seL4_Fault_VCPUFault:
        /* What EL2 traps and seL4 does not name, such as BRK, comes as this in native threads too.
         */
        fault->kind = RS_FAULT_EXCEPTION;
        fault->code = seL4_GetMR(seL4_VCPUFault_HSR);
        break;
#ifdef CONFIG_HARDWARE_DEBUG_API
    case seL4_Fault_DebugException: /* a BRK: nobody sets breakpoints */
        fault->kind = RS_FAULT_EXCEPTION;
        fault->code =
            breakpoint_syndrome((const uint32_t *)seL4_GetMR(seL4_DebugException_FaultIP));
        break;
#endif
    case seL4_Fault_UnknownSyscall:
        fault->kind = RS_FAULT_SYSCALL;
        fault->code = seL4_GetMR(seL4_UnknownSyscall_Syscall);
        break;
    case seL4_Fault_CapFault:
        fault->kind = RS_FAULT_CAPABILITY;
        fault->address = seL4_GetMR(seL4_CapFault_Addr);
        break;
    default:
        fault->kind = RS_FAULT_OTHER;
        fault->code = label;
        break;
    }
}

/* One fault: resumed by the hook, or the end of the run. */
static void handle(seL4_MessageInfo_t info, rs_thread_t *thread)
{
    rs_fault_t fault = {.thread = thread};
    describe(&fault, seL4_MessageInfo_get_label(info));
    seL4_CPtr tcb = rs_thread_tcb(thread);
    seL4_TCB_ReadRegisters(tcb, false, 0, CONTEXT_SIZE, &fault.registers);
    rs_fault_hook_t current = __atomic_load_n(&hook, __ATOMIC_SEQ_CST);
    if (current == NULL || thread == fault_thread || !current(&fault)) {
        rs_fault_report(&fault);
    }
    seL4_TCB_WriteRegisters(tcb, false, 0, CONTEXT_SIZE, &fault.registers);
}

static void serve(void *object)
{
    seL4_CPtr source = ((rs_object_t *)object)->cptr;
    seL4_Word badge = 0;
    seL4_MessageInfo_t info = seL4_Recv(source, &badge);
    for (;;) {
        handle(info, (rs_thread_t *)badge);
        /* An empty reply restarts the thread with the registers written before. */
        info = seL4_ReplyRecv(source, seL4_MessageInfo_new(0, 0, 0, 0), &badge);
    }
}

static seL4_Error start(rs_thread_t **thread, rs_object_t *source, const char *name)
{
    seL4_Error error = rs_thread_create(thread, serve, source, STACK_SIZE, RS_PRIORITY_FAULT);
    if (error == seL4_NoError) {
        rs_thread_set_name(*thread, name);
    }
    return error;
}

seL4_Error rs_fault_init(void)
{
    rs_thread_t *reserve_thread;
    seL4_CPtr main_endpoint;
    seL4_Error error = rs_object_alloc(seL4_EndpointObject, 0, &reserve_endpoint);
    if (error == seL4_NoError) {
        error = start(&reserve_thread, &reserve_endpoint, "fault reserve");
    }
    if (error == seL4_NoError) {
        error = rs_object_alloc(seL4_EndpointObject, 0, &endpoint);
    }
    if (error == seL4_NoError) {
        error = start(&fault_thread, &endpoint, "fault");
    }
    if (error == seL4_NoError) {
        error = rs_fault_endpoint_for(rs_thread_self(), &main_endpoint);
    }
    if (error == seL4_NoError) {
        error = seL4_TCB_SetSpace(seL4_CapInitThreadTCB, main_endpoint, seL4_CapInitThreadCNode, 0,
                                  seL4_CapInitThreadVSpace, 0);
    }
    return error;
}
