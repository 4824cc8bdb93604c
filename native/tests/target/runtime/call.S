/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#define FRAME 112

    .text
    .global call_with_registers
    .type   call_with_registers, %function
    .balign 16
call_with_registers:
    stp     x29, x30, [sp, #-FRAME]!
    stp     x19, x20, [sp, #16]
    stp     x21, x22, [sp, #32]
    stp     x23, x24, [sp, #48]
    stp     x25, x26, [sp, #64]
    stp     x27, x28, [sp, #80]
    str     x1, [sp, #96]
    mov     x29, x1
    mov     x30, x0
    ldp     x0, x1, [x29]
    ldp     x2, x3, [x29, #16]
    ldp     x4, x5, [x29, #32]
    ldp     x6, x7, [x29, #48]
    ldp     x8, x9, [x29, #64]
    ldp     x10, x11, [x29, #80]
    ldp     x12, x13, [x29, #96]
    ldp     x14, x15, [x29, #112]
    ldp     x16, x17, [x29, #128]
    ldp     x19, x20, [x29, #152]
    ldp     x21, x22, [x29, #168]
    ldp     x23, x24, [x29, #184]
    ldp     x25, x26, [x29, #200]
    ldp     x27, x28, [x29, #216]
    blr     x30
    ldr     x29, [sp, #96]
    stp     x0, x1, [x29]
    stp     x2, x3, [x29, #16]
    stp     x4, x5, [x29, #32]
    stp     x6, x7, [x29, #48]
    stp     x8, x9, [x29, #64]
    stp     x10, x11, [x29, #80]
    stp     x12, x13, [x29, #96]
    stp     x14, x15, [x29, #112]
    stp     x16, x17, [x29, #128]
    stp     x19, x20, [x29, #152]
    stp     x21, x22, [x29, #168]
    stp     x23, x24, [x29, #184]
    stp     x25, x26, [x29, #200]
    stp     x27, x28, [x29, #216]
    ldp     x19, x20, [sp, #16]
    ldp     x21, x22, [sp, #32]
    ldp     x23, x24, [sp, #48]
    ldp     x25, x26, [sp, #64]
    ldp     x27, x28, [sp, #80]
    ldp     x29, x30, [sp], #FRAME
    ret
    .size   call_with_registers, . - call_with_registers
    .section .note.GNU-stack, "", %progbits
