/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Waiting for interrupts, and the virtual timer that ends most waits. While a vCPU runs, the timer
 * is the hardware's, and its interrupt arrives as an event. While one waits, the kernel has stopped
 * its timer; then an alarm wakes it at the time that the timer was set to.
 */
#include "vtimer.h"

#include <rootserver/time.h>

#include <sel4vm/guest_irq_controller_ext.h>

#include "vm/error.h"

#include "alarm.h"
#include "pause.h"
#include "vgic.h"

/* CNTV_CTL_EL0 (Arm DDI 0487, D17.11.26). */
#define CNTV_CTL_ENABLE  1u
#define CNTV_CTL_IMASK   2u
#define CNTV_CTL_ISTATUS 4u

/* ISS of a trapped WFI or WFE (D17.2.37): bits 1:0 tell the instruction. */
#define WFX_TI_MASK   3u
#define WFX_TI_WFI    0u

#define NS_PER_SECOND 1000000000ull
/* A deadline further away than this is asked for in steps, so that nothing overflows. */
#define LONGEST_WAIT_NS (3600 * NS_PER_SECOND)
#define NO_END          UINT64_MAX

static bool read_timer(const vm_vcpu_t *vcpu, seL4_VCPUReg reg, uint64_t *value)
{
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(vcpu->vcpu.cptr, reg);
    *value = result.value;
    return result.error == seL4_NoError;
}

/* When the vCPU's timer fires, in ticks of the counter. Returns false when it does not. */
static bool timer_deadline(const vm_vcpu_t *vcpu, uint64_t *ticks)
{
    uint64_t control, compare, offset;
    if (!read_timer(vcpu, seL4_VCPUReg_CNTV_CTL, &control) ||
        (control & (CNTV_CTL_ENABLE | CNTV_CTL_IMASK)) != CNTV_CTL_ENABLE ||
        !read_timer(vcpu, seL4_VCPUReg_CNTV_CVAL, &compare) ||
        !read_timer(vcpu, seL4_VCPUReg_CNTVOFF, &offset)) {
        return false;
    }
    *ticks = compare + offset;
    /* The guest may have set a time that its counter reaches after the machine's ends. */
    return *ticks >= compare;
}

/* Time from now until TICKS, 0 when that has passed. */
static uint64_t ns_until(uint64_t ticks)
{
    uint64_t now = rs_time_ticks(), frequency = rs_time_frequency();
    if (ticks <= now) {
        return 0;
    }
    uint64_t seconds = (ticks - now) / frequency, rest = (ticks - now) % frequency;
    if (seconds >= LONGEST_WAIT_NS / NS_PER_SECOND) {
        return LONGEST_WAIT_NS;
    }
    return seconds * NS_PER_SECOND + rest * NS_PER_SECOND / frequency + 1;
}

/* How long a vCPU that is parked stays so without an interrupt from elsewhere; NO_END for ever. */
static uint64_t time_left(const vm_vcpu_t *vcpu)
{
    uint64_t ticks;
    if (vmi_is_paused(vcpu)) {
        return vmi_pause_left(vcpu);
    }
    return timer_deadline(vcpu, &ticks) ? ns_until(ticks) : NO_END;
}

void vmi_vtimer_alarm(vm_t *vm)
{
    uint64_t next = NO_END;
    if (!vm_state(vm)->executing) {
        return; /* the next vm_run() asks again */
    }
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        vm_vcpu_t *vcpu = vm->vcpus[i];
        if (vcpu_state(vcpu)->mode != VCPU_WAITING) {
            continue;
        }
        uint64_t wait = time_left(vcpu);
        if (wait == 0) {
            if (vmi_vcpu_resume(vcpu) != 0) {
                vmi_stop_vcpu_failed(vcpu, 0, 0);
            }
        } else if (wait < next) {
            next = wait;
        }
    }
    if (next == NO_END) {
        vmi_alarm_clear(vm);
    } else if (vmi_alarm_set(vm, rs_time_ns() + next) != 0) {
        vmi_stop_failed(vm, -1, 0, 0);
    }
}

/* Park the vCPU until an interrupt, or the end of its pause. */
static vcpu_next_t park(vm_vcpu_t *vcpu)
{
    vcpu_state(vcpu)->mode = VCPU_WAITING;
    vmi_vtimer_alarm(vcpu->vm);
    return VCPU_STAY;
}

