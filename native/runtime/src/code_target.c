/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Looks through the small stubs that the compiler puts in front of methods, so that delegates and
 * reflection compare and name the methods themselves.
 */

#include <runtime/exports.h>

/* `add x0, x0, #8`: from the boxed object to its value. */
#define INSTRUCTION_UNBOX 0x91002000u
/* B imm26 (Arm ARM C6.2.26). */
#define BRANCH_MASK   0xfc000000u
#define BRANCH_OPCODE 0x14000000u
/* ADRP xip0; LDR xip0, [xip0, #imm]; BR xip0: an import through a pointer. */
#define ADRP_X16_MASK      0x9f00001fu
#define ADRP_X16           0x90000010u
#define LDR_X16_X16_MASK   0xffc003ffu
#define LDR_X16_X16        0xf9400210u
#define INSTRUCTION_BR_X16 0xd61f0200u

/* Stubs made for instantiations load the dictionary between the unboxing and the branch. */
#define MAX_INSTANTIATING_INSTRUCTIONS 4

static uintptr_t branch_target(const uint32_t *instruction)
{
    int64_t words = (int32_t)(*instruction << 6) >> 6; /* sign-extend imm26 */

    return (uintptr_t)instruction + (uintptr_t)(words * 4);
}

static uintptr_t indirect_target(const uint32_t *code)
{
    uint64_t low = (code[0] >> 29) & 3, high = (code[0] >> 5) & 0x7ffff;
    int64_t pages = (int64_t)(((high << 2) | low) << 43) >> 43; /* sign-extend imm21 */
    uintptr_t page = ((uintptr_t)code & ~(uintptr_t)0xfff) + (uintptr_t)(pages * 4096);
    uintptr_t offset = ((code[1] >> 10) & 0xfff) * 8;

    return *(const uintptr_t *)(page + offset);
}

static int is_unboxing_stub(uintptr_t code)
{
    extern const char __start___unbox[] __attribute__((weak));
    extern const char __stop___unbox[] __attribute__((weak));

    return code - (uintptr_t)__start___unbox <
           (uintptr_t)__stop___unbox - (uintptr_t)__start___unbox;
}

uintptr_t RhGetCodeTarget(uintptr_t code)
{
    const uint32_t *at = (const uint32_t *)code;

    if (is_unboxing_stub(code) && at[0] == INSTRUCTION_UNBOX) {
        at++;
    }
    if ((at[0] & BRANCH_MASK) == BRANCH_OPCODE) {
        return branch_target(at);
    }
    if ((at[0] & ADRP_X16_MASK) == ADRP_X16 && (at[1] & LDR_X16_X16_MASK) == LDR_X16_X16 &&
        at[2] == INSTRUCTION_BR_X16) {
        return indirect_target(at);
    }
    return code;
}

/* 0 when `code` is not such a stub. */
uintptr_t RhGetTargetOfUnboxingAndInstantiatingStub(uintptr_t code)
{
    const uint32_t *at = (const uint32_t *)code;

    if (!is_unboxing_stub(code)) {
        return 0;
    }
    for (int i = 0; i < MAX_INSTANTIATING_INSTRUCTIONS; i++) {
        if ((at[i] & BRANCH_MASK) == BRANCH_OPCODE) {
            return branch_target(&at[i]);
        }
    }
    return 0;
}
