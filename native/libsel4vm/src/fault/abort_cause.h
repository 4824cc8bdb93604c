/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What a guest is told of an access that nothing answers. */
#pragma once

#include "vcpu/fault_record.h"

#include "memory_fault.h"

/* Fault status codes of synchronous external aborts (Arm DDI 0487, D17.2.37, field DFSC): of the
 * access itself, and of the table walk for it at level 0. */
#define FSC_EXTERNAL      0x10u
#define FSC_EXTERNAL_WALK 0x14u

typedef struct abort_cause {
    bool fetch;       /* an instruction abort; else a data abort */
    bool write;       /* of a data abort */
    bool has_address; /* else the syndrome says that FAR is not valid */
    uint64_t address; /* virtual, for FAR_EL1 */
    unsigned status;  /* fault status code */
} abort_cause_t;

/* Describe the access at hand as hardware would. Neither a memory fault of the kernel's nor the
 * syndrome has its virtual address: that comes from the instruction. Where there is no instruction
 * any more that explains the fault, or it is one of AArch32, the cause has no address. The
 * registers of the fault must be those before the instruction; its access is lost. Returns 0, or -1
 * with a failure of the kernel's recorded. */
int vmi_abort_cause(struct fault *fault, abort_cause_t *cause);

typedef enum walk_end {
    WALK_UNKNOWN,  /* nobody knows what the access is to */
    WALK_COMPLETE, /* every table is there */
    WALK_NO_TABLE, /* one is not */
} walk_end_t;

/* The hardware's walk of the guest's tables for the access at hand. */
typedef struct walk_cause {
    walk_end_t end;
    resolution_t
        resolution; /* of the tables that are there: RESOLVE_STALE unless a page has changed
                     */
    uint64_t table; /* guest physical address of the last descriptor */
    uint64_t va;    /* WALK_NO_TABLE: the address whose walk ends there */
    unsigned level; /* and where */
} walk_cause_t;

/* Walk the guest's tables in the hardware's place, and put right what keeps it from them (deferred
 * and tracked pages): the kernel says that a walk has failed, but not at which table. As for
 * vmi_abort_cause(). */
int vmi_walk_cause(struct fault *fault, walk_cause_t *cause);
