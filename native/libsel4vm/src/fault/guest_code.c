/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "guest_code.h"

#include <sel4vm/guest_memory_ext.h>

#include "memory/mapping.h"
#include "vm/error.h"

/* Read what the guest says is its code or tables. Not from a device of the machine: there a read
 * may have effects, and the guest chooses the address. */
static bool read_ram(vm_t *vm, uintptr_t address, void *buffer, size_t size)
{
    const vm_memory_reservation_t *reservation = reservation_at(memory_of(vm), address);
    const vm_page_t *page = reservation == NULL || reservation->mapping == NULL
                                ? NULL
                                : vmi_mapping_page(reservation, address);
    return (page == NULL || !page->device) && vm_guest_read(vm, address, buffer, size) == 0;
}

bool vmi_read_descriptor(uint64_t address, uint64_t *descriptor, void *cookie)
{
    return read_ram(cookie, address, descriptor, sizeof(*descriptor));
}

bool vmi_read_vcpu_register(const vm_vcpu_t *vcpu, seL4_VCPUReg reg, uint64_t *value)
{
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(vcpu->vcpu.cptr, reg);
    *value = result.value;
    if (result.error != seL4_NoError) {
        vmi_fail_kernel(vcpu->vm, (seL4_Error)result.error, "seL4_ARM_VCPU_ReadRegs", reg, 0);
        return false;
    }
    return true;
}

/* Each register is a kernel call: only those are read that the translation needs. */
bool vmi_guest_stage1(vm_vcpu_t *vcpu, uint64_t va, stage1_t *stage1)
{
    *stage1 = (stage1_t){.read = vmi_read_descriptor, .cookie = vcpu->vm};
    if (!vmi_read_vcpu_register(vcpu, seL4_VCPUReg_SCTLR, &stage1->sctlr)) {
        return false;
    }
    if (!vmi_stage1_is_on(stage1)) {
        return true;
    }
    bool upper = vmi_stage1_is_upper(va);
    return vmi_read_vcpu_register(vcpu, seL4_VCPUReg_TCR, &stage1->tcr) &&
           vmi_read_vcpu_register(vcpu, upper ? seL4_VCPUReg_TTBR1 : seL4_VCPUReg_TTBR0,
                                  &stage1->ttbr[upper]);
}

bool vmi_read_instruction(const stage1_t *stage1, uint64_t ip, uint32_t *instruction)
{
    uint64_t ipa;
    return vmi_stage1_translate(stage1, ip, &ipa) &&
           read_ram(stage1->cookie, ipa, instruction, sizeof(*instruction));
}
