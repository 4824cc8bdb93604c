/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vCPUs as upstream's platform support makes them. */
#include <stdatomic.h>

#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_vm.h>
#include <sel4vm/sel4_arch/processor.h>
#include <sel4vmmplatsupport/arch/guest_boot_init.h>
#include <sel4vmmplatsupport/arch/guest_vcpu_fault.h>
#include <sel4vmmplatsupport/guest_vcpu_util.h>

/* ESR_EL2.EC has 6 bits (Arm DDI 0487, D17.2.37). */
#define CLASSES 64u

static _Atomic(vcpu_exception_handler_fn) handlers[CLASSES];

int register_arm_vcpu_exception_handler(uint32_t ec_class,
                                        vcpu_exception_handler_fn exception_handler)
{
    if (ec_class >= CLASSES) {
        return -1;
    }
    handlers[ec_class] = exception_handler;
    return 0;
}

int vmm_handle_arm_vcpu_exception(vm_vcpu_t *vcpu, uint32_t hsr, void *cookie)
{
    (void)cookie;
    vcpu_exception_handler_fn handler = handlers[HSR_EXCEPTION_CLASS(hsr)];
    return handler == NULL ? -1 : handler(vcpu, hsr);
}

vm_vcpu_t *create_vmm_plat_vcpu(vm_t *vm, int priority)
{
    vm_vcpu_t *vcpu = vm_create_vcpu(vm, priority);
    if (vcpu != NULL) {
        vm_register_unhandled_vcpu_fault_callback(vcpu, vmm_handle_arm_vcpu_exception, NULL);
    }
    return vcpu;
}

int vcpu_set_bootargs(vm_vcpu_t *vcpu, seL4_Word pc, seL4_Word mach_type, seL4_Word atags)
{
    (void)mach_type;
    seL4_UserContext registers = {.pc = pc, .spsr = PMODE_EL1h, .x0 = atags};
    return vm_set_thread_context(vcpu, registers);
}
