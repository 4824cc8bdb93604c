/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Lazy switching of the floating-point registers: they stay those of the thread that used them
 * last, and CPTR_EL2.TFP makes every other thread trap when it touches them.
 */
#include "fpu.h"

#include "arch.h"
#include "sched.h"

#define CPTR_RES1       0x33fful /* of these, bits 8 and 12 trap SVE and SME where there is one */
#define CPTR_TRAP_FP    BIT(10)
#define CPTR_TRAP_TRACE BIT(20)

static tcb_t *owner;
static bool trapping = true;
static word_t cptr; /* CPTR_EL2 without the trap that is switched */

static void set_trap(bool trap)
{
    if (trap != trapping) {
        trapping = trap;
        WRITE_SYSREG(cptr_el2, trap ? cptr | CPTR_TRAP_FP : cptr);
        isb();
    }
}

void fpu_init(void)
{
    cptr = CPTR_RES1 | (ID_FIELD(id_aa64dfr0_el1, 4) != 0 ? CPTR_TRAP_TRACE : 0);
    WRITE_SYSREG(cptr_el2, cptr | CPTR_TRAP_FP);
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
