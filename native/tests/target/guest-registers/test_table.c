/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * The tables of docs/guest-registers.md, a case a row. Two guests and the root task: what the first
 * guest writes, the others neither see nor feel.
 */

#include "isolation.h"
#include "puppet.h"

#include <stdio.h>
#include <string.h>

/* What the tables say of a kernel. */
typedef enum decision { own, trapped, leaks, unknown, runs } decision_t;

#ifdef CONFIG_VCPU_FULL_ISOLATION
#define DECISION(sel4, sel4_debug, bundled) (bundled)
#elif defined(CONFIG_HARDWARE_DEBUG_API)
#define DECISION(sel4, sel4_debug, bundled) (sel4_debug)
#else
#define DECISION(sel4, sel4_debug, bundled) (sel4)
#endif

#define N 0xff /* a field of an encoding: every number */
#define NOT_READ                                                                                   \
    {                                                                                              \
        0, 0, 0, 0, 0                                                                              \
    } /* a register that is only written */
#define ARG(...) __VA_ARGS__

typedef struct row {
    encoding_t write, read;
    seL4_Word bits;
    bool optional; /* not every CPU has it */
    decision_t decision;
} row_t;

/* What happened. */
typedef enum seen { SEEN_NOTHING, SEEN_OWN, SEEN_TRAP, SEEN_LEAK } seen_t;

static const char *const seen_names[] = {"not there", "own", "trapped", "leaks"};

/* What EL0 of the root task can read of registers that guests write. */
typedef struct view {
    seL4_Word cntp_ctl, cntp_cval, tpidrro, fpcr, offset;
} view_t;

static view_t native_view(void)
{
    view_t view;
    seL4_Word physical, virtual;
    __asm__ volatile("mrs %0, cntp_ctl_el0" : "=r"(view.cntp_ctl));
    __asm__ volatile("mrs %0, cntp_cval_el0" : "=r"(view.cntp_cval));
    __asm__ volatile("mrs %0, tpidrro_el0" : "=r"(view.tpidrro));
    __asm__ volatile("mrs %0, fpcr" : "=r"(view.fpcr));
    __asm__ volatile("isb; mrs %0, cntpct_el0; mrs %1, cntvct_el0"
                     : "=r"(physical), "=r"(virtual)::"memory");
    /* The two counters are read one after the other: an offset is what is more than a second. */
    view.offset = (virtual - physical) / sys_ticks_per_second();
    view.cntp_ctl &= 3; /* the status is the time's doing */
    return view;
}

/* A register that exists here, on the way from guest a by the root task to guest b and back. */
static seen_t follow(puppet_t *a, puppet_t *b, encoding_t write, encoding_t read, seL4_Word bits,
                     seL4_Word before)
{
    seL4_Word a1, b0, b1, a2;
    HOLDS(puppet_read(b, read, &b0) == PUPPET_DONE);
    HOLDS(puppet_write(a, write, before ^ bits) == PUPPET_DONE);
    HOLDS(puppet_read(a, read, &a1) == PUPPET_DONE);
    if (((a1 ^ before) & bits) == 0) {
        return SEEN_NOTHING;
    }
    HOLDS(puppet_read(b, read, &b1) == PUPPET_DONE);
    HOLDS(puppet_write(b, write, b0) == PUPPET_DONE);
    HOLDS(puppet_read(a, read, &a2) == PUPPET_DONE);
    /* As it was: set registers are undone by their clear registers. */
    bool pair = memcmp(&write, &read, sizeof(write)) != 0;
    HOLDS(puppet_write(a, read, pair ? bits : before) == PUPPET_DONE);
    return ((b1 ^ b0) & bits) != 0 || ((a2 ^ a1) & bits) != 0 ? SEEN_LEAK : SEEN_OWN;
}

static seen_t of_end(puppet_end_t end)
{
    return end == PUPPET_TRAPPED ? SEEN_TRAP : SEEN_NOTHING;
}

static seen_t observe(puppet_t *a, puppet_t *b, encoding_t write, encoding_t read, seL4_Word bits)
{
    seL4_Word before;
    puppet_end_t end = puppet_read(a, read, &before);
    if (end == PUPPET_DONE) {
        /* One that EL1 may only read, or whose write alone traps. */
        end = puppet_write(a, write, before);
    }
    return end == PUPPET_DONE ? follow(a, b, write, read, bits, before) : of_end(end);
}

