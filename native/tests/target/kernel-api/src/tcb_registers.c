/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Registers of threads: read, write, copy. (Manual 6.1, 10.3.7.)
 */

#include "kapi.h"

#define ALL (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* SPSR_EL1 (Arm ARM C5.2.18): mode field, and the flags N Z C V that a thread may have as it likes.
 */
#define SPSR_MODE  0x1ful
#define SPSR_FLAGS 0xf0000000ul

static kapi_thread_t *idle(void)
{
    return kapi_thread(kapi_entry_nothing, KAPI_BELOW, seL4_CapNull);
}

static void fill(seL4_UserContext *context, seL4_Word seed)
{
    seL4_Word *words = (seL4_Word *)context;
    for (seL4_Word i = 0; i < ALL; i++) {
        words[i] = seed + i * 0x0101010101010101ul;
    }
    context->spsr = SPSR_FLAGS;
}

KTEST(registers_all_come_back)
{
    kapi_thread_t *t = idle();
    seL4_UserContext in, out = {0};
    fill(&in, 0x1000);
    OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, ALL, &in));
    OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, ALL, &out));
    for (seL4_Word i = 0; i < ALL; i++) {
        if (i == 2) {
            EQ(out.spsr & (SPSR_FLAGS | SPSR_MODE), SPSR_FLAGS);
        } else {
            EQ(((seL4_Word *)&out)[i], ((seL4_Word *)&in)[i]);
        }
    }
}

KTEST(registers_short_counts_leave_the_rest)
{
    kapi_thread_t *t = idle();
    seL4_UserContext in, other, out;
    fill(&in, 0x1000);
    fill(&other, 0x777000);
    OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, ALL, &in));
    static const seL4_Word counts[] = {0, 1, 2, 3, 4, 5, 18, 33, 35};
    for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
        OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, ALL, &in));
        OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, counts[c], &other));
        OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, ALL, &out));
        for (seL4_Word i = 0; i < ALL; i++) {
            if (i != 2) {
                EQ(((seL4_Word *)&out)[i], ((seL4_Word *)(i < counts[c] ? &other : &in))[i]);
            }
        }
    }
}

/* A Send has no answer, but the same effect. */
KTEST(registers_written_by_send)
{
    kapi_thread_t *t = idle();
    seL4_UserContext in, out;
    fill(&in, 0x1000);
    seL4_SetMR(0, 0); /* no resume, no flags of the architecture */
    seL4_SetMR(1, ALL);
    for (seL4_Word i = 0; i < ALL; i++) {
        seL4_SetMR((int)(2 + i), ((seL4_Word *)&in)[i]);
    }
    seL4_Send(t->tcb, seL4_MessageInfo_new(TCBWriteRegisters, 0, 0, 2 + ALL));
    OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, ALL, &out));
    for (seL4_Word i = 0; i < ALL; i++) {
        if (i != 2) {
            EQ(((seL4_Word *)&out)[i], ((seL4_Word *)&in)[i]);
        }
    }
}

KTEST(registers_short_reads)
{
    kapi_thread_t *t = idle();
    seL4_UserContext in, out = {0};
    fill(&in, 0x1000);
    OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, ALL, &in));
    OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, 1, &out));
    EQ(out.pc, in.pc);
    EQ(out.x1, 0); /* what travels in machine registers may be written in any case */
    OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, 5, &out));
    EQ(out.x1, in.x1);
    EQ(out.x2, 0);
}

KTEST(registers_read_counts_are_checked)
{
    kapi_thread_t *t = idle();
    static const seL4_Word counts[] = {0, ALL + 1, ~0ul};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        /* libsel4's own function would copy as many words as it asked for. */
        seL4_SetMR(0, 0);
        seL4_SetMR(1, counts[i]);
        seL4_MessageInfo_t reply =
            seL4_Call(t->tcb, seL4_MessageInfo_new(TCBReadRegisters, 0, 0, 2));
        ERR2(seL4_MessageInfo_get_label(reply), seL4_RangeError, 1, ALL);
    }
}

/* A write as the message says, without libsel4's idea of it. */
static seL4_Word write_raw(kapi_thread_t *t, seL4_Word count, seL4_Word length)
{
    seL4_SetMR(0, 0);
    seL4_SetMR(1, count);
    return seL4_MessageInfo_get_label(
        seL4_Call(t->tcb, seL4_MessageInfo_new(TCBWriteRegisters, 0, 0, length)));
}

/* A count beyond the message is an error, one beyond the registers of the thread is not. */
KTEST(registers_write_counts_are_checked)
{
    kapi_thread_t *t = idle();
    EQ(write_raw(t, ALL, ALL + 2), seL4_NoError);
    EQ(write_raw(t, ALL + 1, ALL + 2), seL4_TruncatedMessage);
    EQ(write_raw(t, ~0ul, ALL + 2), seL4_TruncatedMessage);
    EQ(write_raw(t, 3, 4), seL4_TruncatedMessage);
    EQ(write_raw(t, 0, 1), seL4_TruncatedMessage);
    EQ(write_raw(t, ALL + 1, ALL + 3), seL4_NoError);
    EQ(write_raw(t, seL4_MsgMaxLength - 2, seL4_MsgMaxLength), seL4_NoError);
}

