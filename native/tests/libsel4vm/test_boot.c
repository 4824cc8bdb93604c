/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Making VMs and vCPUs, and taking them apart. */
#include "machine.h"

#include "vcpu/vcpu.h"

TEST(a_vm_and_its_vcpus_come_and_go)
{
    machine_t *m = machine_start();
    CHECK(m->vm.vm_initialised && strcmp(m->vm.vm_name, "test") == 0);
    CHECK_EQ(m->vm.num_vcpus, 2);
    CHECK(vm_get_vspace(&m->vm)->root != seL4_CapNull);
    CHECK(vm_get_vmm_vspace(&m->vm) == &m->vm.mem.vmm_vspace);
    CHECK(vm_get_vcpu(&m->vm, 0) != seL4_CapNull);
    CHECK_EQ(vm_get_vcpu(&m->vm, 2), seL4_CapNull);
    CHECK_EQ(vm_get_vcpu(&m->vm, -1), seL4_CapNull);
    CHECK_EQ(vm_get_vcpu(NULL, 0), seL4_CapNull);
    CHECK_EQ(vm_get_vcpu_tcb(NULL), seL4_CapNull);
    CHECK(vm_vcpu_for_target_cpu(&m->vm, 1) == m->vcpu[1]);
    CHECK(vm_vcpu_for_target_cpu(&m->vm, 5) == NULL);
    CHECK(vm_vcpu_for_target_cpu(NULL, 1) == NULL);
    CHECK(vm_find_free_unassigned_vcpu(&m->vm) == NULL);
    CHECK(vm_find_free_unassigned_vcpu(NULL) == NULL);
    CHECK(is_vcpu_online(m->vcpu[0]) && !is_vcpu_online(m->vcpu[1]) && !is_vcpu_online(NULL));
    CHECK(vm_get_vspace(NULL) == NULL && vm_get_vmm_vspace(NULL) == NULL);
    CHECK(fake_thread_fault_badge(vm_get_vcpu_tcb(m->vcpu[0])) !=
          fake_thread_fault_badge(vm_get_vcpu_tcb(m->vcpu[1])));
    CHECK_EQ(system_registers(m, 1)[seL4_VCPUReg_VMPIDR_EL2] & 0xff, 1);
    machine_end(m);
}

TEST(bad_arguments_are_refused)
{
    vm_t vm = {0};
    CHECK_EQ(vm_init(NULL, NULL, NULL, (vspace_t){0}, NULL, 1, "x"), -1);
    CHECK_EQ(vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, 1, NULL), -1);
    CHECK_EQ(vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, seL4_CapNull, "x"), -1);
    CHECK(vm_create_vcpu(NULL, 1) == NULL);
    CHECK(vm_create_vcpu(&vm, 1) == NULL);
    CHECK_EQ(vm_run(NULL), -1);
    CHECK_EQ(vm_run(&vm), -1);
    CHECK_EQ(vm_destroy(NULL), -1);
    CHECK_EQ(vm_destroy(&vm), -1);
    CHECK_EQ(vcpu_start(NULL), -1);
    CHECK_EQ(vcpu_stop(NULL), -1);
    CHECK_EQ(vm_stop(NULL, 0), -1);
    CHECK_EQ(vm_assign_vcpu_target(NULL, 0), -1);
    CHECK(vm_get_counters(NULL) == NULL && vm_get_counters(&vm) == NULL);
    CHECK_EQ(vm_get_stop(NULL)->reason, VM_STOP_NONE);
    CHECK_EQ(vm_register_unhandled_mem_fault_callback(NULL, NULL, NULL), -1);
    CHECK_EQ(vm_register_notification_callback(NULL, NULL, NULL), -1);
    CHECK_EQ(vm_register_unhandled_vcpu_fault_callback(NULL, NULL, NULL), -1);
    CHECK_EQ(vm_register_smc_handler_callback(NULL, NULL), -1);
    CHECK_EQ(vm_create_default_irq_controller(NULL), -1);
    machine_t *m = machine_start();
    CHECK_EQ(vm_init(&m->vm, NULL, NULL, (vspace_t){0}, NULL, m->endpoint.cptr, "x"), -1);
    CHECK(vm_create_vcpu(&m->vm, -1) == NULL);
    CHECK(vm_create_vcpu(&m->vm, 256) == NULL);
    CHECK_EQ(vm_last_error(&m->vm)->limit, 255);
    CHECK_EQ(vm_assign_vcpu_target(m->vcpu[0], -1), -1);
    CHECK_EQ(vm_assign_vcpu_target(m->vcpu[0], VM_MAX_VCPUS), -1);
    CHECK_EQ(vm_assign_vcpu_target(m->vcpu[0], 1), -1);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_OVERLAP);
    while (m->vm.num_vcpus < VM_MAX_VCPUS) {
        CHECK(vm_create_vcpu(&m->vm, 1) != NULL);
    }
    CHECK(vm_find_free_unassigned_vcpu(&m->vm) == m->vm.vcpus[2]);
    CHECK(vm_create_vcpu(&m->vm, 1) == NULL);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_LIMIT);
    machine_end(m);
}

static seL4_Word affinity(vm_t *vm, int vcpu)
{
    return fake_vcpu_registers(vm_get_vcpu(vm, vcpu))[seL4_VCPUReg_VMPIDR_EL2];
}

