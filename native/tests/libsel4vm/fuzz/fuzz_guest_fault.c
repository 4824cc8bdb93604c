/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Whatever a guest does: any message from its threads, with any syndrome, address and registers,
 * any instruction where its pc points, any translation tables. The VM goes on, stops with a reason,
 * or the guest gets an exception; afterwards everything can be taken apart without a trace.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sel4vm/boot.h>
#include <sel4vm/guest_irq_controller.h>
#include <sel4vm/guest_trace.h>
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vcpu_fault_ext.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "../testing.h"
#include "fuzz_input.h"
#include "vcpu/fault_record.h"

#define RAM      0x40000000ul
#define RAM_SIZE 0x10000ul
#define DEVICE   0x09000000ul
#define EVENTS   64u
/* Bits of the syndrome: that it is valid, and one that means nothing to the library. */
#define ISV      (1u << 24)
#define DISAGREE (1u << 9)

static input_t input;
static vm_t vm;
static unsigned events;
static rs_object_t endpoint;

static memory_fault_result_t device(vm_t *machine, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                    void *cookie)
{
    (void)cookie;
    if (addr < DEVICE || addr + length > DEVICE + 0x2000 || get_vcpu_fault_address(vcpu) != addr ||
        get_vcpu_fault_size(vcpu) != length) {
        abort();
    }
    vm_access_t access;
    if (vm_get_access(vcpu, &access) != 0) {
        abort();
    }
    get_vcpu_fault_ip(vcpu);
    get_vcpu_fault_data_mask(vcpu);
    if (is_vcpu_read_fault(vcpu)) {
        set_vcpu_fault_data(vcpu, take(&input, 8));
    } else {
        get_vcpu_fault_data(vcpu);
        vm_get_access_value(vcpu);
    }
    uint8_t choice = (uint8_t)take(&input, 1);
    if (choice & 0x10) {
        emulate_vcpu_fault(vcpu, choice);
    }
    if (choice & 0x20) {
        advance_vcpu_fault(vcpu);
    }
    if (choice & 0x40) {
        restart_vcpu_fault(vcpu);
    }
    if (choice & 0x80) {
        vm_inject_abort(vcpu, addr, (choice & 1) != 0);
    }
    if (choice == 0x0f) {
        vm_stop(machine, 1);
    }
    return (memory_fault_result_t)(choice % 6);
}

static uint64_t interesting(void)
{
    uint8_t kind = (uint8_t)take(&input, 1);
    switch (kind & 7) {
    case 0:
        return take(&input, 8);
    case 1:
        return RAM + take(&input, 2);
    case 2:
        return DEVICE + take(&input, 2) % 0x2100;
    case 3:
        return 0x08000000ul + take(&input, 2) % 0x1100; /* the distributor */
    case 4:
        return kind >> 3;
    case 5:
        return 0x84000000ul + (take(&input, 1) & 0x1f) + ((uint64_t)(kind >> 7) << 30);
    default:
        return take(&input, 4);
    }
}

/* An instruction without syndrome is refused unless its registers give the address that faulted:
 * give them values that do. */
static void agree(seL4_Word *registers, seL4_Word *system, seL4_Word ip, seL4_Word address)
{
    uint32_t instruction;
    a64_access_t access;
    if (vm_guest_read(&vm, ip, &instruction, sizeof(instruction)) != 0 ||
        vmi_a64_decode(instruction, &access) != A64_ACCESS || access.literal) {
        return;
    }
    uint64_t index = access.index == REGISTER_31 ? 0 : registers[vmi_context_word(access.index)];
    uint64_t base = address - vmi_a64_effective_address(&access, 0, index);
    if (access.base == REGISTER_31) {
        registers[CONTEXT_SP] = base;
        system[seL4_VCPUReg_SP_EL1] = base;
    } else {
        registers[vmi_context_word(access.base)] = base;
    }
}

static const seL4_Word labels[] = {seL4_Fault_VMFault,        seL4_Fault_VMFault,
                                   seL4_Fault_VMFault,        seL4_Fault_VCPUFault,
                                   seL4_Fault_UnknownSyscall, seL4_Fault_VGICMaintenance,
                                   seL4_Fault_VPPIEvent,      seL4_Fault_UserException,
                                   seL4_Fault_CapFault,       77};

