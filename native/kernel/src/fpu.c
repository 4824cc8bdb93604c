/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Lazy switching of the floating-point registers: they stay those of the thread that used them
 * last, and CPTR_EL2.TFP makes every other thread trap when it touches them.
 */
#include "fpu.h"

#include "arch.h"
#include "sched.h"

#define CPTR_RES1    0x33fful
#define CPTR_TRAP_FP BIT(10)

static tcb_t *owner;
static bool trapping = true;

static void set_trap(bool trap)
{
    if (trap != trapping) {
        trapping = trap;
        WRITE_SYSREG(cptr_el2, trap ? CPTR_RES1 | CPTR_TRAP_FP : CPTR_RES1);
        isb();
    }
}

void fpu_init(void)
{
    WRITE_SYSREG(cptr_el2, CPTR_RES1 | CPTR_TRAP_FP);
    isb();
}

void fpu_switch(const tcb_t *tcb)
{
    set_trap(tcb != owner);
}

bool fpu_trap(tcb_t *tcb)
{
    if (tcb->flags & seL4_TCBFlag_fpuDisabled) {
        return false;
    }
    set_trap(false);
    if (owner != NULL) {
        fpu_save(&owner->fpu);
    }
    fpu_load(&tcb->fpu);
    owner = tcb;
    return true;
}

void fpu_release(tcb_t *tcb)
{
    if (tcb == owner) {
        set_trap(false);
        fpu_save(&tcb->fpu);
        owner = NULL;
    }
}
