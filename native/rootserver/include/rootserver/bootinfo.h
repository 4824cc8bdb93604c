/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What the kernel told the root task when it started. */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>

/* (Re)initialises slots, objects and VSpaces from a bootinfo; forgets everything allocated before.
 * The start code calls it once; tests call it per case. Error: what the first allocation answered.
 */
seL4_Error rs_init_from_bootinfo(const seL4_BootInfo *bootinfo);

/* The bootinfo given to rs_init_from_bootinfo. */
const seL4_BootInfo *rs_bootinfo(void);

/* The payload of the extra chunk with this id (seL4_BootInfoID) and its length in bytes; NULL when
 * the kernel passed none. */
const void *rs_bootinfo_chunk(seL4_Word id, size_t *length);
