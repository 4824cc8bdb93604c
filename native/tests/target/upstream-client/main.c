/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * A VMM as upstream's clients write it: it sets up its surroundings from the boot information, and
 * includes nothing but headers that upstream has too. The guest adds two numbers in a device of the
 * VMM's, prints the sum and switches itself off.
 */

#include <allocman/bootstrap.h>
#include <allocman/vka.h>
#include <sel4platsupport/bootinfo.h>
#include <sel4platsupport/io.h>
#include <sel4platsupport/platsupport.h>
#include <sel4utils/vspace.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vm.h>
#include <sel4vmmplatsupport/arch/guest_boot_init.h>
#include <sel4vmmplatsupport/guest_vcpu_util.h>
#include <simple-default/simple-default.h>
#include <stdio.h>
#include <utils/util.h>

#define RAM      0x40000000ul
#define RAM_SIZE 0x200000ul
#define ADDER    0x0a000000ul
#define CONSOLE  0x09000000ul
#define PRIORITY 100

static char pool[0x10000];
static sel4utils_alloc_data_t vspace_data;
static simple_t simple;
static vka_t vka;
static vspace_t vspace;
static ps_io_ops_t io_ops;
static vm_t vm;

static const uint32_t guest[] = {
    0xd2a14001, /* mov x1, #0x0a000000   the adder */
    0x52800502, /* mov w2, #40 */
    0xb9000022, /* str w2, [x1] */
    0x52800042, /* mov w2, #2 */
    0xb9000022, /* str w2, [x1] */
    0xb9400022, /* ldr w2, [x1]          '*' is 42 */
    0xd2a12001, /* mov x1, #0x09000000   the console */
    0xb9000022, /* str w2, [x1] */
    0x52800142, /* mov w2, #'\n' */
    0xb9000022, /* str w2, [x1] */
    0x52b08000, /* mov w0, #0x84000000 */
    0x11002000, /* add w0, w0, #8        PSCI SYSTEM_OFF */
    0xd4000002, /* hvc #0 */
};

static memory_fault_result_t add(vm_t *the_vm, vm_vcpu_t *vcpu, uintptr_t paddr, size_t len,
                                 void *cookie)
{
    uint32_t *sum = cookie;
    (void)the_vm;
    (void)paddr;
    (void)len;
    if (is_vcpu_read_fault(vcpu)) {
        set_vcpu_fault_data(vcpu, *sum);
    } else {
        *sum += (uint32_t)get_vcpu_fault_data(vcpu);
    }
    advance_vcpu_fault(vcpu);
    return FAULT_HANDLED;
}

static memory_fault_result_t print(vm_t *the_vm, vm_vcpu_t *vcpu, uintptr_t paddr, size_t len,
                                   void *cookie)
{
    (void)the_vm;
    (void)paddr;
    (void)len;
    (void)cookie;
    putchar((int)(get_vcpu_fault_data(vcpu) & 0xff));
    advance_vcpu_fault(vcpu);
    return FAULT_HANDLED;
}

static void set_up(void)
{
    seL4_BootInfo *info = platsupport_get_bootinfo();
    ZF_LOGF_IF(info == NULL, "no boot information");
    simple_default_init_bootinfo(&simple, info);
    allocman_t *allocman = bootstrap_use_current_simple(&simple, sizeof pool, pool);
    ZF_LOGF_IF(allocman == NULL, "no allocator");
    allocman_make_vka(&vka, allocman);
    int error = sel4utils_bootstrap_vspace_with_bootinfo_leaky(&vspace, &vspace_data,
                                                               simple_get_pd(&simple), &vka, info);
    ZF_LOGF_IF(error != 0, "no address space");
    error = sel4platsupport_new_io_ops(&vspace, &vka, &simple, &io_ops);
    ZF_LOGF_IF(error != 0, "no I/O operations");
    error = platsupport_serial_setup_simple(&vspace, &simple, &vka);
    ZF_LOGF_IF(error != 0, "no console");
}

int main(void)
{
    static uint32_t sum;
    vka_object_t endpoint;
    set_up();
    ZF_LOGF_IF(vka_alloc_endpoint(&vka, &endpoint) != 0, "no endpoint");
    int error = vm_init(&vm, &vka, &simple, vspace, &io_ops, endpoint.cptr, "client");
    ZF_LOGF_IF(error != 0, "no VM");
    vm_vcpu_t *vcpu = create_vmm_plat_vcpu(&vm, PRIORITY);
    ZF_LOGF_IF(vcpu == NULL, "no vCPU");
    ZF_LOGF_IF(vm_assign_vcpu_target(vcpu, 0) != 0, "no CPU for the vCPU");
    ZF_LOGF_IF(vm_ram_register_at(&vm, RAM, RAM_SIZE, false) != 0, "no RAM");
    ZF_LOGF_IF(vm_reserve_memory_at(&vm, ADDER, PAGE_SIZE_4K, add, &sum) == NULL, "no adder");
    ZF_LOGF_IF(vm_reserve_memory_at(&vm, CONSOLE, PAGE_SIZE_4K, print, NULL) == NULL, "no console");
    vm.mem.clean_cache = 1;
    error = vm_ram_touch(&vm, RAM, sizeof guest, vm_guest_ram_write_callback, (void *)guest);
    ZF_LOGF_IF(error != 0, "the guest was not loaded");
    ZF_LOGF_IF(vcpu_set_bootargs(vcpu, RAM, 0, 0) != 0, "no registers");
    ZF_LOGF_IF(vcpu_start(vcpu) != 0, "the vCPU did not start");
    error = vm_run(&vm);
    printf("vm_run() answered %d, the sum was %u\n", error, sum);
    return error == 0 && sum == 42 ? 0 : 1;
}
