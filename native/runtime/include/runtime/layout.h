/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Structures that compiled exception handling (CoreLib's System.Runtime.EH and StackFrameIterator)
 * shares with this runtime. Offsets are those of CoreLib's AsmOffsets in the pinned compiler pack;
 * the retargeter refuses a CoreLib whose numbers differ. Everything not named there is private to
 * the runtime and laid out here.
 */
#pragma once

/* struct rt_context */
#define RT_CONTEXT_IP   0
#define RT_CONTEXT_SP   8
#define RT_CONTEXT_FP   16
#define RT_CONTEXT_LR   24
#define RT_CONTEXT_X19  32
#define RT_CONTEXT_D8   112
#define RT_CONTEXT_SIZE 176

/* struct rt_regdisplay */
#define RT_DISPLAY_X19 0
#define RT_DISPLAY_FP  80
#define RT_DISPLAY_LR  88
#define RT_DISPLAY_PC  96
#define RT_DISPLAY_SP  120
#define RT_DISPLAY_D8  136

/* struct rt_exinfo */
#define RT_EXINFO_PREVIOUS  0
#define RT_EXINFO_CONTEXT   8
#define RT_EXINFO_EXCEPTION 16
#define RT_EXINFO_KIND      24
#define RT_EXINFO_PASS      25
#define RT_EXINFO_CLAUSE    28
#define RT_EXINFO_ITERATOR  32
#define RT_EXINFO_NOTIFY_SP 408
#define RT_EXINFO_SIZE      416

/* System.Runtime.EH.ExKind */
#define RT_EXKIND_THROW             1
#define RT_EXKIND_HARDWARE          2
#define RT_EXKIND_RETHROW           4
#define RT_EXKIND_SUPERSEDED        8
#define RT_EXKIND_INSTRUCTION_FAULT 16

/* "No clause": MaxTryRegionIdx in System.Runtime.EH. */
#define RT_NO_CLAUSE 0xffffffff

/* System.Runtime.HardwareExceptionCode / STATUS codes that RhThrowHwEx maps to exceptions. */
#define RT_FAULT_NULL_REFERENCE            0
#define RT_FAULT_NULL_REFERENCE_IN_RUNTIME 0x42

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/* Callee-saved state (AAPCS64 6.1) at a throw site. CoreLib reads only ip. */
struct rt_context {
    uintptr_t ip, sp, fp, lr;
    uintptr_t x19_28[10];
    uint64_t d8_15[8];
};

/* The registers of one frame while unwinding, by value. CoreLib reads only sp. */
struct rt_regdisplay {
    uintptr_t x19_28[10];
    uintptr_t fp, lr, pc;
    uintptr_t reserved[2];
    uintptr_t sp;
    uintptr_t reserved2;
    uint64_t d8_15[8];
};

/* What the unwind tables say about the function that contains a pc. */
struct rt_fde {
    uintptr_t start;
    size_t size;
    const uint8_t *cie_instructions, *cie_end;
    const uint8_t *instructions, *end;
    const uint8_t *lsda; /* NULL when the function has none */
    uint64_t code_alignment;
    int64_t data_alignment;
    uint32_t return_register;
};

/* System.Runtime.StackFrameIterator. Looking a frame up is most of what a throw costs, so that the
 * iterator keeps what was found. */
struct rt_stack_iterator {
    uintptr_t method_start; /* of the root method, also within its funclets */
    const uint8_t *eh_info; /* the root method's clauses; NULL when it has none */
    uintptr_t frame_pointer;
    uintptr_t control_pc; /* an address inside the instruction that called or faulted */
    struct rt_regdisplay display;
    struct rt_fde fde; /* of the function or funclet at control_pc */
    uint32_t at_reverse_pinvoke;
    uint8_t reserved[360 - 32 - sizeof(struct rt_regdisplay) - sizeof(struct rt_fde) - 8];
    uintptr_t original_pc; /* the address to resume at, were the frame resumed */
    uintptr_t previous_transition_frame;
};

/* System.Runtime.EH.ExInfo: one exception being dispatched; lives in the frame of the throw helper.
 */
struct rt_exinfo {
    struct rt_exinfo *previous;
    struct rt_context *context;
    void *exception;
    uint8_t kind;
    uint8_t pass;
    uint32_t clause;
    struct rt_stack_iterator iterator;
    uintptr_t notify_debugger_sp;
};

/* System.Runtime.EH.EHEnum: a cursor over a method's clauses. */
struct rt_eh_enum {
    uintptr_t method_start;
    const uint8_t *cursor;
    uint32_t index;
    uint32_t count;
    uintptr_t reserved;
};

/* System.Runtime.EH.RhEHClause. */
enum rt_clause_kind {
    RT_CLAUSE_TYPED = 0,
    RT_CLAUSE_FAULT = 1, /* also finally */
    RT_CLAUSE_FILTER = 2,
};

struct rt_eh_clause {
    int32_t kind;
    uint32_t try_start; /* offsets from the method's start */
    uint32_t try_end;
    uintptr_t filter;
    uintptr_t handler;
    const void *type;
};

/* System.Runtime.EH.MethodRegionInfo. */
struct rt_method_region {
    uintptr_t hot_start, hot_size, cold_start, cold_size;
};

#define RT_CHECK(type, field, value)                                                               \
    _Static_assert(offsetof(struct type, field) == (value), #type "." #field)
RT_CHECK(rt_context, x19_28, RT_CONTEXT_X19);
RT_CHECK(rt_context, d8_15, RT_CONTEXT_D8);
_Static_assert(sizeof(struct rt_context) == RT_CONTEXT_SIZE, "rt_context");
RT_CHECK(rt_regdisplay, fp, RT_DISPLAY_FP);
RT_CHECK(rt_regdisplay, lr, RT_DISPLAY_LR);
RT_CHECK(rt_regdisplay, pc, RT_DISPLAY_PC);
RT_CHECK(rt_regdisplay, sp, RT_DISPLAY_SP);
RT_CHECK(rt_regdisplay, d8_15, RT_DISPLAY_D8);
RT_CHECK(rt_stack_iterator, frame_pointer, 16);
RT_CHECK(rt_stack_iterator, control_pc, 24);
RT_CHECK(rt_stack_iterator, display, 32);
RT_CHECK(rt_stack_iterator, original_pc, 360);
RT_CHECK(rt_stack_iterator, previous_transition_frame, 368);
_Static_assert(sizeof(struct rt_stack_iterator) == 376, "StackFrameIterator");
RT_CHECK(rt_exinfo, context, RT_EXINFO_CONTEXT);
RT_CHECK(rt_exinfo, exception, RT_EXINFO_EXCEPTION);
RT_CHECK(rt_exinfo, kind, RT_EXINFO_KIND);
RT_CHECK(rt_exinfo, pass, RT_EXINFO_PASS);
RT_CHECK(rt_exinfo, clause, RT_EXINFO_CLAUSE);
RT_CHECK(rt_exinfo, iterator, RT_EXINFO_ITERATOR);
RT_CHECK(rt_exinfo, notify_debugger_sp, RT_EXINFO_NOTIFY_SP);
_Static_assert(sizeof(struct rt_exinfo) == RT_EXINFO_SIZE, "ExInfo");
_Static_assert(sizeof(struct rt_eh_enum) == 32, "EHEnum");
RT_CHECK(rt_eh_clause, filter, 16);
RT_CHECK(rt_eh_clause, handler, 24);
RT_CHECK(rt_eh_clause, type, 32);

#endif /* !__ASSEMBLER__ */
