/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "fault.h"

#include <string.h>

#include <sel4vm/sel4_arch/processor.h>

#include "error.h"
#include "vcpu.h"

/* Syndrome of a data abort: Arm DDI 0487, D17.2.37 "ISS encoding for an exception from a Data
 * Abort". */
#define ISS_ISV       (1u << 24)
#define ISS_SAS_SHIFT 22
#define ISS_SSE       (1u << 21)
#define ISS_SRT_SHIFT 16
#define ISS_SF        (1u << 15)
#define ISS_S1PTW     (1u << 7)
#define ISS_WNR       (1u << 6)

/* seL4_UserContext: pc sp spsr x0-x8 x16-x18 x29 x30 x9-x15 x19-x28 tpidr_el0 tpidrro_el0 */
static const uint8_t word_of_register[REGISTER_31] = {
    3,  4,  5,  6,  7,  8,  9,  10, 11, 17, 18, 19, 20, 21, 22, 23,
    12, 13, 14, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 15, 16,
};
_Static_assert(offsetof(seL4_UserContext, x9) == 17 * sizeof(seL4_Word),
               "order of seL4_UserContext");
_Static_assert(offsetof(seL4_UserContext, x16) == 12 * sizeof(seL4_Word),
               "order of seL4_UserContext");
_Static_assert(offsetof(seL4_UserContext, x19) == 24 * sizeof(seL4_Word),
               "order of seL4_UserContext");
_Static_assert(offsetof(seL4_UserContext, x29) == 15 * sizeof(seL4_Word),
               "order of seL4_UserContext");

unsigned context_word(unsigned reg)
{
    return word_of_register[reg];
}

seL4_Error tcb_read_words(seL4_CPtr tcb, seL4_Word *words, unsigned count)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {0, count, 0, 0};
    seL4_MessageInfo_t info = seL4_CallWithMRs(tcb, seL4_MessageInfo_new(TCBReadRegisters, 0, 0, 2),
                                               &mr[0], &mr[1], &mr[2], &mr[3]);
    if (seL4_MessageInfo_get_label(info) != seL4_NoError) {
        return (seL4_Error)seL4_MessageInfo_get_label(info);
    }
    for (unsigned i = 0; i < count; i++) {
        words[i] = i < seL4_FastMessageRegisters ? mr[i] : seL4_GetMR((int)i);
    }
    return seL4_NoError;
}

seL4_Error tcb_write_words(seL4_CPtr tcb, bool resume, const seL4_Word *words, unsigned count)
{
    /* Message registers: flags, count, words. */
    seL4_Word mr[seL4_FastMessageRegisters] = {resume, count, words[0], count > 1 ? words[1] : 0};
    for (unsigned i = 2; i < count; i++) {
        seL4_SetMR((int)i + 2, words[i]);
    }
    seL4_MessageInfo_t info =
        seL4_CallWithMRs(tcb, seL4_MessageInfo_new(TCBWriteRegisters, 0, 0, 2 + count), &mr[0],
                         &mr[1], &mr[2], &mr[3]);
    return (seL4_Error)seL4_MessageInfo_get_label(info);
}

void fault_begin(struct fault *fault, uintptr_t ip, uintptr_t address, bool fetch,
                 uint32_t syndrome)
{
    fault->ip = ip;
    fault->address = address;
    fault->syndrome = syndrome;
    fault->fetch = fetch;
    fault->advanced = false;
    fault->repeat = false;
    fault->aborted = false;
    fault->data_valid = false;
    fault->element = 0;
    fault->words[CONTEXT_PC] = ip;
    fault->valid = 1;
    fault->dirty = 0;
}

bool fault_from_syndrome(struct fault *fault)
{
    a64_access_t *access = &fault->access;
    uint32_t syndrome = fault->syndrome;
    access->elements = 1;
    access->write_back = false;
    if (fault->fetch) {
        access->size = A64_INSTRUCTION_SIZE;
        access->write = false;
        access->reg[0] = REGISTER_31;
        return true;
    }
    access->write = (syndrome & ISS_WNR) != 0;
    if ((syndrome & ISS_ISV) == 0 || (syndrome & ISS_S1PTW) != 0) {
        return false;
    }
    access->size = (uint8_t)(1u << ((syndrome >> ISS_SAS_SHIFT) & 3));
    access->sign_extend = (syndrome & ISS_SSE) != 0;
    access->wide = (syndrome & ISS_SF) != 0;
    access->reg[0] = (syndrome >> ISS_SRT_SHIFT) & 31;
    return true;
}

int fault_fetch(struct fault *fault, unsigned count)
{
    if (count <= fault->valid) {
        return 0;
    }
    /* Words that have been changed are newer than the kernel's. */
    seL4_Word changed[CONTEXT_WORDS];
    unsigned keep = fault->valid;
    memcpy(changed, fault->words, keep * sizeof(seL4_Word));
    seL4_Error error = tcb_read_words(fault->vcpu->tcb.tcb.cptr, fault->words, count);
    memcpy(fault->words, changed, keep * sizeof(seL4_Word));
    if (error != seL4_NoError) {
        return vm_fail_kernel(fault->vcpu->vm, error, "seL4_TCB_ReadRegisters", fault->ip, count);
    }
    fault->valid = count;
    return 0;
}

int fault_get_register(struct fault *fault, unsigned reg, uint64_t *value)
{
    *value = 0;
    if (reg >= REGISTER_31) {
        return 0;
    }
    unsigned word = context_word(reg);
    if (fault_fetch(fault, word + 1) != 0) {
        return -1;
    }
    *value = fault->words[word];
    return 0;
}

int fault_set_register(struct fault *fault, unsigned reg, uint64_t value)
{
    if (reg >= REGISTER_31) {
        return 0;
    }
    unsigned word = context_word(reg);
    /* What is written back starts at the pc, so the words before must be known, but not this one.
     */
    if (fault_fetch(fault, word) != 0) {
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

void fault_skip_instruction(struct fault *fault)
{
    fault->words[CONTEXT_PC] = fault->ip + A64_INSTRUCTION_SIZE;
    if (fault->dirty == 0) {
        fault->dirty = 1;
    }
}

int fault_write_back(struct fault *fault)
{
    if (fault->dirty == 0) {
        return 0;
    }
    seL4_Error error =
        tcb_write_words(fault->vcpu->tcb.tcb.cptr, false, fault->words, fault->dirty);
    if (error != seL4_NoError) {
        return vm_fail_kernel(fault->vcpu->vm, error, "seL4_TCB_WriteRegisters", fault->ip,
                              fault->dirty);
    }
    fault->dirty = 0;
    return 0;
}

void fault_select(struct fault *fault, unsigned element, uintptr_t address)
{
    fault->element = element;
    fault->address = address;
    fault->advanced = false;
    fault->data_valid = false;
    fault->data = 0;
}
