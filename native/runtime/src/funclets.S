/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Calls into catch, finally and filter funclets. A funclet runs on top of the dispatcher's stack with the registers of the
 * method it belongs to: x29 to reach the method's locals, the other callee-saved ones because locals may live in them.
 */

#include <runtime/layout.h>
#include <runtime/thread.h>

#include "asm.h"

#define FRAME_SIZE    176 /* x29, x30, x19..x28, d8..d15, two words */
#define FRAME_D8      96
#define FRAME_ARG0    160
#define FRAME_ARG1    168

    .text

.macro open_frame
    stp     x29, x30, [sp, #-FRAME_SIZE]!
    .cfi_def_cfa_offset FRAME_SIZE
    .cfi_offset 29, -FRAME_SIZE
    .cfi_offset 30, -FRAME_SIZE + 8
    stp     x19, x20, [sp, #16]
    .cfi_offset 19, -FRAME_SIZE + 16
    .cfi_offset 20, -FRAME_SIZE + 24
    stp     x21, x22, [sp, #32]
    .cfi_offset 21, -FRAME_SIZE + 32
    .cfi_offset 22, -FRAME_SIZE + 40
    stp     x23, x24, [sp, #48]
    .cfi_offset 23, -FRAME_SIZE + 48
    .cfi_offset 24, -FRAME_SIZE + 56
    stp     x25, x26, [sp, #64]
    .cfi_offset 25, -FRAME_SIZE + 64
    .cfi_offset 26, -FRAME_SIZE + 72
    stp     x27, x28, [sp, #80]
    .cfi_offset 27, -FRAME_SIZE + 80
    .cfi_offset 28, -FRAME_SIZE + 88
    stp     d8, d9, [sp, #FRAME_D8]
    .cfi_offset 72, -FRAME_SIZE + FRAME_D8
    .cfi_offset 73, -FRAME_SIZE + FRAME_D8 + 8
    stp     d10, d11, [sp, #FRAME_D8 + 16]
    .cfi_offset 74, -FRAME_SIZE + FRAME_D8 + 16
    .cfi_offset 75, -FRAME_SIZE + FRAME_D8 + 24
    stp     d12, d13, [sp, #FRAME_D8 + 32]
    .cfi_offset 76, -FRAME_SIZE + FRAME_D8 + 32
    .cfi_offset 77, -FRAME_SIZE + FRAME_D8 + 40
    stp     d14, d15, [sp, #FRAME_D8 + 48]
    .cfi_offset 78, -FRAME_SIZE + FRAME_D8 + 48
    .cfi_offset 79, -FRAME_SIZE + FRAME_D8 + 56
.endm

.macro close_frame
    ldp     d14, d15, [sp, #FRAME_D8 + 48]
    ldp     d12, d13, [sp, #FRAME_D8 + 32]
    ldp     d10, d11, [sp, #FRAME_D8 + 16]
    ldp     d8, d9, [sp, #FRAME_D8]
    ldp     x27, x28, [sp, #80]
    ldp     x25, x26, [sp, #64]
    ldp     x23, x24, [sp, #48]
    ldp     x21, x22, [sp, #32]
    ldp     x19, x20, [sp, #16]
    ldp     x29, x30, [sp], #FRAME_SIZE
    .cfi_restore 29
    .cfi_restore 30
    .cfi_def_cfa_offset 0
.endm

.macro load_display display
    ldp     x19, x20, [\display, #RT_DISPLAY_X19]
    ldp     x21, x22, [\display, #RT_DISPLAY_X19 + 16]
    ldp     x23, x24, [\display, #RT_DISPLAY_X19 + 32]
    ldp     x25, x26, [\display, #RT_DISPLAY_X19 + 48]
    ldp     x27, x28, [\display, #RT_DISPLAY_X19 + 64]
    ldr     x29, [\display, #RT_DISPLAY_FP]
    ldp     d8, d9, [\display, #RT_DISPLAY_D8]
    ldp     d10, d11, [\display, #RT_DISPLAY_D8 + 16]
    ldp     d12, d13, [\display, #RT_DISPLAY_D8 + 32]
    ldp     d14, d15, [\display, #RT_DISPLAY_D8 + 48]
.endm

.macro store_display display
    stp     x19, x20, [\display, #RT_DISPLAY_X19]
    stp     x21, x22, [\display, #RT_DISPLAY_X19 + 16]
    stp     x23, x24, [\display, #RT_DISPLAY_X19 + 32]
    stp     x25, x26, [\display, #RT_DISPLAY_X19 + 48]
    stp     x27, x28, [\display, #RT_DISPLAY_X19 + 64]
    str     x29, [\display, #RT_DISPLAY_FP]
    stp     d8, d9, [\display, #RT_DISPLAY_D8]
    stp     d10, d11, [\display, #RT_DISPLAY_D8 + 16]
    stp     d12, d13, [\display, #RT_DISPLAY_D8 + 32]
    stp     d14, d15, [\display, #RT_DISPLAY_D8 + 48]
.endm

/* Notes that a funclet runs, so that what it allocates is the program's. Clobbers x9 to x11. */
.macro enter_funclet
    load_thread x10
    ldr     x9, [x10, #RT_THREAD_EXINFO_HEAD]
    ldrb    w11, [x9, #RT_EXINFO_STATE]
    orr     w11, w11, #RT_EXSTATE_IN_FUNCLET
    strb    w11, [x9, #RT_EXINFO_STATE]
.endm

.macro leave_funclet
    load_thread x10
    ldr     x9, [x10, #RT_THREAD_EXINFO_HEAD]
    ldrb    w11, [x9, #RT_EXINFO_STATE]
    and     w11, w11, #0xff & ~RT_EXSTATE_IN_FUNCLET
    strb    w11, [x9, #RT_EXINFO_STATE]
.endm

/*
 * RhpCallCatchFunclet(x0 = exception, x1 = funclet, x2 = display, x3 = ExInfo): runs the catch block and resumes the method
 * at the address that the funclet returns. Does not return.
 */
FUNCTION(RhpCallCatchFunclet)
    open_frame
    str     x2, [sp, #FRAME_ARG0]
    enter_funclet
    load_display x2
    blr     x1
    .globl rt_catch_funclet_return
rt_catch_funclet_return:
    ldr     x2, [sp, #FRAME_ARG0]
    load_display x2
    ldr     x3, [x2, #RT_DISPLAY_SP]
    /* Exceptions whose frames go with this resumption are over. */
    load_thread x10
    ldr     x9, [x10, #RT_THREAD_EXINFO_HEAD]
1:  cbz     x9, 2f
    cmp     x9, x3
    b.hs    2f
    ldr     x9, [x9, #RT_EXINFO_PREVIOUS]
    b       1b
2:  str     x9, [x10, #RT_THREAD_EXINFO_HEAD]
    /* From here on everything below x3, this frame included, is gone. */
    mov     sp, x3
    br      x0
END_FUNCTION(RhpCallCatchFunclet)

/*
 * RhpCallFinallyFunclet(x0 = funclet, x1 = display): runs a finally or fault block. What it left in the callee-saved
 * registers goes back into the display, for the frames further up.
 */
FUNCTION(RhpCallFinallyFunclet)
    open_frame
    str     x1, [sp, #FRAME_ARG0]
    enter_funclet
    load_display x1
    blr     x0
    .globl rt_finally_funclet_return
rt_finally_funclet_return:
    ldr     x1, [sp, #FRAME_ARG0]
    store_display x1
    leave_funclet
    close_frame
    ret
END_FUNCTION(RhpCallFinallyFunclet)

/* RhpCallFilterFunclet(x0 = exception, x1 = funclet, x2 = display) -> w0: does the filter accept? */
FUNCTION(RhpCallFilterFunclet)
    open_frame
    enter_funclet
    load_display x2
    blr     x1
    leave_funclet
    close_frame
    ret
END_FUNCTION(RhpCallFilterFunclet)

    .section .note.GNU-stack, "", %progbits
