/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/object.h
 * Kernel objects with the allocation that belongs to them.
 */
#include <stdbool.h>

#include <vka/kobject_t.h>
#include <vka/vka.h>

/** A kernel object: its capability and where its memory came from. */
typedef struct vka_object {
    /** Capability of the object, in the root task's CSpace; seL4_CapNull: no object. */
    seL4_CPtr cptr;
    /** The root server's record of the memory behind the object; opaque, needed by
     * vka_free_object(). */
    seL4_Word ut;
    /** Object type (seL4_ObjectType and its extensions). */
    seL4_Word type;
    /** Size of the object in address bits. */
    seL4_Word size_bits;
} vka_object_t;

/**
 * Allocate a kernel object.
 * @param type       object type as seL4_Untyped_Retype takes it
 * @param size_bits  size in bits; for objects of a fixed size their own
 * @param result     set to the object, which the caller owns; zeroed when the call fails
 * @return           0 or -1
 */
int vka_alloc_object(vka_t *vka, seL4_Word type, seL4_Word size_bits, vka_object_t *result);

/** As vka_alloc_object(), at the physical address @p paddr (RAM or device). @return 0 or -1 */
int vka_alloc_object_at(vka_t *vka, seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                        vka_object_t *result);

/** As vka_alloc_object_at(), or vka_alloc_object() for @p paddr VKA_NO_PADDR. The object is of RAM
 * where no address is named, whatever @p can_use_dev says. @return 0 or -1 */
int vka_alloc_object_at_maybe_dev(vka_t *vka, seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                                  bool can_use_dev, vka_object_t *result);

/** As vka_alloc_object(), for an object that is never freed. @return its capability or 0 */
seL4_CPtr vka_alloc_object_leaky(vka_t *vka, seL4_Word type, seL4_Word size_bits);

/** Delete the object with every copy of its capability; its slot and its memory become free. */
void vka_free_object(vka_t *vka, vka_object_t *object);

/** Physical address of an object; VKA_NO_PADDR where there is none. */
uintptr_t vka_object_paddr(vka_t *vka, vka_object_t *object);

/** log2 of the memory that an object takes; @p size_bits as for vka_alloc_object(). 0: no such
 * object. */
seL4_Word vka_get_object_size(seL4_Word type, seL4_Word size_bits);

/** Allocate a frame of RAM. @param size_bits 12, 21 or 30 @return 0 or -1 */
int vka_alloc_frame(vka_t *vka, seL4_Word size_bits, vka_object_t *result);

/** vka_alloc_frame(). The frame is of RAM, whatever @p can_use_dev says. */
int vka_alloc_frame_maybe_device(vka_t *vka, seL4_Word size_bits, bool can_use_dev,
                                 vka_object_t *result);

/** Allocate a frame at the physical address @p paddr. @return 0 or -1 */
int vka_alloc_frame_at(vka_t *vka, seL4_Word size_bits, uintptr_t paddr, vka_object_t *result);

/** Allocate untyped memory of 2^@p size_bits bytes. @return 0 or -1 */
int vka_alloc_untyped(vka_t *vka, seL4_Word size_bits, vka_object_t *result);

/** Allocate untyped memory at the physical address @p paddr. @return 0 or -1 */
int vka_alloc_untyped_at(vka_t *vka, seL4_Word size_bits, uintptr_t paddr, vka_object_t *result);

/** Allocate a thread control block. @return 0 or -1 */
int vka_alloc_tcb(vka_t *vka, vka_object_t *result);

/** Allocate an endpoint. @return 0 or -1 */
int vka_alloc_endpoint(vka_t *vka, vka_object_t *result);

/** Allocate a notification. @return 0 or -1 */
int vka_alloc_notification(vka_t *vka, vka_object_t *result);

/** Allocate a CNode of 2^@p slot_bits slots. @return 0 or -1 */
int vka_alloc_cnode_object(vka_t *vka, seL4_Word slot_bits, vka_object_t *result);

/** Allocate a page table. @return 0 or -1 */
int vka_alloc_page_table(vka_t *vka, vka_object_t *result);

/** Allocate the root of a VSpace, without an ASID. @return 0 or -1 */
int vka_alloc_vspace_root(vka_t *vka, vka_object_t *result);

/** Allocate a VCPU. @return 0 or -1 */
int vka_alloc_vcpu(vka_t *vka, vka_object_t *result);

/** Allocate an object of a kind. @param size_bits as for kobject_get_size() @return 0 or -1 */
int vka_alloc_kobject(vka_t *vka, kobject_t type, seL4_Word size_bits, vka_object_t *result);
