/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Every number that the pinned System.Private.CoreLib and this runtime must agree on. The comment
 * of a line is CoreLib's own name for the number, and is read by the build of each program, which
 * refuses a CoreLib that has another one there and names it (SeL4.NativeAot.Checks):
 *   Type.Constant     the value of a constant or of a member of an enumeration
 *   Type.field        the offset of an instance field
 *   sizeof(Type)      the size of a structure
 *   Type.Method()     what a method without parameters computes from such numbers
 * A nested type follows its outer one after a '/'. Several names are separated by ", ".
 */
#pragma once

/* clang-format off */

/* Objects, arrays, strings. */
#define RT_OBJECT_TYPE        0 /* AsmOffsets.OFFSETOF__Object__m_pEEType */
#define RT_OBJECT_LENGTH      8 /* AsmOffsets.OFFSETOF__Array__m_Length, AsmOffsets.OFFSETOF__String__m_Length */
#define RT_STRING_FIRST_CHAR 12 /* AsmOffsets.OFFSETOF__String__m_FirstChar */
#define RT_STRING_BASE_SIZE  22 /* AsmOffsets.STRING_BASE_SIZE */
#define RT_CHAR_SIZE          2 /* AsmOffsets.STRING_COMPONENT_SIZE */
#define RT_ARRAY_BASE_SIZE   24 /* AsmOffsets.SZARRAY_BASE_SIZE */
#define RT_OBJECT_SIZE_MIN   24 /* AsmOffsets.MIN_OBJECT_SIZE */

/* struct rt_method_table */
#define RT_MT_COMPONENT_SIZE      0 /* AsmOffsets.OFFSETOF__MethodTable__m_usComponentSize */
#define RT_MT_FLAGS               0 /* AsmOffsets.OFFSETOF__MethodTable__m_uFlags, Internal.Runtime.MethodTable._uFlags */
#define RT_MT_BASE_SIZE           4 /* AsmOffsets.OFFSETOF__MethodTable__m_uBaseSize, Internal.Runtime.MethodTable._uBaseSize */
#define RT_MT_RELATED             8 /* Internal.Runtime.MethodTable._relatedType */
#define RT_MT_VTABLE_SLOTS       16 /* Internal.Runtime.MethodTable._usNumVtableSlots */
#define RT_MT_INTERFACE_COUNT    18 /* Internal.Runtime.MethodTable._usNumInterfaces */
#define RT_MT_HASH               20 /* Internal.Runtime.MethodTable._uHashCode */
#define RT_MT_VTABLE             24 /* AsmOffsets.OFFSETOF__MethodTable__m_VTable */
#define RT_MT_HAS_FINALIZER      0x00100000u /* Internal.Runtime.EETypeFlags.HasFinalizerFlag */
#define RT_MT_HAS_POINTERS       0x01000000u /* Internal.Runtime.EETypeFlags.HasPointersFlag */
#define RT_MT_HAS_COMPONENT_SIZE 0x80000000u /* Internal.Runtime.EETypeFlags.HasComponentSizeFlag */

/* struct rt_context */
#define RT_CONTEXT_FP     0 /* AsmOffsets.OFFSETOF__PAL_LIMITED_CONTEXT__FP */
#define RT_CONTEXT_LR     8 /* AsmOffsets.OFFSETOF__PAL_LIMITED_CONTEXT__LR */
#define RT_CONTEXT_X19   32 /* AsmOffsets.OFFSETOF__PAL_LIMITED_CONTEXT__X19 */
#define RT_CONTEXT_SP   112 /* AsmOffsets.OFFSETOF__PAL_LIMITED_CONTEXT__SP */
#define RT_CONTEXT_IP   120 /* AsmOffsets.OFFSETOF__PAL_LIMITED_CONTEXT__IP, System.Runtime.EH/PAL_LIMITED_CONTEXT.IP */
#define RT_CONTEXT_SIZE 192 /* AsmOffsets.SIZEOF__PAL_LIMITED_CONTEXT, sizeof(System.Runtime.EH/PAL_LIMITED_CONTEXT) */

/* struct rt_regdisplay */
#define RT_DISPLAY_SP   248 /* AsmOffsets.OFFSETOF__REGDISPLAY__SP, System.Runtime.REGDISPLAY.SP */
#define RT_DISPLAY_D8   264 /* AsmOffsets.OFFSETOF__REGDISPLAY__D */
#define RT_DISPLAY_SIZE 328 /* AsmOffsets.SIZEOF__REGDISPLAY, sizeof(System.Runtime.REGDISPLAY) */

