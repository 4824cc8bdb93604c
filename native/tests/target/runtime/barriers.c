/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* The write barriers over a small heap of this test's own: what is stored, which cards become
 * dirty, which registers change. */

#include "call.h"

#include <rootserver/testproto.h>
#include <runtime/barriers.h>
#include <string.h>

extern const char RhpAssignRefArm64[], RhpCheckedAssignRefArm64[], RhpByRefAssignRefArm64[],
    RhpAssignRef[], RhpCheckedAssignRef[], RhpCheckedXchg[], RhpCheckedLockCmpXchg[],
    RhpLockCmpXchg64[], RhBulkMoveWithWriteBarrier[];

enum { CARD = 1 << RT_CARD_SHIFT, CARDS = 64, WORDS = CARDS * CARD / 8 };

/* In place of the collector's: the card table lies in the first card. The words around the heap are
 * to be left alone. */
struct rt_barrier_range rt_barrier_range;
static _Alignas(CARD) uint64_t memory[WORDS + 2 * CARD / 8];
static uint64_t *const heap = &memory[CARD / 8];

static void start(void)
{
    memset(memory, 0x11, sizeof(memory));
    rt_barrier_range = (struct rt_barrier_range){(uint8_t *)heap, CARDS * CARD};
    memset(heap, RT_CARD_CLEAN, CARDS);
}

/* Dirty are exactly the cards `first` to `last`; none when first > last. */
static void expect_dirty(unsigned first, unsigned last)
{
    for (unsigned card = 0; card < CARDS; card++) {
        unsigned expected = card >= first && card <= last ? RT_CARD_DIRTY : RT_CARD_CLEAN;
        ASSERT_EQ(expected, rt_barrier_range.start[card]);
    }
}

static unsigned card_of(const uint64_t *word)
{
    return (unsigned)((const uint8_t *)word - rt_barrier_range.start) / CARD;
}

/* How a barrier takes its arguments and what it may change. */
struct barrier {
    const char *entry;
    unsigned destination; /* register */
    unsigned value;       /* register; of a compare and exchange, x2 holds the comparand */
    bool by_reference;    /* the register holds the value's address */
    bool advances;        /* the two registers grow by 8 */
    uint32_t clobbered;   /* bit per register, beyond what grows */
};

#define BIT(n) (1u << (n))
/* What the compiler takes for lost, x0 … x17 of an ordinary call. */
#define NO_CALL  (BIT(12) | BIT(15) | BIT(16) | BIT(17))
#define ORDINARY (BIT(18) - 1u)

static const struct barrier barriers[] = {
    {RhpAssignRefArm64, 14, 15, false, true, NO_CALL},
    {RhpCheckedAssignRefArm64, 14, 15, false, true, NO_CALL},
    {RhpByRefAssignRefArm64, 14, 13, true, true, NO_CALL},
    {RhpAssignRef, 0, 1, false, false, ORDINARY},
    {RhpCheckedAssignRef, 0, 1, false, false, ORDINARY},
    {RhpCheckedXchg, 0, 1, false, false, ORDINARY},
    {RhpCheckedLockCmpXchg, 0, 1, false, false, ORDINARY},
};
enum { BARRIERS = sizeof(barriers) / sizeof(barriers[0]) };

static uint64_t source;

/* Calls the barrier and checks value and registers. */
static void call(const struct barrier *barrier, uint64_t *destination, uint64_t value)
{
    uint64_t before[CALL_REGISTERS], after[CALL_REGISTERS];
    for (unsigned i = 0; i < CALL_REGISTERS; i++) {
        before[i] = 0xabcd000000000000u + i;
    }
    source = value;
    before[2] = *destination;
    before[barrier->destination] = (uintptr_t)destination;
    before[barrier->value] = barrier->by_reference ? (uintptr_t)&source : value;
    memcpy(after, before, sizeof(before));
    call_with_registers(barrier->entry, after);
    ASSERT_EQ(value, *destination);
    for (unsigned i = 0; i < CALL_REGISTERS; i++) {
        bool grows = barrier->advances &&
                     (i == barrier->destination || (i == barrier->value && barrier->by_reference));
        if (grows || (barrier->clobbered & BIT(i)) == 0) {
            ASSERT_EQ(before[i] + (grows ? 8u : 0u), after[i]);
        }
    }
}

