/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Worst inputs: whatever a program says, the kernel answers with an error or a fault and nothing
 * else changes.
 */

#include "kapi.h"

/* xorshift64 (Marsaglia), so that every run is the same. */
static seL4_Word state;

static seL4_Word next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Values at which decoders go wrong, and some that make sense. */
static seL4_Word interesting(void)
{
    static const seL4_Word values[] = {
        0,
        1,
        2,
        3,
        4,
        11,
        12,
        16,
        21,
        30,
        38,
        63,
        64,
        65,
        127,
        255,
        256,
        257,
        0x1000,
        0x200000,
        0x40000000,
        1ul << 39,
        seL4_UserTop,
        seL4_UserTop + 1,
        1ul << 47,
        1ul << 63,
        0x7fffffff,
        0xffffffff,
        ~0ul - 4095,
        ~0ul,
    };
    seL4_Word r = next_random();
    return r % 4 == 0 ? next_random() : values[(r >> 8) % (sizeof(values) / sizeof(values[0]))];
}

#define CAPS 12

/* Capabilities to things of the case alone, and one that is nothing. */
static void victims(seL4_CPtr caps[CAPS])
{
    kapi_thread_t *t = kapi_thread(kapi_entry_nothing, KAPI_WATCHDOG, seL4_CapNull);
    OK(seL4_TCB_SetMCPriority(t->tcb, seL4_CapInitThreadTCB, 0));
    caps[0] = t->tcb;
    caps[1] = kapi_untyped(16);
    caps[2] = kapi_cnode(4);
    caps[3] = kapi_object(seL4_ARM_SmallPageObject, 0);
    caps[4] = kapi_object(seL4_ARM_LargePageObject, 0);
    caps[5] = kapi_object(seL4_ARM_PageTableObject, 0);
    caps[6] = kapi_vspace();
    caps[7] = kapi_object(seL4_ARM_VCPUObject, 0);
    caps[8] = kapi_slot();
    OK(seL4_IRQControl_Get(seL4_CapIRQControl, 34, KROOT, caps[8], KDEPTH));
    caps[9] = kapi_slot();
    OK(seL4_ARM_ASIDControl_MakePool(seL4_CapASIDControl, kapi_untyped(12), KROOT, caps[9],
                                     KDEPTH));
    caps[10] = kapi_notification();
    caps[11] = kapi_slot();
}

/*
 * Methods of a TCB that a case must not call with nonsense: the thread would run it, or seL4 does
 * not check it (docs/guest-registers.md: a debug kernel stops at a breakpoint number out of range).
 */
static bool must_not_be_called(seL4_Word label)
{
#ifdef CONFIG_HARDWARE_DEBUG_API
    if (label == TCBGetBreakpoint || label == TCBUnsetBreakpoint) {
        return true;
    }
#endif
    return label == TCBResume || label == TCBWriteRegisters || label == TCBCopyRegisters;
}

/* Thousands of calls of methods with arguments at random. */
static void random_calls(seL4_Word seed, int count)
{
    seL4_CPtr caps[CAPS];
    victims(caps);
    state = seed;
    for (int i = 0; i < count; i++) {
        seL4_Word r = next_random();
        seL4_CPtr target = caps[r % CAPS];
        seL4_Word label = (r >> 8) % 8 == 0 ? interesting() & (~0ul >> 12)
                                            : (r >> 16) % (nArchInvocationLabels + 2);
        if (target == caps[0] && must_not_be_called(label)) {
            continue;
        }
        for (int m = 0; m < 10; m++) {
            seL4_SetMR(m, interesting());
        }
        for (int c = 0; c < 3; c++) {
            seL4_SetCap(c, caps[next_random() % CAPS]);
        }
        seL4_MessageInfo_t info = seL4_MessageInfo_new(label, 0, (r >> 32) % 4,
                                                       (r >> 40) % 4 == 0 ? 127 : (r >> 42) % 10);
        seL4_MessageInfo_t reply = seL4_Call(target, info);
        HOLDS(seL4_MessageInfo_get_label(reply) < seL4_NumErrors);
    }
}

KTEST(hostile_random_methods_1)
{
    random_calls(0x9e3779b97f4a7c15, 1500);
}

KTEST(hostile_random_methods_2)
{
    random_calls(0xc0ffee1234567, 1500);
}

KTEST(hostile_random_methods_3)
{
    random_calls(0x1, 1500);
}

/* Every method with a message of nothing but ones. */
KTEST(hostile_all_ones)
{
    seL4_CPtr caps[CAPS];
    victims(caps);
    for (int c = 0; c < CAPS; c++) {
        for (seL4_Word label = 0; label <= nArchInvocationLabels; label++) {
            if (c == 0 && must_not_be_called(label)) {
                continue;
            }
            for (int m = 0; m < seL4_MsgMaxLength; m++) {
                seL4_SetMR(m, ~0ul);
            }
            for (int i = 0; i < 3; i++) {
                seL4_SetCap(i, caps[6]);
            }
            seL4_MessageInfo_t reply =
                seL4_Call(caps[c], (seL4_MessageInfo_t){{label << 12 | 0xfff}});
            HOLDS(seL4_MessageInfo_get_label(reply) < seL4_NumErrors);
        }
    }
}

