/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * memcpy and memmove, in place of the C library's: compiled code calls memmove for everything long, and the C library moves
 * 16 bytes an instruction where pairs of vector registers move 32. As Arm's optimisation guides advise (Cortex-A57 software
 * optimization guide, 4.3 and 4.6): pairs, loads ahead of stores, stores to aligned addresses, loops unrolled.
 *
 * Up to 256 bytes everything is loaded before anything is stored. Beyond that 128 bytes are always loaded ahead, and the
 * last block is loaded before those are stored, so that one routine serves both functions: forward unless the destination
 * begins inside the source.
 *
 * x0 = destination, x1 = source, x2 = bytes -> x0. Clobbers x1-x8, q0-q7, q16-q24.
 */
    .text

    .global memcpy, memmove
    .type   memcpy, %function
    .type   memmove, %function
    .balign 64
memcpy:
memmove:
    .cfi_startproc
    add     x4, x1, x2                  /* ends */
    add     x5, x0, x2
    cmp     x2, #16
    b.ls    .Lup_to_16
    cmp     x2, #64
    b.hi    .Labove_64
    ldr     q0, [x1]
    ldr     q1, [x4, #-16]
    cmp     x2, #32
    b.hi    1f
    str     q0, [x0]
    str     q1, [x5, #-16]
    ret
1:  ldr     q2, [x1, #16]
    ldr     q3, [x4, #-32]
    str     q0, [x0]
    str     q2, [x0, #16]
    str     q3, [x5, #-32]
    str     q1, [x5, #-16]
    ret

.Lup_to_16:
    tbz     x2, #4, 1f
    ldr     q0, [x1]
    str     q0, [x0]
    ret
1:  tbz     x2, #3, 1f
    ldr     x6, [x1]
    ldr     x7, [x4, #-8]
    str     x6, [x0]
    str     x7, [x5, #-8]
    ret
1:  tbz     x2, #2, 1f
    ldr     w6, [x1]
    ldr     w7, [x4, #-4]
    str     w6, [x0]
    str     w7, [x5, #-4]
    ret
1:  cbz     x2, 1f                      /* 1 to 3: first, middle and last, which may be the same */
    lsr     x3, x2, #1
    ldrb    w6, [x1]
    ldrb    w7, [x1, x3]
    ldrb    w8, [x4, #-1]
    strb    w6, [x0]
    strb    w7, [x0, x3]
    strb    w8, [x5, #-1]
1:  ret

.Labove_64:
    cmp     x2, #256
    b.hi    .Labove_256
    ldp     q0, q1, [x1]
    ldp     q2, q3, [x1, #32]
    ldp     q4, q5, [x4, #-64]
    ldp     q6, q7, [x4, #-32]
    cmp     x2, #128
    b.hi    1f
    stp     q0, q1, [x0]
    stp     q2, q3, [x0, #32]
    stp     q4, q5, [x5, #-64]
    stp     q6, q7, [x5, #-32]
    ret
1:  ldp     q16, q17, [x1, #64]
    ldp     q18, q19, [x1, #96]
    ldp     q20, q21, [x4, #-128]
    ldp     q22, q23, [x4, #-96]
    stp     q0, q1, [x0]
    stp     q2, q3, [x0, #32]
    stp     q16, q17, [x0, #64]
    stp     q18, q19, [x0, #96]
    stp     q20, q21, [x5, #-128]
    stp     q22, q23, [x5, #-96]
    stp     q4, q5, [x5, #-64]
    stp     q6, q7, [x5, #-32]
    ret

.Labove_256:
    sub     x6, x0, x1
    cmp     x6, x2
    b.lo    .Lbackward

/* x7 = destination rounded down to 16, x8 = source as far before its start; the first 16 bytes are copied by themselves. */
    ldr     q24, [x1]
    and     x6, x0, #15
    sub     x7, x0, x6
    sub     x8, x1, x6
    add     x2, x2, x6
    ldp     q0, q1, [x8, #16]
    ldp     q2, q3, [x8, #48]
    ldp     q4, q5, [x8, #80]
    ldp     q6, q7, [x8, #112]
    str     q24, [x0]
    subs    x2, x2, #16 + 128 + 128     /* what is left besides the loaded block and the last one */
    b.ls    2f
1:  stp     q0, q1, [x7, #16]
    ldp     q0, q1, [x8, #144]
    stp     q2, q3, [x7, #48]
    ldp     q2, q3, [x8, #176]
    stp     q4, q5, [x7, #80]
    ldp     q4, q5, [x8, #208]
    stp     q6, q7, [x7, #112]
    ldp     q6, q7, [x8, #240]
    add     x7, x7, #128
    add     x8, x8, #128
    subs    x2, x2, #128
    b.hi    1b
2:  ldp     q16, q17, [x4, #-128]
    ldp     q18, q19, [x4, #-96]
    ldp     q20, q21, [x4, #-64]
    ldp     q22, q23, [x4, #-32]
    stp     q0, q1, [x7, #16]
    stp     q2, q3, [x7, #48]
    stp     q4, q5, [x7, #80]
    stp     q6, q7, [x7, #112]
    stp     q16, q17, [x5, #-128]
    stp     q18, q19, [x5, #-96]
    stp     q20, q21, [x5, #-64]
    stp     q22, q23, [x5, #-32]
    ret

/* The mirror image: x7 = end of the destination rounded down to 16, x8 = as far before the end of the source. */
.Lbackward:
    ldr     q24, [x4, #-16]
    and     x6, x5, #15
    sub     x7, x5, x6
    sub     x8, x4, x6
    sub     x2, x2, x6
    ldp     q0, q1, [x8, #-32]
    ldp     q2, q3, [x8, #-64]
    ldp     q4, q5, [x8, #-96]
    ldp     q6, q7, [x8, #-128]
    str     q24, [x5, #-16]
    subs    x2, x2, #128 + 128
    b.ls    2f
1:  stp     q0, q1, [x7, #-32]
    ldp     q0, q1, [x8, #-160]
    stp     q2, q3, [x7, #-64]
    ldp     q2, q3, [x8, #-192]
    stp     q4, q5, [x7, #-96]
    ldp     q4, q5, [x8, #-224]
    stp     q6, q7, [x7, #-128]
    ldp     q6, q7, [x8, #-256]
    sub     x7, x7, #128
    sub     x8, x8, #128
    subs    x2, x2, #128
    b.hi    1b
2:  ldp     q16, q17, [x1]
    ldp     q18, q19, [x1, #32]
    ldp     q20, q21, [x1, #64]
    ldp     q22, q23, [x1, #96]
    stp     q0, q1, [x7, #-32]
    stp     q2, q3, [x7, #-64]
    stp     q4, q5, [x7, #-96]
    stp     q6, q7, [x7, #-128]
    stp     q16, q17, [x0]
    stp     q18, q19, [x0, #32]
    stp     q20, q21, [x0, #64]
    stp     q22, q23, [x0, #96]
    ret
    .cfi_endproc
    .size   memcpy, . - memcpy
    .size   memmove, . - memmove

    .section .note.GNU-stack, "", %progbits
