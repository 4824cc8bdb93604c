/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * What a guest's exits tell and how it goes on. (Manual 6.2, 6.3.)
 */

#include "guest.h"

GUEST_PROGRAM(read);
GUEST_PROGRAM(write);
GUEST_PROGRAM(jump);
GUEST_PROGRAM(report);
GUEST_PROGRAM(hvc_number);
GUEST_PROGRAM(smc);
GUEST_PROGRAM(wfi);
GUEST_PROGRAM(spin);
GUEST_PROGRAM(own_vectors);

KTEST(guest_reads_its_memory)
{
    kapi_guest_t *g = MAKE_GUEST(read, GUEST_DATA);
    g->data[1] = 0x1122334455667788;
    OK(seL4_ARM_Page_CleanInvalidate_Data(g->data_frame, 0, 64));
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 0x55667788);
    EQ(g->pc, kapi_guest_pc(g));
}

KTEST(guest_read_fault)
{
    kapi_guest_t *g = MAKE_GUEST(read, GUEST_HOLE + 0x100);
    kapi_guest_start(g);
    EQ(kapi_guest_fault(g, seL4_Fault_VMFault).length, seL4_VMFault_Length);
    EQ(seL4_GetMR(seL4_VMFault_IP), GUEST_CODE + 8);
    EQ(seL4_GetMR(seL4_VMFault_Addr),
       GUEST_HOLE + 0x108); /* the whole intermediate physical address */
    EQ(seL4_GetMR(seL4_VMFault_PrefetchFault), 0);
    seL4_Word esr = seL4_GetMR(seL4_VMFault_FSR);
    EQ(EC(esr), EC_DABORT);
    EQ(esr >> 24 & 1, 1);    /* ISV: the syndrome describes the access */
    EQ(esr >> 22 & 3, 2);    /* SAS: a word */
    EQ(esr >> 16 & 0x1f, 0); /* SRT: into x0 */
    EQ(esr >> 6 & 1, 0);     /* WnR: a read */
    /* The VMM emulates: sets x0 and steps over. */
    seL4_UserContext registers = {0};
    const seL4_Word count = sizeof(registers) / sizeof(seL4_Word);
    OK(seL4_TCB_ReadRegisters(g->tcb, 0, 0, count, &registers));
    EQ(registers.x1, GUEST_HOLE + 0x100);
    EQ(registers.x2, 0x22);
    registers.x0 = 0xfeed;
    registers.pc += 4;
    OK(seL4_TCB_WriteRegisters(g->tcb, 0, 0, count, &registers));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(kapi_guest_call(g), 0xfeed);
}

/* Registers written with a short count, as a VMM that only moves the program counter does. */
KTEST(guest_stepped_by_the_program_counter)
{
    kapi_guest_t *g = MAKE_GUEST(read, GUEST_HOLE);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VMFault);
    seL4_UserContext registers = {0};
    registers.pc = seL4_GetMR(seL4_VMFault_IP) + 4;
    OK(seL4_TCB_WriteRegisters(g->tcb, 0, 0, 1, &registers));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(kapi_guest_call(g), GUEST_HOLE); /* x0 as it was */
}

KTEST(guest_write_fault)
{
    kapi_guest_t *g = MAKE_GUEST(write, GUEST_HOLE + 3);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VMFault);
    EQ(seL4_GetMR(seL4_VMFault_Addr), GUEST_HOLE + 3);
    seL4_Word esr = seL4_GetMR(seL4_VMFault_FSR);
    EQ(esr >> 24 & 1, 1);
    EQ(esr >> 22 & 3, 0);    /* a byte */
    EQ(esr >> 16 & 0x1f, 2); /* from x2 */
    EQ(esr >> 6 & 1, 1);     /* a write */
    /* A reply alone makes it again. */
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    kapi_guest_fault(g, seL4_Fault_VMFault);
    kapi_guest_skip(g);
    kapi_guest_call(g);
}

