/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "baseline.h"
#include "nanoseconds.h"

#include <rootserver/bootinfo.h>
#include <rootserver/heap.h>
#include <rootserver/pages.h>
#include <rootserver/sync.h>
#include <rootserver/testproto.h>
#include <rootserver/thread.h>
#include <rootserver/time.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local int tls_value = 17;
static _Thread_local uint8_t tls_zero[100];
static _Thread_local _Alignas(64) uint8_t tls_aligned[8] = {1, 2, 3};

typedef struct report {
    int tls_before;
    bool tls_zeroed, tls_is_aligned;
    uintptr_t stack_pointer, low, high, ipc_buffer;
    rs_thread_t *self;
} report_t;

static void look_around(void *argument)
{
    report_t *report = argument;
    report->tls_before = tls_value;
    tls_value = 99;
    report->tls_zeroed = true;
    for (unsigned i = 0; i < sizeof tls_zero; i++) {
        report->tls_zeroed &= tls_zero[i] == 0;
    }
    memset(tls_zero, 1, sizeof tls_zero);
    report->tls_is_aligned = (uintptr_t)tls_aligned % 64 == 0 && tls_aligned[2] == 3;
    report->stack_pointer = (uintptr_t)__builtin_frame_address(0);
    report->self = rs_thread_self();
    rs_thread_stack(report->self, &report->low, &report->high);
    report->ipc_buffer = (uintptr_t)seL4_GetIPCBuffer();
}

TEST(threads_have_tls_stack_and_ipc_buffer)
{
    report_t reports[2];
    BASELINE_BEGIN();
    tls_value = 5;
    for (unsigned i = 0; i < 2; i++) {
        rs_thread_t *thread;
        ASSERT_OK(rs_thread_create(&thread, look_around, &reports[i], 20000, RS_PRIORITY_MAIN));
        rs_thread_join(thread);
        ASSERT_EQ(17, reports[i].tls_before);
        ASSERT_TRUE(reports[i].tls_zeroed);
        ASSERT_TRUE(reports[i].tls_is_aligned);
        ASSERT_TRUE(reports[i].self == thread);
        ASSERT_LE(20000, reports[i].high - reports[i].low);
        ASSERT_LT(reports[i].low, reports[i].stack_pointer);
        ASSERT_LT(reports[i].stack_pointer, reports[i].high);
        ASSERT_NE((uintptr_t)seL4_GetIPCBuffer(), reports[i].ipc_buffer);
    }
    ASSERT_EQ(5, tls_value);
    BASELINE_END();
}

static void add_one(void *counter)
{
    __atomic_add_fetch((unsigned *)counter, 1, __ATOMIC_SEQ_CST);
}

static void exit_early(void *counter)
{
    add_one(counter);
    rs_thread_exit();
}

TEST(many_threads_come_and_go)
{
    enum { COUNT = 32 };
    rs_thread_t *threads[COUNT];
    unsigned counter = 0;
    BASELINE_BEGIN();
    for (unsigned round = 0; round < 5; round++) {
        for (unsigned i = 0; i < COUNT; i++) {
            /* Some run at once, some after the main thread waits. */
            seL4_Word priority = RS_PRIORITY_MAIN - 1 + i % 3;
            ASSERT_OK(
                rs_thread_create(&threads[i], i % 2 ? add_one : exit_early, &counter, 0, priority));
        }
        for (unsigned i = 0; i < COUNT; i++) {
            rs_thread_join(threads[i]);
        }
    }
    ASSERT_EQ(5 * COUNT, counter);
    BASELINE_END();
}

TEST(detached_threads_are_given_back)
{
    unsigned counter = 0;
    rs_thread_t *thread;
    BASELINE_BEGIN();
    for (unsigned i = 0; i < 10; i++) {
        ASSERT_OK(rs_thread_create(&thread, add_one, &counter, 0, RS_PRIORITY_MAIN - 1 + i % 3));
        rs_thread_detach(thread);
    }
    /* How long a thread takes from its last count to its end is the host's business: each further
     * thread sweeps up after those that have ended by then. */
    unsigned sweeps = 0;
    do {
        rs_time_sleep(MILLISECOND);
        ASSERT_OK(rs_thread_create(&thread, add_one, &counter, 0, RS_PRIORITY_MAIN));
        rs_thread_join(thread);
    } while (++sweeps < 10000 && rs_memory_stats().live_objects != baseline.live_objects);
    ASSERT_EQ(10 + sweeps, counter);
    BASELINE_END();
}

