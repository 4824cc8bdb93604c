/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Faults of calls and instructions: capability faults, unknown system calls, user exceptions.
 * (Manual 6.2.)
 */

#include "kapi.h"

#define SPSR_FLAGS 0xf0000000ul

/* Loads x0 to x7 from arg[0..7], makes that system call, and stores x0 to x7 to out[0..7]. */
static void system_call(kapi_thread_t *self)
{
    volatile seL4_Word *arg = self->arg, *out = self->out;
    register seL4_Word x0 __asm__("x0") = arg[0], x1 __asm__("x1") = arg[1],
                          x2 __asm__("x2") = arg[2];
    register seL4_Word x3 __asm__("x3") = arg[3], x4 __asm__("x4") = arg[4],
                          x5 __asm__("x5") = arg[5];
    register seL4_Word x6 __asm__("x6") = arg[6], x7 __asm__("x7") = arg[7];
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6),
                       "+r"(x7)::"memory");
    out[0] = x0;
    out[1] = x1;
    out[2] = x2;
    out[3] = x3;
    out[4] = x4;
    out[5] = x5;
    out[6] = x6;
    out[7] = x7;
}

static kapi_thread_t *unknown(seL4_CPtr faults, seL4_Word number)
{
    kapi_thread_t *thread = kapi_thread(system_call, KAPI_ABOVE, faults);
    for (seL4_Word i = 0; i < 7; i++) {
        thread->arg[i] = 0x1110 + i;
    }
    thread->arg[7] = number;
    kapi_resume(thread);
    return thread;
}

static void expect_unknown(seL4_CPtr faults, seL4_Word number)
{
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_UnknownSyscall);
    EQ(fault.length, seL4_UnknownSyscall_Length);
    for (seL4_Word i = 0; i < 7; i++) {
        EQ(seL4_GetMR((int)i), 0x1110 + i);
    }
    EQ(seL4_GetMR(seL4_UnknownSyscall_X7), number);
    EQ(seL4_GetMR(seL4_UnknownSyscall_Syscall), number);
}

KTEST(unknown_syscall_carries_registers)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = unknown(faults, 0x1234);
    expect_unknown(faults, 0x1234);
    seL4_UserContext registers;
    seL4_Word mrs[seL4_UnknownSyscall_Length];
    for (int i = 0; i < (int)seL4_UnknownSyscall_Length; i++) {
        mrs[i] = seL4_GetMR(i);
    }
    OK(seL4_TCB_ReadRegisters(thread->tcb, 0, 0, sizeof(registers) / sizeof(seL4_Word),
                              &registers));
    EQ(registers.pc, mrs[seL4_UnknownSyscall_FaultIP]);
    EQ(registers.sp, mrs[seL4_UnknownSyscall_SP]);
    /* "LR" is the address that the exception returns to, not x30. */
    EQ(mrs[seL4_UnknownSyscall_LR], mrs[seL4_UnknownSyscall_FaultIP] + 4);
    EQ(registers.spsr, mrs[seL4_UnknownSyscall_SPSR]);
}

/* FaultIP is the SVC itself: a reply that gives it back makes the call again, one with 4 more goes
 * on. */
KTEST(unknown_syscall_reply_sets_registers)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = unknown(faults, 99);
    expect_unknown(faults, 99);
    EQ(*(const uint32_t *)seL4_GetMR(seL4_UnknownSyscall_FaultIP), 0xd4000001u); /* SVC #0 */
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, seL4_UnknownSyscall_Length));
    EQ(thread->done, 0);
    expect_unknown(faults, 99);
    for (int i = 0; i < 8; i++) {
        seL4_SetMR(i, 0x2220 + (seL4_Word)i);
    }
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, seL4_GetMR(seL4_UnknownSyscall_FaultIP) + 4);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, seL4_UnknownSyscall_Length));
    EQ(thread->done, 1);
    for (seL4_Word i = 0; i < 8; i++) {
        EQ(thread->out[i], 0x2220 + i);
    }
}

/* A short reply sets the first registers only. */
KTEST(unknown_syscall_short_reply)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = unknown(faults, 99);
    expect_unknown(faults, 99);
    seL4_SetMR(0, 0xaaa);
    seL4_SetMR(1, 0xbbb);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
    kapi_received_t again = kapi_recv(faults);
    EQ(again.label, seL4_Fault_UnknownSyscall);
    EQ(seL4_GetMR(0), 0xaaa);
    EQ(seL4_GetMR(1), 0x1111);
    EQ(thread->done, 0);
}

