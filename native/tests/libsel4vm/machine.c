/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "machine.h"

#include "vcpu/vcpu.h"

static machine_t the_machine;
device_t device;

static memory_fault_result_t device_callback(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr,
                                             size_t length, void *cookie)
{
    (void)vm;
    (void)cookie;
    unsigned i = device.calls++ % 4;
    device.address[i] = addr;
    device.size[i] = length;
    device.write[i] = !is_vcpu_read_fault(vcpu);
    if (device.write[i]) {
        device.value[i] = vm_get_access_value(vcpu);
    } else {
        CHECK_EQ(vm_set_access_value(vcpu, device.answer[i]), 0);
    }
    return device.result;
}

static int stop_when_idle(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)tag;
    (void)cookie;
    CHECK_EQ(badge, FAKE_BADGE_IDLE);
    the_machine.timers = fake_timers();
    for (unsigned i = 0; i < vm->num_vcpus; i++) {
        seL4_CPtr tcb = vm_get_vcpu_tcb(the_machine.vcpu[i]);
        the_machine.running[i] = fake_thread_state(tcb) == FAKE_RUNNING;
    }
    return vm_stop(vm, badge);
}

machine_t *machine_start(void)
{
    return machine_start_with(2);
}

machine_t *machine_start_with(unsigned vcpus)
{
    machine_t *m = &the_machine;
    memset(m, 0, sizeof(*m));
    memset(&device, 0, sizeof(device));
    device.result = FAULT_HANDLED;
    CHECK_EQ(rs_object_alloc(seL4_EndpointObject, 0, &m->endpoint), seL4_NoError);
    m->before = baseline_take();
    CHECK_EQ(vm_init(&m->vm, NULL, NULL, (vspace_t){0}, NULL, m->endpoint.cptr, "test"), 0);
    for (unsigned i = 0; i < vcpus; i++) {
        m->vcpu[i] = vm_create_vcpu(&m->vm, 50);
        CHECK(m->vcpu[i] != NULL);
        CHECK_EQ(vm_assign_vcpu_target(m->vcpu[i], (int)i), 0);
    }
    CHECK_EQ(vm_create_default_irq_controller(&m->vm), 0);
    vm_memory_reservation_t *ram = vm_reserve_memory_at(&m->vm, RAM, RAM_SIZE, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(&m->vm, ram, seL4_AllRights, 12), 0);
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE, 0x1000, device_callback, NULL) != NULL);
    CHECK_EQ(vm_register_notification_callback(&m->vm, stop_when_idle, NULL), 0);
    registers(m, 0)[PC] = CODE;
    CHECK_EQ(vcpu_start(m->vcpu[0]), 0);
    return m;
}

void machine_end(machine_t *m)
{
    CHECK_EQ(vm_destroy(&m->vm), 0);
    CHECK_BASELINE(m->before);
    rs_object_free(&m->endpoint);
}

int machine_run(machine_t *m)
{
    int result = vm_run(&m->vm);
    const vm_stop_t *stop = vm_get_stop(&m->vm);
    if (stop->reason == VM_STOP_KERNEL_ERROR) {
        CHECK_EQ(stop->value, vm_last_error(&m->vm)->kernel_error);
        CHECK(stop->value != seL4_NoError);
    }
    return result;
}

bool goes_on(machine_t *m, unsigned vcpu)
{
    CHECK(fake_thread_state(vm_get_vcpu_tcb(m->vcpu[vcpu])) != FAKE_RUNNING);
    return vcpu_state(m->vcpu[vcpu])->mode == VCPU_HELD;
}

seL4_Word *registers(machine_t *m, unsigned vcpu)
{
    return fake_thread_registers(vm_get_vcpu_tcb(m->vcpu[vcpu]));
}

seL4_Word *system_registers(machine_t *m, unsigned vcpu)
{
    return fake_vcpu_registers(vm_get_vcpu(&m->vm, (int)vcpu));
}

void put_code(machine_t *m, uintptr_t at, uint32_t instruction)
{
    CHECK_EQ(vm_guest_write(&m->vm, at, &instruction, sizeof(instruction)), 0);
}

void machine_report_ends(machine_t *m, unsigned vcpu)
{
    seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[vcpu]);
    seL4_CPtr object = vm_get_vcpu(&m->vm, (int)vcpu);
    for (int i = fake_take_maintenance(object); i >= 0; i = fake_take_maintenance(object)) {
        fake_push_message(fake_thread_fault_badge(tcb), seL4_Fault_VGICMaintenance,
                          (seL4_Word[]){(seL4_Word)i}, 1, tcb);
        CHECK_EQ(machine_run(m), 0);
    }
}

int raise_fault(machine_t *m, unsigned vcpu, seL4_Word label, const seL4_Word *mr, unsigned length)
{
    seL4_CPtr tcb = vm_get_vcpu_tcb(m->vcpu[vcpu]);
    machine_report_ends(m, vcpu);
    fake_push_message(fake_thread_fault_badge(tcb), label, mr, length, tcb);
    return machine_run(m);
}

int touch(machine_t *m, unsigned vcpu, uintptr_t address, uint32_t syndrome)
{
    seL4_Word pc = registers(m, vcpu)[PC];
    bool fetch = syndrome >> 26 == 0x20;
    return raise_fault(m, vcpu, seL4_Fault_VMFault, (seL4_Word[]){pc, address, fetch, syndrome}, 4);
}

int execute(machine_t *m, unsigned vcpu, uint32_t instruction, uintptr_t address, uint32_t syndrome)
{
    put_code(m, CODE, instruction);
    registers(m, vcpu)[PC] = CODE;
    return touch(m, vcpu, address, syndrome);
}

int hypercall(machine_t *m, unsigned vcpu, seL4_Word function, seL4_Word a1, seL4_Word a2,
              seL4_Word a3)
{
    seL4_Word *r = registers(m, vcpu);
    return raise_fault(
        m, vcpu, seL4_Fault_UnknownSyscall,
        (seL4_Word[]){function, a1, a2, a3, 4, 5, 6, 7, r[PC], r[SP], r[X30], r[SPSR], 7}, 13);
}