/* struct rt_stack_iterator */
#define RT_ITERATOR_FRAME_POINTER    16 /* AsmOffsets.OFFSETOF__StackFrameIterator__m_FramePointer, System.Runtime.StackFrameIterator._framePointer */
#define RT_ITERATOR_CONTROL_PC       24 /* AsmOffsets.OFFSETOF__StackFrameIterator__m_ControlPC, System.Runtime.StackFrameIterator._controlPC */
#define RT_ITERATOR_DISPLAY          32 /* AsmOffsets.OFFSETOF__StackFrameIterator__m_RegDisplay, System.Runtime.StackFrameIterator._regDisplay */
#define RT_ITERATOR_ORIGINAL_PC     576 /* AsmOffsets.OFFSETOF__StackFrameIterator__m_OriginalControlPC, System.Runtime.StackFrameIterator._originalControlPC */
#define RT_ITERATOR_PREVIOUS_FRAME  584 /* AsmOffsets.OFFSETOF__StackFrameIterator__m_pPreviousTransitionFrame, System.Runtime.StackFrameIterator._pPreviousTransitionFrame */
#define RT_ITERATOR_SIZE            592 /* AsmOffsets.SIZEOF__StackFrameIterator, sizeof(System.Runtime.StackFrameIterator) */

/* struct rt_exinfo */
#define RT_EXINFO_PREVIOUS    0 /* AsmOffsets.OFFSETOF__ExInfo__m_pPrevExInfo, System.Runtime.EH/ExInfo._pPrevExInfo */
#define RT_EXINFO_CONTEXT     8 /* AsmOffsets.OFFSETOF__ExInfo__m_pExContext, System.Runtime.EH/ExInfo._pExContext */
#define RT_EXINFO_EXCEPTION  16 /* AsmOffsets.OFFSETOF__ExInfo__m_exception, System.Runtime.EH/ExInfo._exception */
#define RT_EXINFO_KIND       24 /* AsmOffsets.OFFSETOF__ExInfo__m_kind, System.Runtime.EH/ExInfo._kind */
#define RT_EXINFO_PASS       25 /* AsmOffsets.OFFSETOF__ExInfo__m_passNumber, System.Runtime.EH/ExInfo._passNumber */
#define RT_EXINFO_CLAUSE     28 /* AsmOffsets.OFFSETOF__ExInfo__m_idxCurClause, System.Runtime.EH/ExInfo._idxCurClause */
#define RT_EXINFO_ITERATOR   32 /* AsmOffsets.OFFSETOF__ExInfo__m_frameIter, System.Runtime.EH/ExInfo._frameIter */
#define RT_EXINFO_NOTIFY_SP 624 /* AsmOffsets.OFFSETOF__ExInfo__m_notifyDebuggerSP, System.Runtime.EH/ExInfo._notifyDebuggerSP */
#define RT_EXINFO_SIZE      632 /* AsmOffsets.SIZEOF__ExInfo */

#define RT_EXKIND_THROW              1 /* System.Runtime.EH/ExKind.Throw */
#define RT_EXKIND_HARDWARE           2 /* System.Runtime.EH/ExKind.HardwareFault */
#define RT_EXKIND_RETHROW            4 /* System.Runtime.EH/ExKind.RethrowFlag */
#define RT_EXKIND_SUPERSEDED         8 /* System.Runtime.EH/ExKind.SupersededFlag */
#define RT_EXKIND_INSTRUCTION_FAULT 16 /* System.Runtime.EH/ExKind.InstructionFaultFlag */

/* What RhThrowHwEx makes a NullReferenceException of: in compiled code, and in a helper of the runtime. */
#define RT_FAULT_NULL_REFERENCE            0x00 /* System.Runtime.EH/HwExceptionCode.STATUS_NATIVEAOT_NULL_REFERENCE */
#define RT_FAULT_NULL_REFERENCE_IN_RUNTIME 0x42 /* System.Runtime.EH/HwExceptionCode.STATUS_NATIVEAOT_UNMANAGED_HELPER_NULL_REFERENCE */

/* struct rt_eh_enum, struct rt_eh_clause, struct rt_method_region */
#define RT_EH_ENUM_SIZE      32 /* AsmOffsets.SIZEOF__EHEnum, sizeof(System.Runtime.EH/EHEnum) */
#define RT_EH_CLAUSE_KIND     0 /* System.Runtime.EH/RhEHClause._clauseKind */
#define RT_EH_CLAUSE_START    4 /* System.Runtime.EH/RhEHClause._tryStartOffset */
#define RT_EH_CLAUSE_END      8 /* System.Runtime.EH/RhEHClause._tryEndOffset */
#define RT_EH_CLAUSE_FILTER  16 /* System.Runtime.EH/RhEHClause._filterAddress */
#define RT_EH_CLAUSE_HANDLER 24 /* System.Runtime.EH/RhEHClause._handlerAddress */
#define RT_EH_CLAUSE_TYPE    32 /* System.Runtime.EH/RhEHClause._pTargetType */
#define RT_EH_KIND_TYPED      0 /* System.Runtime.EH/RhEHClauseKind.RH_EH_CLAUSE_TYPED */
#define RT_EH_KIND_FAULT      1 /* System.Runtime.EH/RhEHClauseKind.RH_EH_CLAUSE_FAULT */
#define RT_EH_KIND_FILTER     2 /* System.Runtime.EH/RhEHClauseKind.RH_EH_CLAUSE_FILTER */

#define RT_METHOD_REGION_SIZE 32 /* sizeof(System.Runtime.EH/MethodRegionInfo) */