KTEST(registers_not_of_oneself)
{
    seL4_UserContext registers = {0};
    ERR(seL4_TCB_ReadRegisters(seL4_CapInitThreadTCB, 0, 0, 1, &registers), seL4_IllegalOperation);
    ERR(seL4_TCB_WriteRegisters(seL4_CapInitThreadTCB, 0, 0, 1, &registers), seL4_IllegalOperation);
}

/* No written SPSR takes a thread out of EL0 or masks its interrupts. */
KTEST(registers_spsr_stays_unprivileged)
{
    kapi_thread_t *t = idle();
    seL4_UserContext in = {0}, out;
    static const seL4_Word values[] = {~0ul, 0x3c5, 0x3c9, 0x1c4, 0x3c0, 0x1d3};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        in.spsr = values[i];
        OK(seL4_TCB_WriteRegisters(t->tcb, 0, 0, ALL, &in));
        OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, ALL, &out));
        EQ(out.spsr & SPSR_MODE, 0);
        EQ(out.spsr & 0x80, 0); /* I: interrupts are never masked */
    }
}

static void spin(kapi_thread_t *self)
{
    while (self->arg[0] == 0) {
        self->out[0]++;
    }
}

KTEST(registers_read_suspends_when_asked)
{
    kapi_thread_t *t = kapi_thread(spin, KAPI_PRIO, seL4_CapNull);
    kapi_resume(t);
    seL4_Yield();
    HOLDS(t->out[0] > 0);
    seL4_UserContext out;
    OK(seL4_TCB_ReadRegisters(t->tcb, 1, 0, ALL, &out));
    seL4_Word count = t->out[0];
    seL4_Yield();
    EQ(t->out[0], count);
    kapi_resume(t);
    seL4_Yield();
    HOLDS(t->out[0] > count);
}

KTEST(registers_write_resumes_when_asked)
{
    kapi_thread_t *t = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    seL4_UserContext registers;
    OK(seL4_TCB_ReadRegisters(t->tcb, 0, 0, ALL, &registers));
    EQ(t->done, 0);
    OK(seL4_TCB_WriteRegisters(t->tcb, 1, 0, ALL, &registers));
    EQ(t->done, 1);
}

KTEST(registers_copy_between_threads)
{
    kapi_thread_t *from = idle(), *to = idle();
    seL4_UserContext a, b, out;
    fill(&a, 0x1000);
    fill(&b, 0x2000);
    OK(seL4_TCB_WriteRegisters(from->tcb, 0, 0, ALL, &a));
    OK(seL4_TCB_WriteRegisters(to->tcb, 0, 0, ALL, &b));
    OK(seL4_TCB_CopyRegisters(to->tcb, from->tcb, 0, 0, 1, 0, 0));
    OK(seL4_TCB_ReadRegisters(to->tcb, 0, 0, ALL, &out));
    EQ(out.pc, a.pc);
    EQ(out.sp, a.sp);
    EQ(out.x30, a.x30);
    EQ(out.x9, b.x9);
    EQ(out.x28, b.x28);
    OK(seL4_TCB_WriteRegisters(to->tcb, 0, 0, ALL, &b));
    OK(seL4_TCB_CopyRegisters(to->tcb, from->tcb, 0, 0, 0, 1, 0));
    OK(seL4_TCB_ReadRegisters(to->tcb, 0, 0, ALL, &out));
    EQ(out.pc, b.pc);
    EQ(out.x0, b.x0);
    EQ(out.x9, a.x9);
    EQ(out.x28, a.x28);
}

KTEST(registers_copy_needs_a_thread)
{
    kapi_thread_t *t = idle();
    ERR1(seL4_TCB_CopyRegisters(t->tcb, kapi_endpoint(), 0, 0, 1, 1, 0), seL4_InvalidCapability, 1);
    ERR1(seL4_TCB_CopyRegisters(t->tcb, seL4_CapNull, 0, 0, 1, 1, 0), seL4_InvalidCapability, 1);
}

KTEST(registers_copy_suspends_and_resumes)
{
    kapi_thread_t *from = kapi_thread(spin, KAPI_PRIO, seL4_CapNull);
    kapi_resume(from);
    kapi_thread_t *to = kapi_thread(kapi_entry_nothing, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_CopyRegisters(to->tcb, from->tcb, 1, 1, 0, 0, 0));
    EQ(to->done, 1);
    seL4_Word count = from->out[0];
    seL4_Yield();
    EQ(from->out[0], count);
}