TEST(thread_ids_differ)
{
    unsigned counter = 0;
    rs_thread_t *a, *b;
    ASSERT_OK(rs_thread_create(&a, add_one, &counter, 0, RS_PRIORITY_MAIN));
    ASSERT_OK(rs_thread_create(&b, add_one, &counter, 0, RS_PRIORITY_MAIN));
    ASSERT_NE(rs_thread_id(a), rs_thread_id(b));
    rs_thread_join(a);
    rs_thread_join(b);
}

TEST(thread_creation_fails_cleanly)
{
    unsigned counter = 0;
    rs_thread_t *thread;
    BASELINE_BEGIN();
    ASSERT_NE(seL4_NoError, rs_thread_create(&thread, add_one, &counter, 0, 256));
    ASSERT_TRUE(thread == NULL);
    ASSERT_EQ(seL4_NotEnoughMemory,
              rs_thread_create(&thread, add_one, &counter, SIZE_MAX - 5, RS_PRIORITY_MAIN));
    ASSERT_EQ(seL4_NotEnoughMemory,
              rs_thread_create(&thread, add_one, &counter, (size_t)60 << 30, RS_PRIORITY_MAIN));
    BASELINE_END();
    unsigned failures = 0;
    take_slots();
    for (;;) {
        rs_memory_stats_t before = rs_memory_stats();
        seL4_Error error = rs_thread_create(&thread, add_one, &counter, 4096, RS_PRIORITY_MAIN);
        if (error == seL4_NoError) {
            break;
        }
        ASSERT_EQ(seL4_NotEnoughMemory, error);
        assert_same_stats(before, rs_memory_stats());
        failures++;
        give_slot();
    }
    rs_thread_join(thread);
    give_slots();
    ASSERT_GE(failures, 6);
    ASSERT_EQ(1, counter);
    BASELINE_END();
}

static volatile uint64_t spins;
static volatile uint32_t stop_spinning;

static void spin(void *unused)
{
    (void)unused;
    register uint64_t marker __asm__("x25") = 0xabcdef;
    while (!stop_spinning) {
        spins++;
        __asm__ volatile("" : "+r"(marker));
    }
}

TEST(suspended_threads_stand_still)
{
    rs_thread_t *thread;
    BASELINE_BEGIN();
    spins = 0;
    stop_spinning = 0;
    ASSERT_OK(rs_thread_create(&thread, spin, NULL, 0, RS_PRIORITY_MAIN));
    while (spins == 0) {
        rs_thread_yield();
    }
    ASSERT_TRUE(rs_thread_suspend(thread));
    uint64_t count = spins;
    rs_time_sleep(5 * MILLISECOND);
    ASSERT_EQ(count, spins);
    seL4_UserContext registers;
    uintptr_t low, high;
    ASSERT_OK(rs_thread_read_registers(thread, &registers));
    rs_thread_stack(thread, &low, &high);
    ASSERT_LE(low, registers.sp);
    ASSERT_LE(registers.sp, high);
    ASSERT_EQ(0xabcdef, registers.x25);
    rs_thread_resume(thread);
    while (spins == count) {
        rs_thread_yield();
    }
    stop_spinning = 1;
    rs_thread_join(thread);
    BASELINE_END();
}

static volatile uint64_t diverted;

static void diversion(void)
{
    diverted = 1;
    rs_thread_exit();
}

TEST(registers_of_a_suspended_thread_can_be_changed)
{
    rs_thread_t *thread;
    spins = 0;
    stop_spinning = 0;
    diverted = 0;
    ASSERT_OK(rs_thread_create(&thread, spin, NULL, 0, RS_PRIORITY_MAIN));
    while (spins == 0) {
        rs_thread_yield();
    }
    ASSERT_TRUE(rs_thread_suspend(thread));
    seL4_UserContext registers;
    ASSERT_OK(rs_thread_read_registers(thread, &registers));
    registers.pc = (seL4_Word)diversion;
    ASSERT_OK(rs_thread_write_registers(thread, &registers));
    rs_thread_resume(thread);
    rs_thread_join(thread);
    ASSERT_EQ(1, diverted);
}