/* What the vCPU waits for is there, or cannot be seen. */
static vcpu_next_t wait_for_nothing(vm_vcpu_t *vcpu, uint64_t longest_ns)
{
    if (!vmi_pause_is_due(vcpu)) {
        return VCPU_REPLY;
    }
    /* A timer that has fired is one of the things that are there. */
    uint64_t timer_ns = time_left(vcpu);
    vmi_pause(vcpu, timer_ns != 0 && timer_ns < longest_ns ? timer_ns : longest_ns);
    return park(vcpu);
}

vcpu_next_t vmi_vcpu_wait(vm_vcpu_t *vcpu)
{
    if (vmi_vgic_has_work(vcpu) || time_left(vcpu) == 0) {
        return wait_for_nothing(vcpu, LONGEST_WFI_PAUSE_NS);
    }
    vmi_vcpu_progress(vcpu);
    return park(vcpu);
}

vcpu_next_t vmi_handle_wfx(vm_vcpu_t *vcpu, uint32_t syndrome)
{
    vm_counters(vcpu->vm)->wfx++;
    if (vmi_vcpu_skip_instruction(vcpu) != 0) {
        return vmi_stop_vcpu_failed(vcpu, 0, 0);
    }
    if ((syndrome & WFX_TI_MASK) == WFX_TI_WFI) {
        return vmi_vcpu_wait(vcpu);
    }
    /* SEV and the event stream do not trap: nothing tells when a WFE is to end. */
    return wait_for_nothing(vcpu, LONGEST_WFE_PAUSE_NS);
}

/*
 * The guest has finished with the timer's interrupt, or has lowered its line: the kernel may report
 * it again. It does so as soon as the vCPU runs, if the line is high: whether it is need not be
 * asked here.
 */
static void acknowledge(vm_vcpu_t *vcpu, int irq, void *cookie)
{
    (void)cookie;
    vmi_vgic_word(vcpu, (unsigned)irq)->level &= ~irq_bit((unsigned)irq);
    /* seL4_ARM_VCPU_AckVPPI(), whose arguments are known to be good: nothing can go wrong, so no
     * answer is waited for, which saves the kernel work. */
    seL4_Word number = (seL4_Word)irq;
    seL4_SendWithMRs(vcpu->vcpu.cptr, seL4_MessageInfo_new(ARMVCPUAckVPPI, 0, 0, 1), &number, NULL,
                     NULL, NULL);
}

void vmi_vtimer_look(vm_vcpu_t *vcpu)
{
    uint64_t control = 0;
    const uint64_t mask = CNTV_CTL_ENABLE | CNTV_CTL_IMASK | CNTV_CTL_ISTATUS;
    if (!read_timer(vcpu, seL4_VCPUReg_CNTV_CTL, &control) ||
        (control & mask) != (CNTV_CTL_ENABLE | CNTV_CTL_ISTATUS)) {
        acknowledge(vcpu, PPI_VTIMER_IRQ, NULL);
    }
}

int vmi_vtimer_register(vm_vcpu_t *vcpu)
{
    if (vm_register_irq(vcpu, PPI_VTIMER_IRQ, acknowledge, NULL) != 0) {
        return -1;
    }
    /* For acknowledge() to know that the kernel takes it. */
    seL4_Error error = (seL4_Error)seL4_ARM_VCPU_AckVPPI(vcpu->vcpu.cptr, PPI_VTIMER_IRQ);
    return error == seL4_NoError
               ? 0
               : vmi_fail_kernel(vcpu->vm, error, "seL4_ARM_VCPU_AckVPPI", PPI_VTIMER_IRQ, 0);
}

vcpu_next_t vmi_handle_vppi(vm_vcpu_t *vcpu, seL4_Word irq)
{
    vm_counters(vcpu->vm)->timer_events++;
    vmi_vcpu_progress(vcpu);
    if (irq != PPI_VTIMER_IRQ || vmi_vgic_timer(vcpu) != 0) {
        vmi_stop_because(vcpu, VM_STOP_UNHANDLED_EVENT, 0, 0, irq);
        return VCPU_STAY;
    }
    return VCPU_REPLY;
}
