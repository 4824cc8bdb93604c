/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Exceptions from user level and guests, by exception class. */
#include "arch.h"
#include "debug.h"
#include "fpu.h"
#include "ipc.h"
#include "irq.h"
#include "sched.h"
#include "syscall.h"
#include "sysreg.h"

#define ESR_FSC(esr)          ((esr)&0x3f)
#define FSC_PERMISSION_LEVEL0 0x0cu /* .. 0x0f: permission fault, level 0 to 3 */
#define PAR_FAILED            BIT(0)
#define PAR_ADDRESS           (MASK(48) & ~MASK(12))

/* A permission fault of a guest leaves HPFAR_EL2 undefined: translate the address instead. */
static bool translate_guest_address(word_t vaddr, word_t *ipa)
{
    word_t saved = READ_SYSREG(par_el1);
    asm volatile("at s1e1r, %0" ::"r"(vaddr) : "memory");
    isb();
    word_t par = READ_SYSREG(par_el1);
    WRITE_SYSREG(par_el1, saved);
    *ipa = (par & PAR_ADDRESS) | (vaddr & MASK(12));
    return !(par & PAR_FAILED);
}

/* Faults are reported at the intermediate physical address; without a VCPU both are the same. */
static word_t fault_address(const tcb_t *tcb, word_t esr)
{
    word_t far = READ_SYSREG(far_el2);
    word_t ipa;
    if (tcb->vcpu == NULL) {
        return far;
    }
    bool permission = (ESR_FSC(esr) & ~3u) == FSC_PERMISSION_LEVEL0;
    if (permission && !(esr & ESR_S1PTW) && translate_guest_address(far, &ipa)) {
        return ipa;
    }
    /* HPFAR_EL2.FIPA, bits 4-39, is bits 12-47 of the address. */
    return (READ_SYSREG(hpfar_el2) & (MASK(40) & ~MASK(4))) << 8 | (far & MASK(12));
}

static void memory_fault(tcb_t *tcb, word_t esr, bool instruction)
{
    tcb->fault.type = seL4_Fault_VMFault;
    tcb->fault.mr[seL4_VMFault_Addr] = fault_address(tcb, esr);
    tcb->fault.mr[seL4_VMFault_PrefetchFault] = instruction;
    tcb->fault.mr[seL4_VMFault_FSR] = esr;
    fault_deliver(tcb);
}

static void other_exception(tcb_t *tcb, unsigned class, word_t esr)
{
    if ((class == EC_FP && fpu_trap(tcb)) || (class == EC_SYSREG && sysreg_trap(tcb, esr))) {
        return;
    }
    /* With or without a VCPU: everything but an undefined instruction is a VCPU fault. */
    fault_with_word(tcb, class == EC_UNKNOWN ? seL4_Fault_UserException : seL4_Fault_VCPUFault,
                    esr);
}

void handle_sync(void)
{
    tcb_t *tcb = current;
    word_t esr = READ_SYSREG(esr_el2) & 0xffffffff;
    unsigned class = ESR_EC(esr);
    if (class == EC_SVC64 || class == EC_HVC64) {
        syscall_handle(tcb);
    } else {
        tcb->ctx.restart_pc = tcb->ctx.pc;
        if (class == EC_DATA_ABORT) {
            memory_fault(tcb, esr, false);
        } else if (class == EC_INSTRUCTION_ABORT) {
            memory_fault(tcb, esr, true);
        } else {
            other_exception(tcb, class, esr);
        }
    }
    sched_switch();
}

void handle_irq(void)
{
    current->ctx.restart_pc = current->ctx.pc;
    irq_handle();
    sched_switch();
}

void handle_serror(void)
{
    /* An asynchronous abort says nothing about who caused it; the running thread is told. */
    current->ctx.restart_pc = current->ctx.pc;
    fault_with_word(current, seL4_Fault_UserException, READ_SYSREG(esr_el2) & 0xffffffff);
    sched_switch();
}

void handle_kernel_exception(word_t kind)
{
    debug_puts("\nkernel exception, kind ");
    debug_hex(kind);
    debug_puts(" pc ");
    debug_hex(READ_SYSREG(elr_el2));
    debug_puts(" far ");
    debug_hex(READ_SYSREG(far_el2));
    kernel_panic("esr", READ_SYSREG(esr_el2));
}