/* struct rt_gc_frame, and what GC.GetGCMemoryInfo is filled from */
#define RT_GC_FRAME_REFERENCES      16 /* System.Runtime.GCFrameRegistration._pObjRefs */
#define RT_GC_FRAME_COUNT           24 /* System.Runtime.GCFrameRegistration._numObjRefs */
#define RT_GC_FRAME_INTERIOR        28 /* System.Runtime.GCFrameRegistration._maybeInterior */
#define RT_GC_FRAME_SIZE            32 /* sizeof(System.Runtime.GCFrameRegistration) */
#define RT_MEMORY_INFO_GENERATION   80 /* System.GCMemoryInfoData._generation */
#define RT_MEMORY_INFO_GENERATIONS  96 /* System.GCMemoryInfoData._generationInfo0 */
#define RT_MEMORY_INFO_PAUSES      256 /* System.GCMemoryInfoData._pauseDuration0 */
#define RT_MEMORY_INFO_SIZE        272 /* sizeof(System.GCMemoryInfoData) */

/* Interface dispatch: where RhpCidResolve finds `this` in the block it is given. */
#define RT_DISPATCH_THIS          32 /* Internal.Runtime.TransitionBlock.GetThisOffset() */
#define RT_DISPATCH_INFO_TYPE      0 /* System.Runtime.DispatchCellInfo.CellType */
#define RT_DISPATCH_INFO_INTERFACE 8 /* System.Runtime.DispatchCellInfo.InterfaceType */
#define RT_DISPATCH_INFO_SLOT     16 /* System.Runtime.DispatchCellInfo.InterfaceSlot */
#define RT_DISPATCH_INFO_CACHED   18 /* System.Runtime.DispatchCellInfo.HasCache */
#define RT_DISPATCH_INFO_TOKEN    20 /* System.Runtime.DispatchCellInfo.MetadataToken */
#define RT_DISPATCH_INFO_VTABLE   24 /* System.Runtime.DispatchCellInfo.VTableOffset */
#define RT_DISPATCH_INFO_SIZE     32 /* sizeof(System.Runtime.DispatchCellInfo) */
#define RT_DISPATCH_INTERFACE      0 /* System.Runtime.DispatchCellType.InterfaceAndSlot */
#define RT_DISPATCH_VTABLE         2 /* System.Runtime.DispatchCellType.VTableOffset */

/* The compiled program's header. */
#define RT_R2R_SIGNATURE  0x00525452u /* Internal.Runtime.ReadyToRunHeaderConstants.Signature */
#define RT_R2R_MAJOR      16  /* Internal.Runtime.ReadyToRunHeaderConstants.CurrentMajorVersion */
#define RT_R2R_MINOR      0   /* Internal.Runtime.ReadyToRunHeaderConstants.CurrentMinorVersion */
#define RT_R2R_FIRST_BLOB 300 /* Internal.Runtime.ReadyToRunSectionType.ReadonlyBlobRegionStart */

/* Slots of the table of functions that CoreLib gives the runtime. */
#define RT_CLASSLIB_GET_EXCEPTION    0 /* System.Runtime.ClassLibFunctionId.GetRuntimeException */
#define RT_CLASSLIB_FAIL_FAST        1 /* System.Runtime.ClassLibFunctionId.FailFast */
#define RT_CLASSLIB_THREAD_ENTRY     2 /* System.Runtime.ClassLibFunctionId.ThreadEntryPoint */
#define RT_CLASSLIB_APPEND_FRAME     3 /* System.Runtime.ClassLibFunctionId.AppendExceptionStackFrame */
#define RT_CLASSLIB_ARRAY_TYPE       5 /* System.Runtime.ClassLibFunctionId.GetSystemArrayEEType */
#define RT_CLASSLIB_FIRST_CHANCE     6 /* System.Runtime.ClassLibFunctionId.OnFirstChance */
#define RT_CLASSLIB_UNHANDLED        7 /* System.Runtime.ClassLibFunctionId.OnUnhandledException */
/* The last of them; those from 8 on are for Objective-C, and NULL. */
#define RT_CLASSLIB_LAST            11 /* System.Runtime.ClassLibFunctionId.ObjectiveCMarshalGetUnhandledExceptionPropagationHandler */

/* What describes files and entries of directories. */
#define RT_FILE_STATUS_SIZE       120 /* sizeof(Interop/Sys/FileStatus) */
#define RT_FILE_STATUS_MODE         4 /* Interop/Sys/FileStatus.Mode */
#define RT_FILE_STATUS_LENGTH      16 /* Interop/Sys/FileStatus.Size */
#define RT_DIRECTORY_ENTRY_SIZE    16 /* sizeof(Interop/Sys/DirectoryEntry) */
#define RT_DIRECTORY_ENTRY_LENGTH   8 /* Interop/Sys/DirectoryEntry.NameLength */
#define RT_DIRECTORY_ENTRY_TYPE    12 /* Interop/Sys/DirectoryEntry.InodeType */

/* clang-format on */
