/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abort_cause.h"

#include <sel4vm/guest_memory_ext.h>

#include "access_address.h"
#include "guest_code.h"

#define PAGE_OFFSET(address) ((address) & (VM_PAGE_SIZE - 1))

/* Bytes that the instruction at the pc accesses, by virtual addresses. */
typedef struct span {
    uint64_t begin;
    unsigned bytes; /* 0: nothing is known of them */
} span_t;

static int span_of_access(struct fault *fault, span_t *span)
{
    *span = (span_t){.begin = fault->ip, .bytes = fault->fetch ? A64_INSTRUCTION_SIZE : 0};
    if (fault->fetch) {
        return 0;
    }
    stage1_t stage1;
    uint32_t instruction;
    if (vmi_fault_fetch(fault, CONTEXT_SPSR + 1) != 0) {
        return -1;
    }
    if ((fault->words[CONTEXT_SPSR] & PSTATE_AARCH32) != 0) {
        return 0;
    }
    if (!vmi_guest_stage1(fault->vcpu, fault->ip, &stage1)) {
        return -1;
    }
    unsigned bytes;
    if (!vmi_read_instruction(&stage1, fault->ip, &instruction) ||
        !vmi_a64_address(instruction, &fault->access, &bytes)) {
        return 0;
    }
    if (vmi_access_address(fault, &span->begin) != 0) {
        return -1;
    }
    span->bytes = bytes;
    if (bytes == A64_PAGE_SIZE) {
        span->begin -= PAGE_OFFSET(span->begin);
    }
    return 0;
}

/* How the walk of the access at hand finds its tables. */
typedef struct table_reader {
    vm_t *vm;
    walk_cause_t *cause;
} table_reader_t;

/* Read a descriptor as the walk of the hardware does, which cannot where the guest's address space
 * does not let it. */
static bool read_for_hardware(uint64_t address, uint64_t *descriptor, void *cookie)
{
    const table_reader_t *reader = cookie;
    reader->cause->table = address;
    resolution_t resolution = vmi_memory_resolve(reader->vm, address, false);
    if (resolution == RESOLVE_MAPPED || resolution == RESOLVE_TRACKED) {
        reader->cause->resolution = resolution;
    }
    return resolution != RESOLVE_NONE && vmi_read_descriptor(address, descriptor, reader->vm);
}

/* The walk for VA. Returns 0, or -1 with the failure recorded. */
static int walk_for(struct fault *fault, uint64_t va, walk_cause_t *cause)
{
    stage1_t stage1;
    if (!vmi_guest_stage1(fault->vcpu, va, &stage1)) {
        return -1;
    }
    table_reader_t reader = {fault->vcpu->vm, cause};
    stage1.read = read_for_hardware;
    stage1.cookie = &reader;
    stage1_walk_t walk = vmi_stage1_walk(&stage1, va);
    cause->end = walk.end == STAGE1_NO_TABLE ? WALK_NO_TABLE : WALK_COMPLETE;
    cause->level = walk.level;
    cause->va = va;
    return 0;
}

int vmi_walk_cause(struct fault *fault, walk_cause_t *cause)
{
    *cause = (walk_cause_t){.end = WALK_UNKNOWN, .resolution = RESOLVE_STALE};
    span_t span;
    if (span_of_access(fault, &span) != 0) {
        return -1;
    }
    if (span.bytes == 0) {
        return 0;
    }
    if (walk_for(fault, span.begin, cause) != 0) {
        return -1;
    }
    uint64_t last = span.begin + span.bytes - 1;
    uint64_t second = last - PAGE_OFFSET(last);
    if (cause->end == WALK_NO_TABLE || second == span.begin - PAGE_OFFSET(span.begin)) {
        return 0;
    }
    return walk_for(fault, second, cause);
}

/* The first byte that is out of reach. It has the page offset of the fault, and must lead there. */
static int explain_access(struct fault *fault, span_t span, abort_cause_t *cause)
{
    uint64_t ahead = PAGE_OFFSET(fault->address - span.begin);
    uint64_t va = span.begin + ahead;
    if (ahead >= span.bytes) {
        return 0;
    }
    stage1_t stage1;
    if (!vmi_guest_stage1(fault->vcpu, va, &stage1)) {
        return -1;
    }
    uint64_t ipa;
    if (vmi_stage1_translate(&stage1, va, &ipa) && ipa == fault->address) {
        cause->has_address = true;
        cause->address = va;
    }
    return 0;
}

int vmi_abort_cause(struct fault *fault, abort_cause_t *cause)
{
    *cause = (abort_cause_t){
        .fetch = fault->fetch,
        .write = !fault->fetch && (fault->syndrome & ISS_WNR) != 0,
        .status = FSC_EXTERNAL,
    };
    if ((fault->syndrome & ISS_S1PTW) == 0) {
        span_t span;
        return span_of_access(fault, &span) == 0 ? explain_access(fault, span, cause) : -1;
    }
    walk_cause_t walk;
    if (vmi_walk_cause(fault, &walk) != 0) {
        return -1;
    }
    if (walk.end == WALK_NO_TABLE) {
        cause->has_address = true;
        cause->address = walk.va;
        cause->status = FSC_EXTERNAL_WALK + walk.level;
    }
    return 0;
}
