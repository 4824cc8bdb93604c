/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Where exceptions start. Each helper records the registers of the thrower, puts an ExInfo on the thread's chain (both in
 * its own frame, which stays until the exception is caught) and calls the compiled dispatcher, which never returns.
 */

#include <runtime/layout.h>
#include <runtime/thread.h>

#include "asm.h"

/* The stack pointer stays a multiple of 16 (AAPCS64 6.4.5.1). */
#define FRAME_SIZE    ((RT_EXINFO_SIZE + RT_CONTEXT_SIZE + 15) & ~15)
#define FRAME_CONTEXT RT_EXINFO_SIZE

#if RT_CONTEXT_IP != RT_CONTEXT_SP + 8 || RT_CONTEXT_LR != RT_CONTEXT_FP + 8
#error "sp and ip, fp and lr are stored as pairs"
#endif

    .text

/* Offset of a context field from the CFA. */
#define FROM_CFA(field) (FRAME_CONTEXT + (field) - FRAME_SIZE)

/*
 * Opens the frame: sp = ExInfo, context behind it. `ip` holds the address the exception is thrown at. Leaves x0 and x1
 * alone; afterwards x9 = the thread's previous ExInfo, x10 = the thread.
 */
.macro open_throw_frame ip, kind
    sub     sp, sp, #FRAME_SIZE
    .cfi_def_cfa_offset FRAME_SIZE
    add     x9, sp, #FRAME_CONTEXT
    add     x10, sp, #FRAME_SIZE
    stp     x10, \ip, [x9, #RT_CONTEXT_SP]
    .cfi_offset 30, FROM_CFA(RT_CONTEXT_IP)
    stp     x29, x30, [x9, #RT_CONTEXT_FP]
    .cfi_offset 29, FROM_CFA(RT_CONTEXT_FP)
    stp     x19, x20, [x9, #RT_CONTEXT_X19]
    stp     x21, x22, [x9, #RT_CONTEXT_X19 + 16]
    stp     x23, x24, [x9, #RT_CONTEXT_X19 + 32]
    .cfi_offset 19, FROM_CFA(RT_CONTEXT_X19)
    .cfi_offset 20, FROM_CFA(RT_CONTEXT_X19 + 8)
    .cfi_offset 21, FROM_CFA(RT_CONTEXT_X19 + 16)
    .cfi_offset 22, FROM_CFA(RT_CONTEXT_X19 + 24)
    .cfi_offset 23, FROM_CFA(RT_CONTEXT_X19 + 32)
    .cfi_offset 24, FROM_CFA(RT_CONTEXT_X19 + 40)
    stp     x25, x26, [x9, #RT_CONTEXT_X19 + 48]
    stp     x27, x28, [x9, #RT_CONTEXT_X19 + 64]
    .cfi_offset 25, FROM_CFA(RT_CONTEXT_X19 + 48)
    .cfi_offset 26, FROM_CFA(RT_CONTEXT_X19 + 56)
    .cfi_offset 27, FROM_CFA(RT_CONTEXT_X19 + 64)
    .cfi_offset 28, FROM_CFA(RT_CONTEXT_X19 + 72)
    stp     d8, d9, [x9, #RT_CONTEXT_D8]
    stp     d10, d11, [x9, #RT_CONTEXT_D8 + 16]
    stp     d12, d13, [x9, #RT_CONTEXT_D8 + 32]
    stp     d14, d15, [x9, #RT_CONTEXT_D8 + 48]
    .cfi_offset 72, FROM_CFA(RT_CONTEXT_D8)
    .cfi_offset 73, FROM_CFA(RT_CONTEXT_D8 + 8)
    .cfi_offset 74, FROM_CFA(RT_CONTEXT_D8 + 16)
    .cfi_offset 75, FROM_CFA(RT_CONTEXT_D8 + 24)
    .cfi_offset 76, FROM_CFA(RT_CONTEXT_D8 + 32)
    .cfi_offset 77, FROM_CFA(RT_CONTEXT_D8 + 40)
    .cfi_offset 78, FROM_CFA(RT_CONTEXT_D8 + 48)
    .cfi_offset 79, FROM_CFA(RT_CONTEXT_D8 + 56)

    str     x9, [sp, #RT_EXINFO_CONTEXT]
    str     xzr, [sp, #RT_EXINFO_EXCEPTION]
    mov     w9, #(\kind) | (1 << 8)         /* kind and, in the next byte, pass 1 */
    str     w9, [sp, #RT_EXINFO_KIND]       /* and no state in the byte after those */
    mov     w9, #RT_NO_CLAUSE
    str     w9, [sp, #RT_EXINFO_CLAUSE]
    str     xzr, [sp, #RT_EXINFO_NOTIFY_SP]
    load_thread x10
    ldr     x9, [x10, #RT_THREAD_EXINFO_HEAD]
    str     x9, [sp, #RT_EXINFO_PREVIOUS]
    mov     x11, sp
    str     x11, [x10, #RT_THREAD_EXINFO_HEAD]

    /* The dispatcher would save them in its frames, where the collector would take what they refer to for alive while a
     * catch block runs. */
    .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
    mov     x\n, xzr
    .endr
.endm

/* RhpThrowEx(x0 = exception object): the `throw` statement. */
FUNCTION(RhpThrowEx)
    open_throw_frame x30, RT_EXKIND_THROW
    mov     x1, sp
    bl      RhThrowEx
    brk     #0
END_FUNCTION(RhpThrowEx)

/* RhpRethrow(): `throw;` inside a catch block; what is thrown again is the innermost exception of the thread. */
FUNCTION(RhpRethrow)
    open_throw_frame x30, 0
    mov     x0, x9
    mov     x1, sp
    bl      RhRethrow
    brk     #0
END_FUNCTION(RhpRethrow)

/*
 * RhpThrowHwEx(w0 = fault code, x1 = address of the faulting instruction): not called, but resumed at by the fault hook, all
 * other registers being those of the faulting code.
 */
FUNCTION(RhpThrowHwEx)
    open_throw_frame x1, RT_EXKIND_HARDWARE
    mov     x1, sp
    bl      RhThrowHwEx
    brk     #0
END_FUNCTION(RhpThrowHwEx)

/* rt_context_capture(x0 = context): the registers of the caller as they are on return. */
FUNCTION(rt_context_capture)
    mov     x9, sp
    stp     x9, x30, [x0, #RT_CONTEXT_SP]
    stp     x29, x30, [x0, #RT_CONTEXT_FP]
    stp     x19, x20, [x0, #RT_CONTEXT_X19]
    stp     x21, x22, [x0, #RT_CONTEXT_X19 + 16]
    stp     x23, x24, [x0, #RT_CONTEXT_X19 + 32]
    stp     x25, x26, [x0, #RT_CONTEXT_X19 + 48]
    stp     x27, x28, [x0, #RT_CONTEXT_X19 + 64]
    stp     d8, d9, [x0, #RT_CONTEXT_D8]
    stp     d10, d11, [x0, #RT_CONTEXT_D8 + 16]
    stp     d12, d13, [x0, #RT_CONTEXT_D8 + 32]
    stp     d14, d15, [x0, #RT_CONTEXT_D8 + 48]
    ret
END_FUNCTION(rt_context_capture)

    .section .note.GNU-stack, "", %progbits
