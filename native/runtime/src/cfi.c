/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The call-frame instructions (DWARF 5, 6.4.2; register numbers: AADWARF64 4.1). */

#include <runtime/unwind.h>

#include "dwarf_reader.h"

#define REG_X19        19
#define REG_X28        28
#define REG_FP         29
#define REG_LR         30
#define REG_SP         31
#define REG_D8         72
#define REG_D15        79
#define RULE_SLOTS     20 /* x19..x28, fp, lr, d8..d15 */
#define D8_SLOT        (REG_LR - REG_X19 + 1)
#define NO_SLOT        (-1)

#define MAX_REMEMBERED 4

enum cfa_opcode {
    DW_CFA_ADVANCE_LOC = 0x40, /* high two bits; operand in the low six */
    DW_CFA_OFFSET = 0x80,
    DW_CFA_RESTORE = 0xc0,
    DW_CFA_NOP = 0x00,
    DW_CFA_SET_LOC = 0x01,
    DW_CFA_ADVANCE_LOC1 = 0x02,
    DW_CFA_ADVANCE_LOC2 = 0x03,
    DW_CFA_ADVANCE_LOC4 = 0x04,
    DW_CFA_OFFSET_EXTENDED = 0x05,
    DW_CFA_RESTORE_EXTENDED = 0x06,
    DW_CFA_UNDEFINED = 0x07,
    DW_CFA_SAME_VALUE = 0x08,
    DW_CFA_REGISTER = 0x09,
    DW_CFA_REMEMBER_STATE = 0x0a,
    DW_CFA_RESTORE_STATE = 0x0b,
    DW_CFA_DEF_CFA = 0x0c,
    DW_CFA_DEF_CFA_REGISTER = 0x0d,
    DW_CFA_DEF_CFA_OFFSET = 0x0e,
    DW_CFA_OFFSET_EXTENDED_SF = 0x11,
    DW_CFA_DEF_CFA_SF = 0x12,
    DW_CFA_DEF_CFA_OFFSET_SF = 0x13,
    DW_CFA_AARCH64_NEGATE_RA_STATE = 0x2d,
    DW_CFA_GNU_ARGS_SIZE = 0x2e,
};

struct rules {
    uint32_t cfa_register;
    int64_t cfa_offset;
    uint32_t saved;     /* bit per slot: stored at cfa + offset */
    uint32_t undefined; /* bit per slot: has no value in the caller */
    int32_t offset[RULE_SLOTS];
};

struct machine {
    struct rules rules;
    struct rules initial;
    struct rules remembered[MAX_REMEMBERED];
    unsigned remembered_count;
    uintptr_t location;
};

static int slot_of(uint64_t reg)
{
    if (reg >= REG_X19 && reg <= REG_LR) {
        return (int)(reg - REG_X19);
    }
    if (reg >= REG_D8 && reg <= REG_D15) {
        return (int)(reg - REG_D8) + D8_SLOT;
    }
    return NO_SLOT;
}

static void set_offset(struct rules *rules, uint64_t reg, int64_t offset)
{
    int slot = slot_of(reg);

    if (slot != NO_SLOT) { /* caller-saved registers do not matter to the caller */
        rules->saved |= 1u << slot;
        rules->undefined &= ~(1u << slot);
        rules->offset[slot] = (int32_t)offset;
    }
}

static void set_same(struct rules *rules, uint64_t reg)
{
    int slot = slot_of(reg);

    if (slot != NO_SLOT) {
        rules->saved &= ~(1u << slot);
        rules->undefined &= ~(1u << slot);
    }
}

static void set_undefined(struct rules *rules, uint64_t reg)
{
    int slot = slot_of(reg);

    if (slot != NO_SLOT) {
        rules->saved &= ~(1u << slot);
        rules->undefined |= 1u << slot;
    }
}

static void restore_initial(struct machine *machine, uint64_t reg)
{
    int slot = slot_of(reg);

    if (slot != NO_SLOT) {
        uint32_t bit = 1u << slot;

        machine->rules.saved = (machine->rules.saved & ~bit) | (machine->initial.saved & bit);
        machine->rules.undefined =
            (machine->rules.undefined & ~bit) | (machine->initial.undefined & bit);
        machine->rules.offset[slot] = machine->initial.offset[slot];
    }
}

/* The opcodes whose operand is not packed into the opcode byte. */
static bool execute_extended(struct machine *machine, const struct rt_fde *fde, uint8_t opcode,
                             struct dwarf_reader *in)
{
    struct rules *rules = &machine->rules;
    uint64_t reg;

