/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Accessors of a field in a structure of words. Values that do not fit are cut to the field's
 * width.
 */
#pragma once

#include <sel4/debug_assert.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

#define LIBSEL4_FIELD_MASK(width) ((~(seL4_Uint64)0) >> (64 - (width)))

#define LIBSEL4_FIELD_GET(value, index, shift, width)                                              \
    (((value)->words[index] >> (shift)) & LIBSEL4_FIELD_MASK(width))

#define LIBSEL4_FIELD_SET(value, index, shift, width, v64)                                         \
    ((value)->words[index] = ((value)->words[index] & ~(LIBSEL4_FIELD_MASK(width) << (shift))) |   \
                             (((seL4_Uint64)(v64)&LIBSEL4_FIELD_MASK(width)) << (shift)))

/* NAME_get_FIELD, NAME_set_FIELD and the same through a pointer, of the structure type TYPE. */
#define LIBSEL4_FIELD(type, name, field, index, shift, width)                                      \
    LIBSEL4_INLINE_FUNC seL4_Uint64 CONST name##_get_##field(type block)                           \
    {                                                                                              \
        return LIBSEL4_FIELD_GET(&block, index, shift, width);                                     \
    }                                                                                              \
    LIBSEL4_INLINE_FUNC type CONST name##_set_##field(type block, seL4_Uint64 v64)                 \
    {                                                                                              \
        LIBSEL4_FIELD_SET(&block, index, shift, width, v64);                                       \
        return block;                                                                              \
    }                                                                                              \
    LIBSEL4_INLINE_FUNC seL4_Uint64 PURE name##_ptr_get_##field(type *block_ptr)                   \
    {                                                                                              \
        return LIBSEL4_FIELD_GET(block_ptr, index, shift, width);                                  \
    }                                                                                              \
    LIBSEL4_INLINE_FUNC void name##_ptr_set_##field(type *block_ptr, seL4_Uint64 v64)              \
    {                                                                                              \
        LIBSEL4_FIELD_SET(block_ptr, index, shift, width, v64);                                    \
    }