/* Memory that appears while the guest waits for it. */
KTEST(guest_fault_ends_with_a_mapping)
{
    kapi_guest_t *g = MAKE_GUEST(read, GUEST_DATA + 0x1000);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VMFault);
    OK(seL4_ARM_Page_Map(kapi_object(seL4_ARM_SmallPageObject, 0), g->vspace, GUEST_DATA + 0x1000,
                         seL4_ReadWrite, seL4_ARM_Default_VMAttributes));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(kapi_guest_call(g), 0);
}

KTEST(guest_execute_fault)
{
    kapi_guest_t *g = MAKE_GUEST(jump, GUEST_HOLE + 0x40);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VMFault);
    EQ(seL4_GetMR(seL4_VMFault_IP), GUEST_HOLE + 0x40);
    EQ(seL4_GetMR(seL4_VMFault_Addr), GUEST_HOLE + 0x40);
    EQ(seL4_GetMR(seL4_VMFault_PrefetchFault), 1);
}

KTEST(guest_hypervisor_call)
{
    kapi_guest_t *g = MAKE_GUEST(report, 7);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 8);
    for (seL4_Word i = 1; i < 7; i++) {
        EQ(g->x[i], 0x10 + i);
    }
    EQ(g->x[7], 1000);
    EQ(seL4_GetMR(seL4_UnknownSyscall_Syscall), 1000);
    HOLDS(g->pc > GUEST_CODE && g->pc < GUEST_CODE + 0x100);
    EQ(*(uint32_t *)((char *)g->code + (g->pc - GUEST_CODE)), 0xd4000002u); /* HVC #0 */
    EQ(seL4_GetMR(seL4_UnknownSyscall_SPSR) & 0x1f, 5);                     /* EL1h */
    for (seL4_Word i = 0; i < 100; i++) {
        kapi_guest_answer(g, 100 * i);
        EQ(kapi_guest_call(g), 100 * i + 1);
    }
}

/* A number that is a system call is one: executed with the guest's own, empty CSpace. */
KTEST(guest_hypervisor_call_that_is_a_system_call)
{
    kapi_guest_t *g = MAKE_GUEST(hvc_number, (seL4_Word)seL4_SysYield);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 0x55); /* the yield came back; this is the report behind it */
    EQ(g->x[7], 1000);
}

KTEST(guest_system_call_on_a_missing_capability)
{
    kapi_guest_t *g = MAKE_GUEST(hvc_number, (seL4_Word)seL4_SysRecv);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_Addr), 0x55);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), 1);
}

KTEST(guest_secure_monitor_call)
{
    kapi_guest_t *g = MAKE_GUEST(smc, 0);
    kapi_guest_start(g);
    EQ(kapi_guest_fault(g, seL4_Fault_VCPUFault).length, seL4_VCPUFault_Length);
    seL4_Word esr = seL4_GetMR(seL4_VCPUFault_HSR);
    EQ(EC(esr), EC_SMC);
    EQ(esr & 0xffff, 3);
    EQ(kapi_guest_pc(g), GUEST_CODE + 4); /* the SMC itself: not executed */
    kapi_guest_skip(g);
    EQ(kapi_guest_call(g), 0x52);
}

KTEST(guest_waits_for_interrupts)
{
    kapi_guest_t *g = MAKE_GUEST(wfi, 0);
    kapi_guest_start(g);
    kapi_guest_fault(g, seL4_Fault_VCPUFault);
    seL4_Word esr = seL4_GetMR(seL4_VCPUFault_HSR);
    EQ(EC(esr), EC_WFX);
    EQ(esr & 1, 0); /* WFI, not WFE */
    EQ(kapi_guest_pc(g), GUEST_CODE + 4);
    kapi_guest_skip(g);
    EQ(kapi_guest_call(g), 0x62);
}

