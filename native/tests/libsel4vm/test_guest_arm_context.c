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

static memory_fault_result_t change(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                                    void *cookie)
{
    memory_fault_result_t *result = cookie;
    uintptr_t value = 0;
    seL4_UserContext context;
    (void)vm;
    (void)length;
    CHECK_EQ(vm_get_thread_context_reg(vcpu, X28, &value), 0);
    CHECK_EQ(value, 28);
    CHECK_EQ(vm_set_thread_context_reg(vcpu, X9, 99), 0);
    CHECK_EQ(vm_get_thread_context(vcpu, &context), 0);
    CHECK_EQ(context.x9, 99);
    CHECK_EQ(context.pc, CODE);
    if ((addr & 0xfff) == 8) {
        context.pc = RAM + 0x3000;
        context.x2 = 2;
        CHECK_EQ(vm_set_thread_context(vcpu, context), 0);
    }
    return *result;
}

TEST(registers_changed_in_a_callback_reach_the_guest)
{
    machine_t *m = machine_start();
    memory_fault_result_t result = FAULT_HANDLED;
    seL4_Word *r = registers(m, 0);
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, change, &result) != NULL);
    r[X28] = 28;
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_STORE(2, 0u)), 0);
    CHECK(r[X9] == 99 && r[PC] == CODE + 4 && r[X28] == 28);
    result = FAULT_RESTART;
    r[X9] = 0;
    r[PC] = CODE;
    CHECK_EQ(touch(m, 0, DEVICE + 0x1000, ESR_STORE(2, 0u)), 0);
    CHECK(r[X9] == 99 && r[PC] == CODE);
    CHECK_EQ(touch(m, 0, DEVICE + 0x1008, ESR_STORE(2, 0u)), 0);
    CHECK(r[PC] == RAM + 0x3000 && r[X2] == 2);
    machine_end(m);
}

static unsigned halves;

static memory_fault_result_t second_half_repeats(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr,
                                                 size_t length, void *cookie)
{
    (void)vm;
    (void)addr;
    (void)length;
    (void)cookie;
    CHECK_EQ(vm_set_access_value(vcpu, 0x1234), 0);
    return ++halves == 2 ? FAULT_RESTART : FAULT_HANDLED;
}

TEST(a_pair_that_is_repeated_keeps_its_base)
{
    machine_t *m = machine_start();
    CHECK(vm_reserve_memory_at(&m->vm, DEVICE + 0x1000, 0x1000, second_half_repeats, NULL) != NULL);
    seL4_Word *r = registers(m, 0);
    halves = 0;
    r[X0] = DEVICE + 0x1000;
    /* ldp x0, x1, [x0] */
    CHECK_EQ(execute(m, 0, 0xa9400400, DEVICE + 0x1000, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == DEVICE + 0x1000 && r[PC] == CODE);
    CHECK_EQ(execute(m, 0, 0xa9400400, DEVICE + 0x1000, ESR_LOAD_BLIND), 0);
    CHECK(r[X0] == 0x1234 && r[X1] == 0x1234 && r[PC] == CODE + 4);
    machine_end(m);
}
