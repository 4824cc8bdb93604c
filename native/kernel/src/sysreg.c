/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Trapped accesses to system registers, and the physical timer that a guest believes to have. */
#include "sysreg.h"

#include "arch.h"

word_t mdcr_traps;

void sysreg_init(void)
{
    word_t pmu = ID_FIELD(id_aa64dfr0_el1, 8);
    mdcr_traps = MDCR_TPM | MDCR_TDOSA | MDCR_TDA | MDCR_TDRA;
    if (pmu != 0 && pmu != PMUVER_OTHER) {
        word_t control = READ_SYSREG(pmcr_el0);
        mdcr_traps |= PMCR_N(control); /* HPMN: all counters are the guests' */
        mdcr_traps |= pmu >= PMUVER_8_1 ? MDCR_HPMD : 0;
        WRITE_SYSREG(pmcr_el0, control & ~PMCR_ENABLE);
        WRITE_SYSREG(pmuserenr_el0, 0);
    }
    mdcr_traps |= ID_FIELD(id_aa64dfr0_el1, 32) != 0 ? MDCR_TPMS : 0;
    WRITE_SYSREG(mdcr_el2, mdcr_traps);
    if (ID_FIELD(id_aa64pfr0_el1, 40) != 0) {
        WRITE_SYSREG(MPAM2_EL2, MPAM2_TRAPS);
    }
    WRITE_SYSREG(hstr_el2, 0);
    vdebug_init();
}

#define ISS_READ     BIT(0)
#define ISS_RT(iss)  ((unsigned)((iss) >> 5) & 31u)
#define ISS_REGISTER (SYSREG(3u, 7u, 15u, 15u, 7u))
#define RT_ZERO      31u

#define CNTP_TVAL    SYSREG(3u, 3u, 14u, 2u, 0u)
#define CNTP_CTL     SYSREG(3u, 3u, 14u, 2u, 1u)
#define CNTP_CVAL    SYSREG(3u, 3u, 14u, 2u, 2u)
#define CTL_ENABLE   BIT(0)
#define CTL_MASKED   BIT(1)
#define CTL_ISTATUS  BIT(2)

/*
 * The timer itself is the root task's. A guest's copy counts and can be read; its interrupt would
 * be an event of the VMM, for which the API has none.
 */
static bool ptimer_access(vcpu_t *vcpu, unsigned reg, bool read, word_t *value)
{
    word_t now = READ_SYSREG(cntpct_el0);
    switch (reg) {
    case CNTP_CTL:
        if (read) {
            bool due = (vcpu->cntp_ctl & CTL_ENABLE) && now >= vcpu->cntp_cval;
            *value = vcpu->cntp_ctl | (due ? CTL_ISTATUS : 0);
        } else {
            vcpu->cntp_ctl = *value & (CTL_ENABLE | CTL_MASKED);
        }
        return true;
    case CNTP_CVAL:
        if (read) {
            *value = vcpu->cntp_cval;
        } else {
            vcpu->cntp_cval = *value;
        }
        return true;
    case CNTP_TVAL: /* 32 bits, signed, from now on */
        if (read) {
            *value = (vcpu->cntp_cval - now) & MASK(32);
        } else {
            vcpu->cntp_cval = now + (word_t)(int32_t)*value;
        }
        return true;
    default:
        return false;
    }
}

bool sysreg_trap(tcb_t *tcb, word_t esr)
{
    vcpu_t *vcpu = tcb->vcpu;
    unsigned reg = (unsigned)esr & ISS_REGISTER, rt = ISS_RT(esr);
    bool read = (esr & ISS_READ) != 0;
    if (vcpu == NULL) {
        return false;
    }
    if (vpmu_is_register(reg)) {
        return vpmu_take(vcpu); /* and the access is made again */
    }
    word_t value = read || rt == RT_ZERO ? 0 : tcb->ctx.x[rt];
    if (!ptimer_access(vcpu, reg, read, &value) && !vdebug_access(vcpu, reg, read, &value)) {
        return false;
    }
    if (read && rt != RT_ZERO) {
        tcb->ctx.x[rt] = value;
    }
    tcb->ctx.pc += 4;
    tcb->ctx.spsr &= ~SPSR_SS; /* a guest that steps itself has stepped */
    return true;
}

void sysreg_activate(vcpu_t *vcpu)
{
    if (vcpu->attention & VCPU_DEBUGS) {
        vdebug_activate(vcpu);
    }
    vpmu_activate(vcpu);
}

void sysreg_deactivate(vcpu_t *vcpu)
{
    vpmu_deactivate(vcpu);
}

void sysreg_forget(const vcpu_t *vcpu)
{
    vdebug_forget(vcpu);
    vpmu_forget(vcpu);
}
