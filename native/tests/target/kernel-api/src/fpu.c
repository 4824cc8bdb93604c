/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Floating point state of threads and guests. (Manual 6.1.)
 */

#include "guest.h"

GUEST_PROGRAM(fpu);

#define ALL_NUMBERS                                                                                \
    "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31"

/* Fills all registers from the seed, lets others run, and counts those that differ. */
static seL4_Word fill_and_check(seL4_Word seed, void (*between)(void))
{
    static volatile seL4_Word entered;
    entered++;
    seL4_Word wrong = 0;
    seL4_Word fpcr = (seed & 3) << 22; /* rounding mode */
    __asm__ volatile(".irp n, " ALL_NUMBERS "\n"
                     "add x9, %1, #\\n\n"
                     "dup v\\n\\().2d, x9\n"
                     ".endr\n"
                     "msr fpcr, %2\n"
                     "str %1, [sp, #-48]!\n"
                     "str %2, [sp, #16]\n"
                     "stp x29, x30, [sp, #32]\n"
                     "blr %3\n"
                     "ldp x29, x30, [sp, #32]\n"
                     "ldr x12, [sp, #16]\n"
                     "ldr x13, [sp], #48\n"
                     "mov x14, #0\n"
                     ".irp n, " ALL_NUMBERS "\n"
                     "add x9, x13, #\\n\n"
                     "mov x10, v\\n\\().d[0]\n"
                     "mov x11, v\\n\\().d[1]\n"
                     "cmp x9, x10\n"
                     "cinc x14, x14, ne\n"
                     "cmp x9, x11\n"
                     "cinc x14, x14, ne\n"
                     ".endr\n"
                     "mrs x10, fpcr\n"
                     "cmp x10, x12\n"
                     "cinc x14, x14, ne\n"
                     "msr fpcr, xzr\n"
                     "mov %0, x14\n"
                     : "=&r"(wrong)
                     : "r"(seed), "r"(fpcr), "r"(between)
                     : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
                       "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x30", "memory", "cc", "v0",
                       "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12",
                       "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23",
                       "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
    return wrong;
}

/* Not inlined: no floating point in here. */
static void yield(void)
{
    sys_yield();
}

static void spin_a_while(void)
{
    seL4_Word end = sys_ticks() + sys_ticks_per_second() / 50;
    while (sys_ticks() < end) {
    }
}

static void use_registers(kapi_thread_t *self)
{
    for (seL4_Word round = 0; round < 20; round++) {
        self->out[0] += fill_and_check(self->arg[0] + round, yield);
    }
    self->out[0] += fill_and_check(self->arg[0], spin_a_while);
}

static void wake_main(kapi_thread_t *self)
{
    (void)self;
    kapi_wake();
}

KTEST(fpu_is_kept_between_threads)
{
    kapi_thread_t *threads[3];
    for (seL4_Word i = 0; i < 3; i++) {
        threads[i] = kapi_thread(use_registers, KAPI_BELOW, seL4_CapNull);
        threads[i]->arg[0] = 0x1000000 * (i + 1) + i;
        kapi_resume(threads[i]);
    }
    kapi_resume(kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull));
    kapi_sleep();
    for (int i = 0; i < 3; i++) {
        EQ(threads[i]->done, 1);
        EQ(threads[i]->out[0], 0);
    }
}

/* A new thread sees nothing of what others computed. */
static void read_registers(kapi_thread_t *self)
{
    seL4_Word low, high;
    __asm__ volatile("mov %0, v7.d[0]\n mov %1, v7.d[1]" : "=r"(low), "=r"(high));
    self->out[0] = low | high;
}

static void leave_secret(kapi_thread_t *self)
{
    __asm__ volatile("dup v7.2d, %0" ::"r"(self->arg[0]) : "v7");
}

KTEST(fpu_starts_empty)
{
    kapi_thread_t *thread = kapi_thread(leave_secret, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = 0x5ec4e7;
    kapi_resume(thread);
    EQ(kapi_start(read_registers, KAPI_ABOVE, seL4_CapNull)->out[0], 0);
}

KTEST(fpu_is_kept_between_a_guest_and_threads)
{
    kapi_guest_t *g = MAKE_GUEST(fpu, 0xabcd0000);
    kapi_guest_start(g);
    for (int round = 0; round < 5; round++) {
        EQ(kapi_guest_call(g), 1);
        EQ(fill_and_check(0x77770000, yield), 0);
        kapi_guest_answer(g, 0);
        EQ(kapi_guest_call(g), 0x100); /* none of the guest's differ */
        kapi_guest_answer(g, 0);
    }
}

KTEST(fpu_disabled_thread_faults)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_thread(read_registers, KAPI_ABOVE, faults);
    EQ(seL4_TCB_SetFlags(thread->tcb, 0, seL4_TCBFlag_fpuDisabled).flags, seL4_TCBFlag_fpuDisabled);
    kapi_resume(thread);
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_VCPUFault);
    EQ(EC(seL4_GetMR(seL4_VCPUFault_HSR)), 7); /* access to floating point registers */
    /* Enabled again, the instruction runs. */
    EQ(seL4_TCB_SetFlags(thread->tcb, seL4_TCBFlag_fpuDisabled, 0).flags, 0);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
}

/* Disabled after it has used the registers, while they may still be loaded. */
static void read_twice(kapi_thread_t *self)
{
    read_registers(self);
    self->step = 1;
    sys_signal(self->arg[0]);
    sys_recv(self->arg[1]);
    read_registers(self);
}

KTEST(fpu_disabled_after_use)
{
    seL4_CPtr faults = kapi_endpoint(), endpoint = kapi_endpoint();
    kapi_thread_t *thread = kapi_thread(read_twice, KAPI_ABOVE, faults);
    thread->arg[0] = kapi_notification();
    thread->arg[1] = endpoint;
    kapi_resume(thread);
    EQ(thread->step, 1);
    EQ(seL4_TCB_SetFlags(thread->tcb, 0, seL4_TCBFlag_fpuDisabled).flags, seL4_TCBFlag_fpuDisabled);
    seL4_Send(endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(kapi_recv(faults).label, seL4_Fault_VCPUFault);
    EQ(thread->done, 0);
}
