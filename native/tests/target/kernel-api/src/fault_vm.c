/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Faults of memory accesses and how their handler ends them. (Manual 6.2.)
 */

#include "kapi.h"

/* Syndrome of an abort from a lower level (Arm ARM D17.2.37): class, write bit, fault status code.
 */
#define ESR_CLASS(esr) ((esr) >> 26 & 0x3f)
#define ESR_WNR(esr)   ((esr) >> 6 & 1)
#define CLASS_IABORT   0x20ul
#define CLASS_DABORT   0x24ul

static void read_word(kapi_thread_t *self)
{
    self->out[0] = *(volatile seL4_Word *)self->arg[0];
}

static void write_word(kapi_thread_t *self)
{
    *(volatile seL4_Word *)self->arg[0] = 0x600d;
}

static void jump(kapi_thread_t *self)
{
    ((void (*)(void))self->arg[0])();
}

static kapi_thread_t *faulter(kapi_entry_t entry, seL4_CPtr faults, uintptr_t address)
{
    kapi_thread_t *thread = kapi_thread(entry, KAPI_ABOVE, faults);
    thread->arg[0] = address;
    kapi_resume(thread);
    EQ(thread->done, 0);
    return thread;
}

static kapi_received_t vm_fault(seL4_CPtr faults, uintptr_t address, seL4_Word prefetch)
{
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_VMFault);
    EQ(fault.length, seL4_VMFault_Length);
    EQ(seL4_GetMR(seL4_VMFault_Addr), address);
    EQ(seL4_GetMR(seL4_VMFault_PrefetchFault), prefetch);
    EQ(seL4_MessageInfo_get_extraCaps(fault.info), 0);
    return fault;
}

KTEST(vmfault_read_of_nothing)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    kapi_thread_t *thread =
        faulter(read_word, kapi_mint(faults, seL4_AllRights, 0xfa), hole + 0x128);
    kapi_received_t fault = vm_fault(faults, hole + 0x128, 0);
    EQ(fault.badge, 0xfa);
    HOLDS(seL4_GetMR(seL4_VMFault_IP) - (seL4_Word)read_word < 64);
    EQ(ESR_CLASS(seL4_GetMR(seL4_VMFault_FSR)), CLASS_DABORT);
    EQ(ESR_WNR(seL4_GetMR(seL4_VMFault_FSR)), 0);
    /* Map something there and let it go on: the access is made again. */
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    OK(rs_vspace_map(rs_vspace_self(), frame, hole, 12, seL4_ReadWrite,
                     seL4_ARM_Default_VMAttributes));
    *(seL4_Word *)(hole + 0x128) = 0xbeef;
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
    EQ(thread->out[0], 0xbeef);
    OK(rs_vspace_unmap(rs_vspace_self(), frame, hole, 12));
}

KTEST(vmfault_write_of_nothing)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    faulter(write_word, faults, hole + 8);
    vm_fault(faults, hole + 8, 0);
    EQ(ESR_CLASS(seL4_GetMR(seL4_VMFault_FSR)), CLASS_DABORT);
    EQ(ESR_WNR(seL4_GetMR(seL4_VMFault_FSR)), 1);
}

KTEST(vmfault_execute_of_nothing)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    faulter(jump, faults, hole + 16);
    vm_fault(faults, hole + 16, 1);
    EQ(seL4_GetMR(seL4_VMFault_IP), hole + 16);
    EQ(ESR_CLASS(seL4_GetMR(seL4_VMFault_FSR)), CLASS_IABORT);
}

KTEST(vmfault_write_of_read_only_memory)
{
    seL4_CPtr faults = kapi_endpoint(), frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    volatile seL4_Word *page = kapi_map(frame, 12, seL4_CanRead, seL4_ARM_Default_VMAttributes);
    EQ(page[0], 0);
    faulter(write_word, faults, (uintptr_t)page);
    vm_fault(faults, (uintptr_t)page, 0);
    EQ(ESR_WNR(seL4_GetMR(seL4_VMFault_FSR)), 1);
    EQ(page[0], 0);
}

KTEST(vmfault_beyond_the_address_space)
{
    seL4_CPtr faults = kapi_endpoint();
    static const uintptr_t addresses[] = {seL4_UserTop + 1, 1ul << 47, 0xffffffc000000000ul, 0};
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        kapi_thread_t *thread = faulter(read_word, faults, addresses[i]);
        kapi_received_t fault = kapi_recv(faults);
        HOLDS(fault.label == seL4_Fault_VMFault || fault.label == seL4_Fault_UserException);
        OK(kapi_delete(thread->tcb));
    }
}

