/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "puppet.h"

GUEST_PROGRAM(puppet);

#define NOP  0xd503201fu
#define MSR  0xd5000000u /* C5.1.2: op0, op1, CRn, CRm, op2, Rt from bit 19 down */
#define READ (1u << 21)

static uint32_t instruction(encoding_t reg, unsigned rt)
{
    return MSR | (uint32_t)reg.op0 << 19 | (uint32_t)reg.op1 << 16 | (uint32_t)reg.crn << 12 |
           (uint32_t)reg.crm << 8 | (uint32_t)reg.op2 << 5 | rt;
}

uint32_t instruction_msr(encoding_t reg, unsigned rt)
{
    return instruction(reg, rt);
}

uint32_t instruction_mrs(encoding_t reg, unsigned rt)
{
    return instruction(reg, rt) | READ;
}

/* Waits for the report and leaves the puppet at its HVC, where it waits for an answer. */
static puppet_end_t report(puppet_t *puppet)
{
    kapi_guest_t *g = puppet->guest;
    seL4_Word syndrome = 0;
    bool trapped = false;
    kapi_received_t event = kapi_recv(g->faults);
    while (event.label == seL4_Fault_VCPUFault) {
        syndrome = seL4_GetMR(seL4_VCPUFault_HSR);
        trapped = true;
        kapi_guest_skip(g);
        event = kapi_recv(g->faults);
    }
    if (event.label != seL4_Fault_UnknownSyscall) {
        kapi_fail(__FILE__, __LINE__, "the guest's event is %lu: 0x%lx 0x%lx 0x%lx 0x%lx",
                  event.label, seL4_GetMR(0), seL4_GetMR(1), seL4_GetMR(2), seL4_GetMR(3));
    }
    for (int i = 0; i < 7; i++) {
        puppet->x[i] = seL4_GetMR(i);
    }
    if (trapped) {
        puppet->x[5] = syndrome;
        return PUPPET_TRAPPED;
    }
    return puppet->x[6] == 0 ? PUPPET_DONE : PUPPET_EXCEPTION;
}

puppet_t puppet_make(void)
{
    puppet_t puppet = {.guest = MAKE_GUEST(puppet, 0)};
    kapi_guest_start(puppet.guest);
    EQ(report(&puppet), PUPPET_DONE);
    return puppet;
}

static void write_code(kapi_guest_t *g, const uint32_t *instructions, size_t count)
{
    HOLDS(count <= PUPPET_SLOT_COUNT);
    uint32_t *slots = (uint32_t *)((char *)g->code + PUPPET_SLOTS);
    for (size_t i = 0; i < PUPPET_SLOT_COUNT; i++) {
        slots[i] = i < count ? instructions[i] : NOP;
    }
    OK(seL4_ARM_Page_CleanInvalidate_Data(g->code_frame, 0, LIBSEL4_BIT(seL4_PageBits)));
    OK(seL4_ARM_Page_Unify_Instruction(g->code_frame, 0, LIBSEL4_BIT(seL4_PageBits)));
}

puppet_end_t puppet_run(puppet_t *puppet, const uint32_t *instructions, size_t count, seL4_Word x0,
                        seL4_Word x1)
{
    kapi_guest_t *g = puppet->guest;
    write_code(g, instructions, count);
    /* No reply: another puppet's report may have come since, and the reply would go to that. */
    seL4_UserContext registers = {0};
    const seL4_Word words = sizeof(registers) / sizeof(seL4_Word);
    OK(seL4_TCB_ReadRegisters(g->tcb, 0, 0, words, &registers));
    registers.pc += 4;
    registers.x0 = x0;
    registers.x1 = x1;
    OK(seL4_TCB_WriteRegisters(g->tcb, 0, 0, words, &registers));
    OK(seL4_TCB_Resume(g->tcb));
    return report(puppet);
}

puppet_end_t puppet_write(puppet_t *puppet, encoding_t reg, seL4_Word value)
{
    uint32_t code = instruction_msr(reg, 0);
    return puppet_run(puppet, &code, 1, value, 0);
}

puppet_end_t puppet_read(puppet_t *puppet, encoding_t reg, seL4_Word *value)
{
    uint32_t code = instruction_mrs(reg, 0);
    puppet_end_t end = puppet_run(puppet, &code, 1, 0, 0);
    *value = end == PUPPET_DONE ? puppet->x[0] : 0;
    return end;
}

void puppet_set(puppet_t *puppet, encoding_t reg, seL4_Word value)
{
    EQ(puppet_write(puppet, reg, value), PUPPET_DONE);
}

seL4_Word puppet_get(puppet_t *puppet, encoding_t reg)
{
    seL4_Word value;
    EQ(puppet_read(puppet, reg, &value), PUPPET_DONE);
    return value;
}
