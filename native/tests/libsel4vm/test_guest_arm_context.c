/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "machine.h"

TEST(thread_registers_are_read_and_written)
{
    machine_t *m = machine_start();
    vm_vcpu_t *vcpu = m->vcpu[1];
    seL4_UserContext context = {0};
    seL4_Word *words = (seL4_Word *)&context;
    for (unsigned i = 0; i < 36; i++) {
        words[i] = 100 + i;
    }
    CHECK_EQ(vm_set_thread_context(vcpu, context), 0);
    seL4_UserContext back = {0};
    CHECK_EQ(vm_get_thread_context(vcpu, &back), 0);
    CHECK(memcmp(&back, &context, sizeof(back)) == 0);
    for (unsigned i = 0; i < 36; i++) {
        uintptr_t value;
        CHECK_EQ(vm_get_thread_context_reg(vcpu, i, &value), 0);
        CHECK_EQ(value, 100 + i);
        CHECK_EQ(vm_set_thread_context_reg(vcpu, i, 500 + i), 0);
        CHECK_EQ(registers(m, 1)[i], 500 + i);
        CHECK_EQ(registers(m, 1)[(i + 1) % 36], i == 35 ? 500 : 101 + i);
    }
    uintptr_t value;
    CHECK_EQ(vm_get_thread_context_reg(vcpu, 36, &value), -1);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, 36, 0), -1);
    CHECK_EQ(vm_get_thread_context_reg(vcpu, 0, NULL), -1);
    CHECK_EQ(vm_get_thread_context(vcpu, NULL), -1);
    CHECK_EQ(vm_get_thread_context(NULL, &back), -1);
    CHECK_EQ(vm_set_thread_context(NULL, context), -1);
    CHECK_EQ(vm_set_thread_context_reg(NULL, 0, 0), -1);
    CHECK_EQ(vm_get_thread_context_reg(NULL, 0, &value), -1);
    machine_end(m);
}

TEST(system_registers_are_read_and_written)
{
    machine_t *m = machine_start();
    uintptr_t value;
    CHECK_EQ(vm_set_arm_vcpu_reg(m->vcpu[0], seL4_VCPUReg_TTBR0, 0x1234), 0);
    CHECK_EQ(vm_get_arm_vcpu_reg(m->vcpu[0], seL4_VCPUReg_TTBR0, &value), 0);
    CHECK_EQ(value, 0x1234);
    CHECK_EQ(vm_get_arm_vcpu_reg(m->vcpu[0], seL4_VCPUReg_Num, &value), -1);
    CHECK_EQ(vm_set_arm_vcpu_reg(m->vcpu[0], seL4_VCPUReg_Num, 1), -1);
    CHECK_EQ(vm_get_arm_vcpu_reg(m->vcpu[0], 0, NULL), -1);
    CHECK_EQ(vm_get_arm_vcpu_reg(NULL, 0, &value), -1);
    CHECK_EQ(vm_set_arm_vcpu_reg(NULL, 0, 1), -1);
    fake_fail_call(1, seL4_IllegalOperation);
    CHECK_EQ(vm_get_arm_vcpu_reg(m->vcpu[0], 0, &value), -1);
    CHECK_EQ(vm_last_error(&m->vm)->kernel_error, seL4_IllegalOperation);
    for (unsigned i = 0; i < 4; i++) {
        fake_fail_call(1, seL4_IllegalOperation);
        seL4_UserContext context = {0};
        int result = i == 0   ? vm_get_thread_context(m->vcpu[0], &context)
                     : i == 1 ? vm_set_thread_context(m->vcpu[0], context)
                     : i == 2 ? vm_get_thread_context_reg(m->vcpu[0], 5, &value)
                              : vm_set_thread_context_reg(m->vcpu[0], 5, 1);
        CHECK_EQ(result, -1);
    }
    machine_end(m);
}