static void next_event(void)
{
    if (input.size == 0 || events++ >= EVENTS) {
        return;
    }
    uint8_t choice = (uint8_t)take(&input, 1);
    vm_vcpu_t *vcpu = vm.vcpus[choice & 1];
    seL4_CPtr tcb = vm_get_vcpu_tcb(vcpu);
    seL4_Word *registers = fake_thread_registers(tcb);
    seL4_Word *system = fake_vcpu_registers(vcpu->vcpu.cptr);
    seL4_Word label = labels[(choice >> 1) % (sizeof(labels) / sizeof(labels[0]))];
    if (choice & 0x80) {
        registers[take(&input, 1) % 36] = interesting();
        system[take(&input, 1) % seL4_VCPUReg_Num] = interesting();
        uint64_t at = (take(&input, 2) % (RAM_SIZE - 8)) & ~7ul;
        uint64_t word = take(&input, 8);
        vm_guest_write(&vm, RAM + at, &word, sizeof(word));
    }
    if (fake_thread_state(tcb) != FAKE_RUNNING) {
        if (choice & 0x40) {
            fake_push_message(interesting(), 0, NULL, 0, seL4_CapNull);
        }
        return;
    }
    seL4_Word mr[16] = {0};
    unsigned length = label == seL4_Fault_UnknownSyscall ? 13 : 5;
    for (unsigned i = 0; i < length; i++) {
        mr[i] = interesting();
    }
    if (label == seL4_Fault_VMFault) {
        if (choice & 0x40) {
            mr[seL4_VMFault_IP] = RAM + (mr[seL4_VMFault_IP] % (RAM_SIZE - 4) & ~3ul);
        }
        registers[0] = mr[seL4_VMFault_IP];
        mr[seL4_VMFault_PrefetchFault] &= 1;
        mr[seL4_VMFault_FSR] = take(&input, 4);
        if ((mr[seL4_VMFault_FSR] & ISV) == 0 && (mr[seL4_VMFault_FSR] & DISAGREE) == 0) {
            agree(registers, system, mr[seL4_VMFault_IP], mr[seL4_VMFault_Addr]);
        }
    } else if (label == seL4_Fault_VGICMaintenance) {
        fake_list_register_clear(vcpu->vcpu.cptr, (unsigned)mr[0] & 3);
    }
    fake_push_message(fake_thread_fault_badge(tcb), label, mr, length, tcb);
}

static int notified(vm_t *machine, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)badge;
    (void)tag;
    (void)cookie;
    if (badge != FAKE_BADGE_IDLE) {
        vm_inject_irq(machine->vcpus[0], (int)(badge % 1100) - 20);
        vm_set_irq_level(machine->vcpus[1], (int)(badge >> 8) % 1100, (int)badge & 1);
        return 0;
    }
    return vm_stop(machine, 0);
}

/* Every event has a kind, an answer and, of memory, a size that exists. */
static void trace(vm_t *machine, const vm_trace_event_t *event, void *cookie)
{
    (void)machine;
    (void)cookie;
    if (event->kind > VM_TRACE_NOTIFICATION || event->answer > VM_TRACE_STOPPED ||
        event->size > 8 || event->reg > 31) {
        abort();
    }
}

static void set_up(void)
{
    if (vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "fuzzed") != 0 ||
        vm_create_vcpu(&vm, 100) == NULL || vm_create_vcpu(&vm, 100) == NULL ||
        vm_assign_vcpu_target(vm.vcpus[0], 0) != 0 || vm_assign_vcpu_target(vm.vcpus[1], 1) != 0 ||
        vm_create_default_irq_controller(&vm) != 0) {
        abort();
    }
    vm_memory_reservation_t *ram = vm_reserve_memory_at(&vm, RAM, RAM_SIZE, record, NULL);
    vm_memory_reservation_t *late =
        vm_reserve_memory_at(&vm, RAM + RAM_SIZE, RAM_SIZE, record, NULL);
    if (vm_map_reservation_ram(&vm, ram, seL4_AllRights, 12) != 0 ||
        vm_map_reservation_deferred(&vm, late, NULL, NULL, 12) != 0 ||
        vm_reserve_memory_at(&vm, DEVICE, 0x2000, device, NULL) == NULL ||
        vm_register_irq(vm.vcpus[0], 40, NULL, NULL) != 0 ||
        vm_register_irq(vm.vcpus[0], 41, NULL, NULL) != 0) {
        abort();
    }
    vm_register_notification_callback(&vm, notified, NULL);
    uint8_t choice = (uint8_t)take(&input, 1);
    vm_set_unhandled_policy(&vm, (vm_unhandled_policy_t)(choice & 1));
    vm_set_tracer(&vm, (choice & 2) != 0 ? trace : NULL, NULL);
    vcpu_start(vm.vcpus[0]);
    vcpu_start(vm.vcpus[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        fake_reset(28);
        if (rs_object_alloc(seL4_EndpointObject, 0, &endpoint) != seL4_NoError) {
            abort();
        }
        started = true;
    }
    input = (input_t){data, size};
    events = 0;
    rs_memory_stats_t before = rs_memory_stats();
    long heap = heap_live();
    set_up();
    fake_idle = next_event;
    for (unsigned runs = 0; input.size > 0 && runs < EVENTS; runs++) {
        int result = vm_run(&vm);
        const vm_stop_t *stop = vm_get_stop(&vm);
        if (stop->reason == VM_STOP_NONE || (result != 0) != (vm.run.exit_reason == -1)) {
            fprintf(stderr, "stopped without a reason\n");
            abort();
        }
        if (stop->reason == VM_STOP_POWER_OFF || stop->reason == VM_STOP_RESET ||
            stop->reason == VM_STOP_ALL_OFF) {
            break;
        }
    }
    fake_idle = NULL;
    if (vm_destroy(&vm) != 0) {
        abort();
    }
    rs_memory_stats_t after = rs_memory_stats();
    if (heap_live() != heap || after.live_objects != before.live_objects ||
        after.free_slots != before.free_slots) {
        fprintf(stderr, "leak\n");
        abort();
    }
    return 0;
}
