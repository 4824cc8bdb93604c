/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "host.h"

#include <fake/fake.h>

#include "../heap/counted_heap.h"

#include <sel4vm/guest_vm_ext.h>
#include <sel4vm_shim/vm.h>

#include "vcpu/vcpu.h"

#define CONTEXT_PC 0

/* In place of a vCPU's number in a badge: the VM's alarm (native/libsel4vm/src/vcpu/vcpu.h). */
#define ALARM_BADGE 0xffu

static vm_t *running;
static unsigned long signals_seen;

void host_reset(unsigned ram_bits)
{
    running = NULL;
    signals_seen = 0;
    host_console_reset();
    heap_fail(0);
    fake_reset(ram_bits);
}

void host_kernel_fail(unsigned long n)
{
    fake_fail_call(n, seL4_NotEnoughMemory);
}

bool host_kernel_failed(void)
{
    return fake_failed();
}

unsigned long host_mapped_frames(void)
{
    return fake_counts().mapped_frames;
}

void *host_guest_memory(vm_t *vm, uintptr_t address, size_t size, bool is_write)
{
    fake_translation_t translation = fake_translate(vm->mem.vm_vspace.root, address);
    if (!translation.mapped || !(is_write ? translation.write : translation.read)) {
        return NULL;
    }
    size_t page = (size_t)1 << translation.bits;
    return size > page - (address & (page - 1)) ? NULL : fake_physical(translation.paddr);
}

static seL4_CPtr thread_of(vm_t *vm, unsigned number)
{
    return vm->vcpus[number]->tcb.tcb.cptr;
}

static void push(vm_t *vm, unsigned number, seL4_Word label, const seL4_Word *mr, unsigned length)
{
    seL4_CPtr tcb = thread_of(vm, number);
    fake_push_message(fake_thread_fault_badge(tcb), label, mr, length, tcb);
}

void host_push_memory_fault(vm_t *vm, unsigned number, uintptr_t address, bool fetch,
                            uint32_t syndrome)
{
    const seL4_Word mr[seL4_VMFault_Length] = {
        [seL4_VMFault_IP] = host_get_register(vm, number, CONTEXT_PC),
        [seL4_VMFault_Addr] = address,
        [seL4_VMFault_PrefetchFault] = fetch,
        [seL4_VMFault_FSR] = syndrome,
    };
    push(vm, number, seL4_Fault_VMFault, mr, seL4_VMFault_Length);
}

void host_push_vcpu_fault(vm_t *vm, unsigned number, uint32_t syndrome)
{
    const seL4_Word mr[] = {syndrome};
    push(vm, number, seL4_Fault_VCPUFault, mr, 1);
}

void host_push_event(seL4_Word badge)
{
    fake_push_message(badge, 0, NULL, 0, seL4_CapNull);
}

seL4_Word host_get_register(vm_t *vm, unsigned number, unsigned word)
{
    return fake_thread_registers(thread_of(vm, number))[word];
}

void host_set_register(vm_t *vm, unsigned number, unsigned word, seL4_Word value)
{
    fake_thread_registers(thread_of(vm, number))[word] = value;
}

bool host_is_running(vm_t *vm, unsigned number)
{
    vcpu_mode_t mode = vcpu_state(vm->vcpus[number])->mode;
    return mode == VCPU_RUNNING || mode == VCPU_HELD;
}

int host_list_register(vm_t *vm, unsigned number, unsigned index)
{
    return fake_list_register(vm->vcpus[number]->vcpu.cptr, index);
}

void host_end_interrupt(vm_t *vm, unsigned number, unsigned index)
{
    const seL4_Word mr[] = {index};
    fake_list_register_clear(vm->vcpus[number]->vcpu.cptr, index);
    push(vm, number, seL4_Fault_VGICMaintenance, mr, 1);
}

/* Nothing is left to receive. A signal that has not arrived does so now; otherwise the run ends,
 * for which the VM has to wake: by its alarm, that has nothing to do. */
static void idle(void)
{
    unsigned long signals = fake_signals(shim_vm_notification(running));
    if (signals != signals_seen) {
        signals_seen = signals;
        host_push_event(SHIM_SIGNAL_BADGE);
    } else {
        vm_stop(running, HOST_IDLE);
        host_push_event(fake_thread_fault_badge(thread_of(running, 0)) | ALARM_BADGE);
    }
}

void host_leave_when_idle(vm_t *vm)
{
    if (running != vm) {
        signals_seen = 0;
    }
    running = vm;
    fake_idle = idle;
}