static bool is_native_view_unchanged(const view_t *before)
{
    view_t after = native_view();
    return memcmp(before, &after, sizeof(after)) == 0;
}

static encoding_t numbered(encoding_t e, unsigned n)
{
    e.crm = e.crm == N ? (uint8_t)n : e.crm;
    e.op2 = e.op2 == N ? (uint8_t)n : e.op2;
    return e;
}

static void judge(const row_t *row, const char *name, seen_t seen)
{
    static const seen_t expected[] = {
        [own] = SEEN_OWN, [trapped] = SEEN_TRAP, [leaks] = SEEN_LEAK, [unknown] = SEEN_NOTHING};
    printf("%s: %s\n", name, seen_names[seen]);
    bool missing = seen == SEEN_NOTHING && row->optional;
    /* A kernel of another version may know better than the table. */
    bool better = row->decision == leaks && (seen == SEEN_OWN || seen == SEEN_TRAP);
    if (seen != expected[row->decision] && !missing && !better && row->decision != unknown) {
        kapi_fail(__FILE__, __LINE__, "%s: %s, the table says %s", name, seen_names[seen],
                  seen_names[expected[row->decision]]);
    }
}

static void check_register(const char *name, const row_t *row)
{
    puppet_t a = puppet_make(), b = puppet_make();
    view_t view = native_view();
    seen_t seen = SEEN_NOTHING;
    if (row->read.op0 == 0) {
        puppet_end_t end = puppet_write(&a, row->write, row->bits);
        printf("%s: %s\n", name, end == PUPPET_DONE ? "written" : seen_names[of_end(end)]);
        HOLDS(end == PUPPET_DONE || row->optional);
        return;
    }
    bool many = row->write.crm == N || row->write.op2 == N;
    for (unsigned n = 0; n < (many ? 16 : 1); n++) {
        if (row->write.op2 == N && n == 8) {
            break;
        }
        seen_t one = observe(&a, &b, numbered(row->write, n), numbered(row->read, n), row->bits);
        seen = one > seen ? one : seen;
    }
    judge(row, name, seen);
    if (row->decision == own || row->decision == trapped) {
        HOLDS(is_native_view_unchanged(&view));
    }
}

#define page GUEST_DATA

/* An instruction of one guest, while the caches hold what the root task has written for two. */
static void check_instruction(const char *name, encoding_t e, seL4_Word argument, bool optional)
{
    puppet_t a = puppet_make(), b = puppet_make();
    view_t view = native_view();
    const size_t words = LIBSEL4_BIT(seL4_PageBits) / sizeof(seL4_Word);
    for (size_t i = 0; i < words; i++) {
        a.guest->data[i] = 0xaaaa0000ul + i;
        b.guest->data[i] = 0xbbbb0000ul + i;
    }
    puppet_end_t end = puppet_write(&a, e, argument);
    printf("%s: %s\n", name, end == PUPPET_DONE ? "runs" : seen_names[of_end(end)]);
    HOLDS(end == PUPPET_DONE || optional);
    for (size_t i = 0; i < words; i++) {
        EQ(a.guest->data[i], 0xaaaa0000ul + i);
        EQ(b.guest->data[i], 0xbbbb0000ul + i);
    }
    const uint32_t nothing = 0xd503201fu;
    EQ(puppet_run(&b, &nothing, 1, 0x77, 0), PUPPET_DONE);
    EQ(b.x[0], 0x77);
    HOLDS(is_native_view_unchanged(&view));
}

#define REGISTER(id, write, read, bits, optional, sel4, sel4_debug, bundled)                       \
    KTEST(register_##id)                                                                           \
    {                                                                                              \
        static const row_t row = {write, read, bits, optional,                                     \
                                  DECISION(sel4, sel4_debug, bundled)};                            \
        check_register(#id, &row);                                                                 \
    }
#define INSTRUCTION(id, encoding, argument, optional, sel4, sel4_debug, bundled)                   \
    KTEST(instruction_##id)                                                                        \
    {                                                                                              \
        static const encoding_t e = encoding;                                                      \
        _Static_assert(DECISION(sel4, sel4_debug, bundled) == runs, "instructions run");           \
        check_instruction(#id, e, argument, optional);                                             \
    }

#include "rows.inc"
