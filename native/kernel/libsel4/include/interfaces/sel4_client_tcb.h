/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Methods of threads.
 */
#pragma once

#include <interfaces/sel4_invoke.h>

struct seL4_TCB_SetFlags {
    int error;
    seL4_Word flags;
};
typedef struct seL4_TCB_SetFlags seL4_TCB_SetFlags_t;

/* Words of a seL4_UserContext. */
#define LIBSEL4_USER_CONTEXT_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* Reads the first count registers, at least 1, in the order of seL4_UserContext. */
LIBSEL4_INLINE seL4_Error seL4_TCB_ReadRegisters(seL4_TCB _service, seL4_Bool suspend_source,
                                                 seL4_Uint8 arch_flags, seL4_Word count,
                                                 seL4_UserContext *regs)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {
        (seL4_Word)(suspend_source & 1) | (seL4_Word)arch_flags << 8, count};
    seL4_Error result = libsel4_invoke_mrs(_service, TCBReadRegisters, 0, 2, mr);
    if (result != seL4_NoError) {
        return result;
    }
    seL4_Word *to = (seL4_Word *)regs;
    for (seL4_Word i = 0; i < count && i < LIBSEL4_USER_CONTEXT_WORDS; i++) {
        to[i] = i < seL4_FastMessageRegisters ? mr[i] : seL4_GetMR((int)i);
    }
    return result;
}

/* Writes the first count registers in the order of seL4_UserContext. */
LIBSEL4_INLINE seL4_Error seL4_TCB_WriteRegisters(seL4_TCB _service, seL4_Bool resume_target,
                                                  seL4_Uint8 arch_flags, seL4_Word count,
                                                  seL4_UserContext *regs)
{
    const seL4_Word *from = (const seL4_Word *)regs;
    for (seL4_Word i = 2; i < count && i < LIBSEL4_USER_CONTEXT_WORDS; i++) {
        seL4_SetMR((int)i + 2, from[i]);
    }
    return libsel4_invoke(_service, TCBWriteRegisters, 0, 2 + LIBSEL4_USER_CONTEXT_WORDS,
                          (seL4_Word)(resume_target & 1) | (seL4_Word)arch_flags << 8, count,
                          from[0], from[1]);
}

/* Copies the frame registers, the other integer registers, or both, from another thread. */
LIBSEL4_INLINE seL4_Error seL4_TCB_CopyRegisters(seL4_TCB _service, seL4_TCB source,
                                                 seL4_Bool suspend_source, seL4_Bool resume_target,
                                                 seL4_Bool transfer_frame,
                                                 seL4_Bool transfer_integer, seL4_Uint8 arch_flags)
{
    seL4_SetCap(0, source);
    return libsel4_invoke(_service, TCBCopyRegisters, 1, 1,
                          (seL4_Word)(suspend_source & 1) | (seL4_Word)(resume_target & 1) << 1 |
                              (seL4_Word)(transfer_frame & 1) << 2 |
                              (seL4_Word)(transfer_integer & 1) << 3 | (seL4_Word)arch_flags << 8,
                          0, 0, 0);
}

/*
 * Sets fault endpoint (an address in the thread's own CSpace), CSpace (with a guard, 0 keeps the
 * capability's), VSpace and message buffer (address and frame; address 0 for none).
 */
LIBSEL4_INLINE seL4_Error seL4_TCB_Configure(seL4_TCB _service, seL4_Word fault_ep,
                                             seL4_CNode cspace_root, seL4_Word cspace_root_data,
                                             seL4_CPtr vspace_root, seL4_Word vspace_root_data,
                                             seL4_Word buffer, seL4_CPtr bufferFrame)
{
    seL4_SetCap(0, cspace_root);
    seL4_SetCap(1, vspace_root);
    seL4_SetCap(2, bufferFrame);
    return libsel4_invoke(_service, TCBConfigure, 3, 4, fault_ep, cspace_root_data,
                          vspace_root_data, buffer);
}

/* Priorities are bounded by the maximum controlled priority of authority, a thread. */
LIBSEL4_INLINE seL4_Error seL4_TCB_SetPriority(seL4_TCB _service, seL4_TCB authority,
                                               seL4_Word priority)
{
    seL4_SetCap(0, authority);
    return libsel4_invoke(_service, TCBSetPriority, 1, 1, priority, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_SetMCPriority(seL4_TCB _service, seL4_TCB authority,
                                                 seL4_Word mcp)
{
    seL4_SetCap(0, authority);
    return libsel4_invoke(_service, TCBSetMCPriority, 1, 1, mcp, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_SetSchedParams(seL4_TCB _service, seL4_TCB authority,
                                                  seL4_Word mcp, seL4_Word priority)
{
    seL4_SetCap(0, authority);
    return libsel4_invoke(_service, TCBSetSchedParams, 1, 2, mcp, priority, 0, 0);
}

/* buffer is aligned to sizeof(seL4_IPCBuffer) and lies in the frame as the thread has it mapped. */
LIBSEL4_INLINE seL4_Error seL4_TCB_SetIPCBuffer(seL4_TCB _service, seL4_Word buffer,
                                                seL4_CPtr bufferFrame)
{
    seL4_SetCap(0, bufferFrame);
    return libsel4_invoke(_service, TCBSetIPCBuffer, 1, 1, buffer, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_SetSpace(seL4_TCB _service, seL4_Word fault_ep,
                                            seL4_CNode cspace_root, seL4_Word cspace_root_data,
                                            seL4_CPtr vspace_root, seL4_Word vspace_root_data)
{
    seL4_SetCap(0, cspace_root);
    seL4_SetCap(1, vspace_root);
    return libsel4_invoke(_service, TCBSetSpace, 2, 3, fault_ep, cspace_root_data, vspace_root_data,
                          0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_Suspend(seL4_TCB _service)
{
    return libsel4_invoke(_service, TCBSuspend, 0, 0, 0, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_Resume(seL4_TCB _service)
{
    return libsel4_invoke(_service, TCBResume, 0, 0, 0, 0, 0, 0);
}

/* Signals to a bound notification also end the thread's wait on an endpoint. */
LIBSEL4_INLINE seL4_Error seL4_TCB_BindNotification(seL4_TCB _service, seL4_CPtr notification)
{
    seL4_SetCap(0, notification);
    return libsel4_invoke(_service, TCBBindNotification, 1, 0, 0, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_UnbindNotification(seL4_TCB _service)
{
    return libsel4_invoke(_service, TCBUnbindNotification, 0, 0, 0, 0, 0, 0);
}

/* Sets TPIDR_EL0. */
LIBSEL4_INLINE seL4_Error seL4_TCB_SetTLSBase(seL4_TCB _service, seL4_Word tls_base)
{
    return libsel4_invoke(_service, TCBSetTLSBase, 0, 1, tls_base, 0, 0, 0);
}

/* Clears, then sets bits of seL4_TCBFlag; answers the flags that the thread has then. */
LIBSEL4_INLINE seL4_TCB_SetFlags_t seL4_TCB_SetFlags(seL4_TCB _service, seL4_Word clear,
                                                     seL4_Word set)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {clear, set};
    seL4_TCB_SetFlags_t result;
    result.error = (int)libsel4_invoke_mrs(_service, TCBSetFlags, 0, 2, mr);
    result.flags = mr[0];
    return result;
}
