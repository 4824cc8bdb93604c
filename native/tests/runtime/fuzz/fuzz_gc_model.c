/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The model of the heap, driven by a fuzzer: the input makes all decisions, also when to collect.
 */
#include "../../libsel4vm/fuzz/fuzz_input.h"
#include "../gc_model.h"

static input_t input;

static unsigned take_below(unsigned bound)
{
    return (unsigned)(take(&input, bound <= 256 ? 1 : 2) % bound);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        started = true;
        model_start((size_t)32 << 20, true, take_below);
    }
    input = (input_t){data, size};
    while (input.size > 0) {
        switch (take(&input, 1) % 64) {
        case 0:
            model_collect_full();
            break;
        case 1:
        case 2:
        case 3:
            model_collect_young();
            break;
        default:
            model_step();
            break;
        }
    }
    model_collect_young();
    model_reset();
    return 0;
}
