/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Loads and stores, as an assembler encodes them. */
#include "testing.h"

#include "vcpu/a64.h"

typedef struct row {
    uint32_t instruction;
    const char *text;
    a64_access_t access;
} row_t;

/* size, elements, write, sign extension, 64-bit register, registers, write-back, post-index,
 * literal, base, offset, index, extension, shift */
static const row_t rows[] = {
    {0x39400020,
     "ldrb w0, [x1]",
     {1, 1, false, false, false, {0, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0x39c00020,
     "ldrsb w0, [x1]",
     {1, 1, false, true, false, {0, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0x39800020,
     "ldrsb x0, [x1]",
     {1, 1, false, true, true, {0, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0x79400020,
     "ldrh w0, [x1]",
     {2, 1, false, false, false, {0, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0xb9800020,
     "ldrsw x0, [x1]",
     {4, 1, false, true, true, {0, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0xf9400be3,
     "ldr x3, [sp, #16]",
     {8, 1, false, false, true, {3, 0}, false, false, false, 31, 16, 31, 0, 0}},
    {0xf900003f,
     "str xzr, [x1]",
     {8, 1, true, false, true, {31, 0}, false, false, false, 1, 0, 31, 0, 0}},
    {0x38001420,
     "strb w0, [x1], #1",
     {1, 1, true, false, false, {0, 0}, true, true, false, 1, 1, 31, 0, 0}},
    {0x785fec20,
     "ldrh w0, [x1, #-2]!",
     {2, 1, false, false, false, {0, 0}, true, false, false, 1, -2, 31, 0, 0}},
    {0xf85ff020,
     "ldur x0, [x1, #-1]",
     {8, 1, false, false, true, {0, 0}, false, false, false, 1, -1, 31, 0, 0}},
    {0xf8627820,
     "ldr x0, [x1, x2, lsl #3]",
     {8, 1, false, false, true, {0, 0}, false, false, false, 1, 0, 2, 3, 3}},
    {0xa9400440,
     "ldp x0, x1, [x2]",
     {8, 2, false, false, true, {0, 1}, false, false, false, 2, 0, 31, 0, 0}},
    {0xa8c10440,
     "ldp x0, x1, [x2], #16",
     {8, 2, false, false, true, {0, 1}, true, true, false, 2, 16, 31, 0, 0}},
    {0xa9bf0440,
     "stp x0, x1, [x2, #-16]!",
     {8, 2, true, false, true, {0, 1}, true, false, false, 2, -16, 31, 0, 0}},
    {0x29400440,
     "ldp w0, w1, [x2]",
     {4, 2, false, false, false, {0, 1}, false, false, false, 2, 0, 31, 0, 0}},
    {0x69400440,
     "ldpsw x0, x1, [x2]",
     {4, 2, false, true, true, {0, 1}, false, false, false, 2, 0, 31, 0, 0}},
    {0xa8400440,
     "ldnp x0, x1, [x2]",
     {8, 2, false, false, true, {0, 1}, false, false, false, 2, 0, 31, 0, 0}},
    {0x18000041,
     "ldr w1, label",
     {4, 1, false, false, false, {1, 0}, false, false, true, 0, 8, 31, 0, 0}},
    {0x58000041,
     "ldr x1, label",
     {8, 1, false, false, true, {1, 0}, false, false, true, 0, 8, 31, 0, 0}},
    {0x98000041,
     "ldrsw x1, label",
     {4, 1, false, true, true, {1, 0}, false, false, true, 0, 8, 31, 0, 0}},
    {0xc8dffc41,
     "ldar x1, [x2]",
     {8, 1, false, false, true, {1, 0}, false, false, false, 2, 0, 31, 0, 0}},
    {0x089ffc41,
     "stlrb w1, [x2]",
     {1, 1, true, false, false, {1, 0}, false, false, false, 2, 0, 31, 0, 0}},
    {0xb8624820,
     "ldr w0, [x1, w2, uxtw]",
     {4, 1, false, false, false, {0, 0}, false, false, false, 1, 0, 2, 2, 0}},
    {0x7822d820,
     "strh w0, [x1, w2, sxtw #1]",
     {2, 1, true, false, false, {0, 0}, false, false, false, 1, 0, 2, 6, 1}},
    {0x3862f820,
     "ldrb w0, [x1, x2, sxtx #0]",
     {1, 1, false, false, false, {0, 0}, false, false, false, 1, 0, 2, 7, 0}},
    {0xf97ffc20,
     "ldr x0, [x1, #32760]",
     {8, 1, false, false, true, {0, 0}, false, false, false, 1, 32760, 31, 0, 0}},
    {0x79400420,
     "ldrh w0, [x1, #2]",
     {2, 1, false, false, false, {0, 0}, false, false, false, 1, 2, 31, 0, 0}},
    {0x58ffffe1,
     "ldr x1, . - 4",
     {8, 1, false, false, true, {1, 0}, false, false, true, 0, -4, 31, 0, 0}},
    {0x293f0440,
     "stp w0, w1, [x2, #-8]",
     {4, 2, true, false, false, {0, 1}, false, false, false, 2, -8, 31, 0, 0}},
};

TEST(loads_and_stores_are_described)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        a64_access_t a = {0};
        const a64_access_t *e = &rows[i].access;
        unsigned before = test_failures;
        CHECK_EQ(vmi_a64_decode(rows[i].instruction, &a), A64_ACCESS);
        CHECK_EQ(a.size, e->size);
        CHECK_EQ(a.elements, e->elements);
        CHECK_EQ(a.write, e->write);
        CHECK_EQ(a.reg[0], e->reg[0]);
        CHECK_EQ(a.write_back, e->write_back);
        if (e->elements == 2) {
            CHECK_EQ(a.reg[1], e->reg[1]);
        }
        CHECK_EQ(a.post_index, e->post_index);
        CHECK_EQ(a.literal, e->literal);
        CHECK_EQ(a.base, e->base);
        CHECK_EQ(a.offset, e->offset);
        CHECK_EQ(a.index, e->index);
        CHECK_EQ(a.extend, e->extend);
        CHECK_EQ(a.shift, e->shift);
        if (!e->write) {
            CHECK_EQ(a.sign_extend, e->sign_extend);
            CHECK_EQ(a.wide, e->wide);
        }
        if (test_failures != before) {
            printf("       %s\n", rows[i].text);
        }
    }
}

TEST(the_address_comes_from_base_offset_and_index)
{
    static const struct {
        uint32_t instruction;
        uint64_t index;
        uint64_t address; /* with base 0x10000 */
    } cases[] = {
        {0x39400020 /* ldrb w0, [x1] */, 9, 0x10000},
        {0xf8408420 /* ldr x0, [x1], #8 */, 9, 0x10000},
        {0xf8408c20 /* ldr x0, [x1, #8]! */, 9, 0x10008},
        {0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, 9, 0xfff0},
        {0xa8c10440 /* ldp x0, x1, [x2], #16 */, 9, 0x10000},
        {0x58ffffe1 /* ldr x1, . - 4 */, 9, 0xfffc},
        {0xf8627820 /* ldr x0, [x1, x2, lsl #3] */, 3, 0x10018},
        {0xf8626820 /* ldr x0, [x1, x2] */, ~0ull, 0xffff},
        {0xb8624820 /* ldr w0, [x1, w2, uxtw] */, 0xffffffff00000004, 0x10004},
        {0xb862d820 /* ldr w0, [x1, w2, sxtw #2] */, 0x00000000fffffffe, 0xfff8},
        {0xb862f820 /* ldr w0, [x1, x2, sxtx #2] */, ~0ull, 0xfffc},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        a64_access_t access;
        CHECK_EQ(vmi_a64_decode(cases[i].instruction, &access), A64_ACCESS);
        uint64_t index = access.index == 31 ? 0 : cases[i].index;
        CHECK_EQ(vmi_a64_effective_address(&access, 0x10000, index), cases[i].address);
    }
}

TEST(hints_are_nothing_and_the_rest_is_unsupported)
{
    static const uint32_t nothing[] = {0xf9800020 /* prfm [x1] */, 0xd8000040 /* prfm label */,
                                       0xf8a26820 /* prfm [x1, x2] */};
    static const uint32_t unsupported[] = {
        0x3dc00020 /* ldr q0 */,        0xbd400020 /* ldr s0 */,     0xad400440 /* ldp q0, q1 */,
        0x1c000040 /* ldr s0, label */, 0xc85f7c20 /* ldxr */,       0xc8037c20 /* stxr */,
        0xc87f0440 /* ldxp */,          0xf8200020 /* ldadd */,      0x4c407020 /* ld1 */,
        0xd503201f /* nop */,           0x14000000 /* b */,          0x8b000000 /* add */,
        0xd4000001 /* svc */,           0x00000000 /* udf */,        0xffffffff,
        0xf8200420 /* ldraa */,         0xf8620820 /* option 000 */, 0xf8628820 /* option 100 */,
    };
    a64_access_t access;
    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
        CHECK_EQ(vmi_a64_decode(nothing[i], &access), A64_NOTHING);
    }
    for (size_t i = 0; i < sizeof(unsupported) / sizeof(unsupported[0]); i++) {
        if (vmi_a64_decode(unsupported[i], &access) != A64_UNSUPPORTED) {
            printf("       %08x\n", unsupported[i]);
            CHECK(false);
        }
    }
}

/* Where instructions access memory that cannot all be emulated: x1 is 0x10000, x2 is 9. */
TEST(addresses_of_every_load_and_store)
{
    static const struct {
        uint32_t instruction;
        uint64_t address;
        unsigned bytes;
    } cases[] = {
        {0xb9400020 /* ldr w0, [x1] */, 0x10000, 4},
        {0xa9bf0440 /* stp x0, x1, [x2, #-16]! */, 9 - 16, 16},
        {0x3dc00820 /* ldr q0, [x1, #32] */, 0x10020, 16},
        {0x3d400c20 /* ldr b0, [x1, #3] */, 0x10003, 1},
        {0x3c810420 /* str q0, [x1], #16 */, 0x10000, 16},
        {0xbc1f8c20 /* str s0, [x1, #-8]! */, 0xfff8, 4},
        {0xfc5fd020 /* ldur d0, [x1, #-3] */, 0xfffd, 8},
        {0x3ce27820 /* ldr q0, [x1, x2, lsl #4] */, 0x10090, 16},
        {0xfc62d820 /* ldr d0, [x1, w2, sxtw #3] */, 0x10048, 8},
        {0xad7f0420 /* ldp q0, q1, [x1, #-32] */, 0xffe0, 32},
        {0x6c810420 /* stp d0, d1, [x1], #16 */, 0x10000, 16},
        {0x2d810420 /* stp s0, s1, [x1, #8]! */, 0x10008, 8},
        {0xac420420 /* ldnp q0, q1, [x1, #64] */, 0x10040, 32},
        {0xc85f7c20 /* ldxr x0, [x1] */, 0x10000, 16},
        {0x0803fc20 /* stlxrb w3, w0, [x1] */, 0x10000, 16},
        {0xc87f0c20 /* ldxp x0, x3, [x1] */, 0x10000, 16},
        {0x48247c26 /* casp x4, x5, x6, x7, [x1] */, 0x10000, 16},
        {0x88a37c20 /* cas w3, w0, [x1] */, 0x10000, 16},
        {0xf8230020 /* ldadd x3, x0, [x1] */, 0x10000, 8},
        {0x38238020 /* swpb w3, w0, [x1] */, 0x10000, 8},
        {0x38bfc020 /* ldaprb w0, [x1] */, 0x10000, 8},
        {0xd95f8020 /* ldapur x0, [x1, #-8] */, 0xfff8, 8},
        {0x59006020 /* stlurh w0, [x1, #6] */, 0x10006, 2},
        {0x4c407020 /* ld1 {v0.16b}, [x1] */, 0x10000, 64},
        {0x4c9f0020 /* st4 {v0.16b-v3.16b}, [x1], #64 */, 0x10000, 64},
        {0x4d40c820 /* ld1r {v0.4s}, [x1] */, 0x10000, 64},
        {0x0d820c20 /* st1 {v0.b}[3], [x1], x2 */, 0x10000, 64},
        {0xd50b7421 /* dc zva, x1 */, 0x10000, A64_PAGE_SIZE},
        {0xd50b7a21 /* dc cvac, x1 */, 0x10000, 1},
        {0xd50b7521 /* ic ivau, x1 */, 0x10000, 1},
        {0xd5087801 /* at s1e1r, x1 */, 0x10000, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        a64_access_t access;
        unsigned bytes = 0;
        CHECK(vmi_a64_address(cases[i].instruction, &access, &bytes));
        uint64_t base = access.base == 1 ? 0x10000 : 9;
        CHECK_EQ(vmi_a64_effective_address(&access, base, access.index == 31 ? 0 : 9),
                 cases[i].address);
        CHECK_EQ(bytes, cases[i].bytes);
        CHECK(!access.literal);
    }
    a64_access_t access;
    unsigned bytes = 0;
    CHECK(vmi_a64_address(0x9c000080 /* ldr q0, . + 16 */, &access, &bytes));
    CHECK(access.literal && bytes == 16);
    CHECK_EQ(vmi_a64_effective_address(&access, 0x10000, 0), 0x10010);
    static const uint32_t others[] = {
        0xd503201f /* nop */,
        0x14000000 /* b */,
        0x8b000000 /* add */,
        0xd4000001 /* svc */,
        0x00000000 /* udf */,
        0xf8200420 /* ldraa */,
        0xf9800020 /* prfm */,
        0xd50b743f /* dc zva, xzr */,
        0xd5088721 /* tlbi vae1, x1 */,
        0x0b000000 /* add w */,
        0xffffffff,
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        CHECK(!vmi_a64_address(others[i], &access, &bytes));
    }
}

TEST(any_word_gives_a_sound_description)
{
    uint32_t word = 1;
    for (unsigned i = 0; i < 2000000; i++) {
        a64_access_t a = {0};
        word = word * 1664525u + 1013904223u;
        if (vmi_a64_decode(word, &a) == A64_ACCESS) {
            if ((a.size != 1 && a.size != 2 && a.size != 4 && a.size != 8) || a.elements < 1 ||
                a.elements > 2 || a.reg[0] > 31 || a.reg[1] > 31 || a.base > 31 || a.index > 31 ||
                a.shift > 3) {
                printf("       %08x\n", word);
                CHECK(false);
                return;
            }
        }
        unsigned bytes = 0;
        if (vmi_a64_address(word, &a, &bytes) &&
            (bytes == 0 || bytes > A64_PAGE_SIZE || a.base > 31 || a.index > 31 || a.shift > 4)) {
            printf("       %08x\n", word);
            CHECK(false);
            return;
        }
    }
}
