/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * What every case of the suite uses: checks, and objects that are given back at the end of the case
 * whatever happened. A case that leaves memory, slots or tables behind fails.
 *
 * The suite's main thread runs at KAPI_PRIO. Threads above it run at once and until they block,
 * threads below it while it blocks: so nothing here depends on time. When main waits and nothing
 * else can run any more, a watchdog below everybody wakes it and the case fails.
 */

#pragma once

#include "sys.h"

#include <rootserver/objects.h>
#include <rootserver/testproto.h>
#include <rootserver/vspace.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/arch/mapping.h> /* needs sel4.h before it */

#define KAPI_PRIO     100ul
#define KAPI_ABOVE    110ul /* runs before main */
#define KAPI_BELOW    90ul  /* runs while main waits */
#define KAPI_WATCHDOG 1ul

#define KROOT         seL4_CapInitThreadCNode
#define KDEPTH        ((seL4_Uint8)seL4_WordBits)

/* A case: a test of the protocol around a body. */
#define KTEST(name)                                                                                \
    static void kapi_body_##name(void);                                                            \
    TEST(name)                                                                                     \
    {                                                                                              \
        KAPI_CASE(kapi_body_##name);                                                               \
    }                                                                                              \
    static void kapi_body_##name(void)

#define KAPI_CASE(body)                                                                            \
    do {                                                                                           \
        kapi_outcome_t outcome_ = kapi_run(body);                                                  \
        if (outcome_ == KAPI_SKIPPED) {                                                            \
            SKIP(kapi_message());                                                                  \
        } else if (outcome_ == KAPI_FAILED) {                                                      \
            rs_test_fail(kapi_file(), kapi_line(), "%s", kapi_message());                          \
        }                                                                                          \
    } while (0)

typedef enum kapi_outcome { KAPI_PASSED, KAPI_FAILED, KAPI_SKIPPED } kapi_outcome_t;

kapi_outcome_t kapi_run(void (*body)(void));
/* Of the last case that did not pass. */
const char *kapi_message(void);
const char *kapi_file(void);
int kapi_line(void);

/* These leave the case. */
_Noreturn void kapi_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void kapi_skip(const char *reason);

/* Compares as unsigned words; prints both values in hexadecimal. */
#define EQ(actual, expected)                                                                       \
    do {                                                                                           \
        seL4_Word actual_ = (seL4_Word)(actual), expected_ = (seL4_Word)(expected);                \
        if (actual_ != expected_) {                                                                \
            kapi_fail(__FILE__, __LINE__, "%s is 0x%lx, not %s = 0x%lx", #actual, actual_,         \
                      #expected, expected_);                                                       \
        }                                                                                          \
    } while (0)

#define NE(actual, other)                                                                          \
    do {                                                                                           \
        seL4_Word actual_ = (seL4_Word)(actual);                                                   \
        if (actual_ == (seL4_Word)(other)) {                                                       \
            kapi_fail(__FILE__, __LINE__, "%s is 0x%lx", #actual, actual_);                        \
        }                                                                                          \
    } while (0)

#define OK(call) EQ(call, seL4_NoError)

#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            kapi_fail(__FILE__, __LINE__, "%s does not hold", #condition);                         \
        }                                                                                          \
    } while (0)

/* An error and the message registers that the manual gives it. */
#define ERR(call, error) EQ(call, error)
#define ERR1(call, error, r0)                                                                      \
    do {                                                                                           \
        EQ(call, error);                                                                           \
        EQ(seL4_GetMR(0), r0);                                                                     \
    } while (0)
#define ERR2(call, error, r0, r1)                                                                  \
    do {                                                                                           \
        ERR1(call, error, r0);                                                                     \
        EQ(seL4_GetMR(1), r1);                                                                     \
    } while (0)
#define ERR3(call, error, r0, r1, r2)                                                              \
    do {                                                                                           \
        ERR2(call, error, r0, r1);                                                                 \
        EQ(seL4_GetMR(2), r2);                                                                     \
    } while (0)

/* ---- capabilities; all are deleted at the end of the case, the last first ---- */

/* An object; size_bits as for seL4_Untyped_Retype. */
seL4_CPtr kapi_object(seL4_Word type, seL4_Word size_bits);
/* An object in device memory or RAM at that address. */
seL4_CPtr kapi_object_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr);
/* An empty slot of the root CNode. */
seL4_CPtr kapi_slot(void);
/* n slots that follow each other. */
seL4_CPtr kapi_slots(seL4_Word n);

