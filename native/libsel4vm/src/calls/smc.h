/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Calls of a guest to its hypervisor (HVC) or firmware (SMC). */
#pragma once

#include "vcpu/vcpu.h"

/* Function of the calling convention that tells its version (DEN 0028, 7 "Arm Architecture Calls").
 * PSCI_FEATURES is asked for it too: it tells that SMCCC is 1.1 or later (appendix B). */
#define SMCCC_VERSION 0x80000000u

/* The message of a guest's HVC. A guest can send one with the same label by a kernel call of its
 * own, but no more than the words in machine registers. */
static inline bool is_hypercall(seL4_MessageInfo_t tag)
{
    return tag.words[0] ==
           seL4_MessageInfo_new(seL4_Fault_UnknownSyscall, 0, 0, seL4_UnknownSyscall_Length)
               .words[0];
}

/* The guest called HVC; its registers are in the message, x0 to x3 in message registers 0 to 3. */
vcpu_next_t vmi_handle_hypercall(vm_vcpu_t *vcpu, seL4_Word x0, seL4_Word x1, seL4_Word x2,
                                 seL4_Word x3);

/* The guest called HVC at IP with the number of a kernel call in x7, and a capability that it does
 * not have. */
vcpu_next_t vmi_handle_refused_hypercall(vm_vcpu_t *vcpu, uintptr_t ip);

/* The guest called SMC, with SYNDROME. */
vcpu_next_t vmi_handle_smc(vm_vcpu_t *vcpu, uint32_t syndrome);

/* Who a call is for. */
typedef enum call_kind {
    CALL_TO_FIRMWARE, /* PSCI, or the calling convention's own */
    CALL_TO_OTHERS,
    CALL_UNREADABLE, /* the kernel does not let the call be looked at: recorded */
} call_kind_t;

call_kind_t vmi_call_kind(vm_vcpu_t *vcpu, const seL4_UserContext *regs);

/* vm_psci_handle() of a call that is known to be to firmware. */
bool vmi_psci_call(vm_vcpu_t *vcpu, seL4_UserContext *regs);
