/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file simple/simple.h
 * What the kernel handed to the root task at boot, as code written for libsel4vm expects to find
 * it. `simple_t` is only a handle, as `vka_t` is: the root server's bootinfo stands behind every
 * one, and NULL means the same.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>

#include <vka/cspacepath_t.h>

/* Upstream's headers bring these along. What reads declarations only, such as the generator of
 * bindings, has no C library. */
#if __has_include(<stdio.h>)
#include <utils/util.h>
#endif

/** Handle of the boot environment. Zero-initialise it, or use rs_simple_init(). */
typedef struct simple {
    /** Unused; NULL. */
    void *data;
} simple_t;

/** Initialise @p simple as a handle of the root task's boot environment. NULL is ignored. */
void rs_simple_init(simple_t *simple);

/** The root task's CNode. */
seL4_CPtr simple_get_cnode(simple_t *simple);

/** log2 of the slots of the root task's CNode. */
int simple_get_cnode_size_bits(simple_t *simple);

/** The root task's VSpace. */
seL4_CPtr simple_get_pd(simple_t *simple);

/** The root task's first TCB. */
seL4_CPtr simple_get_tcb(simple_t *simple);

/** The root task's scheduling context: seL4_CapNull, kernels with MCS only. */
seL4_CPtr simple_get_sc(simple_t *simple);

/** The capability that interrupt handlers are made from. */
seL4_CPtr simple_get_irq_ctrl(simple_t *simple);

/** The ASID pool that new VSpaces are assigned from. */
seL4_CPtr simple_get_asid_pool(simple_t *simple);

/** The capability in one of the slots that every root task has: @p cap itself. */
seL4_CPtr simple_get_init_cap(simple_t *simple, seL4_CPtr cap);

/** simple_get_init_cap(), by its other name. */
seL4_CPtr simple_init_cap(simple_t *simple, seL4_CPtr cap);

/** Number of CPU cores. */
int simple_get_core_count(simple_t *simple);

/** seL4_ARM_ASIDPool_Assign of @p vspace to the root task's pool. */
seL4_Error simple_ASIDPool_assign(simple_t *simple, seL4_CPtr vspace);

/**
 * Make the handler of a hardware interrupt.
 * @param irq   number as the kernel counts: 32 + n for SPI n
 * @param path  empty slot for the handler
 */
seL4_Error simple_get_IRQ_handler(simple_t *simple, int irq, cspacepath_t path);

/**
 * Frame that the kernel made at a physical address at boot. The kernel makes none for devices on
 * Arm: callers then make one of untyped memory (vka_utspace_alloc_at()).
 * @return seL4_FailedLookup
 */
seL4_Error simple_get_frame_cap(simple_t *simple, void *paddr, int size_bits, cspacepath_t *path);

/** Number of untyped capabilities at boot. All of them belong to the allocator behind `vka_t`. */
int simple_get_untyped_count(simple_t *simple);

/**
 * Untyped capability @p n at boot.
 * @param size_bits  set to log2 of its bytes; may be NULL
 * @param paddr      set to its physical address; may be NULL
 * @param device     set to true for device memory; may be NULL
 * @return           the capability, seL4_CapNull when there is no such one
 */
seL4_CPtr simple_get_nth_untyped(simple_t *simple, int n, size_t *size_bits, uintptr_t *paddr,
                                 bool *device);

/** Number of frames of the root task's image. */
int simple_get_userimage_count(simple_t *simple);

/** Frame @p n of the root task's image, seL4_CapNull when there is no such one. */
seL4_CPtr simple_get_nth_userimage(simple_t *simple, int n);

/** Bytes of the chunk of extended boot information with the header, or -1. @param type
 * seL4_BootInfoID */
long simple_get_extended_bootinfo_length(simple_t *simple, seL4_Word type);

/**
 * Copy a chunk of extended boot information, header included.
 * @param max_len  bytes that @p dest has room for
 * @return         bytes copied, or -1 when there is no such chunk or an argument is wrong
 */
long simple_get_extended_bootinfo(simple_t *simple, seL4_Word type, void *dest, long max_len);

/** Print the boot environment on the console. */
void simple_print(simple_t *simple);