KTEST(unknown_syscall_reply_with_a_label_stops)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = unknown(faults, 99);
    expect_unknown(faults, 99);
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, seL4_GetMR(seL4_UnknownSyscall_FaultIP) + 4);
    seL4_Reply(seL4_MessageInfo_new(1, 0, 0, seL4_UnknownSyscall_Length));
    EQ(thread->done, 0);
    kapi_resume(thread); /* the registers were set all the same */
    EQ(thread->done, 1);
}

KTEST(unknown_syscall_numbers)
{
    seL4_CPtr faults = kapi_endpoint();
    static const seL4_Word numbers[] = {
        0, 1, ~0ul << 32, (seL4_Word)-40, 0x7fffffffffffffff, (seL4_Word)-128};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        kapi_thread_t *thread = unknown(faults, numbers[i]);
        expect_unknown(faults, numbers[i]);
        OK(kapi_delete(thread->tcb));
    }
}

/* No reply escapes to a privileged level. */
KTEST(unknown_syscall_reply_cannot_raise_privilege)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = unknown(faults, 99);
    expect_unknown(faults, 99);
    seL4_SetMR(seL4_UnknownSyscall_FaultIP, seL4_GetMR(seL4_UnknownSyscall_FaultIP) + 4);
    seL4_SetMR(seL4_UnknownSyscall_SPSR, 0x3c9);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, seL4_UnknownSyscall_Length));
    EQ(thread->done, 1);
    seL4_UserContext registers;
    OK(seL4_TCB_ReadRegisters(thread->tcb, 0, 0, 3, &registers));
    EQ(registers.spsr & 0x9f, 0);
}

static void undefined(kapi_thread_t *self)
{
    __asm__ volatile("udf #0" ::: "memory");
    self->out[0] = 1;
}

static void breakpoint(kapi_thread_t *self)
{
    __asm__ volatile("brk #7" ::: "memory");
    self->out[0] = 1;
}

/* A register that only higher levels may touch. */
static void privileged(kapi_thread_t *self)
{
    seL4_Word value;
    __asm__ volatile("mrs %0, sctlr_el1" : "=r"(value));
    self->out[0] = value;
}

static void user_exception(kapi_entry_t entry)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_start(entry, KAPI_ABOVE, faults);
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_UserException);
    EQ(fault.length, seL4_UserException_Length);
    seL4_Word ip = seL4_GetMR(seL4_UserException_FaultIP);
    HOLDS(ip - (seL4_Word)entry < 64);
    HOLDS(seL4_GetMR(seL4_UserException_SP) <= (seL4_Word)thread->stack_top);
    EQ(seL4_GetMR(seL4_UserException_SPSR) & 0x1f, 0);
    seL4_SetMR(seL4_UserException_FaultIP, ip + 4);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 1));
    EQ(thread->done, 1);
}

KTEST(user_exception_undefined_instruction)
{
    user_exception(undefined);
}

/*
 * With HardwareDebugAPI debug exceptions of threads are a fault of their own; else, as every other
 * exception at EL2, one that is reported like a guest's: by its syndrome.
 */
KTEST(breakpoint_instruction)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_start(breakpoint, KAPI_ABOVE, faults);
    kapi_received_t fault = kapi_recv(faults);
#ifdef CONFIG_HARDWARE_DEBUG_API
    EQ(fault.label, seL4_Fault_DebugException);
    HOLDS(seL4_GetMR(seL4_DebugException_FaultIP) - (seL4_Word)breakpoint < 64);
    EQ(seL4_GetMR(seL4_DebugException_ExceptionReason), seL4_SoftwareBreakRequest);
    EQ(fault.length, seL4_DebugException_ExceptionReason + 1);
#else
    EQ(fault.label, seL4_Fault_VCPUFault);
    EQ(fault.length, seL4_VCPUFault_Length);
    EQ(seL4_GetMR(seL4_VCPUFault_HSR) >> 26, 0x3c); /* class BRK; the comment field follows */
    EQ(seL4_GetMR(seL4_VCPUFault_HSR) & 0xffff, 7);
#endif
    EQ(thread->done, 0);
}

KTEST(user_exception_privileged_instruction)
{
    user_exception(privileged);
}