/* Extra capabilities that do not resolve: an error of the call, before the method is looked at. */
KTEST(hostile_extra_capabilities)
{
    seL4_CPtr faults = kapi_endpoint(), untyped = kapi_untyped(12);
    static const seL4_CPtr bad[] = {~0ul, 1ul << CONFIG_ROOT_CNODE_SIZE_BITS, 1ul << 63,
                                    0x123456789abcdef0};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
        t->arg[0] = (seL4_Word)seL4_SysCall;
        t->arg[1] = untyped;
        t->arg[2] = seL4_MessageInfo_new(UntypedRetype, 0, 3, 6).words[0];
        t->ipc->caps_or_badges[0] = KROOT;
        t->ipc->caps_or_badges[1] = bad[i];
        kapi_resume(t);
        EQ(kapi_recv(faults).label, seL4_Fault_CapFault);
        EQ(seL4_GetMR(seL4_CapFault_Addr), bad[i]);
        OK(kapi_delete(t->tcb));
    }
}

/* Without a message buffer there are no extra capabilities and four registers. */
KTEST(hostile_call_without_a_buffer)
{
    seL4_CPtr untyped = kapi_untyped(12);
    kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    OK(seL4_TCB_SetIPCBuffer(t->tcb, 0, seL4_CapNull));
    t->arg[0] = (seL4_Word)seL4_SysCall;
    t->arg[1] = untyped;
    t->arg[2] = seL4_MessageInfo_new(UntypedRetype, 0, 3, 127).words[0];
    kapi_resume(t);
    EQ(t->done, 1);
    EQ(seL4_MessageInfo_get_label((seL4_MessageInfo_t){{t->out[1]}}), seL4_TruncatedMessage);
}

/* Every system call number around the valid ones, with nonsense: a fault, or a call that returns.
 */
KTEST(hostile_system_call_numbers)
{
    seL4_CPtr faults = kapi_endpoint();
    for (long number = -40; number <= 4; number++) {
        bool blocks = number == seL4_SysRecv || number == seL4_SysReplyRecv;
        bool debug = number <= -9 && number >= -30; /* may print, or stop the machine */
        if (debug) {
            continue;
        }
        kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, faults);
        t->arg[0] = (seL4_Word)number;
        t->arg[1] = ~0ul;
        t->arg[2] = ~0ul;
        kapi_resume(t);
        bool known = number < 0 && number >= -8;
        if (t->done == 0) {
            kapi_received_t fault = kapi_recv(faults);
            EQ(fault.label, known ? seL4_Fault_CapFault : seL4_Fault_UnknownSyscall);
        }
        HOLDS(t->done == 0 || (known && !blocks));
        OK(kapi_delete(t->tcb));
        kapi_threads_forget();
    }
}

/* A CNode of two slots that leads to itself: addresses walk through it bit by bit and end. */
KTEST(hostile_cspace_that_loops)
{
    seL4_CPtr cnode = kapi_cnode(1), endpoint = kapi_endpoint();
    OK(seL4_CNode_Copy(cnode, 0, 1, KROOT, cnode, KDEPTH, seL4_AllRights));
    OK(seL4_CNode_Copy(cnode, 1, 1, KROOT, endpoint, KDEPTH, seL4_AllRights));
    kapi_thread_t *t = kapi_thread_in(kapi_entry_call, KAPI_ABOVE, cnode, 1);
    t->arg[0] = (seL4_Word)seL4_SysSend;
    t->arg[1] = 1; /* 63 times round, then the endpoint */
    t->arg[2] = sys_tag(7, 0);
    kapi_resume(t);
    EQ(kapi_recv(endpoint).label, 7);
    /* 64 zero bits end at the CNode itself. */
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_Copy(KROOT, slot, KDEPTH, cnode, 0, 64, seL4_AllRights));
    OK(seL4_CNode_Delete(cnode, 0, 1));
}

/* A buffer and stack that are not there: the kernel uses the frame capability, not the address. */
KTEST(hostile_buffer_that_is_not_mapped)
{
    seL4_CPtr endpoint = kapi_endpoint();
    kapi_thread_t *t = kapi_thread(kapi_entry_call, KAPI_ABOVE, seL4_CapNull);
    seL4_CPtr frame;
    seL4_IPCBuffer *elsewhere = kapi_page(&frame);
    OK(seL4_TCB_SetIPCBuffer(t->tcb, 0x7ffff000, frame));
    elsewhere->msg[5] = 0x5555;
    t->arg[0] = (seL4_Word)seL4_SysSend;
    t->arg[1] = endpoint;
    t->arg[2] = sys_tag(0, 6);
    kapi_resume(t);
    EQ(kapi_recv(endpoint).length, 6);
    EQ(seL4_GetMR(5), 0x5555);
}

/* A thread without CSpace, VSpace or anything: it faults without a handler and stops. */
KTEST(hostile_thread_of_nothing)
{
    seL4_CPtr tcb = kapi_object(seL4_TCBObject, 0);
    OK(seL4_TCB_SetPriority(tcb, seL4_CapInitThreadTCB, KAPI_ABOVE));
    OK(seL4_TCB_Resume(tcb));
    seL4_Yield();
    seL4_UserContext registers;
    OK(seL4_TCB_ReadRegisters(tcb, 0, 0, 3, &registers));
    EQ(registers.pc, 0);
}

KTEST(hostile_threads_created_and_destroyed)
{
    for (int i = 0; i < 200; i++) {
        seL4_CPtr untyped = kapi_untyped(seL4_TCBBits), tcb = kapi_slot();
        OK(kapi_retype(untyped, seL4_TCBObject, 0, tcb));
        OK(seL4_TCB_Configure(tcb, 0, KROOT, 0, seL4_CapInitThreadVSpace, 0, 0, seL4_CapNull));
        OK(seL4_TCB_SetPriority(tcb, seL4_CapInitThreadTCB, KAPI_BELOW));
        OK(seL4_TCB_Resume(tcb));
        OK(kapi_revoke(untyped));
    }
}
