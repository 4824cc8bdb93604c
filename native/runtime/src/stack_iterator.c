/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The stack walk that compiled exception handling drives. It stops at managed frames only; native
 * ones (an allocation that throws, a funclet caller) are unwound silently.
 */

#include <string.h>

#include <runtime/code.h>
#include <runtime/exports.h>
#include <runtime/stack_walk.h>
#include <runtime/thread.h>

/* Value of ExInfo's pass in the second pass, which runs finally and catch blocks. */
#define PASS_UNWINDING 2

/* Return addresses of the calls to funclets, in funclets.S. */
extern const char rt_catch_funclet_return[], rt_finally_funclet_return[];

/* Makes the iterator describe the frame whose registers are in its display; false when that frame
 * is not managed. */
static bool describe_frame(struct rt_stack_iterator *iterator, uintptr_t control_pc)
{
    struct rt_method method;

    if (!rt_code_is_managed(control_pc) || !rt_unwind_find(control_pc, &iterator->fde) ||
        iterator->fde.lsda == NULL) {
        return false;
    }
    rt_method_decode(&iterator->fde, &method);
    iterator->control_pc = control_pc;
    iterator->original_pc = iterator->display.pc;
    iterator->method_start = method.start;
    iterator->eh_info = method.eh_info;
    iterator->at_reverse_pinvoke = method.kind == RT_CODE_ROOT && method.is_reverse_pinvoke;
    /* A method with clauses keeps its locals relative to x29, and so do its funclets. */
    iterator->frame_pointer =
        method.kind != RT_CODE_ROOT || method.eh_info != NULL ? iterator->display.fp : 0;
    return true;
}

static bool is_funclet_call(uintptr_t pc)
{
    return pc == (uintptr_t)rt_catch_funclet_return || pc == (uintptr_t)rt_finally_funclet_return;
}

/*
 * The walk reached the caller of a catch or finally funclet: an exception left that funclet and
 * supersedes the one that was being dispatched. The frames between here and the funclet's method
 * belong to that dispatch; its own walk knows where it was, so go on from there.
 */
static bool adopt_dispatch(struct rt_stack_iterator *iterator, uint32_t *clause)
{
    bool dispatching = clause != NULL;
    struct rt_exinfo *exinfo = rt_thread_current()->exinfo_head;

    while (exinfo != NULL && (uintptr_t)exinfo < iterator->display.sp) {
        exinfo = exinfo->previous;
    }
    if (exinfo == NULL) {
        return false;
    }
    memcpy(iterator, &exinfo->iterator, sizeof(*iterator));
    if (dispatching) {
        exinfo->kind |= RT_EXKIND_SUPERSEDED;
        *clause = exinfo->clause;
    }
    return true;
}

/* Unwinds one frame that the iterator does not stop at. */
static bool unwind_native_frame(struct rt_regdisplay *display, uintptr_t pc)
{
    struct rt_fde fde;

    return rt_unwind_find(pc, &fde) && rt_unwind_step(&fde, pc, display);
}

static bool to_next_managed(struct rt_stack_iterator *iterator, uint32_t *clause)
{
    for (;;) {
        uintptr_t pc = iterator->display.pc;

        if (is_funclet_call(pc)) {
            return adopt_dispatch(iterator, clause);
        }
        /* A return address may be the first of the next function; the call before it is in this
         * one. */
        if (describe_frame(iterator, pc - 1)) {
            return true;
        }
        if (!unwind_native_frame(&iterator->display, pc - 1)) {
            return false;
        }
    }
}

bool rt_stack_iterator_init(struct rt_stack_iterator *iterator, const struct rt_context *context,
                            bool at_faulting_instruction)
{
    uint32_t clause;

    /* Whole: the collector reads the iterator with the rest of the stack, and what earlier calls
     * left there would keep objects alive. */
    memset(iterator, 0, sizeof(*iterator));
    memcpy(iterator->display.x19_28, context->x19_28, sizeof(context->x19_28));
    memcpy(iterator->display.d8_15, context->d8_15, sizeof(context->d8_15));
    iterator->display.fp = context->fp;
    iterator->display.lr = context->lr;
    iterator->display.sp = context->sp;
    iterator->display.pc = context->ip;
    if (at_faulting_instruction && describe_frame(iterator, context->ip)) {
        return true;
    }
    return to_next_managed(iterator, &clause);
}

bool rt_stack_iterator_next(struct rt_stack_iterator *iterator, uint32_t *clause)
{
    return rt_unwind_step(&iterator->fde, iterator->control_pc, &iterator->display) &&
           to_next_managed(iterator, clause);
}

uint32_t RhpSfiInit(struct rt_stack_iterator *iterator, const struct rt_context *context,
                    uint32_t instruction_fault, uint32_t *intercepted)
{
    struct rt_thread *self = rt_thread_current();
    bool valid = rt_stack_iterator_init(iterator, context, (uint8_t)instruction_fault != 0);

    /* Here each pass of a dispatch begins. */
    self->reserve_grant = 0;
    if (self->exinfo_head != NULL && self->exinfo_head->pass == PASS_UNWINDING) {
        self->exinfo_head->state |= RT_EXSTATE_UNWINDING;
    }
    if (intercepted != NULL) {
        *intercepted = 0; /* only debuggers intercept exceptions */
    }
    return valid;
}

uint32_t RhpSfiNext(struct rt_stack_iterator *iterator, uint32_t *clause,
                    uint32_t *unwound_reverse_pinvoke, uint32_t *intercepted)
{
    uint32_t collided = RT_NO_CLAUSE;
    bool stop = iterator->at_reverse_pinvoke != 0;
    bool valid = !stop && rt_stack_iterator_next(iterator, &collided);

    if (clause != NULL) {
        *clause = collided;
    }
    if (unwound_reverse_pinvoke != NULL) {
        *unwound_reverse_pinvoke = stop;
    }
    if (intercepted != NULL) {
        *intercepted = 0;
    }
    return valid;
}
