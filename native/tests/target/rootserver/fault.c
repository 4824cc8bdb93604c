/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"

#include <rootserver/fault.h>
#include <rootserver/testproto.h>
#include <string.h>

static rs_fault_t seen;
static volatile unsigned faults;

/* Skips the instruction and leaves a mark in x0. */
static bool skip(rs_fault_t *fault)
{
    seen = *fault;
    faults++;
    fault->registers.pc += 4;
    fault->registers.x0 = 0x5eed;
    return true;
}

static void install(rs_fault_hook_t hook)
{
    faults = 0;
    memset(&seen, 0, sizeof seen);
    rs_fault_set_hook(hook);
}

/* Each of these keeps its other registers in variables, so that a disturbed one shows. */
static __attribute__((noinline)) uint64_t load(uintptr_t address)
{
    register uint64_t x0 __asm__("x0") = address;
    __asm__ volatile("ldr x0, [x0]" : "+r"(x0)::"memory");
    return x0;
}

TEST(hook_resumes_a_bad_read)
{
    install(skip);
    ASSERT_EQ(0x5eed, load(0x18));
    ASSERT_EQ(1, faults);
    ASSERT_EQ(RS_FAULT_MEMORY, seen.kind);
    ASSERT_EQ(0x18, seen.address);
    ASSERT_FALSE(seen.is_write);
    ASSERT_FALSE(seen.is_fetch);
    ASSERT_EQ(0x18, seen.registers.x0);
    ASSERT_TRUE(seen.thread == rs_thread_self());
    install(NULL);
}

TEST(hook_sees_a_write)
{
    install(skip);
    register uint64_t x0 __asm__("x0") = 0x6000000008;
    __asm__ volatile("str x0, [x0]" : "+r"(x0)::"memory");
    ASSERT_EQ(0x5eed, x0);
    ASSERT_TRUE(seen.is_write);
    ASSERT_EQ(0x6000000008, seen.address);
    install(NULL);
}

TEST(hook_resumes_an_undefined_instruction)
{
    install(skip);
    register uint64_t x0 __asm__("x0") = 1;
    __asm__ volatile("udf #3" : "+r"(x0)::"memory");
    ASSERT_EQ(0x5eed, x0);
    ASSERT_EQ(RS_FAULT_EXCEPTION, seen.kind);
    install(NULL);
}

/* Whatever fault the kernel makes of it. */
TEST(hook_resumes_a_breakpoint_instruction)
{
    install(skip);
    register uint64_t x0 __asm__("x0") = 1;
    __asm__ volatile("brk #3" : "+r"(x0)::"memory");
    ASSERT_EQ(0x5eed, x0);
    ASSERT_EQ(RS_FAULT_EXCEPTION, seen.kind);
    ASSERT_EQ(0xf2000003, seen.code); /* ESR: class BRK, 32 bits, the comment field */
    install(NULL);
}

static bool return_from_call(rs_fault_t *fault)
{
    seen = *fault;
    faults++;
    fault->registers.pc = fault->registers.x30;
    fault->registers.x0 = 33;
    return true;
}

TEST(hook_returns_from_a_bad_call)
{
    uint64_t (*volatile nowhere)(void) = (uint64_t(*)(void))0x6000000000;
    install(return_from_call);
    ASSERT_EQ(33, nowhere());
    ASSERT_TRUE(seen.is_fetch);
    ASSERT_EQ(0x6000000000, seen.registers.pc);
    install(NULL);
}

static void fault_in_thread(void *result)
{
    *(uint64_t *)result = load(0x40);
}

TEST(faults_of_other_threads)
{
    rs_thread_t *thread;
    uint64_t result = 0;
    BASELINE_BEGIN();
    install(skip);
    ASSERT_OK(rs_thread_create(&thread, fault_in_thread, &result, 0, RS_PRIORITY_MAIN));
    rs_thread_join(thread);
    ASSERT_EQ(0x5eed, result);
    ASSERT_TRUE(seen.thread == thread);
    install(NULL);
    BASELINE_END();
}

/* Every register but the ones the hook wrote is as it was, the SIMD ones included. */
TEST(resumed_threads_keep_their_registers)
{
    install(skip);
    uint64_t wrong;
    __asm__ volatile("mov x1, #101\n mov x9, #109\n mov x19, #119\n mov x28, #128\n"
                     "fmov d0, #2.0\n fmov d31, #3.0\n"
                     "mov x0, #8\n ldr x0, [x0]\n"
                     "sub x1, x1, #101\n sub x9, x9, #109\n sub x19, x19, #119\n"
                     "sub x28, x28, #128\n orr x1, x1, x9\n orr x19, x19, x28\n orr %0, x1, x19\n"
                     "fadd d0, d0, d31\n fmov d31, #5.0\n fcmp d0, d31\n cset x1, ne\n"
                     "orr %0, %0, x1\n"
                     : "=&r"(wrong)
                     :
                     : "x0", "x1", "x9", "x19", "x28", "d0", "d31", "cc", "memory");
    ASSERT_EQ(0, wrong);
    install(NULL);
}

TEST(many_faults)
{
    install(skip);
    for (unsigned i = 0; i < 1000; i++) {
        ASSERT_EQ(0x5eed, load(8 * i % 4096));
    }
    ASSERT_EQ(1000, faults);
    install(NULL);
}
