/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "machine.h"

#include <stdlib.h>

#include <guests/probe.h>
#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/arch/guest_vm_arch.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_irq_controller.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm_shim/vm.h>

#define GUEST_PRIORITY 100
/* Words of seL4_UserContext: pc, and x0. */
#define WORD_PC 0
#define WORD_X0 3

static const probe_op_t probe_operation[] = {
    [BENCH_OPERATION_LOAD] = PROBE_LOAD_LOOP,   [BENCH_OPERATION_STORE] = PROBE_STORE_LOOP,
    [BENCH_OPERATION_CALL] = PROBE_CALL_LOOP,   [BENCH_OPERATION_CALL_IRQ] = PROBE_IRQ_LOOP,
    [BENCH_OPERATION_SCATTER] = PROBE_SCRIBBLE, [BENCH_OPERATION_GIC_SETUP] = PROBE_GIC_SETUP,
    [BENCH_OPERATION_TIMER] = PROBE_TIMER_LOOP, [BENCH_OPERATION_MMU_ON] = PROBE_MMU_ON,
};

uint64_t bench_report_function(void)
{
    return PROBE_REPORT;
}

uint64_t bench_operation(bench_operation_t operation)
{
    return probe_operation[operation];
}

static int answer_call(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    bench_vm_t *bench = shim_vm_get_cookie(vcpu->vm);
    switch (smc_get_function_id(regs)) {
    case BENCH_CALL_NOTHING:
        smc_set_return_value(regs, 0);
        return 0;
    case BENCH_CALL_INJECT:
        smc_set_return_value(regs, 0);
        return vm_inject_irq(vcpu, BENCH_IRQ);
    case PROBE_REPORT:
        bench->reported = true;
        return vm_stop(vcpu->vm, 0);
    default:
        return vm_smc_handle_default(vcpu, regs);
    }
}

static int run_to_report(bench_vm_t *bench)
{
    bench->reported = false;
    return shim_vm_run(bench->vm) == 0 && bench->reported ? 0 : -1;
}

static int load_and_run(bench_vm_t *bench, const void *guest, size_t size)
{
    vm_memory_reservation_t *ram = vm_reserve_memory_at(bench->vm, BENCH_RAM_BASE, BENCH_RAM_SIZE,
                                                        default_error_fault_callback, NULL);
    bench->vcpu = vm_create_vcpu(bench->vm, GUEST_PRIORITY);
    if (ram == NULL || bench->vcpu == NULL ||
        vm_map_reservation_ram(bench->vm, ram, seL4_AllRights, seL4_LargePageBits) != 0 ||
        vm_guest_write(bench->vm, BENCH_RAM_BASE, guest, size) != 0 ||
        vm_register_smc_handler_callback(bench->vm, answer_call) != 0 ||
        vm_set_thread_context_reg(bench->vcpu, WORD_PC, BENCH_RAM_BASE) != 0 ||
        vcpu_start(bench->vcpu) != 0) {
        return -1;
    }
    /* As guests run once they have started; with the MMU off, emulated accesses cost a kernel call
     * more. */
    return run_to_report(bench) == 0 &&
                   bench_guest(bench, BENCH_OPERATION_MMU_ON, 0, 0) != BENCH_FAILED
               ? 0
               : -1;
}

static int add_interrupts(bench_vm_t *bench)
{
    if (vm_create_default_irq_controller(bench->vm) != 0 ||
        vm_register_irq(bench->vcpu, BENCH_IRQ, NULL, NULL) != 0) {
        return -1;
    }
    return bench_guest(bench, BENCH_OPERATION_GIC_SETUP, BENCH_IRQ, 0) == BENCH_FAILED ? -1 : 0;
}

bench_vm_t *bench_vm_create(const void *guest, size_t size, bool with_interrupts)
{
    bench_vm_t *bench = calloc(1, sizeof(*bench));
    if (bench == NULL) {
        return NULL;
    }
    bench->vm = shim_vm_create("bench", NULL);
    if (bench->vm == NULL) {
        free(bench);
        return NULL;
    }
    shim_vm_set_cookie(bench->vm, bench);
    if (load_and_run(bench, guest, size) != 0 || (with_interrupts && add_interrupts(bench) != 0)) {
        bench_vm_destroy(bench);
        return NULL;
    }
    return bench;
}

int bench_vm_destroy(bench_vm_t *bench)
{
    if (bench_release(bench) != 0 || shim_vm_destroy(bench->vm) != 0) {
        return -1;
    }
    free(bench);
    return 0;
}

uint64_t bench_guest(bench_vm_t *bench, bench_operation_t operation, uint64_t a, uint64_t b)
{
    const uint64_t word[] = {bench_operation(operation), a, b};
    for (unsigned i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
        if (vm_set_thread_context_reg(bench->vcpu, WORD_X0 + i, word[i]) != 0) {
            return BENCH_FAILED;
        }
    }
    uint64_t start = bench_now();
    if (run_to_report(bench) != 0) {
        return BENCH_FAILED;
    }
    return bench_now() - start;
}