static rs_mutex_t churn_lock;
static volatile uint32_t churn_rounds;

/* In and out of every lock of the root server. */
static void churn(void *unused)
{
    (void)unused;
    while (!stop_spinning) {
        void *block = malloc(20000);
        rs_mutex_lock(&churn_lock);
        churn_rounds++;
        rs_mutex_unlock(&churn_lock);
        free(block);
    }
}

TEST(suspension_never_holds_a_lock_of_the_root_server)
{
    enum { COUNT = 3 };
    rs_thread_t *threads[COUNT];
    rs_heap_trim();
    BASELINE_BEGIN();
    stop_spinning = 0;
    churn_rounds = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], churn, NULL, 0, RS_PRIORITY_MAIN));
    }
    for (unsigned round = 0; round < 60; round++) {
        rs_time_sleep(round * 7919 % 300000);
        for (unsigned i = 0; i < COUNT; i++) {
            ASSERT_TRUE(rs_thread_suspend(threads[i]));
        }
        /* With all of them stopped, every lock must be free for us. */
        void *block = malloc(100000);
        ASSERT_TRUE(block != NULL);
        free(block);
        for (unsigned i = 0; i < COUNT; i++) {
            rs_thread_resume(threads[i]);
        }
    }
    while (churn_rounds == 0) {
        rs_thread_yield();
    }
    stop_spinning = 1;
    for (unsigned i = 0; i < COUNT; i++) {
        rs_thread_join(threads[i]);
    }
    rs_heap_trim();
    BASELINE_END();
}

static rs_mutex_t gate;
static rs_cond_t gate_cond;
static bool gate_open;

static void wait_at_gate(void *unused)
{
    (void)unused;
    rs_mutex_lock(&gate);
    while (!gate_open) {
        rs_cond_wait(&gate_cond, &gate);
    }
    rs_mutex_unlock(&gate);
}

TEST(a_waiting_thread_survives_suspension)
{
    rs_thread_t *thread;
    gate_open = false;
    ASSERT_OK(rs_thread_create(&thread, wait_at_gate, NULL, 0, RS_PRIORITY_MAIN + 1));
    for (unsigned i = 0; i < 20; i++) {
        ASSERT_TRUE(rs_thread_suspend(thread));
        if (i == 19) {
            rs_mutex_lock(&gate);
            gate_open = true;
            rs_cond_signal(&gate_cond);
            rs_mutex_unlock(&gate);
        }
        rs_thread_resume(thread);
    }
    rs_thread_join(thread);
}

TEST(an_ended_thread_cannot_be_suspended)
{
    unsigned counter = 0;
    rs_thread_t *thread;
    ASSERT_OK(rs_thread_create(&thread, add_one, &counter, 0, RS_PRIORITY_MAIN + 1));
    ASSERT_EQ(1, counter);
    ASSERT_FALSE(rs_thread_suspend(thread));
    rs_thread_join(thread);
}

static double sum_of_thirds(unsigned count)
{
    double sum = 0;
    for (unsigned i = 0; i < count; i++) {
        sum += (double)i / 3;
    }
    return sum;
}

static void compute(void *result)
{
    *(double *)result = sum_of_thirds(3000000);
}

/* Floating point registers belong to a thread. */
TEST(floating_point_survives_switches)
{
    rs_thread_t *threads[3];
    double results[3], expected = sum_of_thirds(3000000);
    for (unsigned i = 0; i < 3; i++) {
        ASSERT_OK(rs_thread_create(&threads[i], compute, &results[i], 0, RS_PRIORITY_MAIN));
    }
    double own = sum_of_thirds(3000000);
    for (unsigned i = 0; i < 3; i++) {
        rs_thread_join(threads[i]);
        ASSERT_TRUE(results[i] == expected);
    }
    ASSERT_TRUE(own == expected);
}