    switch (opcode) {
    case DW_CFA_NOP:
    case DW_CFA_AARCH64_NEGATE_RA_STATE:
        return true;
    case DW_CFA_ADVANCE_LOC1:
        machine->location += dwarf_u8(in) * fde->code_alignment;
        return true;
    case DW_CFA_ADVANCE_LOC2:
        machine->location += dwarf_u16(in) * fde->code_alignment;
        return true;
    case DW_CFA_ADVANCE_LOC4:
        machine->location += dwarf_u32(in) * fde->code_alignment;
        return true;
    case DW_CFA_OFFSET_EXTENDED:
        reg = dwarf_uleb(in);
        set_offset(rules, reg, (int64_t)dwarf_uleb(in) * fde->data_alignment);
        return true;
    case DW_CFA_OFFSET_EXTENDED_SF:
        reg = dwarf_uleb(in);
        set_offset(rules, reg, dwarf_sleb(in) * fde->data_alignment);
        return true;
    case DW_CFA_RESTORE_EXTENDED:
        restore_initial(machine, dwarf_uleb(in));
        return true;
    case DW_CFA_UNDEFINED:
        set_undefined(rules, dwarf_uleb(in));
        return true;
    case DW_CFA_SAME_VALUE:
        set_same(rules, dwarf_uleb(in));
        return true;
    case DW_CFA_REMEMBER_STATE:
        if (machine->remembered_count == MAX_REMEMBERED) {
            return false;
        }
        machine->remembered[machine->remembered_count++] = *rules;
        return true;
    case DW_CFA_RESTORE_STATE:
        if (machine->remembered_count == 0) {
            return false;
        }
        *rules = machine->remembered[--machine->remembered_count];
        return true;
    case DW_CFA_DEF_CFA:
        rules->cfa_register = (uint32_t)dwarf_uleb(in);
        rules->cfa_offset = (int64_t)dwarf_uleb(in);
        return true;
    case DW_CFA_DEF_CFA_SF:
        rules->cfa_register = (uint32_t)dwarf_uleb(in);
        rules->cfa_offset = dwarf_sleb(in) * fde->data_alignment;
        return true;
    case DW_CFA_DEF_CFA_REGISTER:
        rules->cfa_register = (uint32_t)dwarf_uleb(in);
        return true;
    case DW_CFA_DEF_CFA_OFFSET:
        rules->cfa_offset = (int64_t)dwarf_uleb(in);
        return true;
    case DW_CFA_DEF_CFA_OFFSET_SF:
        rules->cfa_offset = dwarf_sleb(in) * fde->data_alignment;
        return true;
    case DW_CFA_GNU_ARGS_SIZE:
        (void)dwarf_uleb(in);
        return true;
    default:
        return false; /* expressions, register-to-register moves, absolute locations */
    }
}

/* Runs instructions until their row no longer covers `pc`. */
static bool execute(struct machine *machine, const struct rt_fde *fde, const uint8_t *from,
                    const uint8_t *to, uintptr_t pc)
{
    struct dwarf_reader in = {from, to};

    while (in.at < in.end && machine->location <= pc) {
        uint8_t opcode = dwarf_u8(&in);
        uint8_t operand = opcode & 0x3f;

        switch (opcode & 0xc0) {
        case DW_CFA_ADVANCE_LOC:
            machine->location += operand * fde->code_alignment;
            break;
        case DW_CFA_OFFSET:
            set_offset(&machine->rules, operand, (int64_t)dwarf_uleb(&in) * fde->data_alignment);
            break;
        case DW_CFA_RESTORE:
            restore_initial(machine, operand);
            break;
        default:
            if (!execute_extended(machine, fde, opcode, &in)) {
                return false;
            }
            break;
        }
    }
    return true;
}

/* x19 to x28, fp and lr lie in a row. */
_Static_assert(RT_DISPLAY_FP == RT_DISPLAY_X19 + 8 * (REG_FP - REG_X19), "fp");
_Static_assert(RT_DISPLAY_LR == RT_DISPLAY_X19 + 8 * (REG_LR - REG_X19), "lr");

static uint64_t *slot_register(struct rt_regdisplay *display, int slot)
{
    size_t offset = slot < D8_SLOT ? RT_DISPLAY_X19 + 8u * (size_t)slot
                                   : RT_DISPLAY_D8 + 8u * (size_t)(slot - D8_SLOT);

    return (uint64_t *)((uint8_t *)display + offset);
}

static bool cfa_of(const struct rules *rules, struct rt_regdisplay *display, uintptr_t *cfa)
{
    if (rules->cfa_register == REG_SP) {
        *cfa = display->sp + (uintptr_t)rules->cfa_offset;
        return true;
    }

    int slot = slot_of(rules->cfa_register);

    if (slot == NO_SLOT) {
        return false;
    }
    *cfa = *slot_register(display, slot) + (uintptr_t)rules->cfa_offset;
    return true;
}

bool rt_unwind_step(const struct rt_fde *fde, uintptr_t pc, struct rt_regdisplay *display)
{
    struct machine machine;
    uintptr_t cfa;

    /* Not zeroed as a whole: this runs for every frame of every throw, and `remembered` is rarely
     * used. */
    machine.rules.cfa_register = REG_SP;
    machine.rules.cfa_offset = 0;
    machine.rules.saved = 0;
    machine.rules.undefined = 0;
    machine.remembered_count = 0;
    machine.location = fde->start;
    if (!execute(&machine, fde, fde->cie_instructions, fde->cie_end, UINTPTR_MAX)) {
        return false;
    }
    machine.initial = machine.rules;
    machine.location = fde->start;
    if (!execute(&machine, fde, fde->instructions, fde->end, pc) ||
        !cfa_of(&machine.rules, display, &cfa)) {
        return false;
    }

    int return_slot = slot_of(fde->return_register);

    /* An undefined return address marks the outermost frame. */
    if (return_slot == NO_SLOT || (machine.rules.undefined & (1u << return_slot))) {
        return false;
    }
    /* The stack grows down: a caller's frame that is not above its callee's is corrupt, and would
     * loop. */
    if (cfa < display->sp || (cfa & 7) != 0) {
        return false;
    }
    for (uint32_t saved = machine.rules.saved; saved != 0; saved &= saved - 1) {
        int slot = __builtin_ctz(saved);
        const uint64_t *stored =
            (const uint64_t *)(cfa + (uintptr_t)(intptr_t)machine.rules.offset[slot]);

        *slot_register(display, slot) = *stored;
    }
    display->sp = cfa;
    display->pc = *slot_register(display, return_slot);
    return display->pc != 0;
}