TEST(every_vcpu_stands_for_a_cpu_of_its_own)
{
    rs_object_t endpoint;
    vm_t vm = {0};
    CHECK_EQ(rs_object_alloc(seL4_EndpointObject, 0, &endpoint), seL4_NoError);
    CHECK_EQ(vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "numbers"), 0);
    const seL4_Word res1 = 1ul << 31;
    vm_vcpu_t *first = vm_create_vcpu(&vm, 1), *second = vm_create_vcpu(&vm, 1);
    CHECK(affinity(&vm, 0) == (res1 | 0) && affinity(&vm, 1) == (res1 | 1));
    CHECK_EQ(vm_assign_vcpu_target(second, 0), -1);
    CHECK_EQ(vm_last_error(&vm)->code, VM_ERROR_OVERLAP);
    CHECK_EQ(vm_assign_vcpu_target(first, 2), 0);
    CHECK_EQ(vm_assign_vcpu_target(second, 0), 0);
    CHECK(affinity(&vm, 0) == (res1 | 2) && affinity(&vm, 1) == (res1 | 0));
    CHECK(vm_create_vcpu(&vm, 1) != NULL); /* 2 is taken */
    CHECK_EQ(affinity(&vm, 2), res1 | 1);
    CHECK_EQ(vm_destroy(&vm), 0);
    rs_object_free(&endpoint);
}

TEST(stop_reasons_have_names)
{
    for (int i = 0; i <= VM_STOP_KERNEL_ERROR; i++) {
        for (int j = 0; j < i; j++) {
            CHECK(strcmp(vm_stop_reason_name((vm_stop_reason_t)i),
                         vm_stop_reason_name((vm_stop_reason_t)j)) != 0);
        }
    }
    CHECK(strcmp(vm_stop_reason_name((vm_stop_reason_t)100), "unknown") == 0);
}

static bool whole_vm(seL4_CPtr endpoint)
{
    vm_t vm = {0};
    if (vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint, "doomed") != 0) {
        CHECK(!vm.vm_initialised);
        return false;
    }
    bool done = vm_create_vcpu(&vm, 9) != NULL && vm_create_default_irq_controller(&vm) == 0 &&
                vm_create_vcpu(&vm, 9) != NULL && vm_assign_vcpu_target(vm.vcpus[0], 0) == 0 &&
                vcpu_start(vm.vcpus[0]) == 0;
    if (!done) {
        CHECK(vm_last_error(&vm)->code != VM_ERROR_NONE);
    }
    CHECK_EQ(vm_destroy(&vm), 0);
    return done;
}

TEST(everything_may_fail_while_a_vm_is_made)
{
    rs_object_t endpoint;
    CHECK_EQ(rs_object_alloc(seL4_EndpointObject, 0, &endpoint), seL4_NoError);
    for (unsigned long n = 1;; n++) {
        baseline_t before = baseline_take();
        fake_fail_call(n, seL4_NotEnoughMemory);
        bool done = whole_vm(endpoint.cptr);
        bool failed = fake_failed();
        fake_fail_call(0, seL4_NoError);
        CHECK_BASELINE(before);
        if (!failed) {
            CHECK(done);
            break;
        }
    }
    for (unsigned long n = 1;; n++) {
        baseline_t before = baseline_take();
        heap_fail(n);
        bool done = whole_vm(endpoint.cptr);
        bool failed = heap_failed();
        heap_fail(0);
        CHECK_BASELINE(before);
        if (!failed) {
            CHECK(done);
            break;
        }
    }
}

static int destroyed;

static int destroy_memory(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    (void)regs;
    destroyed = vm_memory_destroy(vcpu->vm);
    CHECK_EQ(vm_last_error(vcpu->vm)->code, VM_ERROR_BUSY);
    return vm_stop(vcpu->vm, 0);
}

TEST(memory_stays_while_the_vm_runs)
{
    machine_t *m = machine_start();
    CHECK_EQ(vm_register_smc_handler_callback(&m->vm, destroy_memory), 0);
    CHECK_EQ(hypercall(m, 0, 0xc2000001, 0, 0, 0), 0);
    CHECK_EQ(destroyed, -1);
    machine_end(m);
}

TEST(a_vm_without_memory_does_nothing_but_end)
{
    machine_t *m = machine_start();
    CHECK_EQ(vm_memory_destroy(&m->vm), 0);
    CHECK_EQ(vm_memory_destroy(&m->vm), -1);
    CHECK(vm_get_counters(&m->vm) == NULL);
    CHECK_EQ(vm_run(&m->vm), -1);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_BAD_STATE);
    vm_irq_controller_config_t config = {0};
    CHECK_EQ(vm_create_irq_controller(&m->vm, &config), -1);
    CHECK_EQ(vm_inject_abort(m->vcpu[0], RAM, false), -1);
    CHECK_EQ(vm_last_error(&m->vm)->code, VM_ERROR_BAD_STATE);
    machine_end(m);
    m = machine_start();
    CHECK_EQ(vm_memory_destroy(&m->vm), 0);
    CHECK_EQ(vm_memory_init(&m->vm), 0);
    CHECK(vm_get_counters(&m->vm) != NULL);
    machine_end(m);
}
