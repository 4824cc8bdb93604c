/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Walks over the managed frames of the calling thread. */
#pragma once

#include <stdbool.h>

#include <runtime/layout.h>

/* The callee-saved registers as they are after the call; ip is the return address. */
void rt_context_capture(struct rt_context *context);

/*
 * Starts at `context` and stops at its innermost managed frame; false when there is none. With
 * `at_faulting_instruction` the context's ip is an instruction that faulted, otherwise a return
 * address.
 */
bool rt_stack_iterator_init(struct rt_stack_iterator *iterator, const struct rt_context *context,
                            bool at_faulting_instruction);

/*
 * On to the next managed frame further out; false at the end of the stack. For a walk that
 * dispatches an exception, `clause` receives the clause at which a superseded dispatch stood, if
 * the walk ran into one; NULL for walks that only look.
 */
bool rt_stack_iterator_next(struct rt_stack_iterator *iterator, uint32_t *clause);
