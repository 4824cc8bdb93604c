/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Start of a guest: x0 and x1 go to guest_main. Exceptions are taken on the stack of EL1;
 * guest_exception(frame, kind, group) may change the frame, which is x0 to x30, ELR_EL1 and SPSR_EL1.
 */
#define FRAME_SIZE 272

    .section .text.start, "ax"
    .global guest_start
guest_start:
    adrp x2, guest_stack_top
    add x2, x2, :lo12:guest_stack_top
    mov sp, x2
    /* CPACR_EL1.FPEN: floating point is not trapped. */
    mov x2, #(3 << 20)
    msr cpacr_el1, x2
    adrp x2, guest_vectors
    add x2, x2, :lo12:guest_vectors
    msr vbar_el1, x2
    isb
    adrp x2, guest_bss_start
    add x2, x2, :lo12:guest_bss_start
    adrp x3, guest_bss_end
    add x3, x3, :lo12:guest_bss_end
1:  cmp x2, x3
    b.hs 2f
    stp xzr, xzr, [x2], #16
    b 1b
2:  bl guest_main
3:  wfi
    b 3b

    .macro vector kind, group
    .balign 128
    sub sp, sp, #FRAME_SIZE
    stp x0, x1, [sp]
    stp x2, x3, [sp, #16]
    mov x1, #\kind
    mov x2, #\group
    b guest_vector_common
    .endm

    .text
    .balign 2048
    .global guest_vectors
guest_vectors:
    /* Kinds: 0 synchronous, 1 IRQ, 2 FIQ, 3 SError. Groups: 0 from EL1 with SP_EL0, 1 from EL1 with
     * SP_EL1, 2 from EL0, 3 from EL0 in AArch32. */
    .irp group, 0, 1, 2, 3
    vector 0, \group
    vector 1, \group
    vector 2, \group
    vector 3, \group
    .endr

guest_vector_common:
    stp x4, x5, [sp, #32]
    stp x6, x7, [sp, #48]
    stp x8, x9, [sp, #64]
    stp x10, x11, [sp, #80]
    stp x12, x13, [sp, #96]
    stp x14, x15, [sp, #112]
    stp x16, x17, [sp, #128]
    stp x18, x19, [sp, #144]
    stp x20, x21, [sp, #160]
    stp x22, x23, [sp, #176]
    stp x24, x25, [sp, #192]
    stp x26, x27, [sp, #208]
    stp x28, x29, [sp, #224]
    mrs x3, elr_el1
    stp x30, x3, [sp, #240]
    mrs x3, spsr_el1
    str x3, [sp, #256]
    mov x0, sp
    bl guest_exception
    ldr x2, [sp, #256]
    msr spsr_el1, x2
    ldp x30, x2, [sp, #240]
    msr elr_el1, x2
    ldp x2, x3, [sp, #16]
    ldp x4, x5, [sp, #32]
    ldp x6, x7, [sp, #48]
    ldp x8, x9, [sp, #64]
    ldp x10, x11, [sp, #80]
    ldp x12, x13, [sp, #96]
    ldp x14, x15, [sp, #112]
    ldp x16, x17, [sp, #128]
    ldp x18, x19, [sp, #144]
    ldp x20, x21, [sp, #160]
    ldp x22, x23, [sp, #176]
    ldp x24, x25, [sp, #192]
    ldp x26, x27, [sp, #208]
    ldp x28, x29, [sp, #224]
    ldp x0, x1, [sp]
    add sp, sp, #FRAME_SIZE
    eret

    .bss
    .balign 16
    .space 16384
    .global guest_stack_top
guest_stack_top:

    .section .note.GNU-stack, "", %progbits
