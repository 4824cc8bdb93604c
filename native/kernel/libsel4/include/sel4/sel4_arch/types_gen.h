/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A fault as a structure: word 0 holds the kind, the fields stand in the words behind it, the first
 * field last.
 */
#pragma once

#include <sel4/bitfield.h>

struct seL4_Fault {
    seL4_Uint64 words[14];
};
typedef struct seL4_Fault seL4_Fault_t;

/* Also the label of the fault message. 4 belongs to the hardware debugging interface. */
enum seL4_Fault_tag {
    seL4_Fault_NullFault = 0,
    seL4_Fault_CapFault = 1,
    seL4_Fault_UnknownSyscall = 2,
    seL4_Fault_UserException = 3,
    seL4_Fault_VMFault = 5,
    seL4_Fault_VGICMaintenance = 6,
    seL4_Fault_VCPUFault = 7,
    seL4_Fault_VPPIEvent = 8
};
typedef enum seL4_Fault_tag seL4_Fault_tag_t;

LIBSEL4_INLINE_FUNC seL4_Uint64 CONST seL4_Fault_get_seL4_FaultType(seL4_Fault_t fault)
{
    return LIBSEL4_FIELD_GET(&fault, 0, 0, 4);
}

LIBSEL4_INLINE_FUNC int CONST seL4_Fault_seL4_FaultType_equals(seL4_Fault_t fault,
                                                               seL4_Uint64 seL4_Fault_type_tag)
{
    return LIBSEL4_FIELD_GET(&fault, 0, 0, 4) == seL4_Fault_type_tag;
}

LIBSEL4_INLINE_FUNC seL4_Uint64 PURE seL4_Fault_ptr_get_seL4_FaultType(seL4_Fault_t *fault_ptr)
{
    return LIBSEL4_FIELD_GET(fault_ptr, 0, 0, 4);
}

