/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Physical memory that clients of platsupport/io.h have in the root task's address space. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Maps the pages around [paddr, paddr + size), devices or RAM that is free. Answers the address of
 * paddr, NULL when something of it is taken or memory ran out. */
void *vmi_io_memory_map(uintptr_t paddr, size_t size, bool cached);

/* Zeroed RAM, contiguous in physical memory, aligned to a power of two. NULL when there is none. */
void *vmi_io_memory_alloc(size_t size, size_t align, bool cached);

/* Gives back what one of the two has answered; other addresses are ignored. */
void vmi_io_memory_free(void *vaddr);

/* Physical address; 0 when the range does not lie in one of them. */
uintptr_t vmi_io_memory_paddr(const void *vaddr, size_t size);

/* The frame and the offset in it; false when the address lies in none of them. */
bool vmi_io_memory_frame(const void *vaddr, uintptr_t *frame, size_t *offset);