TEST(a_store_dirties_the_card_of_its_address)
{
    static const unsigned words[] = {CARD / 8,     CARD / 8 + 1,     2 * CARD / 8 - 1,
                                     2 * CARD / 8, 7 * CARD / 8 + 5, WORDS - 1};
    for (unsigned i = 0; i < BARRIERS; i++) {
        for (unsigned j = 0; j < sizeof(words) / sizeof(words[0]); j++) {
            start();
            uint64_t *word = &heap[words[j]];
            call(&barriers[i], word, 0x123456789abcdef0u + j);
            expect_dirty(card_of(word), card_of(word));
            ASSERT_EQ(0x1111111111111111u, word[1]);
        }
    }
}

TEST(stores_outside_of_the_heap_are_only_stores)
{
    uint64_t on_the_stack = 1;
    for (unsigned i = 0; i < BARRIERS; i++) {
        start();
        call(&barriers[i], &heap[-1], 2);
        call(&barriers[i], &heap[WORDS], 3);
        call(&barriers[i], &on_the_stack, 4 + i);
        expect_dirty(1, 0);
        rt_barrier_range = (struct rt_barrier_range){NULL, 0}; /* before there is a heap */
        call(&barriers[i], &heap[100], 5);
    }
}

static uint64_t exchange(const char *entry, uint64_t *location, uint64_t value, uint64_t comparand)
{
    uint64_t registers[CALL_REGISTERS] = {(uintptr_t)location, value, comparand};
    call_with_registers(entry, registers);
    return registers[0];
}

TEST(exchanges_return_the_old_value)
{
    start();
    uint64_t *word = &heap[500];
    *word = 7;
    ASSERT_EQ(7, exchange(RhpCheckedXchg, word, 8, 0));
    ASSERT_EQ(8, exchange(RhpCheckedLockCmpXchg, word, 9, 8));
    ASSERT_EQ(9, *word);
    ASSERT_EQ(9, exchange(RhpCheckedLockCmpXchg, word, 10, 8));
    ASSERT_EQ(9, *word);
    expect_dirty(card_of(word), card_of(word));
    start();
    *word = 7;
    ASSERT_EQ(7, exchange(RhpLockCmpXchg64, word, 8, 7)); /* a number */
    ASSERT_EQ(8, *word);
    expect_dirty(1, 0);
}

static void move(uint64_t *to, uint64_t *from, size_t words)
{
    uint64_t registers[CALL_REGISTERS] = {(uintptr_t)to, (uintptr_t)from, 8 * words};
    for (unsigned i = 19; i < CALL_REGISTERS; i++) {
        registers[i] = i;
    }
    call_with_registers(RhBulkMoveWithWriteBarrier, registers);
    for (unsigned i = 19; i < CALL_REGISTERS; i++) {
        ASSERT_EQ(i, registers[i]);
    }
}

static void number_words(void)
{
    for (unsigned i = CARD / 8; i < WORDS; i++) {
        heap[i] = i;
    }
}

TEST(bulk_moves_dirty_all_cards_of_the_destination)
{
    for (size_t words = 0; words < 200; words += words < 70 ? 1 : 13) {
        for (unsigned offset = 0; offset < CARD / 8; offset += 9) {
            start();
            number_words();
            uint64_t *to = &heap[10 * CARD / 8 + offset];
            uint64_t *from = &heap[30 * CARD / 8 + 3];
            move(to, from, words);
            for (size_t i = 0; i < words; i++) {
                ASSERT_EQ(from[i], to[i]);
            }
            ASSERT_EQ((uint64_t)(to - heap) - 1, to[-1]);
            ASSERT_EQ((uint64_t)(to - heap) + words, to[words]);
            expect_dirty(words == 0 ? 1 : card_of(to), words == 0 ? 0 : card_of(&to[words - 1]));
        }
    }
}

TEST(bulk_moves_may_overlap)
{
    enum { FROM = 20 * CARD / 8 };
    for (size_t words = 1; words < 150; words += words < 40 ? 1 : 11) {
        for (int distance = -40; distance <= 40; distance++) {
            start();
            number_words();
            uint64_t *to = &heap[FROM + distance];
            move(to, &heap[FROM], words);
            for (size_t i = 0; i < words; i++) {
                ASSERT_EQ(FROM + i, to[i]);
            }
            expect_dirty(card_of(to), card_of(&to[words - 1]));
        }
    }
}

TEST(bulk_moves_out_of_the_heap_are_only_moves)
{
    uint64_t local[50];
    start();
    number_words();
    move(local, &heap[200], 50);
    ASSERT_EQ(249, local[49]);
    move(&heap[WORDS], local, 3);
    move(&heap[-3], local, 3);
    ASSERT_EQ(202, heap[-1]);
    expect_dirty(1, 0);
}
