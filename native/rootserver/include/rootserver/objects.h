/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Kernel objects out of untyped memory. Memory that is freed is coalesced as soon as a larger
 * object needs it, so any order of allocating and freeing leads back to where it began. All
 * functions are safe from every thread.
 */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rs_object {
    seL4_CPtr cptr;      /* the object's capability; seL4_CapNull when there is no object */
    seL4_Word type;      /* seL4_UntypedObject, seL4_ARM_SmallPageObject, ... */
    seL4_Word size_bits; /* as for seL4_Untyped_Retype; the size itself for types of one size */
    uintptr_t paddr;     /* physical address */
    void *block;         /* the allocator's own */
} rs_object_t;

typedef struct rs_memory_stats {
    size_t free_bytes;   /* RAM that is not part of any object */
    size_t used_bytes;   /* RAM inside live objects */
    size_t device_bytes; /* device memory inside live objects */
    size_t live_objects;
    size_t free_slots;  /* those held by free but divided memory included */
    size_t live_tables; /* intermediate page tables of all VSpaces; each is also a live object */
} rs_memory_stats_t;

/*
 * Makes one object. size_bits counts for seL4_UntypedObject (log2 of bytes) and seL4_CapTableObject
 * (log2 of slots) and is ignored for the others.
 * Errors: seL4_InvalidArgument (unknown type, size out of range, NULL), seL4_NotEnoughMemory (no
 * untyped large enough, or no slot); nothing is allocated then.
 */
seL4_Error rs_object_alloc(seL4_Word type, seL4_Word size_bits, rs_object_t *out);

/*
 * The same at a physical address, in device memory or RAM.
 * Further errors: seL4_AlignmentError (paddr not a multiple of the size), seL4_RangeError (no
 * untyped covers the range), seL4_DeleteFirst (part of the range is in use).
 */
seL4_Error rs_object_alloc_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                              rs_object_t *out);

/*
 * Deletes the object's capability and all copies of it, gives slot and memory back and clears
 * *object. Does nothing when object->cptr is seL4_CapNull. Slots that hold copies stay allocated,
 * and a mapped frame or table must be unmapped before.
 */
void rs_object_free(rs_object_t *object);

/*
 * The same for an object whose capability was moved out of the slot that the allocator chose, which
 * was given back: block is the object's. Every capability of the object is deleted. Does nothing
 * for NULL.
 */
void rs_object_free_block(void *block);

/* Physical address of the object that a block belongs to. */
uintptr_t rs_object_block_address(const void *block);

/* log2 of the memory that an object takes, 0 for an unknown type or a size out of range. */
seL4_Word rs_object_memory_bits(seL4_Word type, seL4_Word size_bits);

/* Object type of a frame of that size, log2 of bytes; for a size that no frame has, a type that
 * rs_object_alloc() refuses. */
seL4_Word rs_frame_type(seL4_Word size_bits);

rs_memory_stats_t rs_memory_stats(void);
