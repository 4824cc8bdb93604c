/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Untyped memory: every failure undone, every order of freeing leads back. */

#include "../libsel4vm/testing.h"

#include <rootserver/slots.h>

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

static bool same(rs_memory_stats_t a, rs_memory_stats_t b)
{
    return a.free_bytes == b.free_bytes && a.used_bytes == b.used_bytes &&
           a.device_bytes == b.device_bytes && a.live_objects == b.live_objects &&
           a.free_slots == b.free_slots && a.live_tables == b.live_tables;
}

/* Every call of a 16-byte allocation out of one large block fails in turn. */
TEST(every_failing_call_of_an_allocation_is_undone)
{
    rs_memory_stats_t before = rs_memory_stats();
    rs_object_t object;
    unsigned failures = 0;
    for (unsigned long n = 1;; n++) {
        fake_reset(28);
        fake_fail_call(n, seL4_NotEnoughMemory);
        seL4_Error error = rs_object_alloc_at(seL4_UntypedObject, seL4_MinUntypedBits,
                                              FAKE_LOW_RAM_BASE + 0x123450, &object);
        fake_fail_call(0, seL4_NoError);
        if (error == seL4_NoError) {
            break;
        }
        failures++;
        CHECK_EQ(seL4_NotEnoughMemory, error);
        CHECK_EQ(seL4_CapNull, object.cptr);
        CHECK(same(before, rs_memory_stats()));
        /* And the memory is still good. */
        CHECK_EQ(seL4_NoError,
                 rs_object_alloc_at(seL4_UntypedObject, 24, FAKE_LOW_RAM_BASE, &object));
        rs_object_free(&object);
        CHECK(same(before, rs_memory_stats()));
    }
    CHECK(failures > 20);
    rs_object_free(&object);
    CHECK(same(before, rs_memory_stats()));
}

TEST(random_objects_lead_back_to_the_start)
{
    enum { COUNT = 200 };
    static rs_object_t objects[COUNT];
    static const seL4_Word types[] = {seL4_UntypedObject,       seL4_EndpointObject,
                                      seL4_TCBObject,           seL4_ARM_SmallPageObject,
                                      seL4_ARM_LargePageObject, seL4_CapTableObject};
    rs_memory_stats_t before = rs_memory_stats();
    memset(objects, 0, sizeof objects);
    for (unsigned round = 0; round < 6000; round++) {
        rs_object_t *object = &objects[next_random() % COUNT];
        if (object->cptr != seL4_CapNull) {
            rs_object_free(object);
            CHECK_EQ(seL4_CapNull, object->cptr);
        } else {
            fake_fail_call(next_random() % 8 == 0 ? next_random() % 30 : 0, seL4_NotEnoughMemory);
            rs_object_alloc(types[next_random() % 6], 4 + next_random() % 14, object);
            fake_fail_call(0, seL4_NoError);
        }
    }
    for (unsigned i = 0; i < COUNT; i++) {
        rs_object_free(&objects[i]);
    }
    CHECK(same(before, rs_memory_stats()));
    /* One block as large as at the start can be had. */
    rs_object_t whole;
    CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_UntypedObject, 27, &whole));
    rs_object_free(&whole);
}

TEST(objects_stay_apart)
{
    enum { COUNT = 300 };
    static rs_object_t objects[COUNT];
    static seL4_Word bits[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        bits[i] = 4 + next_random() % 12;
        CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_UntypedObject, bits[i], &objects[i]));
        for (unsigned j = 0; j < i; j++) {
            CHECK(objects[i].paddr + (1ul << bits[i]) <= objects[j].paddr ||
                  objects[j].paddr + (1ul << bits[j]) <= objects[i].paddr);
        }
    }
}

TEST(memory_by_address_among_other_objects)
{
    enum { COUNT = 64 };
    rs_object_t objects[COUNT], again;
    rs_memory_stats_t before = rs_memory_stats();
    for (unsigned i = 0; i < COUNT; i++) {
        uintptr_t paddr = FAKE_LOW_RAM_BASE + (uintptr_t)(i * 37 % COUNT) * 0x3000;
        CHECK_EQ(seL4_NoError, rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, paddr, &objects[i]));
        CHECK_EQ(paddr, objects[i].paddr);
        CHECK_EQ(seL4_DeleteFirst, rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, paddr, &again));
        CHECK_EQ(seL4_DeleteFirst,
                 rs_object_alloc_at(seL4_ARM_LargePageObject, 0, FAKE_LOW_RAM_BASE, &again));
    }
    for (unsigned i = 0; i < COUNT; i++) {
        rs_object_free(&objects[i]);
    }
    CHECK(same(before, rs_memory_stats()));
    /* All pages given back make a large one again. */
    CHECK_EQ(seL4_NoError,
             rs_object_alloc_at(seL4_ARM_LargePageObject, 0, FAKE_LOW_RAM_BASE, &again));
    rs_object_free(&again);
    CHECK(same(before, rs_memory_stats()));
}

/* Free memory that is divided holds slots; they come back when nothing else is left. */
TEST(slots_are_reclaimed_from_divided_memory)
{
    rs_object_t objects[32];
    size_t before = rs_slot_available();
    for (unsigned i = 0; i < 32; i++) {
        CHECK_EQ(seL4_NoError, rs_object_alloc(seL4_EndpointObject, 0, &objects[i]));
    }
    for (unsigned i = 0; i < 32; i++) {
        rs_object_free(&objects[i]);
    }
    CHECK_EQ(before, rs_slot_available());
    size_t taken = 0;
    while (rs_slot_alloc() != seL4_CapNull) {
        taken++;
    }
    CHECK_EQ(before, taken);
    CHECK_EQ(0, rs_slot_available());
}