#define LIBSEL4_FAULT_FIELD(kind, field, index)                                                    \
    LIBSEL4_FIELD(seL4_Fault_t, seL4_Fault_##kind, field, index, 0, 64)

/* no fields */
LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_NullFault_new(void)
{
    seL4_Fault_t fault = {{seL4_Fault_NullFault}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_NullFault_ptr_new(seL4_Fault_t *fault_ptr)
{
    *fault_ptr = seL4_Fault_NullFault_new();
}

/* MR4 to MR6 depend on the kind of lookup failure */
LIBSEL4_FAULT_FIELD(CapFault, IP, 7)
LIBSEL4_FAULT_FIELD(CapFault, Addr, 6)
LIBSEL4_FAULT_FIELD(CapFault, InRecvPhase, 5)
LIBSEL4_FAULT_FIELD(CapFault, LookupFailureType, 4)
LIBSEL4_FAULT_FIELD(CapFault, MR4, 3)
LIBSEL4_FAULT_FIELD(CapFault, MR5, 2)
LIBSEL4_FAULT_FIELD(CapFault, MR6, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_CapFault_new(seL4_Uint64 IP, seL4_Uint64 Addr,
                                                               seL4_Uint64 InRecvPhase,
                                                               seL4_Uint64 LookupFailureType,
                                                               seL4_Uint64 MR4, seL4_Uint64 MR5,
                                                               seL4_Uint64 MR6)
{
    seL4_Fault_t fault = {
        {seL4_Fault_CapFault, MR6, MR5, MR4, LookupFailureType, InRecvPhase, Addr, IP}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_CapFault_ptr_new(seL4_Fault_t *fault_ptr, seL4_Uint64 IP,
                                                     seL4_Uint64 Addr, seL4_Uint64 InRecvPhase,
                                                     seL4_Uint64 LookupFailureType, seL4_Uint64 MR4,
                                                     seL4_Uint64 MR5, seL4_Uint64 MR6)
{
    *fault_ptr = seL4_Fault_CapFault_new(IP, Addr, InRecvPhase, LookupFailureType, MR4, MR5, MR6);
}

LIBSEL4_FAULT_FIELD(UnknownSyscall, X0, 13)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X1, 12)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X2, 11)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X3, 10)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X4, 9)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X5, 8)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X6, 7)
LIBSEL4_FAULT_FIELD(UnknownSyscall, X7, 6)
LIBSEL4_FAULT_FIELD(UnknownSyscall, FaultIP, 5)
LIBSEL4_FAULT_FIELD(UnknownSyscall, SP, 4)
LIBSEL4_FAULT_FIELD(UnknownSyscall, LR, 3)
LIBSEL4_FAULT_FIELD(UnknownSyscall, SPSR, 2)
LIBSEL4_FAULT_FIELD(UnknownSyscall, Syscall, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_UnknownSyscall_new(
    seL4_Uint64 X0, seL4_Uint64 X1, seL4_Uint64 X2, seL4_Uint64 X3, seL4_Uint64 X4, seL4_Uint64 X5,
    seL4_Uint64 X6, seL4_Uint64 X7, seL4_Uint64 FaultIP, seL4_Uint64 SP, seL4_Uint64 LR,
    seL4_Uint64 SPSR, seL4_Uint64 Syscall)
{
    seL4_Fault_t fault = {{seL4_Fault_UnknownSyscall, Syscall, SPSR, LR, SP, FaultIP, X7, X6, X5,
                           X4, X3, X2, X1, X0}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_UnknownSyscall_ptr_new(
    seL4_Fault_t *fault_ptr, seL4_Uint64 X0, seL4_Uint64 X1, seL4_Uint64 X2, seL4_Uint64 X3,
    seL4_Uint64 X4, seL4_Uint64 X5, seL4_Uint64 X6, seL4_Uint64 X7, seL4_Uint64 FaultIP,
    seL4_Uint64 SP, seL4_Uint64 LR, seL4_Uint64 SPSR, seL4_Uint64 Syscall)
{
    *fault_ptr = seL4_Fault_UnknownSyscall_new(X0, X1, X2, X3, X4, X5, X6, X7, FaultIP, SP, LR,
                                               SPSR, Syscall);
}

LIBSEL4_FAULT_FIELD(UserException, FaultIP, 5)
LIBSEL4_FAULT_FIELD(UserException, Stack, 4)
LIBSEL4_FAULT_FIELD(UserException, SPSR, 3)
LIBSEL4_FAULT_FIELD(UserException, Number, 2)
LIBSEL4_FAULT_FIELD(UserException, Code, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_UserException_new(
    seL4_Uint64 FaultIP, seL4_Uint64 Stack, seL4_Uint64 SPSR, seL4_Uint64 Number, seL4_Uint64 Code)
{
    seL4_Fault_t fault = {{seL4_Fault_UserException, Code, Number, SPSR, Stack, FaultIP}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_UserException_ptr_new(seL4_Fault_t *fault_ptr,
                                                          seL4_Uint64 FaultIP, seL4_Uint64 Stack,
                                                          seL4_Uint64 SPSR, seL4_Uint64 Number,
                                                          seL4_Uint64 Code)
{
    *fault_ptr = seL4_Fault_UserException_new(FaultIP, Stack, SPSR, Number, Code);
}

LIBSEL4_FAULT_FIELD(VMFault, IP, 4)
LIBSEL4_FAULT_FIELD(VMFault, Addr, 3)
LIBSEL4_FAULT_FIELD(VMFault, PrefetchFault, 2)
LIBSEL4_FAULT_FIELD(VMFault, FSR, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_VMFault_new(seL4_Uint64 IP, seL4_Uint64 Addr,
                                                              seL4_Uint64 PrefetchFault,
                                                              seL4_Uint64 FSR)
{
    seL4_Fault_t fault = {{seL4_Fault_VMFault, FSR, PrefetchFault, Addr, IP}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_VMFault_ptr_new(seL4_Fault_t *fault_ptr, seL4_Uint64 IP,
                                                    seL4_Uint64 Addr, seL4_Uint64 PrefetchFault,
                                                    seL4_Uint64 FSR)
{
    *fault_ptr = seL4_Fault_VMFault_new(IP, Addr, PrefetchFault, FSR);
}

LIBSEL4_FAULT_FIELD(VGICMaintenance, IDX, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_VGICMaintenance_new(seL4_Uint64 IDX)
{
    seL4_Fault_t fault = {{seL4_Fault_VGICMaintenance, IDX}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_VGICMaintenance_ptr_new(seL4_Fault_t *fault_ptr,
                                                            seL4_Uint64 IDX)
{
    *fault_ptr = seL4_Fault_VGICMaintenance_new(IDX);
}

/* HSR: 32 bits */
LIBSEL4_FIELD(seL4_Fault_t, seL4_Fault_VCPUFault, HSR, 1, 0, 32)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_VCPUFault_new(seL4_Uint64 HSR)
{
    seL4_Fault_t fault = {{seL4_Fault_VCPUFault, HSR & LIBSEL4_FIELD_MASK(32)}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_VCPUFault_ptr_new(seL4_Fault_t *fault_ptr, seL4_Uint64 HSR)
{
    *fault_ptr = seL4_Fault_VCPUFault_new(HSR);
}

LIBSEL4_FAULT_FIELD(VPPIEvent, irq, 1)

LIBSEL4_INLINE_FUNC seL4_Fault_t CONST seL4_Fault_VPPIEvent_new(seL4_Uint64 irq)
{
    seL4_Fault_t fault = {{seL4_Fault_VPPIEvent, irq}};
    return fault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_VPPIEvent_ptr_new(seL4_Fault_t *fault_ptr, seL4_Uint64 irq)
{
    *fault_ptr = seL4_Fault_VPPIEvent_new(irq);
}