/* A reply with a label leaves the thread stopped, with where it was. */
KTEST(vmfault_reply_with_a_label_keeps_it_stopped)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    kapi_thread_t *thread = faulter(read_word, faults, hole);
    vm_fault(faults, hole, 0);
    seL4_Reply(seL4_MessageInfo_new(1, 0, 0, 0));
    seL4_Word badge;
    seL4_NBRecv(faults, &badge);
    EQ(badge, 0);
    kapi_resume(thread);
    vm_fault(faults, hole, 0);
}

/* The handler may also set registers and resume without a reply. */
KTEST(vmfault_handled_by_writing_registers)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    kapi_thread_t *thread = faulter(read_word, faults, hole);
    vm_fault(faults, hole, 0);
    seL4_UserContext registers;
    const seL4_Word count = sizeof(registers) / sizeof(seL4_Word);
    OK(seL4_TCB_ReadRegisters(thread->tcb, 0, 0, count, &registers));
    EQ(registers.pc, seL4_GetMR(0) == 0 ? registers.pc : registers.pc);
    registers.pc = (seL4_Word)kapi_entry_nothing;
    registers.x0 = (seL4_Word)thread;
    OK(seL4_TCB_WriteRegisters(thread->tcb, 1, 0, count, &registers));
    seL4_Word badge;
    seL4_NBRecv(faults, &badge); /* it returned from the function to its caller: no new fault */
    EQ(badge, 0);
    EQ(thread->done, 1);
}

KTEST(vmfault_registers_are_whole)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    kapi_thread_t *thread = faulter(read_word, faults, hole);
    kapi_recv(faults);
    seL4_Word ip = seL4_GetMR(seL4_VMFault_IP);
    seL4_UserContext registers;
    OK(seL4_TCB_ReadRegisters(thread->tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word),
                              &registers));
    EQ(registers.pc, ip);
    EQ(registers.sp >= (seL4_Word)thread->stack_top - 4096 &&
           registers.sp <= (seL4_Word)thread->stack_top,
       1);
}

/* A thread without a fault handler stops; nobody else is disturbed. */
KTEST(vmfault_without_a_handler_stops_the_thread)
{
    uintptr_t hole = kapi_reserve(4096, 12);
    kapi_thread_t *thread = faulter(read_word, seL4_CapNull, hole);
    seL4_Yield();
    EQ(thread->done, 0);
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    OK(rs_vspace_map(rs_vspace_self(), frame, hole, 12, seL4_ReadWrite,
                     seL4_ARM_Default_VMAttributes));
    kapi_resume(thread);
    EQ(thread->done, 1);
    OK(rs_vspace_unmap(rs_vspace_self(), frame, hole, 12));
}

/* A handler endpoint needs write and grant (or grant reply); without them the thread stops. */
KTEST(vmfault_handler_without_rights_stops_the_thread)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    static const seL4_Word rights[] = {1 /* write */, 2 /* read */, 6 /* grant, read */};
    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
        kapi_thread_t *thread =
            faulter(read_word, kapi_copy(faults, (seL4_CapRights_t){{rights[i]}}), hole);
        seL4_Word badge = 5;
        seL4_NBRecv(faults, &badge);
        EQ(badge, 0);
        EQ(thread->done, 0);
    }
    faulter(read_word, kapi_copy(faults, seL4_CapRights_new(1, 0, 0, 1)), hole);
    vm_fault(faults, hole, 0);
}

KTEST(vmfault_handler_that_is_no_endpoint)
{
    uintptr_t hole = kapi_reserve(4096, 12);
    EQ(faulter(read_word, kapi_notification(), hole)->done, 0);
    EQ(faulter(read_word, 1ul << 50, hole)->done, 0);
}

/* Faults of several threads queue like messages, and saved replies answer them in any order. */
KTEST(vmfault_replies_in_any_order)
{
    seL4_CPtr faults = kapi_endpoint();
    uintptr_t hole = kapi_reserve(4096, 12);
    seL4_CPtr replies[3];
    kapi_thread_t *threads[3];
    for (seL4_Word i = 0; i < 3; i++) {
        threads[i] = faulter(read_word, kapi_mint(faults, seL4_AllRights, i + 1), hole + 8 * i);
    }
    for (seL4_Word i = 0; i < 3; i++) {
        EQ(vm_fault(faults, hole + 8 * i, 0).badge, i + 1);
        replies[i] = kapi_slot();
        OK(seL4_CNode_SaveCaller(KROOT, replies[i], KDEPTH));
    }
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    OK(rs_vspace_map(rs_vspace_self(), frame, hole, 12, seL4_ReadWrite,
                     seL4_ARM_Default_VMAttributes));
    static const int order[] = {1, 2, 0};
    for (int i = 0; i < 3; i++) {
        seL4_Send(replies[order[i]], seL4_MessageInfo_new(0, 0, 0, 0));
        EQ(threads[order[i]]->done, 1);
    }
    OK(rs_vspace_unmap(rs_vspace_self(), frame, hole, 12));
}
