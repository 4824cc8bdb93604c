/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/object.h
 * Kernel objects with the allocation that belongs to them.
 */
#include <stdbool.h>

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

/** Delete the object with every copy of its capability; its slot and its memory become free. */
void vka_free_object(vka_t *vka, vka_object_t *object);

/** Allocate a frame of RAM. @param size_bits 12, 21 or 30 @return 0 or -1 */
int vka_alloc_frame(vka_t *vka, seL4_Word size_bits, vka_object_t *result);

/** Allocate a frame at the physical address @p paddr. @return 0 or -1 */
int vka_alloc_frame_at(vka_t *vka, seL4_Word size_bits, uintptr_t paddr, vka_object_t *result);

/** Allocate an endpoint. @return 0 or -1 */
int vka_alloc_endpoint(vka_t *vka, vka_object_t *result);

/** Allocate a notification. @return 0 or -1 */
int vka_alloc_notification(vka_t *vka, vka_object_t *result);
