/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The fault that a vCPU waits on, and the part of its registers that has been fetched. A fault is
 * an instruction with one access, or two (pairs); callbacks see one access at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_vm.h>

#include "a64.h"

/* Words of seL4_UserContext. */
#define CONTEXT_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define CONTEXT_PC    0
#define CONTEXT_SP    1
#define CONTEXT_SPSR  2
#define CONTEXT_X0    3
#define CONTEXT_X8    11
/* ESR_EL2.IL: the instruction is 32 bits long. */
#define ESR_IL_SHIFT 25
/* ESR_EL2 of an abort, ISS.S1PTW: it happened while the hardware walked the guest's tables. */
#define ISS_S1PTW (1u << 7)
/* ESR_EL2 of a data abort, ISS.WnR: a write. */
#define ISS_WNR (1u << 6)
/* PSTATE, as SPSR_EL2 shows it (Arm DDI 0487, C5.2.19). */
#define PSTATE_SP_SELECT 1u /* SPSel: the stack pointer is the exception level's own */
#define PSTATE_EL_MASK   0xcu
#define PSTATE_EL1       0x4u
#define PSTATE_AARCH32   0x10u /* nRW */
/* Number of the register that reads as zero, or that is the stack pointer as a base. */
#define REGISTER_31 31

struct fault {
    vm_vcpu_t *vcpu;
    uintptr_t ip;      /* pc of the instruction, a virtual address */
    uintptr_t address; /* guest physical address of the access at hand */
    uint64_t data;     /* of the access at hand, in the low bits */
    uint32_t syndrome; /* ESR_EL2 */
    bool fetch;        /* an instruction fetch */
    bool advanced;     /* the access at hand is complete */
    bool repeat;       /* the instruction is to be repeated */
    bool aborted;      /* the guest takes an exception instead */
    bool data_valid;   /* data holds the value stored, or the one to load */
    bool asked;        /* somebody was asked for the access at hand, or for the one before it */
    unsigned element;  /* the access at hand, 0 or 1 */
    a64_access_t access;
    uint64_t base;                  /* of an access that was decoded: the base register before it */
    bool base_is_sp_el1;            /* and that is SP_EL1, which is no register of the thread */
    uint64_t first_value;           /* what the first register of a pair is to get */
    bool first_loaded;              /* and whether it is */
    seL4_Word words[CONTEXT_WORDS]; /* registers in the order of seL4_UserContext */
    unsigned valid;                 /* that many words are known, from the pc on */
    unsigned dirty;                 /* that many words are to be written back */
    bool fetched;                   /* words have been read from the thread */
    uint64_t sctlr;                 /* SCTLR_EL1 at the fault */
    bool sctlr_known;               /* and whether it has been read */
};

/* Index of register REG (0 to 30) in seL4_UserContext. */
unsigned vmi_context_word(unsigned reg);

/* Begin a fault. The access is filled in later. */
void vmi_fault_begin(struct fault *fault, uintptr_t ip, uintptr_t address, bool fetch,
                     uint32_t syndrome);

/* Make sure that the first COUNT words are known. Returns 0, or -1 with the failure recorded. */
int vmi_fault_fetch(struct fault *fault, unsigned count);

/* General purpose register REG, 0 to 30, or 31 for zero. */
int vmi_fault_get_register(struct fault *fault, unsigned reg, uint64_t *value);
static inline int fault_set_register(struct fault *fault, unsigned reg, uint64_t value)
{
    if (reg >= REGISTER_31) {
        return 0;
    }
    unsigned word = vmi_context_word(reg);
    /* What is written back starts at the pc, so the words before must be known, but not this one.
     */
    if (vmi_fault_fetch(fault, word) != 0) {
        return -1;
    }
    fault->words[word] = value;
    if (fault->valid <= word) {
        fault->valid = word + 1;
    }
    if (fault->dirty <= word) {
        fault->dirty = word + 1;
    }
    return 0;
}

/* Move the pc behind the instruction, which is 2 bytes long, or 4 with ESR_EL2.IL set (Arm DDI
 * 0487, D17.2.37): code at EL0 may be T32. Its IT state, in SPSR_EL2, is left alone. */
static inline void fault_skip_instruction(struct fault *fault)
{
    fault->words[CONTEXT_PC] = fault->ip + 2 + ((fault->syndrome >> (ESR_IL_SHIFT - 1)) & 2);
    if (fault->dirty == 0) {
        fault->dirty = 1;
    }
}

/* Write registers back that have changed. */
int vmi_fault_write_back(struct fault *fault);

/* Go on to the access of the given number. */
void vmi_fault_select(struct fault *fault, unsigned element, uintptr_t address);

/* First COUNT registers of a thread, in as few message registers as they need. */
seL4_Error vmi_tcb_read_words(seL4_CPtr tcb, seL4_Word *words, unsigned count);
seL4_Error vmi_tcb_write_words(seL4_CPtr tcb, const seL4_Word *words, unsigned count);