/* Exceptions of its own level stay in the guest. */
KTEST(guest_has_its_own_vectors)
{
    kapi_guest_t *g = MAKE_GUEST(own_vectors, 0);
    kapi_guest_start(g);
    kapi_guest_call(g);
    EQ(EC(g->x[0]), 0); /* undefined */
    kapi_guest_answer(g, 0);
    kapi_guest_call(g);
    EQ(EC(g->x[0]), 0x15); /* SVC */
    EQ(g->x[0] & 0xffff, 5);
    kapi_guest_answer(g, 0);
    EQ(kapi_guest_call(g), 0x99);
}

/* Two guests in turn: neither sees the other's registers. */
KTEST(guest_beside_another_guest)
{
    kapi_guest_t *a = MAKE_GUEST(report, 1000), *b = MAKE_GUEST(report, 2000);
    OK(seL4_ARM_VCPU_WriteRegs(a->vcpu, seL4_VCPUReg_TPIDR_EL1, 0xa));
    OK(seL4_ARM_VCPU_WriteRegs(b->vcpu, seL4_VCPUReg_TPIDR_EL1, 0xb));
    kapi_guest_start(a);
    kapi_guest_start(b);
    for (seL4_Word i = 0; i < 20; i++) {
        EQ(kapi_guest_call(a), 1001 + i);
        kapi_guest_answer(a, a->x[0]);
        EQ(kapi_guest_call(b), 2001 + i);
        kapi_guest_answer(b, b->x[0]);
        EQ(kapi_guest_read(a, seL4_VCPUReg_TPIDR_EL1), 0xa);
        EQ(kapi_guest_read(b, seL4_VCPUReg_TPIDR_EL1), 0xb);
    }
}

static void wake_main_now_and_then(kapi_thread_t *self)
{
    for (;;) {
        seL4_Word end = sys_ticks() + self->arg[0];
        while (sys_ticks() < end) {
        }
        kapi_wake();
    }
}

/*
 * A guest that never exits is preempted like any thread, and such a thread by it. Of the first
 * 100 ms it has had half, unless a busy host kept the machine from running.
 */
KTEST(guest_is_preempted)
{
    kapi_guest_t *g = MAKE_GUEST(spin, 0);
    kapi_thread_t *thread = kapi_thread(wake_main_now_and_then, KAPI_BELOW, seL4_CapNull);
    thread->arg[0] = sys_ticks_per_second() / 10;
    kapi_guest_start(g);
    kapi_resume(thread);
    for (int wait = 0; wait < 100 && g->data[0] <= 1000; wait++) {
        kapi_sleep();
        OK(seL4_ARM_Page_CleanInvalidate_Data(g->data_frame, 0, 64));
    }
    OK(seL4_TCB_Suspend(thread->tcb));
    OK(seL4_TCB_Suspend(g->tcb));
    HOLDS(g->data[0] > 1000);
    seL4_Word pc = kapi_guest_pc(g);
    HOLDS(pc > GUEST_CODE && pc < GUEST_CODE + 0x40);
}

/* Suspended at any place and resumed, it goes on there. */
KTEST(guest_suspends_and_resumes)
{
    kapi_guest_t *g = MAKE_GUEST(report, 0);
    kapi_guest_start(g);
    EQ(kapi_guest_call(g), 1);
    OK(seL4_TCB_Suspend(g->tcb));
    kapi_guest_start(g); /* makes the hypervisor call again */
    EQ(kapi_guest_call(g), 1);
    kapi_guest_answer(g, 9);
    EQ(kapi_guest_call(g), 10);
}

static void wake_main(kapi_thread_t *self)
{
    (void)self;
    kapi_wake();
}

KTEST(guest_without_a_handler_stops)
{
    kapi_guest_t *g = MAKE_GUEST(read, GUEST_HOLE);
    OK(kapi_revoke(g->faults));
    kapi_guest_start(g);
    kapi_thread_t *thread = kapi_thread(wake_main, KAPI_BELOW - 1, seL4_CapNull);
    kapi_resume(thread);
    kapi_sleep();
    seL4_Word badge;
    seL4_NBRecv(g->faults, &badge);
    EQ(badge, 0);
    EQ(kapi_guest_pc(g), GUEST_CODE + 8);
}
