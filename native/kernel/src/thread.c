/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Threads: creation, suspension, destruction, and access to their registers. */
#include "thread.h"

#include "arch.h"
#include "debug.h"
#include "fpu.h"
#include "ipc.h"
#include "sched.h"
#include "vcpu.h"

void thread_init(tcb_t *tcb)
{
    tcb->timeslice = TIMESLICE;
    tcb->ctx.spsr = SPSR_NATIVE;
    debug_thread_created(tcb);
}

void thread_suspend(tcb_t *tcb)
{
    ipc_cancel(tcb);
    if (tcb->state == THREAD_RUNNING) {
        tcb->ctx.restart_pc = tcb->ctx.pc;
    }
    tcb->state = THREAD_INACTIVE;
    sched_remove(tcb);
}

void thread_resume(tcb_t *tcb)
{
    if (thread_is_runnable(tcb)) {
        return;
    }
    ipc_cancel(tcb);
    tcb->state = THREAD_RESTART;
    sched_wake(tcb);
}

void thread_destroy(tcb_t *tcb)
{
    thread_suspend(tcb);
    if (tcb->bound != NULL) {
        notification_unbind(tcb);
    }
    if (tcb->vcpu != NULL) {
        vcpu_dissociate(tcb->vcpu);
    }
    fpu_release(tcb);
    debug_thread_destroyed(tcb);
}

/*
 * Where the fields of seL4_UserContext are in context_t, as word offsets (x0 is 0). One more entry,
 * REGISTER_NEXT_PC, is only for faults.
 */
#define REG(field) (offsetof(context_t, field) / sizeof(word_t))
/* clang-format off */
static const uint8_t register_offset[USER_REGISTERS + 1] = {
    REG(restart_pc), REG(sp), REG(spsr), 0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 29, 30,
    9, 10, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, REG(tpidr), REG(tpidrro),
    [REGISTER_NEXT_PC] = REG(pc),
};
/* clang-format on */

word_t thread_read_register(const tcb_t *tcb, unsigned index)
{
    return ((const word_t *)&tcb->ctx)[register_offset[index]];
}

void thread_write_register(tcb_t *tcb, unsigned index, word_t value)
{
    unsigned offset = register_offset[index];
    if (offset == REG(spsr)) {
        value = thread_sanitise_spsr(tcb, value);
    }
    ((word_t *)&tcb->ctx)[offset] = value;
}

word_t thread_sanitise_spsr(const tcb_t *tcb, word_t spsr)
{
    if (tcb->vcpu != NULL) {
        word_t mode = spsr & SPSR_MODE_MASK;
        if (mode == SPSR_EL0T || mode == SPSR_EL1T || mode == SPSR_EL1H) {
            /* 32 bits; no illegal-state or AArch32 bits. */
            return spsr & 0xffffffff & ~BIT(20);
        }
    }
    return (spsr & SPSR_NZCV) | SPSR_NATIVE;
}
