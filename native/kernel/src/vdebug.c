/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Debug registers of guests (DDI 0487, D2). All accesses trap (MDCR_EL2.TDA, TDOSA, TDRA) and go to
 * memory. The CPU gets a guest's breakpoints and watchpoints when that guest has debugging switched
 * on, and MDSCR_EL1 is 0 whenever no guest runs: then no breakpoint, watchpoint or step exists.
 * There is no external debugger for a guest: its communication channel is empty.
 */
#include "arch.h"
#include "sysreg.h"

/* MDSCR_EL1 */
#define MDSCR_SS                  BIT(0)
#define MDSCR_TDCC                BIT(12)
#define MDSCR_KDE                 BIT(13)
#define MDSCR_MDE                 BIT(15)
#define MDSCR_WRITABLE            (MDSCR_SS | MDSCR_TDCC | MDSCR_KDE | MDSCR_MDE)

#define BCR_WRITABLE              0x00ffe1e7ul /* BT, LBN, SSC, HMC, BAS, PMC, E */
#define WCR_WRITABLE              0x1f1ffffful /* MASK, WT, LBN, SSC, HMC, BAS, LSC, PAC, E */
#define CLAIM_TAGS                0xfful
#define OSLSR_OSLM                BIT(3) /* the OS lock is there */
#define OSLSR_OSLK                BIT(1)

#define DEBUG(op1, crn, crm, op2) SYSREG(2u, op1, crn, crm, op2)
#define MDCCINT                   DEBUG(0u, 0u, 2u, 0u)
#define MDSCR                     DEBUG(0u, 0u, 2u, 2u)
#define OSLAR                     DEBUG(0u, 1u, 0u, 4u)
#define OSLSR                     DEBUG(0u, 1u, 1u, 4u)
#define OSDLR                     DEBUG(0u, 1u, 3u, 4u)
#define DBGCLAIMSET               DEBUG(0u, 7u, 8u, 6u)
#define DBGCLAIMCLR               DEBUG(0u, 7u, 9u, 6u)
#define DBGAUTHSTATUS             DEBUG(0u, 7u, 14u, 6u)

static const vcpu_t *holder; /* whose breakpoints and watchpoints the CPU has */
static unsigned breakpoints, watchpoints;

void vdebug_init(void)
{
    word_t features = READ_SYSREG(id_aa64dfr0_el1);
    breakpoints = (unsigned)(features >> 12 & 15) + 1;
    watchpoints = (unsigned)(features >> 20 & 15) + 1;
    WRITE_SYSREG(mdscr_el1, 0);
    WRITE_SYSREG(oslar_el1, 0); /* guests' locks are in memory */
    WRITE_SYSREG(osdlr_el1, 0);
    isb();
}

#define FROM_15_DOWN(X)                                                                            \
    X(15) X(14) X(13) X(12) X(11) X(10) X(9) X(8) X(7) X(6) X(5) X(4) X(3) X(2) X(1) X(0)

