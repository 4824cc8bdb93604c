/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * First instruction of the image. The first 64 bytes are the header of an arm64 boot Image (Linux,
 * Documentation/arm64/booting.rst), so that QEMU -kernel and U-Boot booti take the raw binary. The
 * code runs wherever it was put: it is position independent and needs a 4 KiB aligned base.
 */

#define SCTLR_M       (1 << 0)
#define SCTLR_C       (1 << 2)
#define SCTLR_I       (1 << 12)
#define CURRENTEL_EL2 (2 << 2)

    .section .text.head, "ax"
    .global _start
    .type _start, %function
_start:
    b       entry
    .word   0
    .quad   0                   /* text_offset from a 2 MiB boundary */
    .quad   __image_size        /* with .bss */
    .quad   (1 << 1) | (1 << 3) /* little endian, 4 KiB pages, anywhere in memory */
    .quad   0
    .quad   0
    .quad   0
    .ascii  "ARM\x64"
    .word   0

/* x0: device tree from the firmware, or anything at all (U-Boot's go passes an argument count). */
entry:
    msr     daifset, #0xf
    mov     x19, x0
    mrs     x0, CurrentEL
    cmp     x0, #CURRENTEL_EL2
    b.ne    1f
    bl      leave_firmware_mmu
1:
    adrp    x0, __bss_start
    adrp    x1, __bss_end       /* both are page aligned */
2:  stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    2b
    adrp    x0, __stack_top
    mov     sp, x0
    mov     x29, xzr
    mov     x30, xzr
    mov     x0, x19
    bl      loader_main
3:  wfi
    b       3b

/*
 * Firmware may have left translation and caches on (U-Boot's go). Memory that is about to be read and
 * written uncached is first cleaned and invalidated to the point of coherency.
 */
leave_firmware_mmu:
    mrs     x2, ctr_el0
    ubfx    x2, x2, #16, #4     /* CTR_EL0.DminLine: log2 of the line in words */
    mov     x3, #4
    lsl     x2, x3, x2
    adrp    x0, _start
    adrp    x1, __image_end
1:  dc      civac, x0
    add     x0, x0, x2
    cmp     x0, x1
    b.lo    1b
    dsb     sy
    mrs     x0, sctlr_el2
    mov     x1, #(SCTLR_M | SCTLR_C)
    bic     x0, x0, x1
    mov     x1, #SCTLR_I
    bic     x0, x0, x1
    msr     sctlr_el2, x0
    isb
    tlbi    alle2
    ic      iallu
    dsb     sy
    isb
    ret

/* The kernel's entry: x0 kernel_arguments_t *, x1 virtual address. Does not return. */
    .global enter_kernel
    .type enter_kernel, %function
enter_kernel:
    mov     x9, x0
    mov     x10, x1
    ldp     x0, x1, [x9, #0]
    ldp     x2, x3, [x9, #16]
    ldp     x4, x5, [x9, #32]
    br      x10

/* Every exception ends in exception_report(kind, ESR, ELR, FAR). */
    .macro vector kind
    .balign 0x80
    mov     x0, #\kind
    b       vector_common
    .endm

    .balign 0x800
    .global exception_vectors
exception_vectors:
    .irp kind, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    vector \kind
    .endr
vector_common:
    mrs     x1, esr_el2
    mrs     x2, elr_el2
    mrs     x3, far_el2
    adrp    x4, __stack_top
    mov     sp, x4
    b       exception_report
