/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Performance monitors (DDI 0487, D11). They belong to the VCPU that used them last, and count
 * while it runs. Anybody else's access traps (MDCR_EL2.TPM): another VCPU then gets them, a native
 * thread a fault. PMUSERENR_EL0 is 0 while the owner does not run: EL0 is refused by its own EL1,
 * or, for native threads, by the kernel. (QEMU 7.2 lets EL0 past TPM to the cycle counter without
 * that.)
 */
#include "arch.h"
#include "sysreg.h"

#define PMCR_RESETS  (BIT(1) | BIT(2)) /* would clear counters */
#define ALL_COUNTERS MASK(32)

static vcpu_t *owner;

bool vpmu_is_register(unsigned reg)
{
    unsigned op1 = SYSREG_OP1(reg), crn = SYSREG_CRN(reg), crm = SYSREG_CRM(reg);
    if (SYSREG_OP0(reg) != 3) {
        return false;
    }
    return (crn == 9 && crm >= 12 && crm <= 14 && (op1 == 0 || op1 == 3)) ||
           (crn == 14 && crm >= 8 && op1 == 3);
}

static void save(vpmu_t *pmu)
{
    pmu->selected = READ_SYSREG(pmselr_el0);
    pmu->enabled = READ_SYSREG(pmcntenset_el0);
    pmu->interrupts = READ_SYSREG(pmintenset_el1);
    pmu->overflows = READ_SYSREG(pmovsset_el0);
    pmu->cycles = READ_SYSREG(pmccntr_el0);
    pmu->cycle_filter = READ_SYSREG(pmccfiltr_el0);
    for (unsigned i = 0; i < PMCR_N(READ_SYSREG(pmcr_el0)); i++) {
        WRITE_SYSREG(pmselr_el0, i);
        isb();
        pmu->count[i] = (uint32_t)READ_SYSREG(pmxevcntr_el0);
        pmu->type[i] = (uint32_t)READ_SYSREG(pmxevtyper_el0);
    }
}

static void load(const vpmu_t *pmu)
{
    WRITE_SYSREG(pmcntenclr_el0, ALL_COUNTERS);
    WRITE_SYSREG(pmintenclr_el1, ALL_COUNTERS);
    WRITE_SYSREG(pmovsclr_el0, ALL_COUNTERS);
    for (unsigned i = 0; i < PMCR_N(READ_SYSREG(pmcr_el0)); i++) {
        WRITE_SYSREG(pmselr_el0, i);
        isb();
        WRITE_SYSREG(pmxevcntr_el0, pmu->count[i]);
        WRITE_SYSREG(pmxevtyper_el0, pmu->type[i]);
    }
    WRITE_SYSREG(pmccntr_el0, pmu->cycles);
    WRITE_SYSREG(pmccfiltr_el0, pmu->cycle_filter);
    WRITE_SYSREG(pmselr_el0, pmu->selected);
    WRITE_SYSREG(pmovsset_el0, pmu->overflows);
    WRITE_SYSREG(pmintenset_el1, pmu->interrupts);
    WRITE_SYSREG(pmcntenset_el0, pmu->enabled);
}

bool vpmu_take(vcpu_t *vcpu)
{
    if (owner == vcpu) {
        return false;
    }
    if (owner != NULL) { /* it is not active: its counters stand still */
        save(&owner->pmu);
        bool needs = (owner->pmu.control & PMCR_ENABLE) != 0 || owner->pmu.user_access != 0;
        owner->attention &= (uint8_t)~VCPU_HAS_PMU;
        owner->attention |= needs ? VCPU_NEEDS_PMU : 0;
    }
    owner = vcpu;
    load(&vcpu->pmu);
    vcpu->attention &= (uint8_t)~VCPU_NEEDS_PMU;
    vcpu->attention |= VCPU_HAS_PMU;
    vpmu_activate(vcpu);
    return true;
}

void vpmu_activate(vcpu_t *vcpu)
{
    if (vcpu->attention & VCPU_HAS_PMU) {
        WRITE_SYSREG(mdcr_el2, mdcr_traps & ~MDCR_TPM);
        WRITE_SYSREG(pmuserenr_el0, vcpu->pmu.user_access);
        WRITE_SYSREG(pmcr_el0, vcpu->pmu.control);
    } else if (vcpu->attention & VCPU_NEEDS_PMU) {
        vpmu_take(vcpu);
    }
}

void vpmu_deactivate(vcpu_t *vcpu)
{
    if (vcpu->attention & VCPU_HAS_PMU) {
        word_t control = READ_SYSREG(pmcr_el0) & ~PMCR_RESETS;
        vcpu->pmu.control = control;
        vcpu->pmu.user_access = READ_SYSREG(pmuserenr_el0);
        WRITE_SYSREG(pmcr_el0, control & ~PMCR_ENABLE);
        WRITE_SYSREG(pmuserenr_el0, 0);
        WRITE_SYSREG(mdcr_el2, mdcr_traps);
    }
}

void vpmu_forget(const vcpu_t *vcpu)
{
    owner = owner == vcpu ? NULL : owner;
}
