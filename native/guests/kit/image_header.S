/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The header of an arm64 Image (Linux: Documentation/arch/arm64/booting.rst, 4). */
    .section .text.header, "ax"
    b guest_start
    .long 0
    .quad guest_text_offset
    .quad guest_image_size
    .quad 2                     /* little-endian, 4 KiB pages */
    .quad 0
    .quad 0
    .quad 0
    .ascii "ARM\x64"
    .long 0

    .section .note.GNU-stack, "", %progbits
