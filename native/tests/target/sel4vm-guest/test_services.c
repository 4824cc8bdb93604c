/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What callbacks may ask about an access, and the smaller services of the library. */
#include <sel4vm/arch/psci.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_irq_controller_ext.h>
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vcpu_fault_ext.h>
#include <sel4vm/guest_vm_util.h>
#include <sel4vm/sel4_arch/processor.h>

#include "machine.h"

#define SPI         40
#define VENDOR_CALL 0x86000042ul

static vm_access_t seen;
static seL4_Word seen_address, seen_ip;
static size_t seen_size;

static void ask(machine_t *machine)
{
    ASSERT_OK(vm_get_access(machine->vcpu, &seen));
    seen_address = get_vcpu_fault_address(machine->vcpu);
    seen_ip = get_vcpu_fault_ip(machine->vcpu);
    seen_size = get_vcpu_fault_size(machine->vcpu);
}

TEST(access_is_described_to_its_callback)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = ask;
    probe(&machine, PROBE_LOAD16_SIGNED_32, DEVICE_BASE + 6, 0, 0);
    ASSERT_EQ(DEVICE_BASE + 6, seen.address);
    ASSERT_EQ(2, seen.size);
    ASSERT_TRUE(seen.sign_extend && !seen.is_write && !seen.is_fetch);
    ASSERT_EQ(0, seen.reg);
    ASSERT_EQ(seen.address, seen_address);
    ASSERT_EQ(seen.pc, seen_ip);
    ASSERT_EQ(seen.size, seen_size);
    ASSERT_TRUE(seen_ip >= RAM_BASE && seen_ip < RAM_BASE + RAM_SIZE);
    /* Outside a callback there is no access. */
    ASSERT_EQ(0, get_vcpu_fault_address(machine.vcpu));
    ASSERT_EQ(-1, vm_get_access(machine.vcpu, &seen));
    machine_end(&machine);
}

static void restart_twice(machine_t *machine)
{
    if (machine->accesses < 3) {
        restart_vcpu_fault(machine->vcpu);
    }
}

TEST(callback_asks_for_the_instruction_again)
{
    machine_t machine;
    machine_start(&machine, false);
    machine.hook = restart_twice;
    machine.load_value = 77;
    ASSERT_EQ(77, probe(&machine, PROBE_LOAD32, DEVICE_BASE, 0, 0));
    ASSERT_EQ(3, machine.accesses);
    machine_end(&machine);
}

TEST(capabilities_and_address_spaces_of_a_vm)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_EQ(machine.vcpu->tcb.tcb.cptr, vm_get_vcpu_tcb(machine.vcpu));
    ASSERT_EQ(machine.vcpu->vcpu.cptr, vm_get_vcpu(&machine.vm, 0));
    ASSERT_EQ(seL4_CapNull, vm_get_vcpu(&machine.vm, 1));
    ASSERT_TRUE(vm_find_free_unassigned_vcpu(&machine.vm) == machine.vcpu);
    ASSERT_OK(vm_assign_vcpu_target(machine.vcpu, 0));
    ASSERT_TRUE(vm_find_free_unassigned_vcpu(&machine.vm) == NULL);
    ASSERT_EQ(machine.vm.mem.vm_vspace_root.cptr, vspace_get_root(vm_get_vspace(&machine.vm)));
    ASSERT_EQ(seL4_CapInitThreadVSpace, vspace_get_root(vm_get_vmm_vspace(&machine.vm)));
    machine_end(&machine);
}

TEST(stopped_vcpu_goes_on_where_it_was)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vcpu_stop(machine.vcpu));
    ASSERT_FALSE(is_vcpu_online(machine.vcpu));
    ASSERT_EQ(0, vm_run(&machine.vm));
    ASSERT_EQ(VM_STOP_ALL_OFF, vm_get_stop(&machine.vm)->reason);
    ASSERT_OK(vcpu_start(machine.vcpu));
    ASSERT_EQ(4, probe(&machine, PROBE_CURRENT_EL, 0, 0, 0));
    machine_end(&machine);
}

