/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * memset, in place of the C library's: the collector clears all memory with it before it is allocated, and compiled code
 * clears long arrays. Zeros are written with DC ZVA, which does not read the cache line first, where kernel and processor
 * allow it and a block has 64 bytes (DCZID_EL0, Arm ARM D17.2.38), as it has on all cores that this project knows.
 *
 * x0 = destination, w1 = byte, x2 = bytes -> x0. Clobbers x3-x6, q0.
 */
    .text

/* Value of DCZID_EL0: DC ZVA is not prohibited (bit 4), and writes 2^4 words. */
#define DCZID_64_BYTES 4

    .global memset
    .type   memset, %function
    .balign 64
memset:
    .cfi_startproc
    dup     v0.16b, w1
    add     x4, x0, x2                  /* end */
    cmp     x2, #16
    b.lo    .Lbelow_16
    cmp     x2, #64
    b.hi    .Labove_64
    str     q0, [x0]
    str     q0, [x4, #-16]
    cmp     x2, #32
    b.ls    1f
    str     q0, [x0, #16]
    str     q0, [x4, #-32]
1:  ret

.Lbelow_16:
    umov    x3, v0.d[0]
    tbz     x2, #3, 1f
    str     x3, [x0]
    str     x3, [x4, #-8]
    ret
1:  tbz     x2, #2, 1f
    str     w3, [x0]
    str     w3, [x4, #-4]
    ret
1:  cbz     x2, 1f                      /* 1 to 3: first, middle and last, which may be the same */
    lsr     x5, x2, #1
    strb    w3, [x0]
    strb    w3, [x0, x5]
    strb    w3, [x4, #-1]
1:  ret

.Labove_64:
    stp     q0, q0, [x0]
    stp     q0, q0, [x0, #32]
    cmp     x2, #128
    b.hi    1f
    stp     q0, q0, [x4, #-64]
    stp     q0, q0, [x4, #-32]
    ret
1:  add     x3, x0, #64                 /* all before it is written */
    tst     w1, #0xff
    b.ne    .Lpairs
    mrs     x5, dczid_el0
    cmp     x5, #DCZID_64_BYTES
    b.ne    .Lpairs

    bic     x3, x3, #63
    sub     x6, x4, #256
    cmp     x3, x6
    b.hi    2f
1:  dc      zva, x3
    add     x3, x3, #64
    dc      zva, x3
    add     x3, x3, #64
    dc      zva, x3
    add     x3, x3, #64
    dc      zva, x3
    add     x3, x3, #64
    cmp     x3, x6
    b.ls    1b
2:  sub     x6, x4, #64
3:  cmp     x3, x6
    b.hi    .Llast
    dc      zva, x3
    add     x3, x3, #64
    b       3b

    /* seL4 does not let user code use DC ZVA: with it this is the way of all long ranges. */
.Lpairs:
    bic     x3, x3, #15
    sub     x6, x4, #256
    cmp     x3, x6
    b.hi    2f
1:  stp     q0, q0, [x3]
    stp     q0, q0, [x3, #32]
    stp     q0, q0, [x3, #64]
    stp     q0, q0, [x3, #96]
    stp     q0, q0, [x3, #128]
    stp     q0, q0, [x3, #160]
    stp     q0, q0, [x3, #192]
    stp     q0, q0, [x3, #224]
    add     x3, x3, #256
    cmp     x3, x6
    b.ls    1b
2:  sub     x6, x4, #128                /* fewer than 256 are left */
    cmp     x3, x6
    b.hs    3f
    stp     q0, q0, [x3]
    stp     q0, q0, [x3, #32]
    stp     q0, q0, [x3, #64]
    stp     q0, q0, [x3, #96]
3:  stp     q0, q0, [x4, #-128]
    stp     q0, q0, [x4, #-96]
.Llast:
    stp     q0, q0, [x4, #-64]
    stp     q0, q0, [x4, #-32]
    ret
    .cfi_endproc
    .size   memset, . - memset

    .section .note.GNU-stack, "", %progbits
