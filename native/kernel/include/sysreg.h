/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * System registers of a guest that do not belong to the EL1 state of vcpu.c: debug, performance
 * monitors, physical timer. A guest's access traps; docs/guest-registers.md has the whole list.
 */
#pragma once

#include "objects.h"

/* The register field of ESR_EL2.ISS for a trapped MSR or MRS (DDI 0487, D17.2.37). */
#define SYSREG(op0, op1, crn, crm, op2)                                                            \
    ((op0) << 20 | (op2) << 17 | (op1) << 14 | (crn) << 10 | (crm) << 1)
#define SYSREG_OP0(reg) ((reg) >> 20 & 3u)
#define SYSREG_OP1(reg) ((reg) >> 14 & 7u)
#define SYSREG_OP2(reg) ((reg) >> 17 & 7u)
#define SYSREG_CRN(reg) ((reg) >> 10 & 15u)
#define SYSREG_CRM(reg) ((reg) >> 1 & 15u)

/* Sets the traps that hold for all guests, and what no guest owns. */
void sysreg_init(void);
/* A guest's MSR or MRS trapped: do what it asks for. False when that is the VMM's business. */
bool sysreg_trap(tcb_t *tcb, word_t esr);
/* The VCPU takes effect, or ceases to, and wants attention. */
void sysreg_activate(vcpu_t *vcpu);
void sysreg_deactivate(vcpu_t *vcpu);
/* The VCPU's object goes. */
void sysreg_forget(const vcpu_t *vcpu);

/* vdebug.c: one access of the active VCPU; sets *value of a read. False for other registers. */
bool vdebug_access(vcpu_t *vcpu, unsigned reg, bool read, word_t *value);
void vdebug_init(void);
void vdebug_activate(const vcpu_t *vcpu);
void vdebug_forget(const vcpu_t *vcpu);

/* vpmu.c */
bool vpmu_is_register(unsigned reg);
/* The VCPU, which is active, gets the monitors. False when it has them. */
bool vpmu_take(vcpu_t *vcpu);
void vpmu_activate(vcpu_t *vcpu);
void vpmu_deactivate(vcpu_t *vcpu);
void vpmu_forget(const vcpu_t *vcpu);
/* MDCR_EL2 while nobody has the monitors: every trap that the CPU has. */
extern word_t mdcr_traps;
