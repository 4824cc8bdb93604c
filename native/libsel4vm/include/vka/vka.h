/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/vka.h
 * Kernel object allocator, as code written for libsel4vm expects to find it.
 *
 * There is one allocator in this system, the root server's (rootserver/slots.h,
 * rootserver/objects.h). `vka_t` is therefore only a handle: it holds nothing, any number may
 * exist, and all of them allocate from the same place. Functions that take a `vka_t *` accept NULL
 * for the same meaning.
 */
#include <stdbool.h>
#include <stdint.h>

#include <sel4/sel4.h>

#include <vka/cspacepath_t.h>

/* Upstream's headers bring these along. What reads declarations only, such as the generator of
 * bindings, has no C library. */
#if __has_include(<stdio.h>)
#include <utils/util.h>
#endif

/** No physical address: what vka_utspace_paddr() answers where there is none. */
#define VKA_NO_PADDR 1

/** Handle of the root server's allocator. Zero-initialise it, or use rs_vka_init(). */
typedef struct vka {
    /** Unused; NULL. */
    void *data;
} vka_t;

/** Initialise @p vka as a handle of the root server's allocator. NULL is ignored. */
void rs_vka_init(vka_t *vka);

/**
 * Allocate an empty slot.
 * @param res  set to the slot, which the caller owns until vka_cspace_free()
 * @return     0, or -1 when @p res is NULL or no slot is left
 */
int vka_cspace_alloc(vka_t *vka, seL4_CPtr *res);

/** Give a slot back. The slot must be empty. */
void vka_cspace_free(vka_t *vka, seL4_CPtr slot);

/** Fill in @p res for @p slot of the root task's CSpace. NULL @p res is ignored. */
void vka_cspace_make_path(vka_t *vka, seL4_CPtr slot, cspacepath_t *res);

/** vka_cspace_alloc() and vka_cspace_make_path() in one. @return 0 or -1 */
int vka_cspace_alloc_path(vka_t *vka, cspacepath_t *res);

/** vka_cspace_free() of @p path.capPtr. */
void vka_cspace_free_path(vka_t *vka, cspacepath_t path);

/**
 * Make a kernel object in a slot of the caller's.
 * @param dest       empty slot of the root task's CNode
 * @param type       object type as seL4_Untyped_Retype takes it
 * @param size_bits  size in bits; for objects of a fixed size their own
 * @param res        set to a cookie for vka_utspace_free() and vka_utspace_paddr()
 * @return           0, or -1 with nothing allocated
 */
int vka_utspace_alloc(vka_t *vka, const cspacepath_t *dest, seL4_Word type, seL4_Word size_bits,
                      seL4_Word *res);

/** vka_utspace_alloc(). The object is of RAM, whether @p can_use_dev allows device memory or not.
 */
int vka_utspace_alloc_maybe_device(vka_t *vka, const cspacepath_t *dest, seL4_Word type,
                                   seL4_Word size_bits, bool can_use_dev, seL4_Word *res);

/** vka_utspace_alloc() at the physical address @p paddr, of RAM or of a device. @return 0 or -1 */
int vka_utspace_alloc_at(vka_t *vka, const cspacepath_t *dest, seL4_Word type, seL4_Word size_bits,
                         uintptr_t paddr, seL4_Word *cookie);

/**
 * Give the memory of an object back. What is left of its capabilities is deleted; the slots stay
 * their owner's. Unmap a frame first.
 * @param target  the cookie of the object; 0 is ignored
 */
void vka_utspace_free(vka_t *vka, seL4_Word type, seL4_Word size_bits, seL4_Word target);

/** Physical address of an object; VKA_NO_PADDR for the cookie 0. */
uintptr_t vka_utspace_paddr(vka_t *vka, seL4_Word target, seL4_Word type, seL4_Word size_bits);
