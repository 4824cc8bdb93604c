/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The per-method blob that the compiler puts into .dotnet_eh_table, and the clauses it leads to. */

#include <string.h>

#include <runtime/code.h>
#include <runtime/exports.h>

#define LSDA_KIND_MASK       0x03
#define LSDA_HAS_EH_INFO     0x04
#define LSDA_REVERSE_PINVOKE 0x08
#define LSDA_ASSOCIATED_DATA 0x10

static int32_t read_i32(const uint8_t *at)
{
    int32_t value;

    memcpy(&value, at, sizeof(value));
    return value;
}

/* A pointer stored as the distance from its own place. */
static const uint8_t *read_relative(const uint8_t *at)
{
    return at + read_i32(at);
}

/* The number of set bits at the bottom of the first byte gives the length. */
uint32_t rt_read_unsigned(const uint8_t **cursor)
{
    const uint8_t *at = *cursor;
    uint32_t first = at[0];

    if ((first & 1) == 0) {
        *cursor = at + 1;
        return first >> 1;
    }
    if ((first & 2) == 0) {
        *cursor = at + 2;
        return (first >> 2) | ((uint32_t)at[1] << 6);
    }
    if ((first & 4) == 0) {
        *cursor = at + 3;
        return (first >> 3) | ((uint32_t)at[1] << 5) | ((uint32_t)at[2] << 13);
    }
    if ((first & 8) == 0) {
        *cursor = at + 4;
        return (first >> 4) | ((uint32_t)at[1] << 4) | ((uint32_t)at[2] << 12) |
               ((uint32_t)at[3] << 20);
    }
    *cursor = at + 5;
    return (uint32_t)read_i32(at + 1);
}

void rt_method_decode(const struct rt_fde *fde, struct rt_method *method)
{
    const uint8_t *at = fde->lsda;
    uint8_t flags = *at++;

    method->kind = (enum rt_code_kind)(flags & LSDA_KIND_MASK);
    method->start = fde->start;
    if (method->kind != RT_CODE_ROOT) {
        const uint8_t *root = read_relative(at);

        method->start = fde->start - (uintptr_t)(intptr_t)read_i32(at + 4);
        at = root;
        flags = *at++;
    }
    method->is_reverse_pinvoke = (flags & LSDA_REVERSE_PINVOKE) != 0;
    if (flags & LSDA_ASSOCIATED_DATA) {
        at += sizeof(int32_t);
    }
    method->eh_info = (flags & LSDA_HAS_EH_INFO) ? read_relative(at) : NULL;
}

uintptr_t rt_method_start(uintptr_t pc)
{
    struct rt_fde fde;
    struct rt_method method;

    if (!rt_code_is_managed(pc) || !rt_unwind_find(pc, &fde) || fde.lsda == NULL) {
        return 0;
    }
    rt_method_decode(&fde, &method);
    return method.start;
}

uintptr_t RhFindMethodStartAddress(uintptr_t pc)
{
    return rt_method_start(pc);
}

uint32_t RhpEHEnumInitFromStackFrameIterator(struct rt_stack_iterator *iterator,
                                             struct rt_method_region *region,
                                             struct rt_eh_enum *clauses)
{
    /* The compiler does not split methods: everything is "hot", and only its start is used. */
    *region = (struct rt_method_region){
        .hot_start = iterator->method_start,
        .hot_size = iterator->fde.size,
    };
    *clauses = (struct rt_eh_enum){
        .method_start = iterator->method_start,
        .cursor = iterator->eh_info,
    };
    if (iterator->eh_info == NULL) {
        return 0;
    }
    clauses->count = rt_read_unsigned(&clauses->cursor);
    return 1;
}

uint32_t RhpEHEnumNext(struct rt_eh_enum *clauses, struct rt_eh_clause *clause)
{
    if (clauses->index == clauses->count) {
        return 0;
    }
    clauses->index++;

    clause->try_start = rt_read_unsigned(&clauses->cursor);

    uint32_t length_and_kind = rt_read_unsigned(&clauses->cursor);

    clause->try_end = clause->try_start + (length_and_kind >> 2);
    clause->kind = (int32_t)(length_and_kind & 3);
    clause->filter = 0;
    clause->type = NULL;
    clause->handler = clauses->method_start + rt_read_unsigned(&clauses->cursor);
    if (clause->kind == RT_CLAUSE_TYPED) {
        clause->type = read_relative(clauses->cursor);
        clauses->cursor += sizeof(int32_t);
    } else if (clause->kind == RT_CLAUSE_FILTER) {
        clause->filter = clauses->method_start + rt_read_unsigned(&clauses->cursor);
    }
    return 1;
}
