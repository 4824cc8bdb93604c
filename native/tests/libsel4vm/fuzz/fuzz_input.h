/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Taking values from a fuzzer's input. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct input {
    const uint8_t *data;
    size_t size;
} input_t;

/* The next COUNT bytes as a number; missing bytes are 0. */
static inline uint64_t take(input_t *input, unsigned count)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < count && input->size > 0; i++, input->size--) {
        value |= (uint64_t)*input->data++ << (8 * i);
    }
    return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
