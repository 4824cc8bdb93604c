/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/vcpu.h>

#include <sel4vm/sel4_arch/processor.h>

unsigned int shim_vcpu_number(const vm_vcpu_t *vcpu)
{
    return vcpu->vcpu_id;
}

int shim_vcpu_target_cpu(const vm_vcpu_t *vcpu)
{
    return vcpu->target_cpu;
}

int shim_vcpu_priority(const vm_vcpu_t *vcpu)
{
    return vcpu->tcb.priority;
}

unsigned int shim_hsr_exception_class(uint32_t hsr)
{
    return HSR_EXCEPTION_CLASS(hsr);
}

const char *shim_hsr_reason(unsigned int exception_class)
{
    return hsr_reasons[exception_class & HSR_MAX_EXCEPTION];
}
