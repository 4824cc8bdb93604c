/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * A guest of one page of code: a thread with a VCPU, a VSpace and a CSpace of its own. It talks by
 * hypervisor calls, which reach the suite as unknown system calls and carry x0 to x7.
 */

#pragma once

#include "kapi.h"

/* Intermediate physical addresses. */
#define GUEST_CODE  0x40000000ul
#define GUEST_DATA  0x40001000ul
#define GUEST_HOLE  0x50000000ul /* nothing is mapped there */
#define GUEST_GICC  0x08010000ul /* the virtual CPU interface, after kapi_guest_map_gic */

#define GUEST_BADGE 0x6e57ul

typedef struct kapi_guest {
    seL4_CPtr vspace, tcb, vcpu, faults;
    seL4_CPtr code_frame, data_frame;
    seL4_CPtr gicv_frame; /* after kapi_guest_map_gic() */
    void *code;
    volatile seL4_Word *data;
    seL4_Word x[8], pc; /* of the last hypervisor call */
} kapi_guest_t;

/* A program of guest_code.S. */
#define GUEST_PROGRAM(name) extern const char guest_##name[], guest_##name##_end[]

/* Makes a guest of a program, not running yet, below main; x0 is its argument. At most two at a
 * time. */
kapi_guest_t *kapi_guest_make(const char *start, const char *end, seL4_Word argument);
#define MAKE_GUEST(name, argument) kapi_guest_make(guest_##name, guest_##name##_end, argument)

void kapi_guest_start(kapi_guest_t *guest);
/* Maps the GIC's virtual CPU interface. */
void kapi_guest_map_gic(kapi_guest_t *guest);

/* Its two pages for the root task, after that: registers of the VCPU that ran last. */
typedef struct kapi_gicv {
    volatile uint32_t *registers;
    volatile uint32_t *deactivate; /* GICV_DIR */
} kapi_gicv_t;
kapi_gicv_t kapi_guest_see_gic(const kapi_guest_t *guest);

/* Waits for the guest's next fault. */
kapi_received_t kapi_guest_fault(kapi_guest_t *guest, seL4_Word label);
/* Waits for its next hypervisor call and answers x0. */
seL4_Word kapi_guest_call(kapi_guest_t *guest);
/* Lets it go on after a hypervisor call, with another x0. */
void kapi_guest_answer(kapi_guest_t *guest, seL4_Word x0);
/* Sets its program counter and lets it go on after any other fault. */
void kapi_guest_skip(kapi_guest_t *guest);
seL4_Word kapi_guest_pc(kapi_guest_t *guest);

seL4_Word kapi_guest_read(kapi_guest_t *guest, seL4_VCPUReg reg);

/* Exception class of a syndrome (Arm ARM, ESR_EL2.EC). */
#define EC(esr)   ((esr) >> 26 & 0x3f)
#define EC_WFX    0x01ul
#define EC_SMC    0x17ul
#define EC_SYSREG 0x18ul
#define EC_DABORT 0x24ul
