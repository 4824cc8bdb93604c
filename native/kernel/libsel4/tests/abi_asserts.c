/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The binary interface between a kernel and its programs for aarch64, EL2, non-MCS, in numbers.
 * Compiling this file (optimised) against a prefix is the test: it holds for seL4's own and for the
 * bundled one.
 */
#include <sel4/sel4.h>

#include <sel4/arch/mapping.h>
#include <stddef.h>

#define IS(expression, value)                                                                      \
    _Static_assert((long)(expression) == (value), #expression " is " #value)
#define SIZE(type, bytes)     IS(sizeof(type), bytes)
#define AT(type, field, byte) IS(offsetof(type, field), byte)

/* seL4_UnknownSyscall_Msg */
IS(seL4_UnknownSyscall_X0, 0);
IS(seL4_UnknownSyscall_X1, 1);
IS(seL4_UnknownSyscall_X2, 2);
IS(seL4_UnknownSyscall_X3, 3);
IS(seL4_UnknownSyscall_X4, 4);
IS(seL4_UnknownSyscall_X5, 5);
IS(seL4_UnknownSyscall_X6, 6);
IS(seL4_UnknownSyscall_X7, 7);
IS(seL4_UnknownSyscall_FaultIP, 8);
IS(seL4_UnknownSyscall_SP, 9);
IS(seL4_UnknownSyscall_LR, 10);
IS(seL4_UnknownSyscall_SPSR, 11);
IS(seL4_UnknownSyscall_Syscall, 12);
IS(seL4_UnknownSyscall_Length, 13);

/* seL4_UserException_Msg */
IS(seL4_UserException_FaultIP, 0);
IS(seL4_UserException_SP, 1);
IS(seL4_UserException_SPSR, 2);
IS(seL4_UserException_Number, 3);
IS(seL4_UserException_Code, 4);
IS(seL4_UserException_Length, 5);

/* seL4_VMFault_Msg */
IS(seL4_VMFault_IP, 0);
IS(seL4_VMFault_Addr, 1);
IS(seL4_VMFault_PrefetchFault, 2);
IS(seL4_VMFault_FSR, 3);
IS(seL4_VMFault_Length, 4);

/* seL4_VGICMaintenance_Msg */
IS(seL4_VGICMaintenance_IDX, 0);
IS(seL4_VGICMaintenance_Length, 1);

/* seL4_VPPIEvent_Msg */
IS(seL4_VPPIEvent_IRQ, 0);
IS(seL4_VPPIEvent_Length, 1);

/* seL4_VCPUFault_Msg */
IS(seL4_VCPUFault_HSR, 0);
IS(seL4_VCPUFault_Length, 1);

/* seL4_VCPUReg */
IS(seL4_VCPUReg_SCTLR, 0);
IS(seL4_VCPUReg_CPACR, 1);
IS(seL4_VCPURegSaveRange_start, 2);
IS(seL4_VCPUReg_TTBR0, 2);
IS(seL4_VCPUReg_TTBR1, 3);
IS(seL4_VCPUReg_TCR, 4);
IS(seL4_VCPUReg_MAIR, 5);
IS(seL4_VCPUReg_AMAIR, 6);
IS(seL4_VCPUReg_CIDR, 7);
IS(seL4_VCPUReg_ACTLR, 8);
IS(seL4_VCPUReg_AFSR0, 9);
IS(seL4_VCPUReg_AFSR1, 10);
IS(seL4_VCPUReg_ESR, 11);
IS(seL4_VCPUReg_FAR, 12);
IS(seL4_VCPUReg_PAR, 13);
IS(seL4_VCPUReg_VBAR, 14);
IS(seL4_VCPUReg_TPIDR_EL1, 15);
IS(seL4_VCPUReg_VMPIDR_EL2, 16);
IS(seL4_VCPUReg_SP_EL1, 17);
IS(seL4_VCPUReg_ELR_EL1, 18);
IS(seL4_VCPUReg_SPSR_EL1, 19);
IS(seL4_VCPURegSaveRange_end, 19);
IS(seL4_VCPUReg_CNTV_CTL, 20);
IS(seL4_VCPUReg_CNTV_CVAL, 21);
IS(seL4_VCPUReg_CNTVOFF, 22);
IS(seL4_VCPUReg_CNTKCTL_EL1, 23);
IS(seL4_VCPUReg_Num, 24);

/* seL4_ObjectType */
IS(seL4_UntypedObject, 0);
IS(seL4_TCBObject, 1);
IS(seL4_EndpointObject, 2);
IS(seL4_NotificationObject, 3);
IS(seL4_CapTableObject, 4);
IS(seL4_NonArchObjectTypeCount, 5);

/* seL4_ModeObjectType */
IS(seL4_ARM_HugePageObject, 5);
IS(seL4_ARM_VSpaceObject, 6);
IS(seL4_ModeObjectTypeCount, 7);

/* seL4_ArchObjectType */
IS(seL4_ARM_SmallPageObject, 7);
IS(seL4_ARM_LargePageObject, 8);
IS(seL4_ARM_PageTableObject, 9);
IS(seL4_ARM_VCPUObject, 10);
IS(seL4_ObjectTypeCount, 11);

/* seL4_ARM_VMAttributes */
IS(seL4_ARM_PageCacheable, 1);
IS(seL4_ARM_ParityEnabled, 2);
IS(seL4_ARM_Default_VMAttributes, 3);
IS(seL4_ARM_ExecuteNever, 4);

/* seL4_ARM_CacheType */
IS(seL4_ARM_CacheI, 1);
IS(seL4_ARM_CacheD, 2);
IS(seL4_ARM_CacheID, 3);

/* priorityConstants */
IS(seL4_InvalidPrio, -1);
IS(seL4_MinPrio, 0);
IS(seL4_MaxPrio, 255);

/* seL4_MsgLimits */
IS(seL4_MsgLengthBits, 7);
IS(seL4_MsgExtraCapBits, 2);
IS(seL4_MsgMaxLength, 120);

/* seL4_LookupFailureType */
IS(seL4_NoFailure, 0);
IS(seL4_InvalidRoot, 1);
IS(seL4_MissingCapability, 2);
IS(seL4_DepthMismatch, 3);
IS(seL4_GuardMismatch, 4);

/* seL4_TCBFlag */
IS(seL4_TCBFlag_NoFlag, 0);
IS(seL4_TCBFlag_fpuDisabled, 1);
IS(seL4_TCBFlag_MASK, 1);

/* seL4_Error */
IS(seL4_NoError, 0);
IS(seL4_InvalidArgument, 1);
IS(seL4_InvalidCapability, 2);
IS(seL4_IllegalOperation, 3);
IS(seL4_RangeError, 4);
IS(seL4_AlignmentError, 5);
IS(seL4_FailedLookup, 6);
IS(seL4_TruncatedMessage, 7);
IS(seL4_DeleteFirst, 8);
IS(seL4_RevokeFirst, 9);
IS(seL4_NotEnoughMemory, 10);
IS(seL4_NumErrors, 11);

/* seL4_Fault_tag */
IS(seL4_Fault_NullFault, 0);
IS(seL4_Fault_CapFault, 1);
IS(seL4_Fault_UnknownSyscall, 2);
IS(seL4_Fault_UserException, 3);
#ifdef CONFIG_HARDWARE_DEBUG_API
IS(seL4_Fault_DebugException, 4);
#endif
IS(seL4_Fault_VMFault, 5);
IS(seL4_Fault_VGICMaintenance, 6);
IS(seL4_Fault_VCPUFault, 7);
IS(seL4_Fault_VPPIEvent, 8);

/* seL4_CapFault_Msg */
IS(seL4_CapFault_IP, 0);
IS(seL4_CapFault_Addr, 1);
IS(seL4_CapFault_InRecvPhase, 2);
IS(seL4_CapFault_LookupFailureType, 3);
IS(seL4_CapFault_BitsLeft, 4);
IS(seL4_CapFault_DepthMismatch_BitsFound, 5);
IS(seL4_CapFault_GuardMismatch_GuardFound, 5);
IS(seL4_CapFault_GuardMismatch_BitsFound, 6);

/* seL4_Syscall_ID */
IS(seL4_SysCall, -1);
IS(seL4_SysReplyRecv, -2);
IS(seL4_SysSend, -3);
IS(seL4_SysNBSend, -4);
IS(seL4_SysRecv, -5);
IS(seL4_SysReply, -6);
IS(seL4_SysYield, -7);
IS(seL4_SysNBRecv, -8);

#ifdef CONFIG_PRINTING
IS(seL4_SysDebugPutChar, -9);
IS(seL4_SysDebugDumpScheduler, -10);
#endif
#ifdef CONFIG_DEBUG_BUILD
IS(seL4_SysDebugHalt, -11);
IS(seL4_SysDebugCapIdentify, -12);
IS(seL4_SysDebugSnapshot, -13);
IS(seL4_SysDebugNameThread, -14);
#endif

/* invocation_label */
IS(InvalidInvocation, 0);
IS(UntypedRetype, 1);
IS(TCBReadRegisters, 2);
IS(TCBWriteRegisters, 3);
IS(TCBCopyRegisters, 4);
IS(TCBConfigure, 5);
IS(TCBSetPriority, 6);
IS(TCBSetMCPriority, 7);
IS(TCBSetSchedParams, 8);
IS(TCBSetIPCBuffer, 9);
IS(TCBSetSpace, 10);
IS(TCBSuspend, 11);
IS(TCBResume, 12);
IS(TCBBindNotification, 13);
IS(TCBUnbindNotification, 14);
#ifdef CONFIG_HARDWARE_DEBUG_API
#define DEBUG_METHODS 4 /* they lie between */
IS(TCBSetBreakpoint, 15);
IS(TCBGetBreakpoint, 16);
IS(TCBUnsetBreakpoint, 17);
IS(TCBConfigureSingleStepping, 18);
#else
#define DEBUG_METHODS 0
#endif
IS(TCBSetTLSBase, 15 + DEBUG_METHODS);
IS(TCBSetFlags, 16 + DEBUG_METHODS);
IS(CNodeRevoke, 17 + DEBUG_METHODS);
IS(CNodeDelete, 18 + DEBUG_METHODS);
IS(CNodeCancelBadgedSends, 19 + DEBUG_METHODS);
IS(CNodeCopy, 20 + DEBUG_METHODS);
IS(CNodeMint, 21 + DEBUG_METHODS);
IS(CNodeMove, 22 + DEBUG_METHODS);
IS(CNodeMutate, 23 + DEBUG_METHODS);
IS(CNodeRotate, 24 + DEBUG_METHODS);
IS(CNodeSaveCaller, 25 + DEBUG_METHODS);
IS(IRQIssueIRQHandler, 26 + DEBUG_METHODS);
IS(IRQAckIRQ, 27 + DEBUG_METHODS);
IS(IRQSetIRQHandler, 28 + DEBUG_METHODS);
IS(IRQClearIRQHandler, 29 + DEBUG_METHODS);
IS(DomainSetSet, 30 + DEBUG_METHODS);
IS(DomainScheduleConfigure, 31 + DEBUG_METHODS);
IS(DomainScheduleSetStart, 32 + DEBUG_METHODS);
IS(nInvocationLabels, 33 + DEBUG_METHODS);

/* sel4_arch_invocation_label */
IS(ARMVSpaceClean_Data, 33 + DEBUG_METHODS);
IS(ARMVSpaceInvalidate_Data, 34 + DEBUG_METHODS);
IS(ARMVSpaceCleanInvalidate_Data, 35 + DEBUG_METHODS);
IS(ARMVSpaceUnify_Instruction, 36 + DEBUG_METHODS);
IS(ARMSMCCall, 37 + DEBUG_METHODS);
IS(nSeL4ArchInvocationLabels, 38 + DEBUG_METHODS);

/* arch_invocation_label */
IS(ARMPageTableMap, 38 + DEBUG_METHODS);
IS(ARMPageTableUnmap, 39 + DEBUG_METHODS);
IS(ARMPageMap, 40 + DEBUG_METHODS);
IS(ARMPageUnmap, 41 + DEBUG_METHODS);
IS(ARMPageClean_Data, 42 + DEBUG_METHODS);
IS(ARMPageInvalidate_Data, 43 + DEBUG_METHODS);
IS(ARMPageCleanInvalidate_Data, 44 + DEBUG_METHODS);
IS(ARMPageUnify_Instruction, 45 + DEBUG_METHODS);
IS(ARMPageGetAddress, 46 + DEBUG_METHODS);
IS(ARMASIDControlMakePool, 47 + DEBUG_METHODS);
IS(ARMASIDPoolAssign, 48 + DEBUG_METHODS);
IS(ARMVCPUSetTCB, 49 + DEBUG_METHODS);
IS(ARMVCPUInjectIRQ, 50 + DEBUG_METHODS);
IS(ARMVCPUReadReg, 51 + DEBUG_METHODS);
IS(ARMVCPUWriteReg, 52 + DEBUG_METHODS);
IS(ARMVCPUAckVPPI, 53 + DEBUG_METHODS);
IS(ARMIRQIssueIRQHandlerTrigger, 54 + DEBUG_METHODS);
IS(ARMIRQIssueSGISignal, 55 + DEBUG_METHODS);
IS(nArchInvocationLabels, 56 + DEBUG_METHODS);

/* seL4_RootCNodeCapSlots */
IS(seL4_CapNull, 0);
IS(seL4_CapInitThreadTCB, 1);
IS(seL4_CapInitThreadCNode, 2);
IS(seL4_CapInitThreadVSpace, 3);
IS(seL4_CapIRQControl, 4);
IS(seL4_CapASIDControl, 5);
IS(seL4_CapInitThreadASIDPool, 6);
IS(seL4_CapIOPortControl, 7);
IS(seL4_CapIOSpace, 8);
IS(seL4_CapBootInfoFrame, 9);
IS(seL4_CapInitThreadIPCBuffer, 10);
IS(seL4_CapDomain, 11);
IS(seL4_CapSMMUSIDControl, 12);
IS(seL4_CapSMMUCBControl, 13);
IS(seL4_CapInitThreadSC, 14);
IS(seL4_CapSMC, 15);
IS(seL4_NumInitialCaps, 16);

/* seL4_BootInfoID */
IS(SEL4_BOOTINFO_HEADER_PADDING, 0);
IS(SEL4_BOOTINFO_HEADER_X86_VBE, 1);
IS(SEL4_BOOTINFO_HEADER_X86_MBMMAP, 2);
IS(SEL4_BOOTINFO_HEADER_X86_ACPI_RSDP, 3);
IS(SEL4_BOOTINFO_HEADER_X86_FRAMEBUFFER, 4);
IS(SEL4_BOOTINFO_HEADER_X86_TSC_FREQ, 5);
IS(SEL4_BOOTINFO_HEADER_FDT, 6);
IS(SEL4_BOOTINFO_HEADER_NUM, 7);

/* macros */
IS(seL4_ARM_IOPageTableObject, 65535);
IS(seL4_ARM_VCPUBits, 12);
IS(seL4_ASIDPoolBits, 12);
IS(seL4_ASIDPoolIndexBits, 9);
IS(seL4_BadgeBits, 64);
IS(seL4_BootInfoFrameBits, 12);
IS(seL4_BootInfoFrameSize, 4096);
IS(seL4_CapInitThreadPD, 3);
IS(seL4_CapRightsBits, 4);
IS(seL4_DataFault, 0);
IS(seL4_EndpointBits, 4);
IS(seL4_False, 0);
IS(seL4_FastMessageRegisters, 4);
IS(seL4_GuardBits, 58);
IS(seL4_GuardSizeBits, 6);
IS(seL4_HugePageBits, 30);
IS(seL4_IOPageTableBits, 12);
IS(seL4_IPCBufferSizeBits, 10);
IS(seL4_InstructionFault, 1);
IS(seL4_LargePageBits, 21);
IS(seL4_MaxUntypedBits, 47);
IS(seL4_MinUntypedBits, 4);
IS(seL4_MsgMaxExtraCaps, 3);
IS(seL4_NilData, 0);
IS(seL4_NotificationBits, 5);
IS(seL4_NumASIDPoolsBits, 7);
IS(seL4_NumExclusiveBreakpoints, 6);
IS(seL4_NumExclusiveWatchpoints, 4);
IS(seL4_NumHWBreakpoints, 10);
IS(seL4_PageBits, 12);
IS(seL4_PageTableBits, 12);
IS(seL4_PageTableEntryBits, 3);
IS(seL4_PageTableIndexBits, 9);
IS(seL4_SlotBits, 5);
#ifdef CONFIG_HARDWARE_DEBUG_API
IS(seL4_TCBBits, 12); /* a thread's breakpoints are in it */
#else
IS(seL4_TCBBits, 11);
#endif
IS(seL4_True, 1);
IS(seL4_UntypedRetypeMaxObjects, 256);
IS(seL4_UserTop, 0xfffffffffff);
IS(seL4_UserVSpaceTop, 0xfffffffffff);
IS(seL4_VCPUBits, 12);
IS(seL4_VSpaceBits, 12);
IS(seL4_VSpaceEntryBits, 3);
IS(seL4_VSpaceIndexBits, 9);
IS(seL4_WordBits, 64);
IS(seL4_WordSizeBits, 3);
IS(SEL4_MAPPING_LOOKUP_LEVEL, 2);
IS(SEL4_MAPPING_LOOKUP_NO_PT, 21);
IS(SEL4_MAPPING_LOOKUP_NO_PD, 30);
IS(SEL4_MAPPING_LOOKUP_NO_PUD, 39);

/* structures */
SIZE(seL4_Word, 8);
SIZE(seL4_CPtr, 8);
SIZE(seL4_Bool, 1);
SIZE(seL4_Time, 8);
SIZE(seL4_Uint8, 1);
SIZE(seL4_Uint16, 2);
SIZE(seL4_Uint32, 4);
SIZE(seL4_Uint64, 8);
SIZE(seL4_MessageInfo_t, 8);
SIZE(seL4_CapRights_t, 8);
SIZE(seL4_CNode_CapData_t, 8);
SIZE(seL4_Fault_t, 112);
SIZE(seL4_IPCBuffer, 1024);
SIZE(seL4_BootInfo, 3848);
SIZE(seL4_BootInfoHeader, 16);
SIZE(seL4_SlotRegion, 16);
SIZE(seL4_UntypedDesc, 16);
SIZE(seL4_UserContext, 288);
SIZE(seL4_ARM_SMCContext, 64);
SIZE(seL4_ARM_VMAttributes, 8);
SIZE(seL4_VCPUReg, 8);
SIZE(seL4_Error, 4);
SIZE(seL4_ARM_Page_GetAddress_t, 16);
SIZE(seL4_ARM_VCPU_ReadRegs_t, 16);
SIZE(seL4_TCB_SetFlags_t, 16);
IS(_Alignof(seL4_IPCBuffer), 1024);

AT(seL4_IPCBuffer, tag, 0);
AT(seL4_IPCBuffer, msg, 8);
AT(seL4_IPCBuffer, userData, 968);
AT(seL4_IPCBuffer, caps_or_badges, 976);
AT(seL4_IPCBuffer, receiveCNode, 1000);
AT(seL4_IPCBuffer, receiveIndex, 1008);
AT(seL4_IPCBuffer, receiveDepth, 1016);
AT(seL4_BootInfo, extraLen, 0);
AT(seL4_BootInfo, nodeID, 8);
AT(seL4_BootInfo, numNodes, 16);
AT(seL4_BootInfo, numIOPTLevels, 24);
AT(seL4_BootInfo, ipcBuffer, 32);
AT(seL4_BootInfo, empty, 40);
AT(seL4_BootInfo, sharedFrames, 56);
AT(seL4_BootInfo, userImageFrames, 72);
AT(seL4_BootInfo, userImagePaging, 88);
AT(seL4_BootInfo, ioSpaceCaps, 104);
AT(seL4_BootInfo, extraBIPages, 120);
AT(seL4_BootInfo, initThreadCNodeSizeBits, 136);
AT(seL4_BootInfo, initThreadDomain, 144);
AT(seL4_BootInfo, untyped, 152);
AT(seL4_BootInfo, untypedList, 168);
AT(seL4_BootInfoHeader, id, 0);
AT(seL4_BootInfoHeader, len, 8);
AT(seL4_UntypedDesc, paddr, 0);
AT(seL4_UntypedDesc, sizeBits, 8);
AT(seL4_UntypedDesc, isDevice, 9);
AT(seL4_UserContext, pc, 0);
AT(seL4_UserContext, sp, 8);
AT(seL4_UserContext, spsr, 16);
AT(seL4_UserContext, x0, 24);
AT(seL4_UserContext, x1, 32);
AT(seL4_UserContext, x2, 40);
AT(seL4_UserContext, x3, 48);
AT(seL4_UserContext, x4, 56);
AT(seL4_UserContext, x5, 64);
AT(seL4_UserContext, x6, 72);
AT(seL4_UserContext, x7, 80);
AT(seL4_UserContext, x8, 88);
AT(seL4_UserContext, x16, 96);
AT(seL4_UserContext, x17, 104);
AT(seL4_UserContext, x18, 112);
AT(seL4_UserContext, x29, 120);
AT(seL4_UserContext, x30, 128);
AT(seL4_UserContext, x9, 136);
AT(seL4_UserContext, x10, 144);
AT(seL4_UserContext, x11, 152);
AT(seL4_UserContext, x12, 160);
AT(seL4_UserContext, x13, 168);
AT(seL4_UserContext, x14, 176);
AT(seL4_UserContext, x15, 184);
AT(seL4_UserContext, x19, 192);
AT(seL4_UserContext, x20, 200);
AT(seL4_UserContext, x21, 208);
AT(seL4_UserContext, x22, 216);
AT(seL4_UserContext, x23, 224);
AT(seL4_UserContext, x24, 232);
AT(seL4_UserContext, x25, 240);
AT(seL4_UserContext, x26, 248);
AT(seL4_UserContext, x27, 256);
AT(seL4_UserContext, x28, 264);
AT(seL4_UserContext, tpidr_el0, 272);
AT(seL4_UserContext, tpidrro_el0, 280);
AT(seL4_ARM_VCPU_ReadRegs_t, value, 8);
AT(seL4_ARM_Page_GetAddress_t, paddr, 8);
AT(seL4_TCB_SetFlags_t, flags, 8);

/*
 * Accessors are no constant expressions in C, so the optimiser decides: a wrong one leaves a call
 * to a function that is declared to be an error.
 */
void abi_mismatch(void) __attribute__((error("an accessor differs from the binary interface")));
void abi_accessors(void);

#define WORD(block, index, value)                                                                  \
    do {                                                                                           \
        if ((block).words[index] != (value)) {                                                     \
            abi_mismatch();                                                                        \
        }                                                                                          \
    } while (0)

void abi_accessors(void)
{
    WORD(seL4_MessageInfo_new(0xabcde, 5, 2, 0x7b), 0, 0xabcdeul << 12 | 5 << 9 | 2 << 7 | 0x7b);
    WORD(seL4_MessageInfo_set_length(seL4_MessageInfo_new(1, 1, 1, 1), 0), 0,
         1 << 12 | 1 << 9 | 1 << 7);
    WORD(seL4_CapRights_new(1, 0, 0, 0), 0, 8);
    WORD(seL4_CapRights_new(0, 1, 0, 0), 0, 4);
    WORD(seL4_CanRead, 0, 2);
    WORD(seL4_CanWrite, 0, 1);
    WORD(seL4_AllRights, 0, 15);
    WORD(seL4_CNode_CapData_new(0x123456789, 0x2a), 0, 0x123456789ul << 6 | 0x2a);
    WORD(seL4_Fault_CapFault_new(1, 2, 3, 4, 5, 6, 7), 0, seL4_Fault_CapFault);
    WORD(seL4_Fault_CapFault_new(1, 2, 3, 4, 5, 6, 7), 1, 7);
    WORD(seL4_Fault_CapFault_new(1, 2, 3, 4, 5, 6, 7), 7, 1);
    WORD(seL4_Fault_UnknownSyscall_new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 1, 13);
    WORD(seL4_Fault_UnknownSyscall_new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 13, 1);
    WORD(seL4_Fault_UserException_new(1, 2, 3, 4, 5), 1, 5);
    WORD(seL4_Fault_UserException_new(1, 2, 3, 4, 5), 5, 1);
    WORD(seL4_Fault_VMFault_new(1, 2, 3, 4), 1, 4);
    WORD(seL4_Fault_VMFault_new(1, 2, 3, 4), 4, 1);
    WORD(seL4_Fault_VGICMaintenance_new(9), 1, 9);
    WORD(seL4_Fault_VCPUFault_new(0x5a5a5a5a), 1, 0x5a5a5a5a);
    WORD(seL4_Fault_VPPIEvent_new(27), 1, 27);
}