static int no_fault_expected(vm_vcpu_t *vcpu, uint32_t syndrome, void *cookie)
{
    (void)vcpu;
    (void)syndrome;
    (void)cookie;
    return -1;
}

TEST(callback_for_other_faults_is_registered)
{
    machine_t machine;
    machine_start(&machine, false);
    /* seL4 traps nothing else of a guest than what the library handles itself: see the host tests.
     */
    ASSERT_OK(vm_register_unhandled_vcpu_fault_callback(machine.vcpu, no_fault_expected, &machine));
    ASSERT_EQ(4, probe(&machine, PROBE_CURRENT_EL, 0, 0, 0));
    ASSERT_OK(vm_register_unhandled_vcpu_fault_callback(machine.vcpu, NULL, NULL));
    machine_end(&machine);
}

TEST(interrupt_controller_elsewhere)
{
    machine_t machine;
    /* The distributor moves; the probe looks for the CPU interface where it is by default. */
    const vm_irq_controller_config_t config = {0x0c000000, 0x08010000, 0x08040000};
    machine_start(&machine, false);
    ASSERT_OK(vm_create_irq_controller(&machine.vm, &config));
    ASSERT_EQ(0x20, probe(&machine, PROBE_LOAD32, 0x0c000fe8, 0, 0));
    machine_end(&machine);
}

TEST(interrupt_is_taken_back)
{
    machine_t machine;
    machine_start(&machine, true);
    ASSERT_OK(vm_register_irq(machine.vcpu, SPI, NULL, NULL));
    ASSERT_OK(vm_inject_irq(machine.vcpu, SPI));
    ASSERT_OK(vm_unregister_irq(machine.vcpu, SPI));
    probe(&machine, PROBE_GIC_SETUP, SPI, 0, 0);
    ASSERT_EQ(0, probe(&machine, PROBE_IRQ_WINDOW, 0, 0, 0));
    ASSERT_EQ(-1, vm_inject_irq(machine.vcpu, SPI));
    machine_end(&machine);
}

/* The probe gives x1 by HVC; this handler uses PSCI where asked and answers in x0 to x3 otherwise.
 */
static int call_handler(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    if (vm_psci_handle(vcpu, regs)) {
        return 0;
    }
    if (smc_get_function_id(regs) == VENDOR_CALL) {
        smc_set_arg(regs, 1, 1000);
        smc_set_return_value(regs, (seL4_Word)smc_forward(vcpu, regs, seL4_CapNull));
        return 0;
    }
    return vm_stop(vcpu->vm, smc_get_arg(regs, 1));
}

TEST(pieces_of_a_call_handler)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_register_smc_handler_callback(&machine.vm, call_handler));
    ASSERT_EQ(0, probe_until_stop(&machine, PROBE_HVC, PSCI_VERSION_FID, 0, 0));
    ASSERT_EQ(PSCI_VERSION_1_1, vm_get_stop(&machine.vm)->value);
    /* Forwarding needs a kernel with CONFIG_ALLOW_SMC_CALLS and a capability; here neither is
     * there. */
    ASSERT_EQ(0, probe_until_stop(&machine, PROBE_HVC, VENDOR_CALL, 0, 5));
    ASSERT_EQ((uint64_t)-1, vm_get_stop(&machine.vm)->value);
    machine_end(&machine);
}

TEST(memory_is_destroyed_apart_from_the_vm)
{
    machine_t machine;
    machine_start(&machine, false);
    ASSERT_OK(vm_memory_destroy(&machine.vm));
    ASSERT_TRUE(vm_reserve_memory_at(&machine.vm, NOWHERE, 0x1000, NULL, NULL) == NULL);
    ASSERT_OK(vm_memory_init(&machine.vm));
    ASSERT_EQ(0, vm_reservation_count(&machine.vm));
    machine_end(&machine);
}
