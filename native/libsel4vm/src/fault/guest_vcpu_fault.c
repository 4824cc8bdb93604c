/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What fault callbacks ask and say about the access at hand. */
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vcpu_fault_ext.h>

#include "vcpu/vcpu.h"
#include "vm/error.h"

#include "endianness.h"

static struct fault *fault_of(vm_vcpu_t *vcpu)
{
    return vcpu == NULL ? NULL : vcpu->vcpu_arch.fault;
}

/* Where the data of an access of less than 8 bytes sits in its 32-bit word. */
static unsigned data_shift(const struct fault *fault)
{
    return fault->access.size == 8 ? 0 : (unsigned)(fault->address & 3) * 8;
}

static uint64_t size_mask(const struct fault *fault)
{
    return ~0ull >> (64 - 8 * fault->access.size);
}

/* The value in the low bits: for a store, fetched from the guest's register when first asked for.
 */
static uint64_t access_value(struct fault *fault)
{
    if (fault->access.write && !fault->data_valid) {
        unsigned reg = fault->access.reg[fault->element];
        if (vmi_fault_get_register(fault, reg, &fault->data) != 0) {
            return 0;
        }
        fault->data &= size_mask(fault);
        if (fault->access.size > 1 && reg < REGISTER_31) {
            int endianness = vmi_access_endianness(fault);
            if (endianness < 0) {
                return 0;
            }
            if (endianness == ACCESS_BIG_ENDIAN) {
                fault->data = swap_bytes(fault->data, fault->access.size);
            }
        }
        fault->data_valid = true;
    }
    return fault->data;
}

static int set_load_value(struct fault *fault, uint64_t value, const char *operation)
{
    if (fault->access.write || fault->fetch) {
        return vmi_fail(fault->vcpu->vm, VM_ERROR_BAD_STATE, operation, fault->address,
                        fault->access.size, 0);
    }
    fault->data = value & size_mask(fault);
    fault->data_valid = true;
    return 0;
}

static int no_fault(vm_vcpu_t *vcpu, const char *operation)
{
    if (vcpu == NULL) {
        return vmi_fail_null(NULL, operation, 1);
    }
    return vmi_fail(vcpu->vm, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
}

seL4_Word get_vcpu_fault_address(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL ? 0 : fault->address;
}

seL4_Word get_vcpu_fault_ip(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL ? 0 : fault->ip;
}

seL4_Word get_vcpu_fault_data(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL ? 0 : access_value(fault) << data_shift(fault);
}

seL4_Word get_vcpu_fault_data_mask(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL ? 0 : size_mask(fault) << data_shift(fault);
}

size_t get_vcpu_fault_size(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL ? 0 : fault->access.size;
}

bool is_vcpu_read_fault(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault != NULL && !fault->access.write;
}

int set_vcpu_fault_data(vm_vcpu_t *vcpu, seL4_Word data)
{
    struct fault *fault = fault_of(vcpu);
    if (fault == NULL) {
        return no_fault(vcpu, __func__);
    }
    return set_load_value(fault, data >> data_shift(fault), __func__);
}

seL4_Word emulate_vcpu_fault(vm_vcpu_t *vcpu, seL4_Word data)
{
    struct fault *fault = fault_of(vcpu);
    if (fault == NULL) {
        no_fault(vcpu, __func__);
        return data;
    }
    if (!fault->access.write) {
        set_load_value(fault, data >> data_shift(fault), __func__);
        return data;
    }
    seL4_Word mask = get_vcpu_fault_data_mask(vcpu);
    return (data & ~mask) | get_vcpu_fault_data(vcpu);
}

void advance_vcpu_fault(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    if (fault != NULL) {
        fault->advanced = true;
        fault->repeat = false;
    }
}

void restart_vcpu_fault(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    if (fault != NULL && !fault->advanced) {
        fault->repeat = true;
    }
}

int vm_get_access(vm_vcpu_t *vcpu, vm_access_t *access)
{
    struct fault *fault = fault_of(vcpu);
    if (fault == NULL) {
        return no_fault(vcpu, __func__);
    }
    if (access == NULL) {
        return vmi_fail_null(vcpu->vm, __func__, 2);
    }
    *access = (vm_access_t){
        .address = fault->address,
        .size = fault->access.size,
        .is_write = fault->access.write,
        .is_fetch = fault->fetch,
        .sign_extend = fault->access.sign_extend,
        .reg = fault->access.reg[fault->element],
        .pc = fault->ip,
    };
    return 0;
}

uint64_t vm_get_access_value(vm_vcpu_t *vcpu)
{
    struct fault *fault = fault_of(vcpu);
    return fault == NULL || !fault->access.write ? 0 : access_value(fault);
}

int vm_set_access_value(vm_vcpu_t *vcpu, uint64_t value)
{
    struct fault *fault = fault_of(vcpu);
    if (fault == NULL) {
        return no_fault(vcpu, __func__);
    }
    return set_load_value(fault, value, __func__);
}