KTEST(user_exception_reply_sets_stack_and_flags)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_start(undefined, KAPI_ABOVE, faults);
    EQ(kapi_recv(faults).label, seL4_Fault_UserException);
    seL4_SetMR(seL4_UserException_SP, 0x5500);
    seL4_SetMR(seL4_UserException_SPSR, SPSR_FLAGS);
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 3)); /* the instruction is undefined still */
    EQ(kapi_recv(faults).label, seL4_Fault_UserException);
    EQ(seL4_GetMR(seL4_UserException_SP), 0x5500);
    EQ(seL4_GetMR(seL4_UserException_SPSR) & SPSR_FLAGS, SPSR_FLAGS);
    EQ(thread->done, 0);
}

static kapi_thread_t *cap_faulter(seL4_CPtr faults, long call, seL4_CPtr cap)
{
    kapi_thread_t *thread = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)call;
    thread->arg[1] = cap;
    kapi_resume(thread);
    return thread;
}

static void expect_cap_fault(seL4_CPtr faults, seL4_CPtr cap, seL4_Word receiving)
{
    EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
    EQ(seL4_GetMR(seL4_CapFault_Addr), cap);
    EQ(seL4_GetMR(seL4_CapFault_InRecvPhase), receiving);
}

KTEST(cap_fault_of_each_call)
{
    seL4_CPtr faults = kapi_endpoint(), empty = kapi_slot();
    static const long sending[] = {seL4_SysSend, seL4_SysCall},
                      receiving[] = {seL4_SysRecv, seL4_SysReplyRecv};
    for (int i = 0; i < 2; i++) {
        kapi_thread_t *a = cap_faulter(faults, sending[i], 1ul << 40);
        expect_cap_fault(faults, 1ul << 40, 0);
        kapi_thread_t *b = cap_faulter(faults, receiving[i], empty);
        expect_cap_fault(faults, empty, 1);
        OK(kapi_delete(a->tcb));
        OK(kapi_delete(b->tcb));
    }
}

/* Sending to a slot without a capability: a reply of the kernel for a call, nothing for the rest.
 */
KTEST(null_capability_invoked)
{
    seL4_CPtr faults = kapi_endpoint(), empty = kapi_slot();
    kapi_thread_t *thread = cap_faulter(faults, seL4_SysCall, empty);
    EQ(thread->done, 1);
    EQ(seL4_MessageInfo_get_label((seL4_MessageInfo_t){{thread->out[1]}}), seL4_InvalidCapability);
    EQ(thread->out[2], 0);
    EQ(cap_faulter(faults, seL4_SysSend, empty)->done, 1);
    EQ(cap_faulter(faults, seL4_SysNBSend, empty)->done, 1);
}

/* The calls that never block do not fault either. */
KTEST(nonblocking_calls_on_bad_addresses)
{
    seL4_CPtr faults = kapi_endpoint();
    EQ(cap_faulter(faults, seL4_SysNBSend, 1ul << 40)->done, 1);
    kapi_thread_t *thread = cap_faulter(faults, seL4_SysNBRecv, 1ul << 40);
    EQ(thread->done, 0);
    expect_cap_fault(faults, 1ul << 40, 1);
}

KTEST(cap_fault_reply_makes_the_call_again)
{
    seL4_CPtr faults = kapi_endpoint(), slot = kapi_slot(), endpoint = kapi_endpoint();
    kapi_thread_t *thread = cap_faulter(faults, seL4_SysRecv, slot);
    expect_cap_fault(faults, slot, 1);
    OK(seL4_CNode_Copy(KROOT, slot, KDEPTH, KROOT, endpoint, KDEPTH, seL4_AllRights));
    seL4_Reply(seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 0);
    seL4_Send(endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
    EQ(thread->done, 1);
}

KTEST(cap_fault_message)
{
    seL4_CPtr faults = kapi_endpoint();
    cap_faulter(faults, seL4_SysSend, 0xabcul << 40);
    kapi_received_t fault = kapi_recv(faults);
    EQ(fault.label, seL4_Fault_CapFault);
    EQ(fault.length, seL4_CapFault_GuardMismatch_BitsFound + 1);
    EQ(seL4_GetMR(seL4_CapFault_LookupFailureType), seL4_GuardMismatch);
    EQ(seL4_GetMR(seL4_CapFault_BitsLeft), seL4_WordBits);
    EQ(seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound), 0);
    EQ(seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound),
       seL4_WordBits - CONFIG_ROOT_CNODE_SIZE_BITS);
    seL4_Fault_t structure = seL4_getFault(fault.info);
    EQ(seL4_Fault_get_seL4_FaultType(structure), seL4_Fault_CapFault);
    EQ(seL4_Fault_CapFault_get_Addr(structure), 0xabcul << 40);
}
