/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "fault_record.h"

#include "vm/error.h"

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

unsigned vmi_context_word(unsigned reg)
{
    return word_of_register[reg];
}

seL4_Error vmi_tcb_read_words(seL4_CPtr tcb, seL4_Word *words, unsigned count)
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

/* Message of seL4_TCB_WriteRegisters: flags (none: the thread is not resumed), count, words. The
 * first four words go to MR. */
static inline seL4_MessageInfo_t tcb_write_message(seL4_Word mr[4], const seL4_Word *words,
                                                   unsigned count)
{
    if (count == 0 || count > CONTEXT_WORDS) {
        __builtin_unreachable();
    }
    mr[0] = 0;
    mr[1] = count;
    mr[2] = words[0];
    mr[3] = count > 1 ? words[1] : 0;
    for (unsigned i = 2; i < count; i++) {
        seL4_SetMR((int)i + 2, words[i]);
    }
    return seL4_MessageInfo_new(TCBWriteRegisters, 0, 0, 2 + count);
}

seL4_Error vmi_tcb_write_words(seL4_CPtr tcb, const seL4_Word *words, unsigned count)
{
    seL4_Word mr[seL4_FastMessageRegisters];
    seL4_MessageInfo_t info = tcb_write_message(mr, words, count);
    info = seL4_CallWithMRs(tcb, info, &mr[0], &mr[1], &mr[2], &mr[3]);
    return (seL4_Error)seL4_MessageInfo_get_label(info);
}

void vmi_fault_begin(struct fault *fault, uintptr_t ip, uintptr_t address, bool fetch,
                     uint32_t syndrome)
{
    fault->ip = ip;
    fault->address = address;
    fault->syndrome = syndrome;
    fault->fetch = fetch;
    fault->advanced = false;
    fault->repeat = false;
    fault->aborted = false;
    fault->asked = false;
    fault->data_valid = false;
    fault->data = 0;
    fault->element = 0;
    fault->words[CONTEXT_PC] = ip;
    fault->valid = 1;
    fault->dirty = 0;
    fault->fetched = false;
    fault->sctlr_known = false;
}

int vmi_fault_fetch(struct fault *fault, unsigned count)
{
    if (count <= fault->valid) {
        return 0;
    }
    seL4_Word mr0 = 0, mr1 = count, mr2, mr3;
    seL4_MessageInfo_t info =
        seL4_CallWithMRs(fault->vcpu->tcb.tcb.cptr, seL4_MessageInfo_new(TCBReadRegisters, 0, 0, 2),
                         &mr0, &mr1, &mr2, &mr3);
    seL4_Error error = (seL4_Error)seL4_MessageInfo_get_label(info);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(fault->vcpu->vm, error, "seL4_TCB_ReadRegisters", fault->ip, count);
    }
    /* Words that are valid may have been changed: they are newer than the kernel's. */
    unsigned i = fault->valid;
    switch (i) {
    case 0:
        fault->words[0] = mr0;
        /* fall through */
    case 1:
        fault->words[1] = mr1;
        /* fall through */
    case 2:
        fault->words[2] = mr2;
        /* fall through */
    case 3:
        fault->words[3] = mr3;
        i = seL4_FastMessageRegisters;
        break;
    default:
        break;
    }
    for (; i < count; i++) {
        fault->words[i] = seL4_GetMR((int)i);
    }
    fault->valid = count;
    fault->fetched = true;
    return 0;
}

int vmi_fault_get_register(struct fault *fault, unsigned reg, uint64_t *value)
{
    *value = 0;
    if (reg >= REGISTER_31) {
        return 0;
    }
    unsigned word = vmi_context_word(reg);
    if (vmi_fault_fetch(fault, word + 1) != 0) {
        return -1;
    }
    *value = fault->words[word];
    return 0;
}

int vmi_fault_write_back(struct fault *fault)
{
    if (fault->dirty == 0) {
        return 0;
    }
    seL4_CPtr tcb = fault->vcpu->tcb.tcb.cptr;
    if (fault->fetched) {
        /* The capability is good, as registers have been read with it: nothing can go wrong, so no
         * answer is waited for, which saves the kernel work. */
        seL4_Word mr[seL4_FastMessageRegisters];
        seL4_MessageInfo_t info = tcb_write_message(mr, fault->words, fault->dirty);
        seL4_SendWithMRs(tcb, info, &mr[0], &mr[1], &mr[2], &mr[3]);
        fault->dirty = 0;
        return 0;
    }
    seL4_Error error = vmi_tcb_write_words(tcb, fault->words, fault->dirty);
    if (error != seL4_NoError) {
        return vmi_fail_kernel(fault->vcpu->vm, error, "seL4_TCB_WriteRegisters", fault->ip,
                               fault->dirty);
    }
    fault->dirty = 0;
    return 0;
}

void vmi_fault_select(struct fault *fault, unsigned element, uintptr_t address)
{
    fault->element = element;
    fault->address = address;
    fault->advanced = false;
    fault->data_valid = false;
    fault->data = 0;
}
