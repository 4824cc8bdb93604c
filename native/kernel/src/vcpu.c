/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * VCPU state. The EL1 registers of the last VCPU that ran stay in the CPU while native threads
 * run; only what those threads would notice is exchanged ("deactivated"). Another VCPU's turn
 * exchanges everything.
 */
#include "vcpu.h"

#include "arch.h"
#include "ipc.h"
#include "irq.h"
#include "sched.h"
#include "sysreg.h"
#include "thread.h"
#include "vgic.h"

/* EL0 access to the counters and the physical timer, as the configuration exports them. */
#define CNTKCTL_PCTEN    BIT(0)
#define CNTKCTL_VCTEN    BIT(1)
#define CNTKCTL_PTEN     BIT(9)
#define CNTKCTL_NATIVE   (CNTKCTL_PCTEN | CNTKCTL_VCTEN | CNTKCTL_PTEN)
#define CNTHCTL_EL1PCTEN BIT(0) /* physical counter */
#define CNTHCTL_EL1PCEN  BIT(1) /* physical timer: native threads'; a guest's accesses trap */
#define CNTHCTL_NATIVE   (CNTHCTL_EL1PCTEN | CNTHCTL_EL1PCEN)
#define CNTHCTL_GUEST    CNTHCTL_EL1PCTEN

/* Registers that only EL1 uses: exchanged on a full switch. */
#define EL1_REGISTERS(X)                                                                           \
    X(TTBR0, ttbr0_el1)                                                                            \
    X(TTBR1, ttbr1_el1)                                                                            \
    X(TCR, tcr_el1)                                                                                \
    X(MAIR, mair_el1)                                                                              \
    X(AMAIR, amair_el1)                                                                            \
    X(CIDR, contextidr_el1)                                                                        \
    X(ACTLR, actlr_el1)                                                                            \
    X(AFSR0, afsr0_el1)                                                                            \
    X(AFSR1, afsr1_el1)                                                                            \
    X(ESR, esr_el1)                                                                                \
    X(FAR, far_el1)                                                                                \
    X(PAR, par_el1)                                                                                \
    X(VBAR, vbar_el1)                                                                              \
    X(TPIDR_EL1, tpidr_el1)                                                                        \
    X(VMPIDR_EL2, vmpidr_el2)                                                                      \
    X(SP_EL1, sp_el1)                                                                              \
    X(ELR_EL1, elr_el1)                                                                            \
    X(SPSR_EL1, spsr_el1)                                                                          \
    X(CNTV_CVAL, cntv_cval_el0)

static vcpu_t *loaded;     /* whose EL1 registers the CPU holds */
static bool active;        /* and they are in effect */
static bool vtimer_masked; /* state of the virtual timer's interrupt in the distributor */
static word_t hcr_guest;   /* HCR_GUEST and the traps of later architectures that the CPU has */
static bool has_ras;

static void mask_vtimer(bool mask)
{
    if (mask != vtimer_masked) {
        vtimer_masked = mask;
        if (mask) {
            gic_mask(IRQ_VTIMER);
        } else {
            gic_unmask(IRQ_VTIMER);
        }
    }
}

/* What a thread without a VCPU runs with. */
static void load_native(void)
{
    WRITE_SYSREG(cntv_ctl_el0, 0);
    WRITE_SYSREG(cntvoff_el2, 0);
    WRITE_SYSREG(cntkctl_el1, CNTKCTL_NATIVE);
    WRITE_SYSREG(cnthctl_el2, CNTHCTL_NATIVE);
    WRITE_SYSREG(sctlr_el1, SCTLR_EL1_VALUE);
    WRITE_SYSREG(cpacr_el1, CPACR_FPEN);
    WRITE_SYSREG(mdscr_el1, 0);
    WRITE_SYSREG(hcr_el2, HCR_NATIVE);
    isb();
}

static void deactivate(void)
{
    vcpu_t *vcpu = loaded;
    vgic_disable();
    vcpu->regs[seL4_VCPUReg_CNTV_CTL] = READ_SYSREG(cntv_ctl_el0);
    vcpu->regs[seL4_VCPUReg_CNTKCTL_EL1] = READ_SYSREG(cntkctl_el1);
    vcpu->regs[seL4_VCPUReg_SCTLR] = READ_SYSREG(sctlr_el1);
    vcpu->regs[seL4_VCPUReg_CPACR] = READ_SYSREG(cpacr_el1);
    if (unlikely(vcpu->attention != 0)) {
        sysreg_deactivate(vcpu);
    }
    load_native();
    active = false;
}

static void activate(void)
{
    vcpu_t *vcpu = loaded;
    WRITE_SYSREG(hcr_el2, hcr_guest);
    WRITE_SYSREG(sctlr_el1, vcpu->regs[seL4_VCPUReg_SCTLR]);
    WRITE_SYSREG(cpacr_el1, vcpu->regs[seL4_VCPUReg_CPACR]);
    WRITE_SYSREG(cntkctl_el1, vcpu->regs[seL4_VCPUReg_CNTKCTL_EL1]);
    WRITE_SYSREG(cnthctl_el2, CNTHCTL_GUEST);
    WRITE_SYSREG(mdscr_el1, vcpu->mdscr);
    WRITE_SYSREG(cntvoff_el2, vcpu->regs[seL4_VCPUReg_CNTVOFF]);
    mask_vtimer(vcpu->vtimer_masked);
    WRITE_SYSREG(cntv_ctl_el0, vcpu->regs[seL4_VCPUReg_CNTV_CTL]);
    if (unlikely(vcpu->attention != 0)) {
        sysreg_activate(vcpu);
    }
    isb();
    vgic_enable(vcpu);
    active = true;
}

