/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Functions that compiled code calls by name, as far as C implements them outside the collector and
 * the platform abstraction. Names and signatures are CoreLib's (RuntimeImports, InternalCalls);
 * booleans of internal calls travel as 32-bit integers, which compiled code may compare whole.
 */
#pragma once

#include <stdint.h>

#include <runtime/layout.h>
#include <runtime/object.h>

/* ---- exceptions and frames ---- */

uint32_t RhpSfiInit(struct rt_stack_iterator *iterator, const struct rt_context *context,
                    uint32_t instruction_fault, uint32_t *intercepted);
uint32_t RhpSfiNext(struct rt_stack_iterator *iterator, uint32_t *clause,
                    uint32_t *unwound_reverse_pinvoke, uint32_t *intercepted);
uint32_t RhpEHEnumInitFromStackFrameIterator(struct rt_stack_iterator *iterator,
                                             struct rt_method_region *region,
                                             struct rt_eh_enum *clauses);
uint32_t RhpEHEnumNext(struct rt_eh_enum *clauses, struct rt_eh_clause *clause);
uintptr_t RhFindMethodStartAddress(uintptr_t pc);
const void *RhpGetClasslibFunctionFromCodeAddress(uintptr_t pc, uint32_t id);
const void *RhpGetClasslibFunctionFromEEType(const struct rt_method_table *type, uint32_t id);
_Noreturn void RhpFallbackFailFast(void);
void RhpSetThreadDoNotTriggerGC(void);
void RhpValidateExInfoStack(void);
void *RhpGetThreadAbortException(void);
int32_t RhpGetCurrentThreadStackTrace(uintptr_t *addresses, uint32_t capacity, uintptr_t frame);
void NativeRuntimeEventSource_LogExceptionThrown(const uint16_t *type, const uint16_t *message,
                                                 uintptr_t ip, uint32_t hresult, uint16_t flags,
                                                 uint16_t instance);
void RhCreateCrashDumpIfEnabled(uintptr_t exception_record);
uint8_t *RhGetCrashInfoBuffer(int32_t *size);

/* ---- modules ---- */

struct rt_type_manager;
uintptr_t RhpRegisterOsModule(uintptr_t module);
struct rt_type_manager *RhpCreateTypeManager(uintptr_t module, const void *header,
                                             const void *const *functions, int32_t count);
uintptr_t RhpGetModuleSection(struct rt_type_manager *const *manager, int32_t id, int32_t *length);
uint32_t RhFindBlob(struct rt_type_manager *const *manager, uint32_t id, const uint8_t **blob,
                    uint32_t *size);
const void *RhGetThreadEntryPointAddress(void);
uintptr_t RhGetOSModuleFromPointer(uintptr_t pointer);
uint32_t RhGetLoadedOSModules(struct rt_object *array);
int32_t RhGetModuleFileName(uintptr_t module, const uint8_t **name);
uint32_t RhGetKnobValues(const char *const **keys, const char *const **values);
const uint8_t *RhGetRuntimeVersion(int32_t *length);

/* ---- code addresses ---- */

uintptr_t RhGetCodeTarget(uintptr_t code);
uintptr_t RhGetTargetOfUnboxingAndInstantiatingStub(uintptr_t code);

/* ---- interface dispatch ---- */

struct rt_dispatch_cell;
struct rt_dispatch_cell_info;
void RhpGetDispatchCellInfo(const struct rt_dispatch_cell *cell,
                            struct rt_dispatch_cell_info *info);
uintptr_t RhpSearchDispatchCellCache(const struct rt_dispatch_cell *cell,
                                     const struct rt_method_table *type);
uintptr_t RhpUpdateDispatchCellCache(struct rt_dispatch_cell *cell, uintptr_t target,
                                     const struct rt_method_table *type,
                                     const struct rt_dispatch_cell_info *info);
struct rt_dispatch_cell *RhNewInterfaceDispatchCell(const struct rt_method_table *type,
                                                    int32_t slot);

/* ---- delegates as function pointers ---- */

int32_t RhpGetNumThunkBlocksPerMapping(void);
int32_t RhpGetNumThunksPerBlock(void);
int32_t RhpGetThunkSize(void);
int32_t RhpGetThunkBlockSize(void);
uintptr_t RhpGetThunkDataBlockAddress(uintptr_t stub);
uintptr_t RhpGetThunkStubsBlockAddress(uintptr_t data);
int32_t RhAllocateThunksMapping(uintptr_t *stubs);
uintptr_t RhGetCommonStubAddress(void);
uintptr_t RhGetCurrentThunkContext(void);
