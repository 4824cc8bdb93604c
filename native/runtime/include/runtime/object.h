/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Managed objects, and the parts of a MethodTable that native code reads. The compiler fixes all of
 * it; the numbers are in corelib.h.
 */
#pragma once

#include <runtime/corelib.h>

/* An object reference points at the MethodTable word; the header word lies in front of it. */
#define RT_OBJECT_HEADER_SIZE 8

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_method_table {
    uint32_t flags; /* the low half is the component size when RT_MT_HAS_COMPONENT_SIZE is set */
    uint32_t base_size;
    const struct rt_method_table *related; /* base type, or element type of an array */
    uint16_t vtable_slots;
    uint16_t interface_count;
    uint32_t hash;
    uintptr_t vtable[];
};

struct rt_object {
    const struct rt_method_table *type;
    uint32_t length; /* arrays and strings only; padded to 8 bytes */
};

_Static_assert(offsetof(struct rt_method_table, flags) == RT_MT_FLAGS, "flags");
_Static_assert(offsetof(struct rt_method_table, base_size) == RT_MT_BASE_SIZE, "base size");
_Static_assert(offsetof(struct rt_method_table, related) == RT_MT_RELATED, "related type");
_Static_assert(offsetof(struct rt_method_table, vtable_slots) == RT_MT_VTABLE_SLOTS, "slots");
_Static_assert(offsetof(struct rt_method_table, interface_count) == RT_MT_INTERFACE_COUNT,
               "interfaces");
_Static_assert(offsetof(struct rt_method_table, hash) == RT_MT_HASH, "hash");
_Static_assert(offsetof(struct rt_method_table, vtable) == RT_MT_VTABLE, "vtable");
_Static_assert(offsetof(struct rt_object, type) == RT_OBJECT_TYPE, "type of an object");
_Static_assert(offsetof(struct rt_object, length) == RT_OBJECT_LENGTH, "array length");

/* The sync-block word: hash code, thin lock, and one bit of the collector's. */
static inline uint32_t *rt_object_header(struct rt_object *object)
{
    return (uint32_t *)((uint8_t *)object - 4);
}

/* Set while the object's finalizer must not run: GC.SuppressFinalize was called. */
#define RT_HEADER_FINALIZER_SUPPRESSED 0x40000000u

/* Bytes of one array element or character; 0 for other types. */
static inline uint32_t rt_component_size(const struct rt_method_table *type)
{
    return (type->flags & RT_MT_HAS_COMPONENT_SIZE) != 0 ? (type->flags & 0xffffu) : 0;
}

/* Bytes the object occupies, header included, a multiple of 8. */
static inline size_t rt_object_size(const struct rt_object *object)
{
    const struct rt_method_table *type = object->type;
    size_t size = type->base_size;
    if ((type->flags & RT_MT_HAS_COMPONENT_SIZE) != 0) {
        size += (size_t)(type->flags & 0xffffu) * object->length;
    }
    return (size + 7u) & ~(size_t)7u;
}

#endif /* !__ASSEMBLER__ */
