/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * What the loader carries. The three files are named by the preprocessor: PAYLOAD_KERNEL,
 * PAYLOAD_ROOTTASK, PAYLOAD_DTB (quoted paths).
 */

    .macro carry name, file
    .balign 4096
    .global payload_\name
    .global payload_\name\()_end
payload_\name:
    .incbin "\file"
payload_\name\()_end:
    .byte 0
    .endm

    .section .payload, "a"
    carry kernel, PAYLOAD_KERNEL
    carry roottask, PAYLOAD_ROOTTASK
    carry dtb, PAYLOAD_DTB
    .section .note.GNU-stack, "", %progbits
