/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "machine.h"

#include <rootserver/heap.h>
#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_irq_controller.h>
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vcpu_fault_ext.h>
#include <stdio.h>
#include <string.h>

#define GUEST_PRIORITY 100
/* Words of seL4_UserContext: pc, and x0 to x3. */
#define WORD_PC 0
#define WORD_X0 3

extern const char guest_probe[], guest_probe_end[];

static machine_t *current;

static memory_fault_result_t device_fault(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t address,
                                          size_t length, void *cookie)
{
    machine_t *machine = cookie;
    unsigned n = machine->accesses++ % 4;
    machine->address[n] = address;
    machine->length[n] = length;
    machine->stored[n] = vm_get_access_value(vcpu);
    if (is_vcpu_read_fault(vcpu)) {
        vm_set_access_value(vcpu, machine->load_value);
    }
    if (machine->hook != NULL) {
        machine->hook(machine);
    }
    (void)vm;
    return machine->answer;
}

static int report(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    machine_t *machine = current;
    if (smc_get_function_id(regs) != PROBE_REPORT) {
        return vm_smc_handle_default(vcpu, regs);
    }
    machine->result = smc_get_arg(regs, 1);
    machine->esr = smc_get_arg(regs, 2);
    machine->far = smc_get_arg(regs, 3);
    machine->exceptions = smc_get_arg(regs, 4);
    machine->reported = true;
    return vm_stop(vcpu->vm, 0);
}

static void fail_with_error(const machine_t *machine, const char *what)
{
    char text[160];
    vm_error_format(vm_last_error(&machine->vm), text, sizeof(text));
    FAIL("%s: %s", what, text);
}

static void require(const machine_t *machine, bool condition, const char *what)
{
    if (!condition) {
        fail_with_error(machine, what);
    }
}

static void run_to_report(machine_t *machine)
{
    machine->reported = false;
    int result = vm_run(&machine->vm);
    if (result != 0 || !machine->reported) {
        const vm_stop_t *stop = vm_get_stop(&machine->vm);
        FAIL("the VM stopped (%d): %s, pc 0x%lx, address 0x%lx, value 0x%lx", result,
             vm_stop_reason_name(stop->reason), (unsigned long)stop->pc,
             (unsigned long)stop->address, (unsigned long)stop->value);
    }
}

void machine_start(machine_t *machine, bool with_interrupts)
{
    rs_heap_trim();
    *machine = (machine_t){.answer = FAULT_HANDLED, .baseline = rs_memory_stats()};
    current = machine;
    ASSERT_OK(rs_object_alloc(seL4_EndpointObject, 0, &machine->endpoint));
    require(machine,
            vm_init(&machine->vm, NULL, NULL, (vspace_t){0}, NULL, machine->endpoint.cptr,
                    "probe") == 0,
            "vm_init");
    machine->vcpu = vm_create_vcpu(&machine->vm, GUEST_PRIORITY);
    require(machine, machine->vcpu != NULL, "vm_create_vcpu");
    machine->ram =
        vm_reserve_memory_at(&machine->vm, RAM_BASE, RAM_SIZE, default_error_fault_callback, NULL);
    machine->device =
        vm_reserve_memory_at(&machine->vm, DEVICE_BASE, DEVICE_SIZE, device_fault, machine);
    require(machine, machine->ram != NULL && machine->device != NULL, "vm_reserve_memory_at");
    require(
        machine,
        vm_map_reservation_ram(&machine->vm, machine->ram, seL4_AllRights, seL4_LargePageBits) == 0,
        "vm_map_reservation_ram");
    machine->vm.mem.clean_cache = 1;
    require(machine,
            vm_guest_write(&machine->vm, RAM_BASE, guest_probe,
                           (size_t)(guest_probe_end - guest_probe)) == 0,
            "vm_guest_write");
    if (with_interrupts) {
        require(machine, vm_create_default_irq_controller(&machine->vm) == 0,
                "vm_create_default_irq_controller");
    }
    require(machine, vm_register_smc_handler_callback(&machine->vm, report) == 0, "smc handler");
    require(machine, vm_set_thread_context_reg(machine->vcpu, WORD_PC, RAM_BASE) == 0, "pc");
    require(machine, vcpu_start(machine->vcpu) == 0, "vcpu_start");
    run_to_report(machine);
}

void machine_end(machine_t *machine)
{
    ASSERT_OK(vm_destroy(&machine->vm));
    rs_object_free(&machine->endpoint);
    rs_heap_trim();
    rs_memory_stats_t now = rs_memory_stats();
    ASSERT_EQ(machine->baseline.live_objects, now.live_objects);
    ASSERT_EQ(machine->baseline.free_slots, now.free_slots);
    ASSERT_EQ(machine->baseline.live_tables, now.live_tables);
}

static void set_operation(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c)
{
    const uint64_t word[4] = {op, a, b, c};
    for (unsigned i = 0; i < 4; i++) {
        require(machine, vm_set_thread_context_reg(machine->vcpu, WORD_X0 + i, word[i]) == 0,
                "operation");
    }
    machine->accesses = 0;
}

uint64_t probe(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c)
{
    set_operation(machine, op, a, b, c);
    run_to_report(machine);
    return machine->result;
}

void probe_anyhow(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c)
{
    set_operation(machine, op, a, b, c);
    vm_run(&machine->vm);
}

int probe_until_stop(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c)
{
    set_operation(machine, op, a, b, c);
    machine->reported = false;
    int result = vm_run(&machine->vm);
    ASSERT_FALSE(machine->reported);
    return result;
}

uint64_t probe_continue(machine_t *machine)
{
    run_to_report(machine);
    return machine->result;
}
