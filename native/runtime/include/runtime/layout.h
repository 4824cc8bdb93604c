/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Structures that compiled exception handling (CoreLib's System.Runtime.EH and StackFrameIterator)
 * shares with this runtime. Their sizes, and the offsets that CoreLib knows, are in corelib.h;
 * everything else is private to the runtime and laid out here.
 */
#pragma once

#include <runtime/corelib.h>

/* struct rt_context, as far as CoreLib leaves it to the runtime */
#define RT_CONTEXT_D8 128

/* struct rt_regdisplay, likewise */
#define RT_DISPLAY_X19 0
#define RT_DISPLAY_FP  80
#define RT_DISPLAY_LR  88
#define RT_DISPLAY_PC  96

/* struct rt_exinfo's state, in a byte that CoreLib leaves unused. */
#define RT_EXINFO_STATE       26
#define RT_EXSTATE_IN_FUNCLET 1 /* the program's catch, finally or filter block runs */
#define RT_EXSTATE_UNWINDING  2 /* second pass: the frames below the iterator's are gone */

/* "No clause": MaxTryRegionIdx in System.Runtime.EH. */
#define RT_NO_CLAUSE 0xffffffff

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/* Callee-saved state (AAPCS64 6.1) at a throw site. CoreLib reads only ip. */
struct rt_context {
    uintptr_t fp, lr;
    uintptr_t x0_1[2]; /* CoreLib's copy of the return registers: not used here */
    uintptr_t x19_28[10];
    uintptr_t sp, ip;
    uint64_t d8_15[8];
};

/* The registers of one frame while unwinding, by value. CoreLib reads only sp. */
struct rt_regdisplay {
    uintptr_t x19_28[10];
    uintptr_t fp, lr, pc;
    uint8_t reserved[RT_DISPLAY_SP - RT_DISPLAY_PC - 8];
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
    uint8_t reserved[RT_ITERATOR_ORIGINAL_PC - RT_ITERATOR_DISPLAY - sizeof(struct rt_regdisplay) -
                     sizeof(struct rt_fde) - 8];
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
    uint8_t state; /* RT_EXSTATE_* */
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
    RT_CLAUSE_TYPED = RT_EH_KIND_TYPED,
    RT_CLAUSE_FAULT = RT_EH_KIND_FAULT, /* also finally */
    RT_CLAUSE_FILTER = RT_EH_KIND_FILTER,
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
#define RT_CHECK_SIZE(type, value) _Static_assert(sizeof(struct type) == (value), #type)
RT_CHECK(rt_context, fp, RT_CONTEXT_FP);
RT_CHECK(rt_context, lr, RT_CONTEXT_LR);
RT_CHECK(rt_context, x19_28, RT_CONTEXT_X19);
RT_CHECK(rt_context, sp, RT_CONTEXT_SP);
RT_CHECK(rt_context, ip, RT_CONTEXT_IP);
RT_CHECK(rt_context, d8_15, RT_CONTEXT_D8);
RT_CHECK_SIZE(rt_context, RT_CONTEXT_SIZE);
RT_CHECK(rt_regdisplay, fp, RT_DISPLAY_FP);
RT_CHECK(rt_regdisplay, lr, RT_DISPLAY_LR);
RT_CHECK(rt_regdisplay, pc, RT_DISPLAY_PC);
RT_CHECK(rt_regdisplay, sp, RT_DISPLAY_SP);
RT_CHECK(rt_regdisplay, d8_15, RT_DISPLAY_D8);
RT_CHECK_SIZE(rt_regdisplay, RT_DISPLAY_SIZE);
RT_CHECK(rt_stack_iterator, frame_pointer, RT_ITERATOR_FRAME_POINTER);
RT_CHECK(rt_stack_iterator, control_pc, RT_ITERATOR_CONTROL_PC);
RT_CHECK(rt_stack_iterator, display, RT_ITERATOR_DISPLAY);
RT_CHECK(rt_stack_iterator, original_pc, RT_ITERATOR_ORIGINAL_PC);
RT_CHECK(rt_stack_iterator, previous_transition_frame, RT_ITERATOR_PREVIOUS_FRAME);
RT_CHECK_SIZE(rt_stack_iterator, RT_ITERATOR_SIZE);
RT_CHECK(rt_exinfo, previous, RT_EXINFO_PREVIOUS);
RT_CHECK(rt_exinfo, context, RT_EXINFO_CONTEXT);
RT_CHECK(rt_exinfo, exception, RT_EXINFO_EXCEPTION);
RT_CHECK(rt_exinfo, kind, RT_EXINFO_KIND);
RT_CHECK(rt_exinfo, pass, RT_EXINFO_PASS);
RT_CHECK(rt_exinfo, state, RT_EXINFO_STATE);
RT_CHECK(rt_exinfo, clause, RT_EXINFO_CLAUSE);
RT_CHECK(rt_exinfo, iterator, RT_EXINFO_ITERATOR);
RT_CHECK(rt_exinfo, notify_debugger_sp, RT_EXINFO_NOTIFY_SP);
RT_CHECK_SIZE(rt_exinfo, RT_EXINFO_SIZE);
RT_CHECK_SIZE(rt_eh_enum, RT_EH_ENUM_SIZE);
RT_CHECK(rt_eh_clause, kind, RT_EH_CLAUSE_KIND);
RT_CHECK(rt_eh_clause, try_start, RT_EH_CLAUSE_START);
RT_CHECK(rt_eh_clause, try_end, RT_EH_CLAUSE_END);
RT_CHECK(rt_eh_clause, filter, RT_EH_CLAUSE_FILTER);
RT_CHECK(rt_eh_clause, handler, RT_EH_CLAUSE_HANDLER);
RT_CHECK(rt_eh_clause, type, RT_EH_CLAUSE_TYPE);
RT_CHECK_SIZE(rt_method_region, RT_METHOD_REGION_SIZE);

#endif /* !__ASSEMBLER__ */
