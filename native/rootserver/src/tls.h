/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Thread-local storage, variant 1 of the ELF TLS ABI: the thread pointer names a header of two
 * words, the thread's copy of the PT_TLS image follows at the image's alignment.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* Bytes of a thread's block and the alignment it needs, at least 16. */
size_t rs_tls_size(void);
size_t rs_tls_alignment(void);

/* Initialises the block at memory (aligned to rs_tls_alignment); the thread pointer.
 */
uintptr_t rs_tls_prepare(void *memory);

static inline uintptr_t rs_tls_pointer(void)
{
    uintptr_t pointer;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(pointer));
    return pointer;
}