static void load(const vdebug_t *debug)
{
    switch (breakpoints) {
#define LOAD_BREAKPOINT(n)                                                                         \
    case (n) + 1:                                                                                  \
        WRITE_SYSREG(dbgbvr##n##_el1, debug->bvr[n]);                                              \
        WRITE_SYSREG(dbgbcr##n##_el1, debug->bcr[n]);                                              \
        __attribute__((fallthrough));
        FROM_15_DOWN(LOAD_BREAKPOINT)
    default:
        break;
    }
    switch (watchpoints) {
#define LOAD_WATCHPOINT(n)                                                                         \
    case (n) + 1:                                                                                  \
        WRITE_SYSREG(dbgwvr##n##_el1, debug->wvr[n]);                                              \
        WRITE_SYSREG(dbgwcr##n##_el1, debug->wcr[n]);                                              \
        __attribute__((fallthrough));
        FROM_15_DOWN(LOAD_WATCHPOINT)
    default:
        break;
    }
}

void vdebug_activate(const vcpu_t *vcpu)
{
    if (holder != vcpu) {
        load(&vcpu->debug);
        holder = vcpu;
    }
}

void vdebug_forget(const vcpu_t *vcpu)
{
    holder = holder == vcpu ? NULL : holder;
}

/* The active VCPU's registers have changed. */
static void apply(vcpu_t *vcpu)
{
    const vdebug_t *debug = &vcpu->debug;
    bool on = (debug->mdscr & (MDSCR_MDE | MDSCR_SS)) && debug->unlocked && !debug->double_lock;
    /* With TDCC, a channel that EL0 may not use is EL1's to refuse, before it traps here. */
    vcpu->mdscr = on ? debug->mdscr : debug->mdscr & MDSCR_TDCC;
    vcpu->attention = (uint8_t)((vcpu->attention & ~VCPU_DEBUGS) | (on ? VCPU_DEBUGS : 0));
    vdebug_forget(vcpu);
    if (on) {
        vdebug_activate(vcpu);
    }
    WRITE_SYSREG(mdscr_el1, vcpu->mdscr);
}

/* Bits 63 to 49 of an address are copies of bit 48. */
static word_t sign_extended(word_t address)
{
    return (word_t)((int64_t)(address << 15) >> 15);
}

static word_t *numbered_register(vdebug_t *debug, unsigned reg, word_t *writable)
{
    unsigned n = SYSREG_CRM(reg);
    if (SYSREG_OP1(reg) != 0 || SYSREG_CRN(reg) != 0) {
        return NULL;
    }
    *writable = ~0ul;
    switch (SYSREG_OP2(reg)) {
    case 4:
        return n < breakpoints ? &debug->bvr[n] : NULL;
    case 5:
        *writable = BCR_WRITABLE;
        return n < breakpoints ? &debug->bcr[n] : NULL;
    case 6:
        *writable = ~3ul;
        return n < watchpoints ? &debug->wvr[n] : NULL;
    case 7:
        *writable = WCR_WRITABLE;
        return n < watchpoints ? &debug->wcr[n] : NULL;
    default:
        return NULL;
    }
}

static word_t read_single(const vdebug_t *debug, unsigned reg)
{
    switch (reg) {
    case MDSCR:
        return debug->mdscr;
    case OSLSR:
        return OSLSR_OSLM | (debug->unlocked ? 0 : OSLSR_OSLK);
    case OSDLR:
        return debug->double_lock;
    case DBGCLAIMSET:
        return CLAIM_TAGS;
    case DBGCLAIMCLR:
        return debug->claimed;
    case DBGAUTHSTATUS:
        return READ_SYSREG(dbgauthstatus_el1);
    default:
        return 0;
    }
}

static void write_single(vdebug_t *debug, unsigned reg, word_t value)
{
    switch (reg) {
    case MDSCR:
        debug->mdscr = value & MDSCR_WRITABLE;
        break;
    case OSLAR:
        debug->unlocked = !(value & 1);
        break;
    case OSDLR:
        debug->double_lock = value & 1;
        break;
    case DBGCLAIMSET:
        debug->claimed |= (uint8_t)(value & CLAIM_TAGS);
        break;
    case DBGCLAIMCLR:
        debug->claimed &= (uint8_t)~value;
        break;
    default:
        break;
    }
}

bool vdebug_access(vcpu_t *vcpu, unsigned reg, bool read, word_t *value)
{
    word_t writable;
    if (SYSREG_OP0(reg) != 2 || (SYSREG_OP1(reg) != 0 && SYSREG_OP1(reg) != 3)) {
        return false;
    }
    word_t *numbered = numbered_register(&vcpu->debug, reg, &writable);
    if (read) {
        *value = numbered != NULL ? *numbered : read_single(&vcpu->debug, reg);
        return true;
    }
    if (numbered != NULL) {
        *numbered = (SYSREG_OP2(reg) & 1) ? *value & writable : sign_extended(*value) & writable;
    } else {
        write_single(&vcpu->debug, reg, *value);
    }
    apply(vcpu);
    return true;
}