static void save(vcpu_t *vcpu)
{
#define SAVE(name, reg) vcpu->regs[seL4_VCPUReg_##name] = READ_SYSREG(reg);
    EL1_REGISTERS(SAVE)
    vcpu->csselr = READ_SYSREG(csselr_el1);
    if (has_ras) {
        vcpu->vdisr = READ_SYSREG(VDISR_EL2);
    }
    vgic_save(vcpu);
}

static void load(vcpu_t *vcpu)
{
#define LOAD(name, reg) WRITE_SYSREG(reg, vcpu->regs[seL4_VCPUReg_##name]);
    EL1_REGISTERS(LOAD)
    WRITE_SYSREG(csselr_el1, vcpu->csselr);
    if (has_ras) {
        WRITE_SYSREG(VDISR_EL2, vcpu->vdisr);
    }
    vgic_load(vcpu);
}

void vcpu_switch(vcpu_t *vcpu)
{
    if (vcpu == NULL) {
        if (unlikely(active)) {
            deactivate();
        }
        return;
    }
    if (unlikely(loaded != vcpu)) {
        if (active) {
            deactivate();
        }
        if (loaded != NULL) {
            save(loaded);
        }
        load(vcpu);
        loaded = vcpu;
    }
    if (!active) {
        activate();
    }
}

void vcpu_init_hardware(void)
{
    WRITE_SYSREG(vpidr_el2, READ_SYSREG(midr_el1));
    WRITE_SYSREG(vmpidr_el2, READ_SYSREG(mpidr_el1));
    has_ras = ID_FIELD(id_aa64pfr0_el1, 28) != 0;
    hcr_guest = HCR_GUEST | (has_ras ? HCR_TERR : 0);
    hcr_guest |= ID_FIELD(id_aa64mmfr1_el1, 16) != 0 ? HCR_TLOR : 0;
    sysreg_init();
    vgic_init();
    load_native();
    vtimer_masked = true;
    gic_mask(IRQ_VTIMER);
}

void vcpu_init(vcpu_t *vcpu)
{
    vcpu->regs[seL4_VCPUReg_SCTLR] = SCTLR_EL1_VALUE;
    vgic_reset(vcpu);
}

void vcpu_dissociate(vcpu_t *vcpu)
{
    tcb_t *tcb = vcpu->tcb;
    if (tcb == NULL) {
        return;
    }
    vcpu->tcb = NULL;
    tcb->vcpu = NULL;
    /* Without a VCPU there is no EL1 to run in. */
    tcb->ctx.spsr = thread_sanitise_spsr(tcb, tcb->ctx.spsr);
}

void vcpu_associate(vcpu_t *vcpu, tcb_t *tcb)
{
    vcpu_dissociate(vcpu);
    if (tcb->vcpu != NULL) {
        vcpu_dissociate(tcb->vcpu);
    }
    vcpu->tcb = tcb;
    tcb->vcpu = vcpu;
}

void vcpu_destroy(vcpu_t *vcpu)
{
    vcpu_dissociate(vcpu);
    if (loaded == vcpu) {
        if (active) {
            deactivate();
        }
        loaded = NULL;
    }
    sysreg_forget(vcpu);
}

/* The registers that are exchanged on activation are up to date in memory while not active. */
static void bring_to_rest(const vcpu_t *vcpu)
{
    if (vcpu == loaded && active) {
        deactivate();
    }
}

bool vcpu_is_loaded(const vcpu_t *vcpu)
{
    return vcpu == loaded;
}

word_t vcpu_read_register(vcpu_t *vcpu, unsigned reg)
{
    bring_to_rest(vcpu);
    if (vcpu == loaded) {
        switch (reg) {
#define READ_CASE(name, sysreg)                                                                    \
    case seL4_VCPUReg_##name:                                                                      \
        return READ_SYSREG(sysreg);
            EL1_REGISTERS(READ_CASE)
        default:
            break;
        }
    }
    return vcpu->regs[reg];
}

void vcpu_write_register(vcpu_t *vcpu, unsigned reg, word_t value)
{
    bring_to_rest(vcpu);
    vcpu->regs[reg] = value;
    if (vcpu == loaded) {
        switch (reg) {
#define WRITE_CASE(name, sysreg)                                                                   \
    case seL4_VCPUReg_##name:                                                                      \
        WRITE_SYSREG(sysreg, value);                                                               \
        break;
            EL1_REGISTERS(WRITE_CASE)
        default:
            break;
        }
    }
}

/*
 * Can the current thread be told of its VCPU's event? Not when the interrupted system call was
 * the thread's own end; the interrupt is raised again when the VCPU is activated next.
 */
static bool can_report(void)
{
    return active && current != NULL && current->vcpu == loaded && thread_is_runnable(current);
}

void vcpu_timer_interrupt(void)
{
    mask_vtimer(true);
    if (can_report()) {
        loaded->vtimer_masked = true;
        fault_with_word(current, seL4_Fault_VPPIEvent, IRQ_VTIMER);
    }
}

void vcpu_ack_vtimer(vcpu_t *vcpu)
{
    vcpu->vtimer_masked = false;
    if (vcpu == loaded && active) {
        mask_vtimer(false);
    }
}

void vgic_maintenance(void)
{
    if (can_report()) {
        fault_with_word(current, seL4_Fault_VGICMaintenance, vgic_take_eoi(loaded));
    }
}
