/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* A guest that executes the instructions that a test gives it, one or a few at a time. */

#pragma once

/* Offsets in the puppet's page of code. */
#define PUPPET_SLOTS      0x100
#define PUPPET_SLOT_COUNT 16
#define PUPPET_TARGET     0x200
#define PUPPET_VECTORS    0x800

#ifndef __ASSEMBLER__

#include "guest.h"

/* How the instruction ended. */
typedef enum puppet_end {
    PUPPET_DONE,      /* executed; x[0] is its result */
    PUPPET_EXCEPTION, /* an exception of EL1; x[5] is ESR_EL1 */
    PUPPET_TRAPPED,   /* it came to the VMM as a VCPU fault; x[5] is its syndrome */
} puppet_end_t;

typedef struct puppet {
    kapi_guest_t *guest;
    seL4_Word x[7]; /* after the last instruction */
} puppet_t;

/* Makes a puppet and lets it come to its first report. At most two at a time. */
puppet_t puppet_make(void);

/* Executes instructions with that x0 and x1; the puppet does not run before or after. */
puppet_end_t puppet_run(puppet_t *puppet, const uint32_t *instructions, size_t count, seL4_Word x0,
                        seL4_Word x1);

/* A system register or system instruction: the fields of its encoding (Arm ARM, C5.1). */
typedef struct encoding {
    uint8_t op0, op1, crn, crm, op2;
} encoding_t;

#define ENCODING(op0, op1, crn, crm, op2) ((encoding_t){op0, op1, crn, crm, op2})

/* MSR or SYS, the value in x0. */
puppet_end_t puppet_write(puppet_t *puppet, encoding_t reg, seL4_Word value);
/* MRS; the value is 0 unless it was executed. */
puppet_end_t puppet_read(puppet_t *puppet, encoding_t reg, seL4_Word *value);

/* The same for registers that must be there. */
void puppet_set(puppet_t *puppet, encoding_t reg, seL4_Word value);
seL4_Word puppet_get(puppet_t *puppet, encoding_t reg);

uint32_t instruction_msr(encoding_t reg, unsigned rt);
uint32_t instruction_mrs(encoding_t reg, unsigned rt);

#endif