static inline seL4_CPtr kapi_untyped(seL4_Word bits)
{
    return kapi_object(seL4_UntypedObject, bits);
}

static inline seL4_CPtr kapi_endpoint(void)
{
    return kapi_object(seL4_EndpointObject, 0);
}

static inline seL4_CPtr kapi_notification(void)
{
    return kapi_object(seL4_NotificationObject, 0);
}

static inline seL4_CPtr kapi_cnode(seL4_Word radix)
{
    return kapi_object(seL4_CapTableObject, radix);
}

/* A copy, or a badged copy, in a slot of its own. */
seL4_CPtr kapi_copy(seL4_CPtr source, seL4_CapRights_t rights);
seL4_CPtr kapi_mint(seL4_CPtr source, seL4_CapRights_t rights, seL4_Word badge);

/* One object out of an untyped into a slot of the root CNode. */
seL4_Error kapi_retype(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr slot);

static inline seL4_Error kapi_delete(seL4_CPtr slot)
{
    return seL4_CNode_Delete(KROOT, slot, KDEPTH);
}

static inline seL4_Error kapi_revoke(seL4_CPtr slot)
{
    return seL4_CNode_Revoke(KROOT, slot, KDEPTH);
}

/* Is there no capability in the slot? */
bool kapi_empty(seL4_CPtr slot);

/* ---- memory ---- */

/* Maps a frame somewhere in the root task's VSpace until the case ends. */
void *kapi_map(seL4_CPtr frame, seL4_Word size_bits, seL4_CapRights_t rights,
               seL4_ARM_VMAttributes attributes);
/* A new frame, mapped readable and writable. */
void *kapi_page(seL4_CPtr *frame);
/* Addresses of the root task where nothing is mapped. */
uintptr_t kapi_reserve(size_t bytes, seL4_Word align_bits);
/* A VSpace with an ASID. */
seL4_CPtr kapi_vspace(void);

/* ---- threads ---- */

typedef struct kapi_thread kapi_thread_t;
typedef void (*kapi_entry_t)(kapi_thread_t *self);

/*
 * A thread in the root task's VSpace. Its code may use sys_*() and its own ipc, but nothing that
 * needs thread-local storage: no libsel4 call, no checks.
 */
struct kapi_thread {
    seL4_CPtr tcb;
    seL4_CPtr frame; /* of ipc */
    seL4_IPCBuffer *ipc;
    kapi_entry_t entry;
    volatile seL4_Word arg[8];
    volatile seL4_Word out[48];
    volatile seL4_Word step; /* for the entry function */
    volatile seL4_Word done; /* 1 when the entry function returned */
    seL4_CPtr self;          /* the TCB in the thread's own CSpace; null when it has none */
    char *stack_top;
};

#define KAPI_THREADS 8

/* Makes a thread with the root task's CSpace, not yet running. */
kapi_thread_t *kapi_thread(kapi_entry_t entry, seL4_Word priority, seL4_CPtr fault_endpoint);
/* The same in another CSpace; fault_endpoint is an address in it. */
kapi_thread_t *kapi_thread_in(kapi_entry_t entry, seL4_Word priority, seL4_CPtr cspace,
                              seL4_CPtr fault_endpoint);
void kapi_resume(kapi_thread_t *thread);
/* Makes and starts. */
kapi_thread_t *kapi_start(kapi_entry_t entry, seL4_Word priority, seL4_CPtr fault_endpoint);

/* Entry functions that many cases share. */
void kapi_entry_nothing(kapi_thread_t *self);
void kapi_entry_call(
    kapi_thread_t *self); /* sys_raw(arg[0], arg[1], arg[2], arg[3..6]); out: badge, info, mr0..3 */

/* ---- main's waits; the case fails when nothing can come any more ---- */

typedef struct kapi_received {
    seL4_MessageInfo_t info;
    seL4_Word label, length, badge;
} kapi_received_t;

kapi_received_t kapi_recv(seL4_CPtr endpoint);
kapi_received_t kapi_reply_recv(seL4_CPtr endpoint, seL4_MessageInfo_t reply);
/* Lets lower threads run until one of them signals with kapi_wake(). */
void kapi_sleep(void);
/* For threads: ends main's kapi_sleep(). */
void kapi_wake(void);

/* Called once before the cases. */
void kapi_start_up(void);
/* The threads of a case are gone. */
void kapi_threads_forget(void);
