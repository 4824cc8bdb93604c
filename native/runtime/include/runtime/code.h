/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Facts about compiled code: which addresses are managed, what the per-method blob (LSDA, section
 * .dotnet_eh_table) says, and where a code pointer really leads.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <runtime/unwind.h>

extern const char __start___managedcode[], __stop___managedcode[];

/* Where managed code begins. */
static inline uintptr_t rt_code_start(void)
{
    return (uintptr_t)__start___managedcode;
}

static inline bool rt_code_is_managed(uintptr_t pc)
{
    return pc - rt_code_start() < (uintptr_t)__stop___managedcode - rt_code_start();
}

/* Kind of the code that an LSDA describes (low two bits of its flags). */
enum rt_code_kind {
    RT_CODE_ROOT = 0,
    RT_CODE_HANDLER = 1, /* catch, finally or fault funclet */
    RT_CODE_FILTER = 2,
};

struct rt_method {
    uintptr_t start;        /* of the root method, also when the pc is in a funclet */
    enum rt_code_kind kind; /* of the code that contains the pc */
    bool is_reverse_pinvoke;
    const uint8_t *eh_info; /* NULL when the method has no clauses */
};

/* Decodes the LSDA of a managed function. */
void rt_method_decode(const struct rt_fde *fde, struct rt_method *method);

/* Start of the root method that contains `pc`; 0 when `pc` is not managed. */
uintptr_t rt_method_start(uintptr_t pc);

/* One unsigned integer of the compiler's variable-length encoding; advances `cursor`. */
uint32_t rt_read_unsigned(const uint8_t **cursor);
