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
    uint8_t result;    /* the last answer for an access, a memory_fault_result_t; for the tracer */
    unsigned element;  /* the access at hand, 0 or 1 */
    a64_access_t access;
    seL4_Word words[CONTEXT_WORDS]; /* registers in the order of seL4_UserContext */
    unsigned valid;                 /* that many words are known; word 0, the pc, always is */
    unsigned dirty;                 /* that many words are to be written back */
};

/* Begin a fault. The access is filled in later. */
void fault_begin(struct fault *fault, uintptr_t ip, uintptr_t address, bool fetch,
                 uint32_t syndrome);

/* Take the access from the syndrome. Returns false when the syndrome does not describe it (ISV
 * clear). */
bool fault_from_syndrome(struct fault *fault);

/* Make sure that the first COUNT words are known. Returns 0, or -1 with the failure recorded. */
int fault_fetch(struct fault *fault, unsigned count);

/* General purpose register REG, 0 to 30, or 31 for zero. */
int fault_get_register(struct fault *fault, unsigned reg, uint64_t *value);
int fault_set_register(struct fault *fault, unsigned reg, uint64_t value);

/* Move the pc behind the instruction. */
void fault_skip_instruction(struct fault *fault);

/* Write registers back that have changed. */
int fault_write_back(struct fault *fault);

/* Place the access at hand, of the given number. */
void fault_select(struct fault *fault, unsigned element, uintptr_t address);

/* Index of register REG (0 to 30) in seL4_UserContext. */
unsigned context_word(unsigned reg);

/* First COUNT registers of a thread, in as few message registers as they need. */
seL4_Error tcb_read_words(seL4_CPtr tcb, seL4_Word *words, unsigned count);
seL4_Error tcb_write_words(seL4_CPtr tcb, bool resume, const seL4_Word *words, unsigned count);
