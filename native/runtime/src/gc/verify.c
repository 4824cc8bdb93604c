/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Verification, for tests: after marking, all that a marked object refers to is marked too. A young
 * collection that overlooked a dirty card, or a store that no barrier noted, breaks this.
 */
#include "heap.h"
#include "references.h"

#include <stdio.h>

static void check_slot(struct rt_object **slot, void *context)
{
    const struct rt_object *holder = context;
    if (gc_is_marked(*slot)) {
        return;
    }
    static char message[160];
    snprintf(message, sizeof(message),
             "heap verification: object %p of type %p refers at offset %zu to %p, which is not "
             "marked",
             (const void *)holder, (const void *)holder->type,
             (size_t)((uintptr_t)slot - (uintptr_t)holder), (void *)*slot);
    rt_panic(message);
}

static void check_span(struct gc_span *span)
{
    for (uint32_t i = 0; i < span->cell_count; i++) {
        struct rt_object *object = gc_cell_object(span, i);
        if (gc_bit_test(span->marked, i) && gc_has_references(object)) {
            gc_visit_references(object, 0, UINTPTR_MAX, check_slot, object);
        }
    }
}

void gc_verify_marks(void)
{
    gc_spans_for_each(check_span);
}
